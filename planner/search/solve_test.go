package search

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// worthOf returns what the chosen items are worth by the words of the package comment
// alone, and whether they may be chosen together.
func (p *Problem) worthOf(chosen []int32) (sum int64, ok bool) {
	jobs, days, weeks, groups := map[int32]int{}, map[int32]int{}, map[int]int{}, map[int32]int{}
	for n, i := range chosen {
		it := &p.Items[i]
		day := p.Starts[it.Start].Day
		jobs[it.Job]++
		days[day]++
		weeks[p.Days[day].Week]++
		if jobs[it.Job] > 1 || n >= p.MaxItems || days[day] > p.Days[day].Capacity || weeks[p.Days[day].Week] > p.WeekCapacity[p.Days[day].Week] {
			return 0, false
		}
		for _, j := range chosen[:n] {
			a, b := p.Starts[it.Start], p.Starts[p.Items[j].Start]
			if max(a.From, b.From)-min(a.To, b.To) < p.MinGap {
				return 0, false
			}
		}
		sum += it.Value
		for _, g := range it.Groups {
			if g < 0 {
				continue
			}
			if groups[g] >= p.Groups[g].Capacity {
				return 0, false
			}
			sum += p.Groups[g].Gain(groups[g])
			groups[g]++
		}
	}
	return sum - p.brokenBy(chosen), true
}

// brokenBy returns what is lost of each free stretch when the items of a day are taken
// out of it: its worth, less that of the pieces.
func (p *Problem) brokenBy(chosen []int32) (sum int64) {
	taken := map[Start][]Interval{} // by day and free stretch
	for _, i := range chosen {
		s := p.Starts[p.Items[i].Start]
		key := Start{Day: s.Day, Free: s.Free}
		taken[key] = append(taken[key], s.Interval)
	}
	for key, items := range taken {
		slices.SortFunc(items, func(a, b Interval) int { return cmp.Compare(a.From, b.From) })
		sum += p.FreeTimeValue(key.Free.To - key.Free.From)
		from := key.Free.From
		for _, s := range items {
			sum -= p.FreeTimeValue(s.From - from)
			from = s.To
		}
		sum -= p.FreeTimeValue(key.Free.To - from)
	}
	return sum
}

// every calls yield with each choice, and what it is worth.
func (p *Problem) every(chosen []int32, from int, yield func([]int32, int64)) {
	value, ok := p.worthOf(chosen)
	if !ok {
		return
	}
	yield(chosen, value)
	for i := from; i < len(p.Items); i++ {
		p.every(append(chosen[:len(chosen):len(chosen)], int32(i)), i+1, yield)
	}
}

// optimum returns the value of the best choice.
func (p *Problem) optimum() (best int64) {
	p.every(nil, 0, func(_ []int32, value int64) { best = max(best, value) })
	return best
}

// check holds what was found against the best choice.
func (p *Problem) check(t *rapid.T, found Solution) {
	if value, ok := p.worthOf(found.Items); !ok || value != found.Value {
		t.Errorf("%v may be chosen: %t, and is worth %d, not %d", found.Items, ok, value, found.Value)
	}
	if best := p.optimum(); found.Value > best || best > found.Bound || found.InitialValue > found.Value {
		t.Errorf("found %+v, the best is worth %d", found, best)
	}
	if !slices.IsSortedFunc(found.Items, func(i, j int32) int {
		return cmp.Compare(p.Starts[p.Items[i].Start].From, p.Starts[p.Items[j].Start].From)
	}) {
		t.Errorf("%v are not by time", found.Items)
	}
	c := p.NewChoice()
	for _, i := range found.Items {
		c.Add(i)
	}
	for i := range p.Items {
		if i := int32(i); c.Fits(i) && c.Gain(i) > 0 {
			t.Errorf("%d could be added to %v for %d more", i, found.Items, c.Gain(i))
		}
	}
}

func TestSolveFindsTheBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		found := Solve(p)
		if p.check(t, found); !found.Proven() {
			t.Errorf("found %+v without a proof", found)
		}
	})
}

// TestBranchingFindsTheBest begins at nothing and gives each node a round or two,
// so that the bounds are poor and most of the work is left to branching.
func TestBranchingFindsTheBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		s := newSolver(p)
		s.rounds = rounds{rapid.IntRange(1, 2).Draw(t, "root"), rapid.IntRange(1, 2).Draw(t, "node")}
		found := s.solve(p.NewChoice())
		if p.check(t, found); !found.Proven() {
			t.Errorf("found %+v without a proof", found)
		}
	})
}

