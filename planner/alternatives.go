package planner

import (
	"fmt"
	"slices"
	"time"

	"fika/internal/mailbox"
	"fika/internal/prose"
)

// adjustment changes what the search may choose: it drops an item, or adds to its
// value.
type adjustment func(q *query) (more Points, drop bool)

// adjustmentFor returns the adjustment for q.
func (in *input) adjustmentFor(q *query) (more Points, drop bool) {
	if in.adjust == nil {
		return 0, false
	}
	return in.adjust(q)
}

// adjustmentForTable returns the adjustment for a coffee of three. A guest whom one
// wants to meet makes the coffee wanted, and one who must not be there keeps it out.
func (in *input) adjustmentForTable(a, b *query) (more Points, drop bool) {
	more, drop = in.adjustmentFor(a)
	other, out := in.adjustmentFor(b)
	return max(more, other), drop || out
}

// forcingBonus exceeds the value of any plan, so the search must choose an item that
// has it.
const forcingBonus Points = 1_000_000

// PlanWith returns the best plan in which the user meets person, at the start at or,
// if that is zero, at any start. The result is false if the rules allow none. Its
// Score is that of [Decide] minus what this meeting costs.
func PlanWith(now time.Time, rules Rules, world World, person mailbox.Address, at time.Time) (Plan, bool) {
	person = NewRoster(world.People).PersonOf(person)
	plan := adjustedPlan(now, rules, world, func(q *query) (Points, bool) {
		if q.isMeeting(person, at) {
			return forcingBonus, false
		}
		return 0, false
	})
	return plan.withoutBonus(person)
}

// PlanWithout returns the best plan in which the user does not meet person.
func PlanWithout(now time.Time, rules Rules, world World, person mailbox.Address) Plan {
	return adjustedPlan(now, rules, world, func(q *query) (Points, bool) { return 0, q.person.hasAddress(person) })
}

// planAtOtherTime returns the best plan in which the user meets person, but not at
// the start at.
func planAtOtherTime(now time.Time, rules Rules, world World, person mailbox.Address, at time.Time) (Plan, bool) {
	plan := adjustedPlan(now, rules, world, func(q *query) (Points, bool) {
		if q.isMeeting(person, time.Time{}) {
			return forcingBonus, q.isMeeting(person, at)
		}
		return 0, false
	})
	return plan.withoutBonus(person)
}

// adjustedPlan returns the best plan under an adjustment.
func adjustedPlan(now time.Time, rules Rules, world World, t adjustment) Plan {
	in := newInput(now, rules, world, "")
	in.adjust = t
	plan, _ := in.survey().model.plan()
	return plan
}

// withoutBonus subtracts the forcing bonus for person from p, and reports whether p
// has it.
func (p Plan) withoutBonus(person mailbox.Address) (Plan, bool) {
	i := slices.IndexFunc(p.Meetings, func(m Meeting) bool { return slices.Contains(m.Guests(), person) })
	if i < 0 || p.Meetings[i].Score < forcingBonus/2 {
		return Plan{}, false
	}
	p.Meetings[i].Score -= forcingBonus
	p.Score, p.Bound = p.Score-forcingBonus, p.Bound-forcingBonus
	return p, true
}

// isMeeting reports whether q is about person and, unless at is zero, about that
// start.
func (q *query) isMeeting(person mailbox.Address, at time.Time) bool {
	return q.person.hasAddress(person) && (at.IsZero() || q.slot.Start.Equal(at))
}

// Alternative is a plan that differs in one point.
type Alternative struct {
	Text string
	Loss Points // how much less the plan is worth; negative if it is worth more
}

// Alternatives returns what the user could do instead of a meeting that is planned or
// proposed: meet somebody else, or the same person at another time. Each text says
// what would have to change for that. Nil means that no plan of today would contain
// the meeting.
func Alternatives(now time.Time, rules Rules, world World, meeting Booking) []Alternative {
	world.Bookings = slices.DeleteFunc(slices.Clone(world.Bookings), func(b Booking) bool {
		return b.State == StateLive && (b.Person == meeting.Person || meeting.With != "" && b.Person == meeting.With)
	})
	plan, ok := PlanWith(now, rules, world, meeting.Person, meeting.Span.Start)
	if !ok {
		return nil
	}
	in := newInput(now, rules, world, "")
	other := PlanWithout(now, rules, world, meeting.Person)
	instead := Alternative{"nobody instead", plan.Score - other.Score}
	if fresh := newMeetings(plan, other); len(fresh) > 0 {
		instead.Text = in.meetingText(fresh[0]) + " instead"
		if weight := displacingWeight(now, rules, world, meeting, fresh[0].Goal); weight > 0 {
			instead.Text += fmt.Sprintf(", which weight = %d of %s would choose", weight, fresh[0].Goal)
		}
	}
	list := []Alternative{instead}
	if again, ok := planAtOtherTime(now, rules, world, meeting.Person, meeting.Span.Start); ok {
		i := slices.IndexFunc(again.Meetings, func(m Meeting) bool { return slices.Contains(m.Guests(), meeting.Person) })
		list = append(list, Alternative{in.meetingText(again.Meetings[i]) + ", another time", plan.Score - again.Score})
	}
	return list
}

// newMeetings returns the meetings of other with people whom plan does not meet.
func newMeetings(plan, other Plan) []Meeting {
	return slices.DeleteFunc(slices.Clone(other.Meetings), func(m Meeting) bool {
		return slices.ContainsFunc(plan.Meetings, func(had Meeting) bool { return slices.Equal(had.Guests(), m.Guests()) })
	})
}

// meetingText describes m as part of a sentence.
func (in *input) meetingText(m Meeting) string {
	var names []string
	for _, guest := range m.Guests() {
		names = append(names, in.person(guest).FirstName())
	}
	return fmt.Sprintf("%s for %s on %s", prose.List(names), m.Goal, in.formatTime(m.Span.Start))
}

// displacingWeight returns the lowest weight of goal at which the best plan no longer
// contains the meeting; 0 if there is none.
func displacingWeight(now time.Time, rules Rules, world World, meeting Booking, goal GoalID) int {
	at := slices.IndexFunc(world.Goals, func(g Goal) bool { return g.ID == goal })
	if at < 0 || goal == meeting.Goal {
		return 0
	}
	for weight := max(world.Goals[at].Weight, 1) + 1; weight <= 5; weight++ {
		world.Goals = slices.Clone(world.Goals)
		world.Goals[at].Weight = weight
		with, ok := PlanWith(now, rules, world, meeting.Person, meeting.Span.Start)
		if !ok || PlanWithout(now, rules, world, meeting.Person).Score > with.Score {
			return weight
		}
	}
	return 0
}
