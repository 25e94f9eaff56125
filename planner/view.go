package planner

import (
	"slices"
	"strings"
	"time"

	"fika/span"
)

// view is the input of one question, put in order and indexed once. Rules and
// terms read it; nothing changes it but the memo of hours.
type view struct {
	now   time.Time
	today Date
	rules Rules
	book  rulebook

	goals  []*Goal   // by id
	people []*Person // by id
	known  map[PersonID]*Person
	past   map[PersonID]*record

	bookings []Booking
	busy     []span.Span // the user's, merged
	live     []span.Span // the user's live coffees, by start

	earliest             time.Time // end of the notice
	last                 Date      // of the horizon
	dayTerms, startTerms []term
	tallies              []tally
	counted              map[groupKey]int  // what the bookings already use of each tally
	covered              map[groupKey]Date // when a goal last covered a value, by meetings that took place
	ties                 map[string]int    // living ties by department
	answers              map[TieClass]answers

	window span.Span // the stretch that questions of this view are about
	hours  map[hoursKey][]span.Span
}

// newView indexes the input. The booking with the id without is left out.
func newView(now time.Time, rules Rules, world World, without string) *view {
	if rules.Zone == nil {
		rules.Zone = time.UTC
	}
	v := &view{
		now: now, today: DateOf(now, rules.Zone), rules: rules, book: newRulebook(),
		known:    make(map[PersonID]*Person, len(world.People)),
		past:     map[PersonID]*record{},
		busy:     merged(world.Busy),
		dayTerms: dayTerms(), startTerms: startTerms(), tallies: tallies(),
		counted: map[groupKey]int{},
		covered: map[groupKey]Date{},
		ties:    map[string]int{},
		answers: map[TieClass]answers{},
		hours:   map[hoursKey][]span.Span{},
	}
	v.last = v.today.Add(rules.Horizon)
	v.earliest = v.noticeEnd()
	v.window = span.Span{Start: now, End: v.last.Add(1).At(0, rules.Zone)}
	v.addPeople(world.People)
	v.addGoals(world.Goals)
	v.addBookings(world.Bookings, without)
	return v
}

func (v *view) addPeople(people []Person) {
	v.people = make([]*Person, len(people))
	for i := range people {
		p := people[i]
		if p.Busy = merged(p.Busy); !p.BusyKnown {
			p.Busy = nil
		}
		if p.Tie.Class == "" {
			p.Tie.Class = New
		}
		v.people[i] = &p
		v.known[p.ID] = &p
		if p.Tie.Class == Weak || p.Tie.Class == Warm {
			v.ties[fold(p.Department)]++
		}
	}
	slices.SortFunc(v.people, func(a, b *Person) int { return strings.Compare(string(a.ID), string(b.ID)) })
}

func (v *view) addGoals(goals []Goal) {
	v.goals = make([]*Goal, len(goals))
	for i := range goals {
		g := goals[i]
		v.goals[i] = &g
	}
	slices.SortFunc(v.goals, func(a, b *Goal) int { return strings.Compare(string(a.ID), string(b.ID)) })
}

// goal is the goal of that id, or nil.
func (v *view) goal(id GoalID) *Goal {
	for _, g := range v.goals {
		if g.ID == id {
			return g
		}
	}
	return nil
}

// person is the person of that id; one who is not known has nothing but an id.
func (v *view) person(id PersonID) *Person {
	if p := v.known[id]; p != nil {
		return p
	}
	return &Person{ID: id, Tie: Tie{Class: New}}
}

// record is what bookings tell of the person of that id.
func (v *view) record(id PersonID) *record {
	if r := v.past[id]; r != nil {
		return r
	}
	return &record{}
}

// length of a meeting for g.
func (v *view) length(g *Goal) time.Duration {
	if g.Length > 0 {
		return g.Length
	}
	return v.rules.Length
}

// zone of p's clock.
func (v *view) zone(p *Person) *time.Location {
	if p.Zone != nil {
		return p.Zone
	}
	return v.rules.Zone
}

// works reports whether d is a working day of the user.
func (v *view) works(d Date) bool {
	_, blocked := v.blackout(d)
	return v.rules.Hours.Works(d) && !blocked
}

// blackout is the blackout that d lies in.
func (v *view) blackout(d Date) (Blackout, bool) {
	for _, b := range v.rules.Blackout {
		if !d.Before(b.From) && !b.To.Before(d) {
			return b, true
		}
	}
	return Blackout{}, false
}

// noticeEnd is when Rules.Notice working days have passed. Only working days
// count, each as a whole: two from Monday 15:00 end on Wednesday 15:00, two from
// any time on Saturday when Wednesday begins.
func (v *view) noticeEnd() time.Time {
	if v.rules.Notice <= 0 {
		return v.now
	}
	const search = 3 * 366 // whoever works on no day of three years gets no coffee
	day, left, passed := v.today, v.rules.Notice, v.works(v.today)
	for range search {
		if v.works(day) && left == 0 {
			break
		}
		if v.works(day) {
			left--
		}
		day = day.Add(1)
	}
	if !passed {
		return day.At(0, v.rules.Zone)
	}
	local := v.now.In(v.rules.Zone)
	clock := Clock(local.Hour()*60 + local.Minute())
	return day.At(clock, v.rules.Zone).Add(time.Duration(local.Second()) * time.Second)
}

// hoursKey finds the hours that people of one place share. Zones are told apart
// by pointer: two of one name need not have one offset.
type hoursKey struct {
	zone *time.Location
	week string
}

// guestHours are p's hours as instants, day by day, around the view's window.
func (v *view) guestHours(p *Person) []span.Span {
	if p.Hours.IsZero() {
		return v.instants(GuestHours(), "", v.zone(p))
	}
	return v.instants(p.Hours, p.Hours.String(), v.zone(p))
}

// coreHours are the hours that nobody minds, on p's clock.
func (v *view) coreHours(p *Person) []span.Span { return v.instants(GuestHours(), "", v.zone(p)) }

func (v *view) instants(week Week, name string, zone *time.Location) []span.Span {
	key := hoursKey{zone, name}
	spans, ok := v.hours[key]
	if !ok {
		end := DateOf(v.window.End, zone).Add(1)
		for d := DateOf(v.window.Start, zone).Add(-1); !end.Before(d); d = d.Add(1) {
			spans = append(spans, week.On(d, zone)...)
		}
		v.hours[key] = spans
	}
	return spans
}

// merged is spans as [span.Merge] returns them, without work where they are.
func merged(spans []span.Span) []span.Span {
	for i, s := range spans {
		if s.Empty() || i > 0 && !s.Start.After(spans[i-1].End) {
			return span.Merge(spans)
		}
	}
	return spans
}

// fold makes text comparable without case and without space around it.
func fold(text string) string { return strings.ToLower(strings.TrimSpace(text)) }