// TestBoundHoldsWithoutWork stops the search early.
func TestBoundHoldsWithoutWork(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		s := newSolver(p)
		s.rounds, s.work = rounds{2, 2}, rapid.IntRange(0, 300).Draw(t, "work")
		p.check(t, s.solve(p.NewChoice()))
	})
}

func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		a, b := Solve(p), Solve(p.renamed(rapid.Uint64().Draw(t, "seed")))
		if a.Value != b.Value || a.Bound != b.Bound {
			t.Errorf("worth %d of %d, in another order %d of %d", a.Value, a.Bound, b.Value, b.Bound)
		}
		if again := Solve(p); fmt.Sprint(again) != fmt.Sprint(a) {
			t.Errorf("%+v, and again %+v", a, again)
		}
	})
}

// TestTheHopefulAreEnough asks for a value that some choices exceed: the best of
// those that hold none but hopeful jobs is the best of all.
func TestTheHopefulAreEnough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		best := p.optimum()
		value := max(0, best-rapid.Int64Range(-20, 200).Draw(t, "less"))
		jobs, bound := Promising(p, value)
		few := *p
		few.Items = slices.DeleteFunc(slices.Clone(p.Items), func(it Item) bool { return !slices.Contains(jobs, it.Job) })
		switch {
		case best > bound:
			t.Errorf("the best is worth %d, more than the bound of %d", best, bound)
		case best > value && few.optimum() != best:
			t.Errorf("with jobs %v the best is worth %d, with all %d, more than %d", jobs, few.optimum(), best, value)
		case len(jobs) == 0 && bound != value:
			t.Errorf("no job is hopeful, and the bound is %d, not %d", bound, value)
		}
	})
}

// TestChoiceAddsUp puts items in and takes them out in any order.
func TestChoiceAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		if len(p.Items) == 0 {
			t.Skip("nothing to choose")
		}
		c := p.NewChoice()
		for range 20 {
			i := rapid.Int32Range(0, int32(len(p.Items)-1)).Draw(t, "item")
			_, fits := p.worthOf(append(slices.Clone(c.items), i))
			switch {
			case slices.Contains(c.items, i):
				c.remove(i)
			case c.Fits(i) != fits:
				t.Fatalf("%d fits into %v: %t, want %t", i, c.items, !fits, fits)
			case fits:
				c.Add(i)
			}
			if value, _ := p.worthOf(c.items); value != c.value {
				t.Fatalf("%v is worth %d, want %d", c.items, c.value, value)
			}
		}
	})
}

// TestFewAreEnough solves what is left of a problem after the items that nothing
// needs are dropped.
func TestFewAreEnough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		few := *p
		few.Items = nil
		for _, i := range newSolver(p).items {
			few.Items = append(few.Items, p.Items[i])
		}
		if got, want := few.optimum(), p.optimum(); got != want {
			t.Errorf("of %d items the best are worth %d, of all %d they are %d", len(few.Items), got, len(p.Items), want)
		}
	})
}

// TestDaysThatTouchAreNotSingle has a job whose best start is too close to an item
// of the next day.
func TestDaysThatTouchAreNotSingle(t *testing.T) {
	free := Interval{0, 200}
	p := &Problem{
		Starts: []Start{{Interval{50, 55}, 0, free}, {Interval{90, 95}, 0, free}, {Interval{100, 105}, 1, free}},
		Days:   []Day{{Capacity: 1}, {Capacity: 1}}, WeekCapacity: []int{2}, Jobs: 2, MaxItems: 2, MinGap: 12,
		FreeTimeValue: func(int64) int64 { return 0 },
	}
	none := [MaxGroups]int32{-1, -1, -1}
	p.Items = []Item{{Start: 0, Value: 90, Groups: none}, {Start: 1, Value: 100, Groups: none}, {Start: 2, Job: 1, Class: 1, Value: 80, Groups: none}}
	if found := Solve(p); found.Value != 170 || !found.Proven() {
		t.Errorf("found %+v, want items 0 and 2", found)
	}
	p.MinGap = 5
	if found := Solve(p); found.Value != 180 || !found.Proven() {
		t.Errorf("found %+v, want items 1 and 2", found)
	}
}
