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

// priceScale is how many parts a unit of value has in prices and all that is added to
// them.
const priceScale = 64

// minusInf is less than any value, and stays so when values are added to it.
const minusInf = math.MinInt64 / 8

// relaxedItem is an item as the relaxation sees it.
type relaxedItem struct {
	value       int64 // in parts of a unit
	constraints [constraintsPerItem]int32
	item        int32 // index into Problem.Items
	position    int32
	class       int32
	nextLane    int32 // where the next lane begins; see node.index
}

// constraintsPerItem is how many links an item can have: its job first, then its groups.
const constraintsPerItem = 1 + MaxGroups

// solve returns the most that cells are worth at prices, without what the groups
// gain. No job's price is above top.
func (f *relaxation) solve(cells []relaxedItem, prices []int64, top int64) int64 {
	f.choose(cells, prices, top)
	for d := range f.days {
		f.solveDay(d)
	}
	for w := range f.weekKnapsacks {
		f.weekKnapsacks[w].forward()
	}
	f.knapsack.forward()
	return slices.Max(f.knapsack.total())
}

// choose finds the best cell of each spot. A job's price is hardly ever positive,
// so it is enough to look at the first few cells of a lane.
func (f *relaxation) choose(cells []relaxedItem, prices []int64, top int64) {
	for s := range f.bestValue {
		f.bestValue[s], f.bestItem[s] = minusInf, -1
	}
	for at := int32(0); int(at) < len(cells); {
		lane := &cells[at]
		spot, shared := lane.position, prices[lane.constraints[1]]+prices[lane.constraints[2]]+prices[lane.constraints[3]]
		most, pick := f.bestValue[spot], f.bestItem[spot]
		for i := at; i < lane.nextLane && cells[i].value+shared+top > most; i++ {
			if worth := cells[i].value + shared + prices[cells[i].constraints[0]]; worth > most {
				most, pick = worth, i
			}
		}
		f.bestValue[spot], f.bestItem[spot] = most, pick
		at = lane.nextLane
	}
	for d, day := range f.days {
		f.usable[d] = f.usable[d][:0]
		for s := day.from; s < day.to; s++ {
			if f.bestItem[s] >= 0 {
				f.usable[d] = append(f.usable[d], int32(s))
			}
		}
	}
}

func (c *relaxedItem) worth(prices []int64) int64 {
	return c.value + prices[c.constraints[0]] + prices[c.constraints[1]] + prices[c.constraints[2]] + prices[c.constraints[3]]
}

// solveDay finds the best sequence of each number of items on day d.
func (f *relaxation) solveDay(d int) {
	day := f.days[d]
	for k := 1; k <= day.capacity; k++ {
		most, ahead := int64(minusInf), f.bestEndingAt[k]
		for i, s := range f.usable[d] {
			ahead[s] = max(minusInf, f.bestValue[s]+f.bestBefore(d, k, i))
			most = max(most, ahead[s])
		}
		f.dayValues[d][k] = most
	}
}

// bestBefore is the most that k-1 items before the i-th live spot of day d are worth,
// together with what this spot breaks after them.
func (f *relaxation) bestBefore(d, k, i int) int64 {
	live, day := f.usable[d], f.days[d]
	if k == 1 {
		return f.positions[live[i]].alone
	}
	most, n := int64(minusInf), day.to-day.from
	column := f.pairCosts[d][int(live[i])-day.from:]
	for _, t := range live[:i] {
		most = max(most, f.bestEndingAt[k-1][t]+column[(int(t)-day.from)*n])
	}
	return most
}

// picks are the cells of the solution.
func (f *relaxation) picks() []int32 {
	var picks []int32
	counts := f.knapsack.trace(argmax(f.knapsack.total()))
	for w, inWeek := range counts {
		for i, k := range f.weekKnapsacks[w].trace(inWeek) {
			picks = append(picks, f.traceDay(f.weeks[w].from+i, k)...)
		}
	}
	return picks
}

// traceDay is the best sequence of k items on day d, by start.
func (f *relaxation) traceDay(d, k int) (picks []int32) {
	if k == 0 {
		return nil
	}
	live := f.usable[d]
	i := 0
	for j, s := range live {
		if f.bestEndingAt[k][s] > f.bestEndingAt[k][live[i]] {
			i = j
		}
	}
	for ; k > 1; k-- {
		picks = append(picks, f.bestItem[live[i]])
		i = f.previous(d, k, i)
	}
	picks = append(picks, f.bestItem[live[i]])
	slices.Reverse(picks)
	return picks
}

// previous is the live spot that comes before the i-th in the best sequence of k that
// ends there.
func (f *relaxation) previous(d, k, i int) int {
	live, day := f.usable[d], f.days[d]
	want, n := f.bestBefore(d, k, i), day.to-day.from
	return slices.IndexFunc(live[:i], func(t int32) bool {
		return f.bestEndingAt[k-1][t]+f.pairCosts[d][(int(t)-day.from)*n+int(live[i])-day.from] == want
	})
}

func argmax(values []int64) int { return slices.Index(values, slices.Max(values)) }

// workUnits is roughly what a solve costs, as a number of cells.
func (f *relaxation) workUnits() int {
	sum := len(f.positions)
	for d, live := range f.usable {
		sum += (f.days[d].capacity - 1) * len(live) * len(live) / 8
	}
	return sum
}
