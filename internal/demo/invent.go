package demo

import (
	"math/rand/v2"
	"slices"
	"time"

	"fika/calendar"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
	"fika/internal/span"
)

// inventor fills the diaries of a company, the most important events first; the rest
// must fit around them.
type inventor struct {
	random
	term
	now             time.Time
	everybody       roster
	user            *person
	diaries         map[*person]*diary
	home            []event          // the user's private calendar
	regularContacts map[*person]bool // whom the user regularly meets in small groups
}

func newInventor(seed uint64, now time.Time) *inventor {
	in := &inventor{
		random:          random(seed),
		now:             now,
		everybody:       loadRoster(),
		diaries:         map[*person]*diary{},
		regularContacts: map[*person]bool{},
	}
	in.user = in.everybody.find(userKey)
	in.term = newTerm(now, in.user.zone)
	for _, p := range in.everybody {
		in.diaries[p] = newDiary(p, in.term)
	}
	return in
}

func (in *inventor) run() {
	in.addAbsences()
	in.addPrivateEvents()
	in.addTrips()
	in.addRegularMeetings()
	in.addOneOnOnes()
	in.addHabits()
	in.addRoutines()
	in.addAcquaintances()
	in.fillWeeks()
}

// firstShownWeek is the first week in which the calendars of colleagues show single
// events, so that a month can be simulated before now as well as after it. The user's
// calendar shows everything, because the user's ties come from it.
const firstShownWeek = -5

// addEvent adds e to the diaries of with. Guests who declined see it too, but their
// time stays free.
func (in *inventor) addEvent(e event, with ...*person) {
	for _, p := range with {
		d := in.diaries[p]
		if p.isUser() || e.rule != "" || e.span.End.After(in.date(firstShownWeek, 0)) {
			d.events = append(d.events, e)
		}
		if e.rule == "" && !e.allDay && !e.free && e.status != calendar.Cancelled && !hasDeclined(e.guests, p.address) {
			d.markTaken(e.span)
		}
	}
}

// slot is a time of the week in somebody's time zone.
type slot struct{ weekday, minute int }

func (s slot) span(t term, zone *time.Location, week, minutes int) span.Span {
	return span.New(t.at(zone, week, s.weekday, s.minute), time.Duration(minutes)*time.Minute)
}

// halfHours returns all times when a meeting can begin on these weekdays, in random
// order.
func halfHours(r *rand.Rand, weekdays ...int) []slot {
	var slots []slot
	for _, weekday := range weekdays {
		for minute := 8 * 60; minute <= 19*60; minute += 30 {
			slots = append(slots, slot{weekday, minute})
		}
	}
	r.Shuffle(len(slots), func(i, j int) { slots[i], slots[j] = slots[j], slots[i] })
	return slots
}

// bestSlot returns the slot with the lowest inconvenience, the first of equals, and
// that inconvenience.
func bestSlot(slots []slot, cost func(slot) int) (slot, int) {
	winner, lowest := slots[0], cost(slots[0])
	for _, s := range slots[1:] {
		if lowest == 0 {
			break
		}
		if now := cost(s); now < lowest {
			winner, lowest = s, now
		}
	}
	return winner, lowest
}

// inconvenience returns the total inconvenience of a meeting for who.
func (in *inventor) inconvenience(who roster, s span.Span) int {
	sum := 0
	for _, p := range who {
		sum += in.diaries[p].inconvenience(s)
	}
	return sum
}

// writtenAt returns when an event that begins at start was written: some days before
// it, and never after now.
func (in *inventor) writtenAt(r *rand.Rand, start time.Time) time.Time {
	written := start.Add(-time.Duration(24+r.IntN(20*24)) * time.Hour)
	if written.After(in.now) {
		written = in.now.Add(-time.Duration(1+r.IntN(72)) * time.Hour)
	}
	return written.Truncate(time.Second)
}

// rooms returns the meeting rooms of a site.
func rooms(site string) []string {
	return map[string][]string{
		"Stockholm": {"Björken", "Lingonet", "Älgen"},
		"London":    {"Hazel", "Rowan"},
		"New York":  {"Maple", "Cedar"},
		"Bangalore": {"Neem", "Banyan"},
	}[site]
}

// setLocation gives a meeting a room if all are at one site, else a video call.
func setLocation(r *rand.Rand, e *event, who roster) {
	site := who[0].site
	if slices.ContainsFunc(who, func(p *person) bool { return p.site != site }) {
		e.place = "https://meet.example.com/" + slug(e.title)
		return
	}
	room := pick(r, rooms(site))
	e.place = room
	if percentChance(r, 50) {
		address := mailbox.Spell("room-" + slug(site) + "-" + slug(room) + "@example.com")
		e.guests = append(e.guests, guest{name: room, address: address, reply: rsvp.Accepted, room: true})
	}
}
