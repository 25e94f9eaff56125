package search

import (
	"math"
	"slices"
)

// The relaxation keeps some rules of the problem exactly and replaces others with
// prices. Dynamic programming handles the capacity of days, weeks and the whole
// choice, the gap between two items of a day, and start costs. Prices replace three
// rules: each job is used at most once, groups have capacities, and their gains
// decrease.

// priceScale is the number of parts of a unit in prices, and in values that are added
// to them.
const priceScale = 64

// minusInf is less than any value, even after values are added to it.
const minusInf = math.MinInt64 / 8

// relaxedItem is an item in the relaxation.
type relaxedItem struct {
	value       int64 // in units of 1/priceScale
	constraints [constraintsPerItem]int32
	item        int32 // index into Problem.Items
	position    int32
	class       int32
	nextRun     int32 // index of the next run's first item; see node.index
}

// constraintsPerItem is the number of constraints of an item: its job first, then its
// groups.
const constraintsPerItem = 1 + MaxGroups

// solve returns the best value of items at prices, without the gains of groups. No
// job's price is above top.
func (r *relaxation) solve(items []relaxedItem, prices []int64, top int64) int64 {
	r.choose(items, prices, top)
	for d := range r.days {
		r.solveDay(d)
	}
	for w := range r.weekKnapsacks {
		r.weekKnapsacks[w].forward()
	}
	r.knapsack.forward()
	return slices.Max(r.knapsack.total())
}

// choose finds the best item at each position. A job's price is rarely positive, so
// it usually looks at only the first few items of a run.
func (r *relaxation) choose(items []relaxedItem, prices []int64, top int64) {
	for s := range r.bestValue {
		r.bestValue[s], r.bestItem[s] = minusInf, -1
	}
	for at := int32(0); int(at) < len(items); {
		run := &items[at]
		pos, shared := run.position, prices[run.constraints[1]]+prices[run.constraints[2]]+prices[run.constraints[3]]
		best, pick := r.bestValue[pos], r.bestItem[pos]
		for i := at; i < run.nextRun && items[i].value+shared+top > best; i++ {
			if worth := items[i].value + shared + prices[items[i].constraints[0]]; worth > best {
				best, pick = worth, i
			}
		}
		r.bestValue[pos], r.bestItem[pos] = best, pick
		at = run.nextRun
	}
	for d, day := range r.days {
		r.usable[d] = r.usable[d][:0]
		for s := day.from; s < day.to; s++ {
			if r.bestItem[s] >= 0 {
				r.usable[d] = append(r.usable[d], int32(s))
			}
		}
	}
}

// worth returns the item's value plus its prices.
func (item *relaxedItem) worth(prices []int64) int64 {
	return item.value + prices[item.constraints[0]] + prices[item.constraints[1]] + prices[item.constraints[2]] + prices[item.constraints[3]]
}

// solveDay finds the best sequence of each number of items on day d.
func (r *relaxation) solveDay(d int) {
	day := r.days[d]
	for k := 1; k <= day.capacity; k++ {
		best, ahead := int64(minusInf), r.bestEndingAt[k]
		for i, s := range r.usable[d] {
			ahead[s] = max(minusInf, r.bestValue[s]+r.bestBefore(d, k, i))
			best = max(best, ahead[s])
		}
		r.dayValues[d][k] = best
	}
}

// bestBefore returns the best value of k-1 items before the i-th usable position of
// day d, plus the start cost of this position after them.
func (r *relaxation) bestBefore(d, k, i int) int64 {
	usable, day := r.usable[d], r.days[d]
	if k == 1 {
		return r.positions[usable[i]].alone
	}
	best, n := int64(minusInf), day.to-day.from
	column := r.pairCosts[d][int(usable[i])-day.from:]
	for _, t := range usable[:i] {
		best = max(best, r.bestEndingAt[k-1][t]+column[(int(t)-day.from)*n])
	}
	return best
}

// picks returns the items of the solution.
func (r *relaxation) picks() []int32 {
	var picks []int32
	counts := r.knapsack.trace(argmax(r.knapsack.total()))
	for w, inWeek := range counts {
		for i, k := range r.weekKnapsacks[w].trace(inWeek) {
			picks = append(picks, r.traceDay(r.weeks[w].from+i, k)...)
		}
	}
	return picks
}

// traceDay returns the best sequence of k items on day d, by start.
func (r *relaxation) traceDay(d, k int) (picks []int32) {
	if k == 0 {
		return nil
	}
	usable := r.usable[d]
	i := 0
	for j, s := range usable {
		if r.bestEndingAt[k][s] > r.bestEndingAt[k][usable[i]] {
			i = j
		}
	}
	for ; k > 1; k-- {
		picks = append(picks, r.bestItem[usable[i]])
		i = r.previous(d, k, i)
	}
	picks = append(picks, r.bestItem[usable[i]])
	slices.Reverse(picks)
	return picks
}

// previous returns the usable position before the i-th in the best sequence of k
// items that ends there.
func (r *relaxation) previous(d, k, i int) int {
	usable, day := r.usable[d], r.days[d]
	want, n := r.bestBefore(d, k, i), day.to-day.from
	return slices.IndexFunc(usable[:i], func(t int32) bool {
		return r.bestEndingAt[k-1][t]+r.pairCosts[d][(int(t)-day.from)*n+int(usable[i])-day.from] == want
	})
}

func argmax(values []int64) int { return slices.Index(values, slices.Max(values)) }

// workUnits returns the approximate cost of a solve, as a number of items.
func (r *relaxation) workUnits() int {
	sum := len(r.positions)
	for d, usable := range r.usable {
		sum += (r.days[d].capacity - 1) * len(usable) * len(usable) / 8
	}
	return sum
}
