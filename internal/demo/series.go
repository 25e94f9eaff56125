package demo

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"fika/calendar/ics"
	"fika/internal/rsvp"
	"fika/internal/span"
)

// series is a recurring meeting.
type series struct {
	title       string
	members     roster // the organizer first; a single member needs no invitation
	daily       bool
	every       int // weeks
	minutes     int
	when        *slot // nil: any suitable time
	from, until int   // weeks
}

// maxSmallMeeting is the largest meeting in which people get to know each other. It
// equals fika's limit for an encounter.
const maxSmallMeeting = 12

// addRegularMeetings adds the series in data/series.csv.
func (in *inventor) addRegularMeetings() {
	for _, row := range readTable("series.csv") {
		s := in.readSeries(row)
		in.addSeries(s)
		if len(s.members) > maxSmallMeeting || s.until < 0 {
			continue
		}
		if with := s.members; with.has(in.user) {
			for _, p := range with {
				in.regularContacts[p] = true
			}
		}
	}
}

func (in *inventor) readSeries(row map[string]string) series {
	organizer := in.everybody.find(row["organizer"])
	s := series{
		title:   row["title"],
		members: roster{organizer},
		daily:   row["every"] == "day",
		every:   1,
		minutes: number(row["minutes"]),
		from:    firstWeek,
		until:   lastWeek,
	}
	for _, p := range in.everybody.parse(row["members"]) {
		if p != organizer {
			s.members = append(s.members, p)
		}
	}
	if weeks, found := strings.CutSuffix(row["every"], " weeks"); found {
		s.every = number(weeks)
	}
	if row["when"] != "" {
		s.when = readSlot(row["when"])
	}
	if row["from"] != "" {
		s.from = number(row["from"])
	}
	if row["until"] != "" {
		s.until = number(row["until"])
	}
	return s
}

// readSlot parses "thu 15:00".
func readSlot(text string) *slot {
	day, clock, _ := strings.Cut(text, " ")
	weekday := strings.Index("mon tue wed thu fri", day)
	at, err := time.Parse("15:04", clock)
	if weekday < 0 || err != nil {
		panic(fmt.Sprintf("data/series.csv: %q is not a time of the week", text))
	}
	return &slot{weekday / 4, at.Hour()*60 + at.Minute()}
}

func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		panic(fmt.Sprintf("data: %v", err))
	}
	return n
}

// addOneOnOnes adds the meetings of every manager with each of their reports.
func (in *inventor) addOneOnOnes() {
	for _, p := range in.everybody {
		if p.manager == "" || p.key() == onLeaveKey || in.everybody.find(string(p.manager)).key() == onLeaveKey {
			continue
		}
		manager := in.everybody.find(string(p.manager))
		r := in.stream("one on one", p.key())
		every := 1 + r.IntN(2)
		in.addSeries(series{
			title:   fmt.Sprintf("1:1 %s and %s", manager.firstName(), p.firstName()),
			members: roster{manager, p},
			every:   every,
			minutes: 30,
			from:    firstWeek + r.IntN(every),
			until:   lastWeek,
		})
		if p == in.user || manager == in.user {
			in.regularContacts[p], in.regularContacts[manager] = true, true
		}
	}
}

// weekdays returns the days on which s takes place in a week, if it begins at at.
func (s series) weekdays(at slot) []int {
	if s.daily {
		return []int{0, 1, 2, 3, 4}
	}
	return []int{at.weekday}
}

// addSeries finds a time for s and adds it, with the changes that real series have.
func (in *inventor) addSeries(s series) {
	organizer := s.members[0]
	r := in.stream("series", s.title, organizer.key())
	at := in.chooseTime(r, s)
	first := at.span(in.term, organizer.zone, s.from, s.minutes)
	e := event{
		uid:   in.newUID(s.title, organizer.key()),
		title: s.title,
		span:  first,
		zone:  organizer.zone,
		rule:  s.rule(at, organizer.zone, in.term),
		stamp: first.Start.AddDate(0, 0, -5),
	}
	if len(s.members) > 1 {
		e.organizer = organizer
		e.guests = seriesGuests(r, s.members)
		setLocation(r, &e, s.members)
	}
	for week := s.from; week <= s.until; week += s.every {
		for _, weekday := range s.weekdays(at) {
			planned := slot{weekday, at.minute}.span(in.term, organizer.zone, week, s.minutes)
			in.addOccurrence(r, s, &e, week, planned)
		}
	}
	in.addEvent(e, s.members...)
}

