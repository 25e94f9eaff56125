package planner

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fika/internal/mailbox"
)

// TestPlanWithAndWithout checks that no plan with or without a person is better than
// the best plan, and that a plan with one of its own meetings is as good.
func TestPlanWithAndWithout(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := drawProblem(rt, 5)
		best := Decide(p.now, p.rules, p.world)
		if !best.Proven {
			rt.Skip("the best plan is not known")
		}
		in := map[mailbox.Address]bool{}
		for _, m := range best.Meetings {
			for _, guest := range m.Guests() {
				in[guest] = true
			}
			with, ok := PlanWith(p.now, p.rules, p.world, m.Person, m.Span.Start)
			if !ok || with.Proven && with.Score != best.Score {
				rt.Errorf("the best plan, worth %d, is worth %d (%t) with its own meeting with %s", best.Score, with.Score, ok, m.Person)
			}
		}
		for _, person := range p.world.People {
			with, ok := PlanWith(p.now, p.rules, p.world, person.ID, time.Time{})
			without := PlanWithout(p.now, p.rules, p.world, person.ID)
			switch {
			case ok && with.Score > best.Score, without.Score > best.Score:
				rt.Errorf("%s: %d with, %d without, and the best is %d", person.ID, with.Score, without.Score, best.Score)
			case !in[person.ID] && without.Proven && without.Score != best.Score:
				rt.Errorf("the best plan does not hold %s, and is worth %d instead of %d without", person.ID, without.Score, best.Score)
			case in[person.ID] && !ok:
				rt.Errorf("the best plan holds %s, which is said to be impossible", person.ID)
			}
			for _, m := range without.Meetings {
				if slices.Contains(m.Guests(), person.ID) {
					rt.Errorf("without %s there is a meeting with them", person.ID)
				}
			}
		}
	})
}

// TestPlanWithAnAllowedMeeting checks that PlanWith finds a plan for every meeting
// that the rules allow, even if its start has many better candidates.
func TestPlanWithAnAllowedMeeting(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := drawProblem(rt, 8)
		m := newInput(p.now, p.rules, p.world, "").newSurvey(true).model
		items := m.problem.Items
		if len(items) == 0 {
			rt.Skip("nobody can be met")
		}
		it := items[rapid.IntRange(0, len(items)-1).Draw(rt, "item")]
		person, start := m.in.people[it.Job].ID, m.slots[it.Start].Start
		then, ok := PlanWith(p.now, p.rules, p.world, person, start)
		ever, okEver := PlanWith(p.now, p.rules, p.world, person, time.Time{})
		switch {
		case !ok || !okEver:
			rt.Errorf("%s at %v is allowed and said to be impossible: then %t, ever %t", person, start, ok, okEver)
		case ever.Proven && then.Score > ever.Score:
			rt.Errorf("%s at %v is worth %d, and at the best start %d", person, start, then.Score, ever.Score)
		}
	})
}
