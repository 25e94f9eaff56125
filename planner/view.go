package planner

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"fika/internal/mailbox"
	"fika/internal/span"
)

// view is the input of one question, sorted and indexed once. Rules and terms read
// it. Nothing changes it afterwards but the values that it remembers.
type view struct {
	now   time.Time
	today Date
	rules Rules
	book  rulebook

	goals  []*Goal   // by id
	people []*Person // by id
	known  map[mailbox.Address]*Person
	roster Roster
	past   map[mailbox.Address]*record

	bookings []Booking
	busy     []span.Span // the user's, merged
	live     []span.Span // the user's live coffees, by start

	earliest    time.Time // end of the notice
	last        Date      // of the horizon
	terms       []term
	tallies     []tally
	counted     map[groupKey]int  // what the bookings already use of each tally
	happened    map[groupKey]int  // of these, what took place
	covered     map[groupKey]Date // when a goal last covered a value with a meeting that took place
	sizes, ties map[string]int    // people and living ties by department
	answers     map[TieClass]answers

	apart  string    // the end of a sentence that does not count the booking asked about
	window span.Span // the stretch that questions of this view are about
	hours  map[hoursKey][]span.Span
	folded map[string]string   // departments and sites, see fold
	paces  map[groupKey]Points // urgency of wants per period
	twist  twist               // nil for the plan as the rules have it
}

// newView indexes the input. The booking with the id without is left out.
func newView(now time.Time, rules Rules, world World, without string) *view {
	if rules.Zone == nil {
		rules.Zone = time.UTC
	}
	v := &view{
		now: now, today: DateOf(now, rules.Zone), rules: rules, book: newRulebook(),
		known: make(map[mailbox.Address]*Person, len(world.People)),
		past:  map[mailbox.Address]*record{},
		busy:  merged(world.Busy),
		terms: terms(), tallies: tallies(),
		counted: map[groupKey]int{}, happened: map[groupKey]int{},
		covered: map[groupKey]Date{},
		sizes:   map[string]int{},
		ties:    map[string]int{},
		answers: map[TieClass]answers{},
		hours:   map[hoursKey][]span.Span{},
		folded:  map[string]string{},
		paces:   map[groupKey]Points{},
	}
	v.last = v.today.AddDays(rules.Horizon)
	v.earliest = v.noticeEnd()
	v.window = span.Span{Start: now, End: v.last.AddDays(1).At(0, rules.Zone)}
	v.addPeople(world.People)
	v.addGoals(world.Goals)
	v.addBookings(world.Bookings, without)
	return v
}

// after is v with plan's meetings as bookings.
func (v *view) after(plan Plan) *view {
	w := *v
	w.bookings, w.live = slices.Clone(v.bookings), slices.Clone(v.live)
	w.past, w.answers, w.counted, w.happened = maps.Clone(v.past), maps.Clone(v.answers), maps.Clone(v.counted), maps.Clone(v.happened)
	w.paces = map[groupKey]Points{}
	for _, m := range plan.Meetings {
		past := *v.record(m.Person)
		w.past[m.Person] = &past
	}
	w.addBookings(plan.carriedOut(), "")
	return &w
}

func (v *view) addPeople(people []Person) {
	v.roster = NewRoster(people)
	v.people = make([]*Person, len(people))
	for i := range people {
		p := people[i]
		if p.Busy = merged(p.Busy); !p.BusyKnown {
			p.Busy = nil
		}
		if p.Tie.Class == "" {
			p.Tie.Class = TieNew
		}
		v.people[i] = &p
		v.known[p.ID] = &p
		v.sizes[v.team(&p)]++
		if p.Tie.Class == TieWeak || p.Tie.Class == TieWarm {
			v.ties[v.team(&p)]++
		}
	}
	slices.SortFunc(v.people, func(a, b *Person) int { return cmp.Compare(a.ID, b.ID) })
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

// person is the person with that address. If nobody has it, the person has an id and
// nothing else.
func (v *view) person(id mailbox.Address) *Person {
	id = v.roster.PersonOf(id)
	if p := v.known[id]; p != nil {
		return p
	}
	return &Person{ID: id, Tie: Tie{Class: TieNew}}
}

// record is what bookings tell of the person of that id.
func (v *view) record(id mailbox.Address) *record {
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

// merged is spans as [span.Merge] returns them. If they are so already, they stay.
func merged(spans []span.Span) []span.Span {
	for i, s := range spans {
		if s.Empty() || i > 0 && !s.Start.After(spans[i-1].End) {
			return span.Merge(spans)
		}
	}
	return spans
}

// team is p's department as it is compared; "" if it is not known.
func (v *view) team(p *Person) string { return v.fold(p.Department) }

// fold is text as it is compared.
func (v *view) fold(text string) string {
	folded, ok := v.folded[text]
	if !ok {
		folded = fold(text)
		v.folded[text] = folded
	}
	return folded
}

// fold makes text comparable without case and without space around it.
func fold(text string) string { return strings.ToLower(strings.TrimSpace(text)) }
