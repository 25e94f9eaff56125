package search

// node is a part of the problem: the items that are left, and what the constraints
// may count. No choice in this part is worth more than bound, which the relaxation
// found at prices.
type node struct {
	items       []relaxedItem // sorted by position and class; within both, a run, the best first
	constraints []constraint
	prices      []int64
	bound       int64   // in units of 1/priceScale
	active      []int32 // constraints that can count

	// The relaxation's solution at those prices.
	picks  []relaxedItem
	counts []int
}

// cannotImprove reports whether n contains nothing better than the best choice.
func (s *solver) cannotImprove(n *node) bool { return unscale(n.bound) <= s.best.value }

// unscale converts units of 1/priceScale to whole units, rounded down.
func unscale(parts int64) int64 { return parts >> 6 }

// index finds the runs and the active constraints. It limits each constraint to the
// number of its items, and returns false if one cannot reach its minimum.
func (n *node) index() bool {
	able := make([]int, len(n.constraints))
	runStart := 0
	for i := range n.items {
		item := &n.items[i]
		if first := &n.items[runStart]; item.position != first.position || item.class != first.class {
			first.nextRun = int32(i)
			runStart = i
		}
		item.countIn(able)
	}
	if len(n.items) > 0 {
		n.items[runStart].nextRun = int32(len(n.items))
	}
	n.active = n.active[:0]
	for h := 1; h < len(n.constraints); h++ {
		con := &n.constraints[h]
		if con.max = min(con.max, able[h]); con.min > con.max {
			return false
		}
		if con.max > 0 {
			n.active = append(n.active, int32(h))
		}
	}
	return true
}

// countIn adds the item to the counts of its constraints.
func (item *relaxedItem) countIn(counts []int) {
	for _, h := range item.constraints {
		counts[h]++
	}
	if item.second != nil {
		for _, h := range item.second {
			counts[h]++
		}
	}
}

// relax solves the relaxation at prices. It returns the bound and the picked items,
// and counts these by constraint.
func (s *solver) relax(n *node, prices []int64, counts []int) (bound int64, picks []int32) {
	top := int64(0)
	for _, h := range n.active {
		con := &n.constraints[h]
		if bound += con.profit(prices[h]); con.job {
			top = max(top, prices[h])
		}
	}
	bound += s.relaxation.solve(n.items, prices, top)
	picks = s.relaxation.picks()
	clear(counts)
	for _, at := range picks {
		n.items[at].countIn(counts)
	}
	s.work -= len(n.items)/4 + len(n.active) + s.relaxation.workUnits()
	return bound, picks
}

// recordBound keeps the best bound so far, with its prices and picks.
func (n *node) recordBound(bound int64, prices []int64, counts []int, picks []int32) {
	n.bound = bound
	copy(n.prices, prices)
	n.counts = append(n.counts[:0], counts...)
	n.picks = n.picks[:0]
	for _, at := range picks {
		n.picks = append(n.picks, n.items[at])
	}
}
