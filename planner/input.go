package planner

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"fika/internal/date"
	"fika/internal/holiday"
	"fika/internal/mailbox"
	"fika/internal/span"
)

// input is the input of one call, sorted and indexed. Rules and terms read it. It
// does not change afterwards, except for cached values.
type input struct {
	now    time.Time
	today  date.Date
	config Rules
	rules  rulebook

	goals     []*Goal   // by id
	people    []*Person // by id
	known     map[mailbox.Address]*Person
	roster    Roster
	hierarchy *Hierarchy
	sent      int // see World.Sent
	histories map[mailbox.Address]*history

	anyFarAbove bool // whether anybody is, see [FarAbove]

	bookings []Booking
	busy     []span.Span // the user's, merged
	absent   []span.Span // the user is out of office; merged
	stays    []Stay      // the user's
	live     []span.Span // the user's live coffees, by start

	earliest            time.Time // end of the notice
	lastDay             date.Date // of the horizon
	terms               []term
	quotas              []quota
	used                map[counterKey]int       // by counter: bookings that count
	usedByMet           map[counterKey]int       // of these, the ones that took place
	lastCovered         map[counterKey]date.Date // when a goal last covered a value with a meeting that took place
	teamSizes, teamTies map[string]int           // by department: people, and how many of them have a weak or warm tie
	answers             map[TieClass]answerCounts
	tables              map[guestOfGoal]bool // after a survey: who can have a coffee of three

	exceptSuffix string    // end of a sentence that does not count the booking being checked
	window       span.Span // the period that this call is about
	// Cached values.
	hours         map[hoursKey][]span.Span
	holidays      map[regionYear][]holiday.Holiday
	folded        map[string]string     // see fold
	doubts        map[*Person]string    // see doubt
	elsewhere     map[date.Date]*Stay   // see ownStayElsewhere
	paceUrgencies map[counterKey]Points // see paceUrgency
	adjust        adjustment            // nil: no adjustment
}

// newInput indexes the input. A booking with the id checked is with the other guest of
// the coffee that is checked: it counts for the caps, and is not another coffee.
func newInput(now time.Time, rules Rules, world World, checked string) *input {
	if rules.Zone == nil {
		rules.Zone = time.UTC
	}
	in := &input{
		now: now, today: date.Of(now, rules.Zone), config: rules, rules: newRulebook(),
		known:     make(map[mailbox.Address]*Person, len(world.People)),
		histories: map[mailbox.Address]*history{},
		busy:      merged(world.Busy),
		absent:    merged(world.Absent),
		stays:     world.Stays,
		sent:      world.Sent,
		terms:     terms(), quotas: quotas(),
		used: map[counterKey]int{}, usedByMet: map[counterKey]int{},
		lastCovered:   map[counterKey]date.Date{},
		teamSizes:     map[string]int{},
		teamTies:      map[string]int{},
		answers:       map[TieClass]answerCounts{},
		tables:        map[guestOfGoal]bool{},
		hours:         map[hoursKey][]span.Span{},
		holidays:      map[regionYear][]holiday.Holiday{},
		folded:        map[string]string{},
		doubts:        make(map[*Person]string, len(world.People)),
		elsewhere:     map[date.Date]*Stay{},
		paceUrgencies: map[counterKey]Points{},
	}
	in.lastDay = in.today.AddDays(rules.Horizon)
	in.earliest = in.afterWorkingDays(now, rules.Notice)
	in.window = span.Span{Start: now, End: in.lastDay.AddDays(1).At(0, rules.Zone)}
	in.addPeople(world.People)
	in.addGoals(world.Goals)
	in.addBookings(world.Bookings, checked)
	in.climb()
	return in
}

// after returns a copy of in with the plan's meetings added as bookings.
func (in *input) after(plan Plan) *input {
	w := *in
	w.bookings, w.live = slices.Clone(in.bookings), slices.Clone(in.live)
	w.histories, w.answers, w.used, w.usedByMet = maps.Clone(in.histories), maps.Clone(in.answers), maps.Clone(in.used), maps.Clone(in.usedByMet)
	w.paceUrgencies = map[counterKey]Points{}
	for _, m := range plan.Meetings {
		for _, guest := range m.Guests() {
			past := *in.historyOf(guest)
			w.histories[guest] = &past
		}
	}
	w.addBookings(plan.asBookings(), "")
	return &w
}

func (in *input) addPeople(people []Person) {
	in.roster = NewRoster(people)
	in.people = make([]*Person, len(people))
	people = slices.Clone(people)
	for i := range people {
		p := &people[i]
		if p.Busy = merged(p.Busy); !p.BusyKnown {
			p.Busy = nil
		}
		if p.Tie.Class == "" {
			p.Tie.Class = TieNew
		}
		in.people[i] = p
		in.known[p.ID] = p
		in.teamSizes[in.team(p)]++
		if p.Tie.Class == TieWeak || p.Tie.Class == TieWarm {
			in.teamTies[in.team(p)]++
		}
	}
	slices.SortFunc(in.people, func(a, b *Person) int { return cmp.Compare(a.ID, b.ID) })
	in.hierarchy = newHierarchy(in.config, in.people, in.roster)
	in.anyFarAbove = slices.ContainsFunc(in.people, func(p *Person) bool { return in.hierarchy.levelsUp(p) >= FarAbove })
}

func (in *input) addGoals(goals []Goal) {
	in.goals = make([]*Goal, len(goals))
	for i := range goals {
		g := goals[i]
		in.goals[i] = &g
	}
	slices.SortFunc(in.goals, func(a, b *Goal) int { return strings.Compare(string(a.ID), string(b.ID)) })
}

// goal returns the goal with that id, or nil.
func (in *input) goal(id GoalID) *Goal {
	for _, g := range in.goals {
		if g.ID == id {
			return g
		}
	}
	return nil
}

// person returns the person with that address. If nobody has it, the result has only
// an id.
func (in *input) person(id mailbox.Address) *Person {
	id = in.roster.PersonOf(id)
	if p := in.known[id]; p != nil {
		return p
	}
	return &Person{ID: id, Tie: Tie{Class: TieNew}}
}

// noHistory is what no booking shows. Nothing may change it.
var noHistory history

// historyOf returns what the bookings show about the person with that id, not to be
// changed.
func (in *input) historyOf(id mailbox.Address) *history {
	if r := in.histories[id]; r != nil {
		return r
	}
	return &noHistory
}

// zone returns p's time zone, or the user's if it is not known.
func (in *input) zone(p *Person) *time.Location {
	if p.Zone != nil {
		return p.Zone
	}
	return in.config.Zone
}

// merged returns spans as [span.Merge] does, without a copy if they are merged
// already.
func merged(spans []span.Span) []span.Span {
	for i, s := range spans {
		if s.Empty() || i > 0 && !s.Start.After(spans[i-1].End) {
			return span.Merge(spans)
		}
	}
	return spans
}

// team returns p's department in folded form; "" if it is not known.
func (in *input) team(p *Person) string { return in.fold(p.Department) }

// fold is the function fold with a cache.
func (in *input) fold(text string) string {
	folded, ok := in.folded[text]
	if !ok {
		folded = fold(text)
		in.folded[text] = folded
	}
	return folded
}

// fold returns text in lower case and without surrounding space, for comparison.
func fold(text string) string { return strings.ToLower(strings.TrimSpace(text)) }
