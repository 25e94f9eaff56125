// Package planner decides whom to meet, when and for which goal, and says why.
// It is a function of its input: no clock, no network, no disk, no chance. The
// same input gives the same plan whatever the order of its parts, and planning
// again after a plan was carried out adds nothing.
//
// Hours, windows, notice, buffers, caps, guards and absences are hard rules: no
// score overrules them. Everything else is a term of the score, counted in
// [Points]. The same record decides and explains: a rule is written down once (see
// rule and tally), and [Decide], [CalendarsToRead], [Check], [WhyNot], [Slots] and [WriteLP]
// all read it there.
//
// A plan is made in three steps. The survey asks every rule about every person,
// goal and start. What they allow becomes the model, a problem of items, values and
// groups. Package search, which knows no rule, finds the best choice of items,
// nearly always with a proof. docs/planner.md says how.
package planner

import (
	"slices"
	"time"

	"fika/internal/mailbox"
	"fika/internal/span"
)

// Points measure how good a meeting is. 1000 points are one ordinary coffee for
// a goal of weight 1. They are integers so that every machine adds them alike.
type Points int64

// Decide chooses meetings to add to those in world, within rules and until the end
// of the horizon. It changes none of its arguments.
func Decide(now time.Time, rules Rules, world World) Plan {
	return decide(now, rules, world, promisingUnread)
}

// decide is [Decide]; hopes names the unseen people who might be in a better plan.
func decide(now time.Time, rules Rules, world World, hopes func(time.Time, Rules, World, Points) ([]mailbox.Address, Points)) Plan {
	in := newInput(now, rules, world, "")
	s := in.survey()
	plan, chosen := s.model.plan()
	first, most := hopes(now, rules, world, plan.Score)
	s.mayImprove = len(first) > 0
	plan.Bound = max(plan.Bound, most)
	plan.Proven = plan.Score == plan.Bound
	plan.Rejected, plan.UnreadCandidates = s.summary(), s.unreadCandidates()
	plan.Unmet = s.unmetGoals(chosen, in.after(plan))
	return plan
}

// asBookings is the plan's meetings as live bookings that wait.
func (p Plan) asBookings() []Booking {
	bookings := make([]Booking, len(p.Meetings))
	for i, m := range p.Meetings {
		bookings[i] = Booking{Person: m.Person, Goal: m.Goal, Span: m.Span, State: StateLive, Open: true}
	}
	return bookings
}

// Check tells, just before a live booking is sent, whether it is still within the
// rules. The booking itself, known by its ID, does not count against the caps.
// Notice and horizon were asked when it was planned and are not asked again. The
// verdict is that of the first rule that forbids, or [CodeOK].
func Check(now time.Time, rules Rules, world World, booking Booking) Verdict {
	for _, v := range Checks(now, rules, world, booking) {
		if !v.OK {
			return v
		}
	}
	return Verdict{Person: booking.Person, Goal: booking.Goal, Code: CodeOK, OK: true, Text: "every rule holds"}
}

// Checks are the verdicts of all the rules that [Check] asks, in a fixed order.
func Checks(now time.Time, rules Rules, world World, booking Booking) []Verdict {
	in := newInput(now, rules, world, booking.ID)
	in.window, in.exceptSuffix = booking.Span, ", not counting this one"
	q := in.newQuery(in.person(booking.Person))
	if q.goal = in.goal(booking.Goal); q.goal == nil {
		return []Verdict{{Person: q.person.ID, Goal: booking.Goal, Code: CodeNoGoal, Text: "no goal is called " + string(booking.Goal)}}
	}
	at := in.slot(booking.Span)
	q.slot = &at
	var verdicts []Verdict
	for _, rules := range in.rules.all() {
		rules = slices.DeleteFunc(slices.Clone(rules), func(r rule) bool { return r.planningOnly })
		verdicts = append(verdicts, in.verdicts(rules, q)...)
	}
	return verdicts
}

// WhyNot is every rule's verdict on a person and then on the person and each
// goal, in a fixed order. All rules that forbid say so. A rule about time is OK if it
// allows one of the starts that earlier rules allowed; earlier rules that allowed
// none are ignored in this. A person who is not in world gets verdicts too.
func WhyNot(now time.Time, rules Rules, world World, person mailbox.Address) []Verdict {
	in := newInput(now, rules, world, "")
	q := in.newQuery(in.person(person))
	verdicts := in.verdicts(in.rules.person, q)
	for _, q.goal = range in.goals {
		verdicts = append(verdicts, in.verdicts(in.rules.goal, q)...)
		verdicts = append(verdicts, in.verdictsForAllStarts(q)...)
	}
	return verdicts
}

// WhyNotAt is [WhyNot] for one start, which need not be on the grid.
func WhyNotAt(now time.Time, rules Rules, world World, person mailbox.Address, at time.Time) []Verdict {
	in := newInput(now, rules, world, "")
	q := in.newQuery(in.person(person))
	verdicts := in.verdicts(in.rules.person, q)
	for _, q.goal = range in.goals {
		start := in.slot(span.New(at, in.length(q.goal)))
		in.setWindow(start.Span)
		q.slot, q.guestHours = &start, cursor{spans: in.guestHours(q.person)}
		for _, rules := range in.rules.all()[1:] {
			verdicts = append(verdicts, in.verdicts(rules, q)...)
		}
	}
	return verdicts
}

// Slots are the spans of the given length in window at which the rules allow coffee,
// one for every possible start. With a person they are for both, else for the user
// alone. They say when, not whether: how many coffees may be open, and who may be
// asked, is for [WhyNot].
func Slots(now time.Time, rules Rules, world World, window span.Span, length time.Duration, person mailbox.Address) []span.Span {
	in := newInput(now, rules, world, "")
	if in.window = in.window.Clip(window); in.window.Empty() {
		return nil
	}
	q := in.newQuery(in.person(person))
	asked := append(startRules(), calendarRules()...)
	if person != "" {
		asked = append(asked, guestRules()...)
	}
	slots := in.slotsOfLength(length)
	var spans []span.Span
	for _, i := range in.applyRules(q, slots, allIndices(slots), asked, nil) {
		spans = append(spans, slots[i].Span)
	}
	return spans
}

// allIndices are the indices of slots.
func allIndices(slots []slot) []int32 {
	all := make([]int32, len(slots))
	for i := range all {
		all[i] = int32(i)
	}
	return all
}
