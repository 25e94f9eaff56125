package search

import (
	"cmp"
	"slices"
)

// relaxation is what the relaxation keeps exact.
type relaxation struct {
	problem   *Problem
	positions []position // by time
	days      []segment  // of spots
	weeks     []segment  // of days
	pairCosts [][]int64  // by day, if it holds several: what the second of two spots breaks; never if they are too close

	bestValue      []int64   // by spot: the most that an item is worth there
	bestItem       []int32   // by spot: that item's cell; -1: none
	usable         [][]int32 // by day: the spots that have one
	bestEndingAt   [][]int64 // by count and spot: the best sequence that ends there
	bestStartingAt [][]int64 // by count and spot: the best sequence that begins there, without what its first breaks
	dayValues      [][]int64 // by day and count
	weekKnapsacks  []knapsack
	knapsack       knapsack
}

// position is a start that an item has.
type position struct {
	start int32 // index into Problem.Starts
	day   int32 // index into frame.days
	alone int64 // what it breaks where it comes first on its day, in parts of a unit
}

// segment is some of the spots or days that follow each other, and how many items it
// holds.
type segment struct{ from, to, capacity int }

// newRelaxation lays out the starts of the items that the search needs.
func (s *solver) newRelaxation() *relaxation {
	f := &relaxation{problem: s.Problem}
	known := make([]bool, len(s.Starts))
	for _, i := range s.items {
		if start := s.Items[i].Start; !known[start] {
			known[start] = true
			f.positions = append(f.positions, position{start: start, alone: s.startCostAlone[start] * priceScale})
		}
	}
	slices.SortFunc(f.positions, func(a, b position) int {
		x, y := &s.Starts[a.start], &s.Starts[b.start]
		return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To), cmp.Compare(a.start, b.start))
	})
	lastDay, lastWeek := int32(-1), -1
	for i := range f.positions {
		if day := s.Starts[f.positions[i].start].Day; day != lastDay {
			if week := s.Days[day].Week; week != lastWeek {
				f.weeks = append(f.weeks, segment{len(f.days), len(f.days), min(s.WeekCapacity[week], s.MaxItems)})
				lastWeek = week
			}
			f.days = append(f.days, segment{i, i, s.DayCapacity(day)})
			f.weeks[len(f.weeks)-1].to++
			lastDay = day
		}
		f.positions[i].day = int32(len(f.days) - 1)
		f.days[len(f.days)-1].to++
	}
	f.allocate()
	return f
}

// allocate makes the memory that every solve uses.
func (f *relaxation) allocate() {
	n, most := len(f.positions), 1
	f.bestValue, f.bestItem = make([]int64, n), make([]int32, n)
	f.usable = make([][]int32, len(f.days))
	f.pairCosts = make([][]int64, len(f.days))
	f.dayValues = make([][]int64, len(f.days))
	for d, day := range f.days {
		f.dayValues[d] = make([]int64, day.capacity+1)
		most = max(most, day.capacity)
		if day.capacity > 1 {
			f.pairCosts[d] = f.computePairCosts(day)
		}
	}
	for range most + 1 {
		f.bestEndingAt, f.bestStartingAt = append(f.bestEndingAt, make([]int64, n)), append(f.bestStartingAt, make([]int64, n))
	}
	values := make([][]int64, len(f.weeks))
	for w, week := range f.weeks {
		f.weekKnapsacks = append(f.weekKnapsacks, newKnapsack(f.dayValues[week.from:week.to], week.capacity))
		values[w] = f.weekKnapsacks[w].total()
	}
	f.knapsack = newKnapsack(values, f.problem.MaxItems)
}

// computePairCosts is what the second of any two spots of a day breaks. The spots are by
// time, so those that are too close to one follow it at once.
func (f *relaxation) computePairCosts(day segment) []int64 {
	n := day.to - day.from
	costs := make([]int64, n*n)
	for i := range n {
		row, close := costs[i*n:(i+1)*n], true
		for j := range row {
			first, second := day.from+i, day.from+j
			if close = close && (j <= i || f.tooClose(int32(first), int32(second))); close {
				row[j] = minusInf
			} else {
				row[j] = f.problem.StartCostAfter(f.positions[first].start, f.positions[second].start) * priceScale
			}
		}
	}
	return costs
}

// tooClose reports whether two spots are too close to each other.
func (f *relaxation) tooClose(a, b int32) bool {
	return f.problem.TooClose(f.positions[a].start, f.positions[b].start)
}
