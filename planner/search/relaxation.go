package search

import (
	"cmp"
	"slices"
)

// relaxation is the part of the problem that the relaxation solves exactly, with
// memory for its solution.
type relaxation struct {
	problem   *Problem
	positions []position // by time
	days      []segment  // of positions
	weeks     []segment  // of days
	pairCosts [][]int64  // by day, if it holds several items: start cost of the second of two positions; minusInf if they are too close

	heaviest       int        // weight of the heaviest item
	bestValue      [3][]int64 // by weight and position: value of the best item there
	bestItem       [3][]int32 // by weight and position: index of that item; -1: none
	usable         [][]int32  // by day: the positions with an item
	before         [][]int64  // by count and position: best value of a sequence before it, and its start cost
	bestEndingAt   [][]int64  // by count and position: best value of a sequence that ends there
	bestStartingAt [][]int64  // by count and position: best value of a sequence that starts there, without the start cost of its first item
	dayValues      [][]int64  // by day and count
	weekKnapsacks  []knapsack
	knapsack       knapsack
}

// position is a start that has items.
type position struct {
	start int32 // index into Problem.Starts
	day   int32 // index into relaxation.days
	alone int64 // start cost if it is the first of its day, in units of 1/priceScale
}

// segment is a range of consecutive positions or days, and the maximum number of items in it.
type segment struct{ from, to, capacity int }

// newRelaxation returns the relaxation for the items that the search needs.
func (s *solver) newRelaxation() *relaxation {
	r := &relaxation{problem: s.Problem, heaviest: 1}
	known := make([]bool, len(s.Starts))
	for _, i := range s.items {
		r.heaviest = max(r.heaviest, s.Items[i].weight())
		if start := s.Items[i].Start; !known[start] {
			known[start] = true
			r.positions = append(r.positions, position{start: start, alone: s.startCostAlone[start] * priceScale})
		}
	}
	slices.SortFunc(r.positions, func(a, b position) int {
		x, y := &s.Starts[a.start], &s.Starts[b.start]
		return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To), cmp.Compare(a.start, b.start))
	})
	lastDay, lastWeek := int32(-1), -1
	for i := range r.positions {
		if day := s.Starts[r.positions[i].start].Day; day != lastDay {
			if week := s.Days[day].Week; week != lastWeek {
				r.weeks = append(r.weeks, segment{len(r.days), len(r.days), min(s.WeekCapacity[week], s.MaxItems)})
				lastWeek = week
			}
			r.days = append(r.days, segment{i, i, s.DayCapacity(day)})
			r.weeks[len(r.weeks)-1].to++
			lastDay = day
		}
		r.positions[i].day = int32(len(r.days) - 1)
		r.days[len(r.days)-1].to++
	}
	r.allocate()
	return r
}

// allocate allocates the memory that every solve uses.
func (r *relaxation) allocate() {
	n, maxItems := len(r.positions), 1
	for w := 1; w <= r.heaviest; w++ {
		r.bestValue[w], r.bestItem[w] = make([]int64, n), make([]int32, n)
	}
	r.usable = make([][]int32, len(r.days))
	r.pairCosts = make([][]int64, len(r.days))
	r.dayValues = make([][]int64, len(r.days))
	for d, day := range r.days {
		r.dayValues[d] = make([]int64, day.capacity+1)
		maxItems = max(maxItems, day.capacity)
		if day.capacity > 1 {
			r.pairCosts[d] = r.computePairCosts(day)
		}
	}
	for range maxItems + 1 {
		r.bestEndingAt, r.bestStartingAt, r.before = append(r.bestEndingAt, make([]int64, n)), append(r.bestStartingAt, make([]int64, n)), append(r.before, make([]int64, n))
	}
	values := make([][]int64, len(r.weeks))
	for w, week := range r.weeks {
		r.weekKnapsacks = append(r.weekKnapsacks, newKnapsack(r.dayValues[week.from:week.to], week.capacity))
		values[w] = r.weekKnapsacks[w].total()
	}
	r.knapsack = newKnapsack(values, r.problem.MaxItems)
}

// computePairCosts returns the start cost of the second of any two positions of a
// day. Positions are sorted by time, so the ones that are too close to a position
// directly follow it.
func (r *relaxation) computePairCosts(day segment) []int64 {
	n := day.to - day.from
	costs := make([]int64, n*n)
	for i := range n {
		row, close := costs[i*n:(i+1)*n], true
		for j := range row {
			first, second := day.from+i, day.from+j
			if close = close && (j <= i || r.tooClose(int32(first), int32(second))); close {
				row[j] = minusInf
			} else {
				row[j] = r.problem.StartCostAfter(r.positions[first].start, r.positions[second].start) * priceScale
			}
		}
	}
	return costs
}

// tooClose reports whether two positions are too close to each other.
func (r *relaxation) tooClose(a, b int32) bool {
	return r.problem.TooClose(r.positions[a].start, r.positions[b].start)
}
