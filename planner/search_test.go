package planner

import (
	"testing"

	"pgregory.net/rapid"
)

// tryAll is the value of the best choice of at most n more items.
func (c *choice) tryAll(from, n int) Points {
	best := c.points
	for i := from; n > 0 && i < len(c.model.items); i++ {
		if i := int32(i); c.fits(i) {
			c.add(i)
			best = max(best, c.tryAll(int(i)+1, n-1))
			c.remove(i)
		}
	}
	return best
}

func (m *model) optimal(n int) Points {
	return m.empty().tryAll(0, n)
}

// drawSmall draws a problem that trying all can solve.
func drawSmall(t *rapid.T) problem {
	p := drawProblem(t, 5)
	p.rules.Windows = week("mon-fri 10:00-10:40")
	p.rules.Horizon, p.rules.Open = 6, rapid.IntRange(1, 2).Draw(t, "few")
	return p
}

func TestBoundHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawSmall(t)
		m := newView(p.now, p.rules, p.world, "").survey().model
		plan := Decide(p.now, p.rules, p.world)
		if best := m.optimal(m.keep); plan.Score > best || best > plan.Bound || !plan.Proven {
			t.Errorf("plan %d, best %d, bound %d", plan.Score, best, plan.Bound)
		}
	})
}

// TestNothingIsLostByKeepingFewItems compares the model with one that keeps
// every item: more may be open, but no more are chosen.
func TestNothingIsLostByKeepingFewItems(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawSmall(t)
		p.world.Bookings = nil
		few := newView(p.now, p.rules, p.world, "").survey().model
		want := p.rules.Open
		p.rules.Open = 100
		all := newView(p.now, p.rules, p.world, "").survey().model
		if got, want := few.optimal(want), all.optimal(want); got != want {
			t.Errorf("best of %d items is %d, of all %d it is %d", len(few.items), got, len(all.items), want)
		}
	})
}

func TestFocusAddsUpInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 8)
		p.rules.PerDay, p.rules.PerWeek, p.rules.Open = 5, 15, 9
		m := newView(p.now, p.rules, p.world, "").survey().model
		c, _ := m.solve(nil)
		backwards := m.empty()
		for i := len(c.items) - 1; i >= 0; i-- {
			backwards.add(c.items[i])
		}
		if backwards.points != c.points {
			t.Errorf("forwards %d, backwards %d", c.points, backwards.points)
		}
		for len(backwards.items) > 0 {
			backwards.remove(backwards.items[0])
		}
		if backwards.points != 0 {
			t.Errorf("%d points are left of nothing", backwards.points)
		}
	})
}

// TestMarginalsFall holds the model to what a bound and a proof need: every
// group's worth is positive and never grows.
func TestMarginalsFall(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 8)
		for _, g := range newView(p.now, p.rules, p.world, "").survey().model.groups {
			for k := range g.worth {
				if g.marginal(k) < g.marginal(k+1) || g.marginal(k) < 0 {
					t.Errorf("%s: %v", g.tally.code, g.worth)
				}
			}
		}
	})
}
