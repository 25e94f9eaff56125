package planner

import (
	"fmt"
	"slices"
	"time"

	"fika/internal/mailbox"
)

// twist changes what the search may choose: it drops an item, or adds to its
// value.
type twist func(a *ask) (more Points, drop bool)

// twisted is what v's twist says of a.
func (v *view) twisted(a *ask) (more Points, drop bool) {
	if v.twist == nil {
		return 0, false
	}
	return v.twist(a)
}

// prize makes the search take one of the items that have it, because it is more than
// any plan is worth.
const prize Points = 1_000_000

// PlanWith is the best plan in which the user meets person, at the start at or, if that is
// zero, at any start. It is false if the rules allow none. Its Score is less than
// that of [Decide] by what this meeting costs.
func PlanWith(now time.Time, rules Rules, world World, person mailbox.Address, at time.Time) (Plan, bool) {
	person = NewRoster(world.People).PersonOf(person)
	plan := twisted(now, rules, world, func(a *ask) (Points, bool) {
		if a.meets(person, at) {
			return prize, false
		}
		return 0, false
	})
	return plan.insisting(person)
}

// PlanWithout is the best plan in which the user does not meet person.
func PlanWithout(now time.Time, rules Rules, world World, person mailbox.Address) Plan {
	return twisted(now, rules, world, func(a *ask) (Points, bool) { return 0, a.person.is(person) })
}

// elsewhere is the best plan in which the user meets person at another start than at.
func elsewhere(now time.Time, rules Rules, world World, person mailbox.Address, at time.Time) (Plan, bool) {
	plan := twisted(now, rules, world, func(a *ask) (Points, bool) {
		if a.meets(person, time.Time{}) {
			return prize, a.meets(person, at)
		}
		return 0, false
	})
	return plan.insisting(person)
}

func twisted(now time.Time, rules Rules, world World, t twist) Plan {
	v := newView(now, rules, world, "")
	v.twist = t
	plan, _ := v.survey().model.plan()
	return plan
}

// insisting is p without the prize for person, and whether p has won it.
func (p Plan) insisting(person mailbox.Address) (Plan, bool) {
	i := slices.IndexFunc(p.Meetings, func(m Meeting) bool { return m.Person == person })
	if i < 0 || p.Meetings[i].Score < prize/2 {
		return Plan{}, false
	}
	p.Meetings[i].Score -= prize
	p.Score, p.Bound = p.Score-prize, p.Bound-prize
	return p, true
}

// meets reports whether a is about person and, unless it is zero, that start.
func (a *ask) meets(person mailbox.Address, at time.Time) bool {
	return a.person.is(person) && (at.IsZero() || a.slot.Start.Equal(at))
}

// Alternative is a plan that differs in one point.
type Alternative struct {
	Text string
	Loss Points // how much less it is worth; negative if it is worth more
}

// Alternatives are what the user could do instead of a meeting that is planned or
// waits: meet somebody else, or the same person at another time. They say what would
// have to change for that. Nil means that today no plan would hold the meeting.
func Alternatives(now time.Time, rules Rules, world World, meeting Booking) []Alternative {
	world.Bookings = slices.DeleteFunc(slices.Clone(world.Bookings), func(b Booking) bool {
		return b.State == StateLive && b.Person == meeting.Person
	})
	plan, ok := PlanWith(now, rules, world, meeting.Person, meeting.Span.Start)
	if !ok {
		return nil
	}
	v := newView(now, rules, world, "")
	other := PlanWithout(now, rules, world, meeting.Person)
	instead := Alternative{"nobody instead", plan.Score - other.Score}
	if in := added(plan, other); len(in) > 0 {
		instead.Text = v.met(in[0]) + " instead"
		if weight := outweighs(now, rules, world, meeting, in[0].Goal); weight > 0 {
			instead.Text += fmt.Sprintf(", which weight = %d of %s would choose", weight, in[0].Goal)
		}
	}
	list := []Alternative{instead}
	if again, ok := elsewhere(now, rules, world, meeting.Person, meeting.Span.Start); ok {
		i := slices.IndexFunc(again.Meetings, func(m Meeting) bool { return m.Person == meeting.Person })
		list = append(list, Alternative{v.met(again.Meetings[i]) + ", another time", plan.Score - again.Score})
	}
	return list
}

// added are the meetings of other with people whom plan does not meet.
func added(plan, other Plan) []Meeting {
	return slices.DeleteFunc(slices.Clone(other.Meetings), func(m Meeting) bool {
		return slices.ContainsFunc(plan.Meetings, func(had Meeting) bool { return had.Person == m.Person })
	})
}

// met is m as part of a sentence.
func (v *view) met(m Meeting) string {
	return fmt.Sprintf("%s for %s on %s", v.person(m.Person).FirstName(), m.Goal, v.moment(m.Span.Start))
}

// outweighs is the least weight of goal at which the best plan no longer holds the
// meeting; 0 if there is none.
func outweighs(now time.Time, rules Rules, world World, meeting Booking, goal GoalID) int {
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
