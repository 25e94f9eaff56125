package planner_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"fika/internal/mailbox"
	"fika/internal/span"
	"fika/planner"
)

// reader is the second reader: it recomputes from the raw world what the planner
// says of it, and shares no code with it. Days are counted from 1970.
type reader struct {
	now      time.Time
	rules    planner.Rules
	world    planner.World
	today    int
	horizon  int // its last day
	earliest time.Time

	asked  map[question]map[int64]bool // what was found out already, by start or day
	pasts  map[mailbox.Address]*past
	starts map[time.Duration][]time.Time
}

// question is what allows was asked before.
type question struct {
	code   planner.Code
	person mailbox.Address
	goal   planner.GoalID
	length time.Duration
}

func newReader(now time.Time, rules planner.Rules, world planner.World) *reader {
	s := &reader{now: now, rules: rules, world: world, asked: map[question]map[int64]bool{}, pasts: map[mailbox.Address]*past{}, starts: map[time.Duration][]time.Time{}}
	s.today = s.day(now)
	s.horizon = s.today + rules.Horizon
	s.earliest = s.noticeEnd()
	return s
}

// Days and dates.

func dayIn(t time.Time, zone *time.Location) int {
	y, m, d := t.In(zone).Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

func (s *reader) day(t time.Time) int { return dayIn(t, s.rules.Zone) }

func dayOf(d planner.Date) int {
	return int(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

func civil(day int) time.Time { return time.Unix(int64(day)*86400, 0).UTC() }

// moment returns so many minutes after the midnight that begins day.
func moment(day, minutes int, zone *time.Location) time.Time {
	y, m, d := civil(day).Date()
	return time.Date(y, m, d, 0, minutes, 0, 0, zone)
}

func monday(day int) int { return day - (int(civil(day).Weekday())+6)%7 }

func (s *reader) date(day int) string {
	if civil(day).Year() != civil(s.today).Year() {
		return civil(day).Format("2 January 2006")
	}
	return civil(day).Format("2 January")
}

func (s *reader) when(t time.Time) string {
	return civil(s.day(t)).Format("Mon ") + s.date(s.day(t)) + t.In(s.rules.Zone).Format(" 15:04")
}

// period returns the first day of the period that day lies in, and the first of the next.
func period(per planner.Period, day int) (from, next int) {
	y, m, _ := civil(day).Date()
	first := func(y int, m time.Month) int { return int(time.Date(y, m, 1, 0, 0, 0, 0, time.UTC).Unix() / 86400) }
	switch per {
	case planner.PerWeek:
		return monday(day), monday(day) + 7
	case planner.PerMonth:
		return first(y, m), first(y, m+1)
	case planner.PerYear:
		return first(y, 1), first(y+1, 1)
	}
	m = (m-1)/3*3 + 1
	return first(y, m), first(y, m+3)
}

// Time.

func overlap(a, b span.Span) bool { return a.Start.Before(b.End) && b.Start.Before(a.End) }

func stretches(week planner.Week, day int, zone *time.Location) (list []span.Span) {
	for _, h := range week[civil(day).Weekday()] {
		list = append(list, span.Span{Start: moment(day, int(h.From), zone), End: moment(day, int(h.To), zone)})
	}
	return list
}

// inside reports whether at lies in one stretch of week on zone's clock.
func inside(week planner.Week, zone *time.Location, at span.Span) bool {
	for day := dayIn(at.Start, zone) - 1; day <= dayIn(at.End, zone); day++ {
		for _, h := range stretches(week, day, zone) {
			if !at.Start.Before(h.Start) && !h.End.Before(at.End) {
				return true
			}
		}
	}
	return false
}

func (s *reader) padded(at span.Span) span.Span {
	return span.Span{Start: at.Start.Add(-s.rules.Buffer.Before), End: at.End.Add(s.rules.Buffer.After)}
}

func (s *reader) blackout(day int) *planner.Blackout {
	for i, b := range s.rules.Blackouts {
		if dayOf(b.From) <= day && day <= dayOf(b.To) {
			return &s.rules.Blackouts[i]
		}
	}
	return nil
}

// noticeEnd moves working day by working day.
func (s *reader) noticeEnd() time.Time {
	works := func(day int) bool { return len(s.rules.Hours[civil(day).Weekday()]) > 0 && s.blackout(day) == nil }
	if s.rules.Notice <= 0 {
		return s.now
	}
	next := func(day int) int {
		for day++; !works(day); day++ {
		}
		return day
	}
	day, clock := s.today, true
	if !works(day) {
		day, clock = next(day), false
	}
	for range s.rules.Notice {
		day = next(day)
	}
	if !clock {
		return moment(day, 0, s.rules.Zone)
	}
	h, m, sec := s.now.In(s.rules.Zone).Clock()
	return moment(day, h*60+m, s.rules.Zone).Add(time.Duration(sec) * time.Second)
}

// grid returns every start in the windows from now to the horizon.
func (s *reader) grid(length time.Duration) []time.Time {
	if starts, known := s.starts[length]; known {
		return starts
	}
	var starts []time.Time
	end := moment(s.horizon+1, 0, s.rules.Zone)
	for day := s.today; day <= s.horizon+1; day++ {
		for _, w := range stretches(s.rules.Windows, day, s.rules.Zone) {
			if w.Start.Before(s.now) {
				w.Start = s.now
			}
			if end.Before(w.End) {
				w.End = end
			}
			if !w.Start.Before(w.End) {
				continue
			}
			at := w.Start
			for _, min, sec := at.In(s.rules.Zone).Clock(); min%5 != 0 || sec != 0 || at.Nanosecond() != 0; _, min, sec = at.In(s.rules.Zone).Clock() {
				at = at.Truncate(time.Second).Add(time.Second)
			}
			for ; !w.End.Before(at.Add(length)); at = at.Add(5 * time.Minute) {
				starts = append(starts, at)
			}
		}
	}
	s.starts[length] = starts
	return starts
}

// minus returns list without what takes covers, both by start.
func minus(list, takes []span.Span) (left []span.Span) {
	for _, one := range list {
		from := one.Start
		for _, t := range takes {
			if !overlap(t, span.Span{Start: from, End: one.End}) {
				continue
			}
			if from.Before(t.Start) {
				left = append(left, span.Span{Start: from, End: t.Start})
			}
			if from.Before(t.End) {
				from = t.End
			}
		}
		if from.Before(one.End) {
			left = append(left, span.Span{Start: from, End: one.End})
		}
	}
	return left
}

// focusLost returns how many minutes of undisturbed time at takes from the free stretch
// around it: stretches of less than 90 minutes count for nothing.
func focusLost(block, at span.Span) int {
	count := func(d time.Duration) int {
		if d < 90*time.Minute {
			return 0
		}
		return int(d.Minutes())
	}
	return count(block.End.Sub(block.Start)) - count(at.Start.Sub(block.Start)) - count(block.End.Sub(at.End))
}

// People.

func same(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b)) && strings.TrimSpace(a) != ""
}

// person returns the person of that address; of a stranger only that is known.
func (s *reader) person(id mailbox.Address) *planner.Person {
	for i := range s.world.People {
		if s.world.People[i].ID == id {
			return &s.world.People[i]
		}
	}
	return &planner.Person{ID: id}
}

func (s *reader) goal(id planner.GoalID) *planner.Goal {
	for i := range s.world.Goals {
		if s.world.Goals[i].ID == id {
			return &s.world.Goals[i]
		}
	}
	return nil
}

func (s *reader) zoneOf(p *planner.Person) *time.Location {
	if p.Zone == nil {
		return s.rules.Zone
	}
	return p.Zone
}

func (s *reader) hoursOf(p *planner.Person) planner.Week {
	for _, hours := range p.Hours {
		if len(hours) > 0 {
			return p.Hours
		}
	}
	var week planner.Week
	for day := time.Monday; day <= time.Friday; day++ {
		week[day] = []planner.Hours{{From: 600, To: 960}}
	}
	return week
}

func isNew(p *planner.Person) bool { return p.Tie.Class == "" || p.Tie.Class == planner.TieNew }

func (s *reader) length(g *planner.Goal) time.Duration {
	if g.Length > 0 {
		return g.Length
	}
	return s.rules.Length
}

func (s *reader) level(l planner.Level) string {
	if l >= 1 && int(l) <= len(s.rules.Levels) {
		return s.rules.Levels[l-1]
	}
	return fmt.Sprintf("level %d", l)
}

// past is what the bookings tell of one person.
type past struct {
	live                         *planner.Booking
	met, missed                  time.Time
	declines                     int
	declined, silent             time.Time
	refused, liftedRefusal       time.Time
	liftedDecline, liftedSilence time.Time
	skipped, dropped             time.Time
	yes, all, cancelled          int
	quiet                        []time.Time // ends without an answer that count
	answered                     time.Time
}

// row returns how many invitations in a row came to nothing, up to now.
func (h past) row() int {
	return len(slices.DeleteFunc(slices.Clone(h.quiet), func(t time.Time) bool { return !t.After(h.answered) }))
}

func later(a *time.Time, b time.Time) {
	if b.After(*a) {
		*a = b
	}
}

func over(b *planner.Booking) time.Time {
	if b.EndedAt.IsZero() {
		return b.Span.Start
	}
	return b.EndedAt
}

func (s *reader) past(p *planner.Person) past {
	if h, known := s.pasts[p.ID]; known {
		return *h
	}
	h := s.readPast(p)
	s.pasts[p.ID] = &h
	return h
}

func (s *reader) readPast(p *planner.Person) (h past) {
	for i := range s.world.Bookings {
		b := &s.world.Bookings[i]
		if b.Person != p.ID {
			continue
		}
		waits := b.State == planner.StateLive && !b.Accepted
		never := b.State == planner.StateSkipped || b.State == planner.StateRefused && !b.Accepted || b.NeverSent && !b.Accepted
		switch {
		case waits || never:
		case b.Accepted && b.State != planner.StateDeclined:
			h.yes++
			h.all++
		case b.State == planner.StateDropped:
			h.cancelled++
		default:
			h.all++
		}
		counts := over(b).After(p.LiftedAt)
		if b.Accepted || b.Tentative || b.State == planner.StateDeclined || b.State == planner.StateMet {
			later(&h.answered, over(b))
		}
		silent := b.State == planner.StateMissed && !b.Accepted && !b.Tentative || b.State == planner.StateLapsed && !b.NeverSent
		switch {
		case silent && counts:
			later(&h.silent, over(b))
			h.quiet = append(h.quiet, over(b))
		case silent:
			later(&h.liftedSilence, over(b))
		}
		switch b.State {
		case planner.StateRefused:
			if counts {
				later(&h.refused, over(b))
			} else {
				later(&h.liftedRefusal, over(b))
			}
		case planner.StateLive:
			if h.live == nil || b.Span.Start.Before(h.live.Span.Start) || b.Span.Start.Equal(h.live.Span.Start) && b.ID < h.live.ID {
				h.live = b
			}
		case planner.StateMet:
			later(&h.met, b.Span.End)
		case planner.StateMissed:
			later(&h.missed, b.Span.End)
		case planner.StateDeclined:
			if counts {
				h.declines++
				later(&h.declined, over(b))
			} else {
				later(&h.liftedDecline, over(b))
			}
		case planner.StateSkipped:
			later(&h.skipped, over(b))
		case planner.StateDropped:
			later(&h.dropped, over(b))
		}
	}
	return h
}

// lastMet returns when the user last met p, zero for never.
func (s *reader) lastMet(p *planner.Person) time.Time {
	last := p.Tie.Last
	later(&last, s.past(p).met)
	return last
}

// fits reports whether p meets the goal's conditions.
func fits(g *planner.Goal, p *planner.Person) bool {
	f := g.From
	any := func(list []string, ok func(string) bool) bool { return len(list) == 0 || slices.ContainsFunc(list, ok) }
	tagged := any(f.Tag, func(t string) bool {
		return slices.ContainsFunc(p.Tags, func(have string) bool { return same(t, have) })
	})
	named := len(f.Person) == 0 || slices.Contains(f.Person, p.ID)
	ranked := (f.LevelMin == 0 && f.LevelMax == 0) || p.Level > 0 && p.Level >= f.LevelMin && (f.LevelMax == 0 || p.Level <= f.LevelMax)
	return named && tagged && ranked &&
		any(f.Department, func(d string) bool { return same(d, p.Department) }) &&
		any(f.Site, func(d string) bool { return same(d, p.Site) }) &&
		any(f.Title, func(d string) bool { return strings.Contains(strings.ToLower(p.Title), strings.ToLower(d)) })
}

func tieFits(g *planner.Goal, p *planner.Person) bool {
	class := p.Tie.Class
	if class == "" {
		class = planner.TieNew
	}
	return len(g.Ties) == 0 || slices.Contains(g.Ties, class)
}

// covered returns p's value of the field that g covers.
func covered(g *planner.Goal, p *planner.Person) string {
	switch {
	case g.Want.Cover == planner.ByDepartment:
		return strings.ToLower(strings.TrimSpace(p.Department))
	case g.Want.Cover == planner.BySite:
		return strings.ToLower(strings.TrimSpace(p.Site))
	case p.Level > 0:
		return fmt.Sprint(int(p.Level))
	}
	return ""
}

// wanted counts what took place and what is on its way for g in the period from a
// day on; of a cover, for p's value.
func (s *reader) wanted(g *planner.Goal, p *planner.Person, from int) (met, way int) {
	_, next := period(g.Want.Per, from)
	for i := range s.world.Bookings {
		b := &s.world.Bookings[i]
		day := s.day(b.Span.Start)
		if b.Goal != g.ID || day < from || day >= next || g.Want.Cover != "" && covered(g, s.person(b.Person)) != covered(g, p) {
			continue
		}
		switch b.State {
		case planner.StateMet:
			met++
		case planner.StateLive:
			way++
		}
	}
	return met, way
}

// team counts the bookings with p's department that ok counts.
func (s *reader) team(p *planner.Person, ok func(b *planner.Booking, day int) bool) (n int) {
	for i := range s.world.Bookings {
		b := &s.world.Bookings[i]
		if same(s.person(b.Person).Department, p.Department) && ok(b, s.day(b.Span.Start)) {
			n++
		}
	}
	return n
}

// Rules.

// bars are the rules that keep somebody from being asked for good.
var bars = []planner.Code{planner.CodeUnknown, planner.CodeUser, planner.CodeDomain, planner.CodeNever, planner.CodeDeclinedTwice}

var personCodes = append(slices.Clone(bars), planner.CodeRest, planner.CodeAway, planner.CodeDeclined, planner.CodeSilent, planner.CodeRefused,
	planner.CodeSkipped, planner.CodeDropped, planner.CodeLive)

var timeCodes = []planner.Code{planner.CodePast, planner.CodeNotice, planner.CodeHorizon, planner.CodeBlackout, planner.CodeHours,
	planner.CodeWindow, planner.CodeBusy, planner.CodeOwn, planner.CodeBusyWeek, planner.CodePerDay, planner.CodePerWeek, planner.CodeOpen}

var guestCodes = []planner.Code{planner.CodeGuestHours, planner.CodeGuestBusy}

var pairCodes = []planner.Code{planner.CodeUntil, planner.CodeGap, planner.CodeRhythm, planner.CodePerTeam, planner.CodeWant}

// mayAsk returns what a rule about people says of p.
func (s *reader) mayAsk(code planner.Code, p *planner.Person) bool {
	h := s.past(p)
	rested := func(t time.Time, days int) bool { return t.IsZero() || s.today >= s.day(t)+days }
	switch code {
	case planner.CodeUnknown:
		return slices.ContainsFunc(s.world.People, func(q planner.Person) bool { return q.ID == p.ID })
	case planner.CodeUser:
		return p.ID != s.rules.Me
	case planner.CodeDomain:
		return slices.ContainsFunc(s.rules.Domains, func(d string) bool { return strings.HasSuffix(string(p.ID), "@"+d) })
	case planner.CodeNever:
		return !p.Never && !slices.Contains(s.rules.Guards.Never, p.ID)
	case planner.CodeDeclinedTwice:
		return h.declines < 2
	case planner.CodeRest:
		return !s.now.Before(p.RestUntil)
	case planner.CodeAway:
		return p.AwayUntil == (planner.Date{}) || s.today >= dayOf(p.AwayUntil)
	case planner.CodeDeclined:
		return rested(h.declined, s.rules.Guards.AfterDecline)
	case planner.CodeSilent:
		return rested(h.silent, 84) && h.row() < 2
	case planner.CodeRefused:
		return rested(h.refused, 30)
	case planner.CodeSkipped:
		return rested(h.skipped, 28)
	case planner.CodeDropped:
		return rested(h.dropped, 84)
	}
	return h.live == nil
}

// allows returns what a rule about a start says.
func (s *reader) allows(code planner.Code, p *planner.Person, g *planner.Goal, start time.Time) bool {
	return s.asker(code, p, g)(start)
}

// asker returns allows for many starts: it remembers what was asked before.
func (s *reader) asker(code planner.Code, p *planner.Person, g *planner.Goal) func(start time.Time) bool {
	q, pair := question{code: code, length: s.length(g)}, slices.Contains(pairCodes, code)
	if pair || slices.Contains(guestCodes, code) {
		q.person = p.ID
	}
	if pair {
		q.goal = g.ID
	}
	answers := s.asked[q]
	if answers == nil {
		answers = map[int64]bool{}
		s.asked[q] = answers
	}
	return func(start time.Time) bool {
		about := start.Unix()
		if pair {
			about = int64(s.day(start))
		}
		answer, known := answers[about]
		if !known {
			answer = s.judge(code, p, g, span.Span{Start: start, End: start.Add(s.length(g))})
			answers[about] = answer
		}
		return answer
	}
}

func (s *reader) judge(code planner.Code, p *planner.Person, g *planner.Goal, at span.Span) bool {
	day := s.day(at.Start)
	count := func(ok func(b *planner.Booking, d int) bool) (n int) {
		for i := range s.world.Bookings {
			if b := &s.world.Bookings[i]; ok(b, s.day(b.Span.Start)) {
				n++
			}
		}
		return n
	}
	happens := func(b *planner.Booking) bool {
		return b.State == planner.StateLive || b.State == planner.StateMet || b.State == planner.StateMissed
	}
	switch code {
	case planner.CodePast:
		return at.Start.After(s.now)
	case planner.CodeNotice:
		return !at.Start.Before(s.earliest)
	case planner.CodeHorizon:
		return day <= s.horizon
	case planner.CodeBlackout:
		return s.blackout(day) == nil
	case planner.CodeHours:
		return inside(s.rules.Hours, s.rules.Zone, at)
	case planner.CodeWindow:
		return inside(s.rules.Windows, s.rules.Zone, at)
	case planner.CodeBusy:
		return !slices.ContainsFunc(s.world.Busy, func(b span.Span) bool { return overlap(b, s.padded(at)) })
	case planner.CodeOwn:
		return count(func(b *planner.Booking, _ int) bool {
			return b.State == planner.StateLive && (overlap(b.Span, s.padded(at)) || overlap(s.padded(b.Span), at))
		}) == 0
	case planner.CodeBusyWeek:
		return s.rules.BusyWeek <= 0 || s.busyWeek(monday(day)) <= s.rules.BusyWeek
	case planner.CodePerDay:
		return count(func(b *planner.Booking, d int) bool { return happens(b) && d == day }) < min(s.rules.PerDay, 5)
	case planner.CodePerWeek:
		return count(func(b *planner.Booking, d int) bool { return happens(b) && monday(d) == monday(day) }) < min(s.rules.PerWeek, 15)
	case planner.CodeOpen:
		return count(func(b *planner.Booking, _ int) bool { return b.State == planner.StateLive && b.Open }) < s.rules.Open
	case planner.CodeGuestHours:
		return inside(s.hoursOf(p), s.zoneOf(p), at)
	case planner.CodeGuestBusy:
		return !p.BusyKnown || !slices.ContainsFunc(p.Busy, func(b span.Span) bool { return overlap(b, s.padded(at)) })
	}
	return s.judgePair(code, p, g, day)
}

func (s *reader) judgePair(code planner.Code, p *planner.Person, g *planner.Goal, day int) bool {
	last := s.lastMet(p)
	switch code {
	case planner.CodeUntil:
		return g.Until == (planner.Date{}) || day <= dayOf(g.Until)
	case planner.CodeGap:
		later(&last, s.past(p).missed)
		return g.Want.Each > 0 || last.IsZero() || day >= s.day(last)+s.rules.Guards.Gap
	case planner.CodeRhythm:
		return g.Want.Each == 0 || last.IsZero() || day >= s.day(last)+int(math.Ceil(float64(7*g.Want.Each)/10))
	case planner.CodePerTeam:
		return s.rules.Guards.PerTeam <= 0 || p.Department == "" || s.invited(p, day) < s.rules.Guards.PerTeam
	}
	from, _ := period(g.Want.Per, day)
	met, way := s.wanted(g, p, from)
	switch {
	case g.Want.Each > 0:
		return true
	case g.Want.Cover != "":
		return covered(g, p) != "" && met+way == 0
	}
	return met+way < g.Want.Meetings
}

// invited counts the invitations to p's department in the month of day.
func (s *reader) invited(p *planner.Person, day int) int {
	return s.team(p, func(b *planner.Booking, d int) bool {
		y, m, _ := civil(d).Date()
		year, month, _ := civil(day).Date()
		return b.State != planner.StateSkipped && !b.NeverSent && y == year && m == month
	})
}

// busyWeek returns how much of the user's hours their calendars take in the week from a
// Monday on.
func (s *reader) busyWeek(monday int) (sum time.Duration) {
	for day := monday; day < monday+7; day++ {
		for _, h := range stretches(s.rules.Hours, day, s.rules.Zone) {
			sum += h.End.Sub(h.Start)
			for _, free := range minus([]span.Span{h}, s.world.Busy) {
				sum -= free.End.Sub(free.Start)
			}
		}
	}
	return sum
}

// with returns the reader of a world with more bookings.
func (s *reader) with(more ...planner.Booking) *reader {
	world := s.world
	world.Bookings = slices.Concat(world.Bookings, more)
	return newReader(s.now, s.rules, world)
}
