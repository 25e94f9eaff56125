package planner

import (
	"testing"
	"time"

	"fika/planner/search"

	"pgregory.net/rapid"
)

// bruteForce returns the value of the best choice that contains chosen and more items with
// at most n guests.
func bruteForce(p *search.Problem, chosen []int32, from int32, n int) int64 {
	c := p.NewChoice()
	var best int64
	for _, i := range chosen {
		best += c.Gain(i)
		c.Add(i)
	}
	for i := from; n > 0 && int(i) < len(p.Items); i++ {
		guests := 1
		if p.Items[i].Second > 0 {
			guests = 2
		}
		if guests <= n && c.Fits(i) {
			best = max(best, bruteForce(p, append(chosen[:len(chosen):len(chosen)], i), i+1, n-guests))
		}
	}
	return best
}

// searchProblem returns the problem that the search solves.
func (p problem) searchProblem() *search.Problem {
	return &newInput(p.now, p.rules, p.world, "").survey().model.problem
}

// drawSmall draws a problem that brute force can solve.
func drawSmall(t *rapid.T) problem {
	p := drawProblem(t, 5)
	p.rules.Windows = week("mon-fri 10:00-10:40")
	p.rules.Horizon, p.rules.Open = 6, rapid.IntRange(1, 2).Draw(t, "few")
	return p
}

// TestBoundHolds compares the plan and its bound with brute force.
func TestBoundHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawSmall(t)
		all := p.searchProblem()
		plan := Decide(p.now, p.rules, p.world)
		if best := Points(bruteForce(all, nil, 0, all.MaxItems)); plan.Score > best || best > plan.Bound || !plan.Proven {
			t.Errorf("plan %d, best %d, bound %d", plan.Score, best, plan.Bound)
		}
	})
}

// TestDroppedCandidatesDoNotMatter compares the model with one that keeps every item,
// because many meetings may be open. The best choice of the same size must be worth
// as much.
func TestDroppedCandidatesDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawSmall(t)
		p.world.Bookings = nil
		few := p.searchProblem()
		want := p.rules.Open
		p.rules.Open = 100
		all := p.searchProblem()
		if got, want := bruteForce(few, nil, 0, want), bruteForce(all, nil, 0, want); got != want {
			t.Errorf("best of %d items is %d, of all %d it is %d", len(few.Items), got, len(all.Items), want)
		}
	})
}

// TestProblemMeetsAssumptionsOfSearch checks what the search assumes about its
// problem. Otherwise its bounds and proofs would not hold.
func TestProblemMeetsAssumptionsOfSearch(t *testing.T) {
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

// checkGroups checks that the gains of groups are not negative and do not increase.
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

// checkStarts checks that each start is in free time, and that days and weeks are in
// order.
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

// checkItems checks that items are sorted by start, and that items of the same class
// and day are in the same groups.
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
