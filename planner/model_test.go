package planner

import (
	"testing"
	"time"

	"fika/planner/search"

	"pgregory.net/rapid"
)

// tryAll returns the value of the best choice of those chosen and at most n more items.
func tryAll(p *search.Problem, chosen []int32, from int32, n int) int64 {
	c := p.NewChoice()
	var best int64
	for _, i := range chosen {
		best += c.Gain(i)
		c.Add(i)
	}
	for i := from; n > 0 && int(i) < len(p.Items); i++ {
		if c.Fits(i) {
			best = max(best, tryAll(p, append(chosen[:len(chosen):len(chosen)], i), i+1, n-1))
		}
	}
	return best
}

// compiled returns the problem that the search gets.
func (p problem) compiled() *search.Problem {
	return &newInput(p.now, p.rules, p.world, "").survey().model.problem
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
		all := p.compiled()
		plan := Decide(p.now, p.rules, p.world)
		if best := Points(tryAll(all, nil, 0, all.MaxItems)); plan.Score > best || best > plan.Bound || !plan.Proven {
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
		few := p.compiled()
		want := p.rules.Open
		p.rules.Open = 100
		all := p.compiled()
		if got, want := tryAll(few, nil, 0, want), tryAll(all, nil, 0, want); got != want {
			t.Errorf("best of %d items is %d, of all %d it is %d", len(few.Items), got, len(all.Items), want)
		}
	})
}

// TestTheProblemIsSound holds the problem to what the search takes for granted:
// without it a bound and a proof are worth nothing.
func TestTheProblemIsSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 8)
		m := newInput(p.now, p.rules, p.world, "").survey().model
		checkGroups(t, m)
		checkStarts(t, &m.problem)
		checkItems(t, &m.problem)
		for range 20 {
			a, b := rapid.Int64Range(0, int64(3*time.Hour)).Draw(t, "a"), rapid.Int64Range(0, int64(3*time.Hour)).Draw(t, "b")
			if worth := m.problem.FreeTimeValue; worth(a) < 0 || worth(a)+worth(b) > worth(a+b) {
				t.Errorf("free for %d and %d: %d and %d, together %d", a, b, worth(a), worth(b), worth(a+b))
			}
		}
	})
}

// checkGroups: every group's gains are positive and never grow.
func checkGroups(t *rapid.T, m *model) {
	for _, c := range m.counters.all {
		if c.group < 0 {
			continue
		}
		g := m.problem.Groups[c.group]
		for k := range g.Gains {
			if g.Gain(k) < g.Gain(k+1) || g.Gain(k) < 0 || g.Capacity != c.capacity {
				t.Errorf("%s: %v", c.quota.code, g)
			}
		}
	}
}

// checkStarts: each start is in free time, and days and weeks follow each other.
func checkStarts(t *rapid.T, p *search.Problem) {
	type times struct{ first, last int64 }
	days := map[int32]times{}
	for i, s := range p.Starts {
		if s.From >= s.To || s.Free.From > s.From || s.To > s.Free.To {
			t.Errorf("start %d: %+v", i, s)
		}
		day, ok := days[s.Day]
		if !ok {
			day = times{s.From, s.From}
		}
		days[s.Day] = times{min(day.first, s.From), max(day.last, s.From)}
	}
	for d, day := range days {
		for e, other := range days {
			if d < e && (day.last > other.first || p.Days[d].Week > p.Days[e].Week) {
				t.Errorf("day %d is not before day %d", d, e)
			}
		}
	}
}

// checkItems: they are by start, and those of one class and day count alike.
func checkItems(t *rapid.T, p *search.Problem) {
	type kind struct{ class, day int32 }
	groups := map[kind][search.MaxGroups]int32{}
	for i, it := range p.Items {
		if i > 0 && it.Start < p.Items[i-1].Start || int(it.Job) >= p.Jobs {
			t.Errorf("item %d: %+v", i, it)
		}
		k := kind{it.Class, p.Starts[it.Start].Day}
		if known, ok := groups[k]; ok && known != it.Groups {
			t.Errorf("item %d is in %v, one of its class in %v", i, it.Groups, known)
		}
		groups[k] = it.Groups
	}
}
