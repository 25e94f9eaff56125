package search

import (
	"cmp"
	"slices"
)

// frame is what the relaxation keeps exact.
type frame struct {
	problem *Problem
	spots   []spot    // by time
	days    []run     // of spots
	weeks   []run     // of days
	after   [][]int64 // by day, if it holds several: what the second of two spots breaks; never if they are too close

	best   []int64   // by spot: the most that an item is worth there
	pick   []int32   // by spot: that item's cell; -1: none
	live   [][]int32 // by day: the spots that have one
	ahead  [][]int64 // by count and spot: the best sequence that ends there
	behind [][]int64 // by count and spot: the best sequence that begins there, without what its first breaks
	inDay  [][]int64 // by day and count
	inWeek []knapsack
	inAll  knapsack
}

// spot is a start that an item has.
type spot struct {
	start int32 // index into Problem.Starts
	day   int32 // index into frame.days
	alone int64 // what it breaks where it comes first on its day, in parts of a unit
}

// run is some of the spots or days that follow each other, and how many items it
// holds.
type run struct{ from, to, room int }

// newFrame lays out the starts of the items that the search needs.
func (s *solver) newFrame() *frame {
	f := &frame{problem: s.Problem}
	known := make([]bool, len(s.Starts))
	for _, i := range s.items {
		if start := s.Items[i].Start; !known[start] {
			known[start] = true
			f.spots = append(f.spots, spot{start: start, alone: s.alone[start] * fine})
		}
	}
	slices.SortFunc(f.spots, func(a, b spot) int {
		x, y := &s.Starts[a.start], &s.Starts[b.start]
		return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To), cmp.Compare(a.start, b.start))
	})
	lastDay, lastWeek := int32(-1), -1
	for i := range f.spots {
		if day := s.Starts[f.spots[i].start].Day; day != lastDay {
			if week := s.Days[day].Week; week != lastWeek {
				f.weeks = append(f.weeks, run{len(f.days), len(f.days), min(s.Weeks[week], s.Most)})
				lastWeek = week
			}
			f.days = append(f.days, run{i, i, s.Room(day)})
			f.weeks[len(f.weeks)-1].to++
			lastDay = day
		}
		f.spots[i].day = int32(len(f.days) - 1)
		f.days[len(f.days)-1].to++
	}
	f.allocate()
	return f
}

// allocate makes the memory that every solve uses.
func (f *frame) allocate() {
	n, most := len(f.spots), 1
	f.best, f.pick = make([]int64, n), make([]int32, n)
	f.live = make([][]int32, len(f.days))
	f.after = make([][]int64, len(f.days))
	f.inDay = make([][]int64, len(f.days))
	for d, day := range f.days {
		f.inDay[d] = make([]int64, day.room+1)
		most = max(most, day.room)
		if day.room > 1 {
			f.after[d] = f.pairs(day)
		}
	}
	for range most + 1 {
		f.ahead, f.behind = append(f.ahead, make([]int64, n)), append(f.behind, make([]int64, n))
	}
	values := make([][]int64, len(f.weeks))
	for w, week := range f.weeks {
		f.inWeek = append(f.inWeek, newKnapsack(f.inDay[week.from:week.to], week.room))
		values[w] = f.inWeek[w].total()
	}
	f.inAll = newKnapsack(values, f.problem.Most)
}

// pairs is what the second of any two spots of a day breaks. The spots are by
// time, so those that are too close to one follow it at once.
func (f *frame) pairs(day run) []int64 {
	n := day.to - day.from
	costs := make([]int64, n*n)
	for i := range n {
		row, close := costs[i*n:(i+1)*n], true
		for j := range row {
			first, second := day.from+i, day.from+j
			if close = close && (j <= i || f.close(int32(first), int32(second))); close {
				row[j] = never
			} else {
				row[j] = f.problem.Then(f.spots[first].start, f.spots[second].start) * fine
			}
		}
	}
	return costs
}

// close reports whether two spots are too close to each other.
func (f *frame) close(a, b int32) bool { return f.problem.Close(f.spots[a].start, f.spots[b].start) }
