package planner

import (
	"slices"
	"testing"
	"time"

	"fika/internal/mailbox"
	"fika/internal/span"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestOrderOfInputDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 8)
		q := p.shuffled(rapid.Uint64().Draw(t, "seed"))
		if diff := cmp.Diff(Decide(p.now, p.rules, p.world), Decide(q.now, q.rules, q.world)); diff != "" {
			t.Errorf("another plan:\n%s", diff)
		}
		if diff := cmp.Diff(CalendarsToRead(p.now, p.rules, p.withoutCalendars()), CalendarsToRead(q.now, q.rules, q.withoutCalendars())); diff != "" {
			t.Errorf("other people are asked for:\n%s", diff)
		}
	})
}

func TestPlanningAgainAddsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 8)
		first := Decide(p.now, p.rules, p.world)
		if second := Decide(p.now, p.rules, p.after(first).world); len(second.Meetings) > 0 {
			t.Errorf("after %+v\nmore: %+v", first.Meetings, second.Meetings)
		}
	})
}

func TestDecideDoesNotChangeItsInput(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 4)
		q := p.shuffled(1)
		want := q.shuffled(1) // a copy of q's lists in one more order
		_, again := Decide(q.now, q.rules, q.world), q.shuffled(1)
		if diff := cmp.Diff(want.world, again.world, cmp.Comparer(func(a, b *time.Location) bool { return a == b })); diff != "" {
			t.Errorf("the world has changed:\n%s", diff)
		}
	})
}

// TestAnswersAgreeWithPlan checks that Check, WhyNot and Slots agree with the plan.
func TestAnswersAgreeWithPlan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 8)
		plan := Decide(p.now, p.rules, p.world)
		after := p.after(plan).world
		var sum Points
		at := len(p.world.Bookings)
		for _, m := range plan.Meetings {
			sum += m.Score
			var terms Points
			for _, r := range m.Reasons {
				terms += r.Points
			}
			if terms != m.Score {
				t.Errorf("reasons add up to %d, the meeting to %d: %+v", terms, m.Score, m)
			}
			mine := after.Bookings[at : at+len(m.Guests())]
			at += len(mine)
			for i := range mine {
				mine[i].ID = "sent"
			}
			for _, b := range mine {
				if v := Check(p.now, p.rules, after, b); !v.OK {
					t.Errorf("planned, but %+v", v)
				}
			}
			for i := range mine {
				mine[i].ID = ""
			}
			for _, guest := range m.Guests() {
				p.checkAnswers(t, m, guest)
			}
		}
		if sum != plan.Score || plan.Score > plan.Bound || plan.Proven != (plan.Score == plan.Bound) {
			t.Errorf("scores add up to %d, plan %d, bound %d, proven %t", sum, plan.Score, plan.Bound, plan.Proven)
		}
		p.checkRejected(t, plan)
	})
}

// checkAnswers checks that WhyNot and Slots agree with m about one of its guests.
func (p problem) checkAnswers(t *rapid.T, m Meeting, guest mailbox.Address) {
	for _, v := range WhyNot(p.now, p.rules, p.world, guest) {
		if !v.OK && (v.Goal == "" || v.Goal == m.Goal) {
			t.Errorf("planned, but %+v", v)
		}
	}
	window := span.Span{Start: m.Span.Start, End: m.Span.End}
	if got := Slots(p.now, p.rules, p.world, window, m.Span.Len(), guest); len(got) != 1 || !got[0].Start.Equal(m.Span.Start) {
		t.Errorf("planned at %v, slots there: %v", m.Span, got)
	}
}

func (p problem) checkRejected(t *rapid.T, plan Plan) {
	for _, v := range plan.Rejected.People {
		if v.OK || v.Text == "" {
			t.Errorf("rejected: %+v", v)
		}
		all := WhyNot(p.now, p.rules, p.world, v.Person)
		for _, g := range p.world.Goals {
			if !slices.ContainsFunc(all, func(w Verdict) bool { return !w.OK && (w.Goal == "" || w.Goal == g.ID) }) {
				t.Errorf("%s is rejected, but nothing is against %s: %+v", v.Person, g.ID, all)
			}
		}
		if v.Code != CodeNoGoal && !slices.Contains(all, v) {
			t.Errorf("%+v is not among %+v", v, all)
		}
	}
}
