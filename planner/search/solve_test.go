package search

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// valueOf returns the value of the chosen items as the package comment defines it,
// and whether they may be chosen together.
func (p *Problem) valueOf(chosen []int32) (sum int64, ok bool) {
	jobs, days, weeks, groups := map[int32]int{}, map[int32]int{}, map[int]int{}, map[int32]int{}
	for n, i := range chosen {
		it := &p.Items[i]
		day := p.Starts[it.Start].Day
		of := []Second{{it.Job, it.Groups}}
		if it.Second > 0 {
			of = append(of, p.Seconds[it.Second-1])
		}
		sum += it.Value
		for _, job := range of {
			jobs[job.Job]++
			days[day]++
			weeks[p.Days[day].Week]++
			if jobs[job.Job] > 1 || len(jobs) > p.MaxItems || days[day] > p.Days[day].Capacity || weeks[p.Days[day].Week] > p.WeekCapacity[p.Days[day].Week] {
				return 0, false
			}
			for _, g := range job.Groups {
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
		for _, j := range chosen[:n] {
			a, b := p.Starts[it.Start], p.Starts[p.Items[j].Start]
			if max(a.From, b.From)-min(a.To, b.To) < p.MinGap {
				return 0, false
			}
		}
	}
	return sum - p.startCostsOf(chosen), true
}

// startCostsOf returns the value of the free intervals minus the value of what the
// chosen items leave of them.
func (p *Problem) startCostsOf(chosen []int32) (sum int64) {
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

// eachChoice calls yield with each choice and its value.
func (p *Problem) eachChoice(chosen []int32, from int, yield func([]int32, int64)) {
	value, ok := p.valueOf(chosen)
	if !ok {
		return
	}
	yield(chosen, value)
	for i := from; i < len(p.Items); i++ {
		p.eachChoice(append(chosen[:len(chosen):len(chosen)], int32(i)), i+1, yield)
	}
}

// optimum returns the value of the best choice.
func (p *Problem) optimum() (best int64) {
	p.eachChoice(nil, 0, func(_ []int32, value int64) { best = max(best, value) })
	return best
}

// checkSolution compares a solution with the best choice.
func (p *Problem) checkSolution(t *rapid.T, found Solution) {
	if value, ok := p.valueOf(found.Items); !ok || value != found.Value {
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

func TestSolveIsOptimal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		found := Solve(p)
		if p.checkSolution(t, found); !found.Proven() {
			t.Errorf("found %+v without a proof", found)
		}
	})
}

// TestBranchingIsOptimal starts from an empty choice and gives each node a round or
// two, so that bounds are poor and branching does most of the work.
func TestBranchingIsOptimal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		s := newSolver(p)
		s.rounds = rounds{rapid.IntRange(1, 2).Draw(t, "root"), rapid.IntRange(1, 2).Draw(t, "node")}
		found := s.solve(p.NewChoice())
		if p.checkSolution(t, found); !found.Proven() {
			t.Errorf("found %+v without a proof", found)
		}
	})
}

// TestBoundHoldsAtWorkLimit stops the search early.
func TestBoundHoldsAtWorkLimit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		s := newSolver(p)
		s.rounds, s.work = rounds{2, 2}, rapid.IntRange(0, 300).Draw(t, "work")
		p.checkSolution(t, s.solve(p.NewChoice()))
	})
}

func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		a, b := Solve(p), Solve(p.renumbered(rapid.Uint64().Draw(t, "seed")))
		if a.Value != b.Value || a.Bound != b.Bound {
			t.Errorf("worth %d of %d, in another order %d of %d", a.Value, a.Bound, b.Value, b.Bound)
		}
		if again := Solve(p); fmt.Sprint(again) != fmt.Sprint(a) {
			t.Errorf("%+v, and again %+v", a, again)
		}
	})
}

// TestPromisingJobsSuffice uses a value that some choices exceed. The best choice of
// promising jobs must be the best of all.
func TestPromisingJobsSuffice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		best := p.optimum()
		value := max(0, best-rapid.Int64Range(-20, 200).Draw(t, "less"))
		jobs, bound := Promising(p, value)
		few := *p
		few.Items = slices.DeleteFunc(slices.Clone(p.Items), func(it Item) bool {
			return !slices.Contains(jobs, it.Job) || it.Second > 0 && !slices.Contains(jobs, p.Seconds[it.Second-1].Job)
		})
		switch {
		case best > bound:
			t.Errorf("the best is worth %d, more than the bound of %d", best, bound)
		case best > value && few.optimum() != best:
			t.Errorf("with jobs %v the best is worth %d, with all %d, more than %d", jobs, few.optimum(), best, value)
		case len(jobs) == 0 && bound != value:
			t.Errorf("no job is promising, and the bound is %d, not %d", bound, value)
		}
	})
}

// TestChoiceValueAfterAddAndRemove adds and removes items in any order.
func TestChoiceValueAfterAddAndRemove(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		if len(p.Items) == 0 {
			t.Skip("nothing to choose")
		}
		c := p.NewChoice()
		for range 20 {
			i := rapid.Int32Range(0, int32(len(p.Items)-1)).Draw(t, "item")
			_, fits := p.valueOf(append(slices.Clone(c.items), i))
			switch {
			case slices.Contains(c.items, i):
				c.remove(i)
			case c.Fits(i) != fits:
				t.Fatalf("%d fits into %v: %t, want %t", i, c.items, !fits, fits)
			case fits:
				c.Add(i)
			}
			if value, _ := p.valueOf(c.items); value != c.value {
				t.Fatalf("%v is worth %d, want %d", c.items, c.value, value)
			}
		}
	})
}

// TestReducedItemsSuffice solves a problem after dropping the items that reduce
// drops.
func TestReducedItemsSuffice(t *testing.T) {
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

// TestAdjacentDaysAreNotSingleItemDays has a job whose best start is too close to an
// item of the next day.
func TestAdjacentDaysAreNotSingleItemDays(t *testing.T) {
	free := Interval{0, 200}
	p := &Problem{
		Starts: []Start{{Interval{50, 55}, 0, free}, {Interval{90, 95}, 0, free}, {Interval{100, 105}, 1, free}},
		Days:   []Day{{Capacity: 1}, {Capacity: 1}}, WeekCapacity: []int{2}, Jobs: 2, MaxItems: 2, MinGap: 12,
		FreeTimeValue: func(int64) int64 { return 0 },
	}
	none := [MaxGroups]int32{-1, -1, -1, -1}
	p.Items = []Item{{Start: 0, Value: 90, Groups: none}, {Start: 1, Value: 100, Groups: none}, {Start: 2, Job: 1, Class: 1, Value: 80, Groups: none}}
	if found := Solve(p); found.Value != 170 || !found.Proven() {
		t.Errorf("found %+v, want items 0 and 2", found)
	}
	p.MinGap = 5
	if found := Solve(p); found.Value != 180 || !found.Proven() {
		t.Errorf("found %+v, want items 1 and 2", found)
	}
}
