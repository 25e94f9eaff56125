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
	value       int64                     // in units of 1/priceScale
	constraints [constraintsPerJob]int32  // of the first job
	second      *[constraintsPerJob]int32 // of the second job; nil: none
	item        int32                     // index into Problem.Items
	position    int32
	class       int32
	nextRun     int32 // index of the next run's first item; see node.index
}

// constraintsPerJob is the number of constraints of a job of an item: the job itself,
// then its groups.
const constraintsPerJob = 1 + MaxGroups

// eachJob calls yield with the constraints of each job of the item.
func (item *relaxedItem) eachJob(yield func(constraints *[constraintsPerJob]int32) bool) {
	if yield(&item.constraints) && item.second != nil {
		yield(item.second)
	}
}

// uses reports whether the item has the job with that constraint.
func (item *relaxedItem) uses(job int32) bool {
	return item.constraints[0] == job || item.second != nil && item.second[0] == job
}

// countsFor reports whether the item counts in constraint h for that job.
func (item *relaxedItem) countsFor(job, h int32) bool {
	for constraints := range item.eachJob {
		if constraints[0] == job && slices.Contains(constraints[1:], h) {
			return true
		}
	}
	return false
}

// weight returns how many the item counts for.
func (item *relaxedItem) weight() int {
	if item.second == nil {
		return 1
	}
	return 2
}

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

// choose finds the best item of each weight at each position. A job's price is rarely
// positive, so it usually looks at only the first few items of a run.
func (r *relaxation) choose(items []relaxedItem, prices []int64, top int64) {
	for w := 1; w <= r.heaviest; w++ {
		for s := range r.bestValue[w] {
			r.bestValue[w][s], r.bestItem[w][s] = minusInf, -1
		}
	}
	for at := int32(0); int(at) < len(items); {
		run := &items[at]
		if run.second != nil {
			r.choosePair(items, at, prices, top)
			at = run.nextRun
			continue
		}
		pos, shared := run.position, prices[run.constraints[1]]+prices[run.constraints[2]]+prices[run.constraints[3]]+prices[run.constraints[4]]
		best, pick := r.bestValue[1][pos], r.bestItem[1][pos]
		for i := at; i < run.nextRun && items[i].value+shared+top > best; i++ {
			if worth := items[i].value + shared + prices[items[i].constraints[0]]; worth > best {
				best, pick = worth, i
			}
		}
		r.bestValue[1][pos], r.bestItem[1][pos] = best, pick
		at = run.nextRun
	}
	for d, day := range r.days {
		r.usable[d] = r.usable[d][:0]
		for s := day.from; s < day.to; s++ {
			if r.bestItem[1][s] >= 0 || r.heaviest > 1 && r.bestItem[2][s] >= 0 {
				r.usable[d] = append(r.usable[d], int32(s))
			}
		}
	}
}

// choosePair is choose for the run that begins at that index, of items with a second
// job.
func (r *relaxation) choosePair(items []relaxedItem, at int32, prices []int64, top int64) {
	run := &items[at]
	pos, shared := run.position, run.worth(prices)-run.value-prices[run.constraints[0]]-prices[run.second[0]]
	for i := at; i < run.nextRun && items[i].value+shared+2*top > r.bestValue[2][pos]; i++ {
		item := &items[i]
		if worth := item.value + shared + prices[item.constraints[0]] + prices[item.second[0]]; worth > r.bestValue[2][pos] {
			r.bestValue[2][pos], r.bestItem[2][pos] = worth, i
		}
	}
}

// worth returns the item's value plus its prices.
func (item *relaxedItem) worth(prices []int64) int64 {
	sum := item.value + prices[item.constraints[0]] + prices[item.constraints[1]] + prices[item.constraints[2]] + prices[item.constraints[3]] + prices[item.constraints[4]]
	if item.second != nil {
		for _, h := range item.second {
			sum += prices[h]
		}
	}
	return sum
}

// solveDay finds the best sequence of each number of items on day d.
func (r *relaxation) solveDay(d int) {
	day := r.days[d]
	for k := 1; k <= day.capacity; k++ {
		best, ahead, before := int64(minusInf), r.bestEndingAt[k], r.before[k-1]
		for i, s := range r.usable[d] {
			before[s] = r.bestBefore(d, k-1, i)
			ahead[s] = max(minusInf, r.bestValue[1][s]+before[s])
			if k > 1 && r.heaviest > 1 {
				ahead[s] = max(ahead[s], r.bestValue[2][s]+r.before[k-2][s])
			}
			best = max(best, ahead[s])
		}
		r.dayValues[d][k] = best
	}
}

// bestBefore returns the best value of items that count for k before the i-th usable
// position of day d, plus the start cost of this position after them.
func (r *relaxation) bestBefore(d, k, i int) int64 {
	usable, day := r.usable[d], r.days[d]
	if k == 0 {
		return r.positions[usable[i]].alone
	}
	best, n := int64(minusInf), day.to-day.from
	column := r.pairCosts[d][int(usable[i])-day.from:]
	for _, t := range usable[:i] {
		best = max(best, r.bestEndingAt[k][t]+column[(int(t)-day.from)*n])
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

// traceDay returns the best sequence of items that count for k on day d, by start.
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
	for {
		s, weight := usable[i], 1
		if r.bestEndingAt[k][s] != r.bestValue[1][s]+r.before[k-1][s] {
			weight = 2
		}
		picks = append(picks, r.bestItem[weight][s])
		if k -= weight; k == 0 {
			break
		}
		i = r.previous(d, k, i)
	}
	slices.Reverse(picks)
	return picks
}

// previous returns the usable position before the i-th in the best sequence that
// counts for k before it.
func (r *relaxation) previous(d, k, i int) int {
	usable, day := r.usable[d], r.days[d]
	want, n := r.before[k][usable[i]], day.to-day.from
	return slices.IndexFunc(usable[:i], func(t int32) bool {
		return r.bestEndingAt[k][t]+r.pairCosts[d][(int(t)-day.from)*n+int(usable[i])-day.from] == want
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
