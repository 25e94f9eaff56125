package search

import (
	"math"
	"slices"
)

// The relaxation keeps some rules of the problem and puts a price on the others.
// It keeps how many items a day, a week and the whole choice hold, the distance of
// two items of a day, and what they break; dynamic programming finds the best
// solution of these. It prices that a job comes once, that groups have limits, and
// that they gain less each time.

// fine is how many parts a unit of value has in prices and all that is added to
// them.
const fine = 64

// never is less than any value, and stays so when values are added to it.
const never = math.MinInt64 / 8

// cell is an item as the relaxation sees it.
type cell struct {
	value int64 // in parts of a unit
	links [linkCount]int32
	item  int32 // index into Problem.Items
	spot  int32
	class int32
	next  int32 // where the next lane begins; see node.index
}

// linkCount is how many links an item can have: its job first, then its groups.
const linkCount = 1 + MostGroups

// solve returns the most that cells are worth at prices, without what the groups
// gain. No job's price is above top.
func (f *frame) solve(cells []cell, prices []int64, top int64) int64 {
	f.choose(cells, prices, top)
	for d := range f.days {
		f.solveDay(d)
	}
	for w := range f.inWeek {
		f.inWeek[w].forward()
	}
	f.inAll.forward()
	return slices.Max(f.inAll.total())
}

// choose finds the best cell of each spot. A job's price is hardly ever positive,
// so it is enough to look at the first few cells of a lane.
func (f *frame) choose(cells []cell, prices []int64, top int64) {
	for s := range f.best {
		f.best[s], f.pick[s] = never, -1
	}
	for at := int32(0); int(at) < len(cells); {
		lane := &cells[at]
		spot, shared := lane.spot, prices[lane.links[1]]+prices[lane.links[2]]+prices[lane.links[3]]
		most, pick := f.best[spot], f.pick[spot]
		for i := at; i < lane.next && cells[i].value+shared+top > most; i++ {
			if worth := cells[i].value + shared + prices[cells[i].links[0]]; worth > most {
				most, pick = worth, i
			}
		}
		f.best[spot], f.pick[spot] = most, pick
		at = lane.next
	}
	for d, day := range f.days {
		f.live[d] = f.live[d][:0]
		for s := day.from; s < day.to; s++ {
			if f.pick[s] >= 0 {
				f.live[d] = append(f.live[d], int32(s))
			}
		}
	}
}

func (c *cell) worth(prices []int64) int64 {
	return c.value + prices[c.links[0]] + prices[c.links[1]] + prices[c.links[2]] + prices[c.links[3]]
}

// solveDay finds the best sequence of each number of items on day d.
func (f *frame) solveDay(d int) {
	day := f.days[d]
	for k := 1; k <= day.room; k++ {
		most, ahead := int64(never), f.ahead[k]
		for i, s := range f.live[d] {
			ahead[s] = max(never, f.best[s]+f.before(d, k, i))
			most = max(most, ahead[s])
		}
		f.inDay[d][k] = most
	}
}

// before is the most that k-1 items before the i-th live spot of day d are worth,
// together with what this spot breaks after them.
func (f *frame) before(d, k, i int) int64 {
	live, day := f.live[d], f.days[d]
	if k == 1 {
		return f.spots[live[i]].alone
	}
	most, n := int64(never), day.to-day.from
	column := f.after[d][int(live[i])-day.from:]
	for _, t := range live[:i] {
		most = max(most, f.ahead[k-1][t]+column[(int(t)-day.from)*n])
	}
	return most
}

// picks are the cells of the solution.
func (f *frame) picks() []int32 {
	var picks []int32
	counts := f.inAll.trace(argmax(f.inAll.total()))
	for w, inWeek := range counts {
		for i, k := range f.inWeek[w].trace(inWeek) {
			picks = append(picks, f.trace(f.weeks[w].from+i, k)...)
		}
	}
	return picks
}

// trace is the best sequence of k items on day d, by start.
func (f *frame) trace(d, k int) (picks []int32) {
	if k == 0 {
		return nil
	}
	live := f.live[d]
	i := 0
	for j, s := range live {
		if f.ahead[k][s] > f.ahead[k][live[i]] {
			i = j
		}
	}
	for ; k > 1; k-- {
		picks = append(picks, f.pick[live[i]])
		i = f.last(d, k, i)
	}
	picks = append(picks, f.pick[live[i]])
	slices.Reverse(picks)
	return picks
}

// last is the live spot that comes before the i-th in the best sequence of k that
// ends there.
func (f *frame) last(d, k, i int) int {
	live, day := f.live[d], f.days[d]
	want, n := f.before(d, k, i), day.to-day.from
	return slices.IndexFunc(live[:i], func(t int32) bool {
		return f.ahead[k-1][t]+f.after[d][(int(t)-day.from)*n+int(live[i])-day.from] == want
	})
}

func argmax(values []int64) int { return slices.Index(values, slices.Max(values)) }

// effort is roughly what a solve costs, as a number of cells.
func (f *frame) effort() int {
	sum := len(f.spots)
	for d, live := range f.live {
		sum += (f.days[d].room - 1) * len(live) * len(live) / 8
	}
	return sum
}