// chooseTime returns the best time for s, based on a sample of its weeks.
func (in *inventor) chooseTime(r *rand.Rand, s series) slot {
	if s.when != nil {
		return *s.when
	}
	days := []int{0, 1, 2, 3, 4}
	if s.daily {
		days = days[:1]
	}
	at, _ := bestSlot(halfHours(r, days...), func(at slot) int {
		sum := 0
		for week := s.from; week <= s.until; week += 4 * s.every {
			for _, weekday := range s.weekdays(at) {
				sum += in.inconvenience(s.members, slot{weekday, at.minute}.span(in.term, s.members[0].zone, week, s.minutes))
			}
		}
		return sum
	})
	return at
}

// rule returns the RRULE of s.
func (s series) rule(at slot, zone *time.Location, t term) string {
	rule := "FREQ=WEEKLY"
	if s.every > 1 {
		rule += ";INTERVAL=" + strconv.Itoa(s.every)
	}
	if s.until < lastWeek {
		end := at.span(t, zone, s.until, s.minutes).End
		rule += ";UNTIL=" + ics.UTC(end)
	}
	if s.daily {
		return rule + ";BYDAY=MO,TU,WE,TH,FR"
	}
	return rule + ";BYDAY=" + []string{"MO", "TU", "WE", "TH", "FR"}[at.weekday]
}

// seriesGuests returns guests who answered once for all occurrences. In a large group
// some never answer.
func seriesGuests(r *rand.Rand, members roster) []guest {
	var guests []guest
	for i, p := range members {
		reply := rsvp.Accepted
		if i > 0 && len(members) > maxSmallMeeting {
			reply = pick(r, []rsvp.Reply{
				rsvp.Accepted, rsvp.Accepted, rsvp.Accepted, rsvp.Accepted, rsvp.Maybe, rsvp.NoReply})
		}
		guests = append(guests, newGuest(p, reply))
	}
	return guests
}

// addOccurrence decides what happens to one occurrence: it takes place as planned, is
// cancelled or moved, or some guests decline.
func (in *inventor) addOccurrence(r *rand.Rand, s series, e *event, week int, planned span.Span) {
	organizer := in.diaries[s.members[0]]
	off := organizer.isAway(planned.Start) || len(s.members) == 2 && in.diaries[s.members[1]].isAway(planned.Start)
	if off || percentChance(r, 3) {
		e.without = append(e.without, planned.Start)
		return
	}
	c := change{of: planned.Start, span: planned, guests: e.guests}
	small := !s.daily && len(s.members) <= maxSmallMeeting
	if small && (percentChance(r, 4) || !organizer.isFree(planned)) {
		c.span = in.reschedule(r, s, week, planned)
	}
	changed := c.span != planned
	for _, p := range s.members {
		if p != organizer.owner && small && in.declinesOccurrence(r, p, s, week, c.span.Start) {
			c.guests = withReply(c.guests, p.address, rsvp.Declined)
			changed = true
		}
		if !hasDeclined(c.guests, p.address) {
			in.diaries[p].markTaken(c.span)
		}
	}
	if changed {
		e.changes = append(e.changes, c)
	}
}

// reschedule returns another time in the same week, or planned if there is none.
func (in *inventor) reschedule(r *rand.Rand, s series, week int, planned span.Span) span.Span {
	zone := s.members[0].zone
	at, cost := bestSlot(halfHours(r, 0, 1, 2, 3, 4), func(at slot) int {
		return in.inconvenience(s.members, at.span(in.term, zone, week, s.minutes))
	})
	if cost >= impossible {
		return planned
	}
	return at.span(in.term, zone, week, s.minutes)
}

// declinesOccurrence reports whether p declines one occurrence. In the distant past
// this is only decided for meetings of the user.
func (in *inventor) declinesOccurrence(r *rand.Rand, p *person, s series, week int, start time.Time) bool {
	if week < -6 && !s.members.has(in.user) {
		return false
	}
	return in.diaries[p].isAway(start) || p == in.user && len(s.members) > 2 && percentChance(r, 4)
}
