package search

// node is a part of the problem: the cells that are left, and what the links may
// count. No choice of this part is worth more than bound, which the relaxation has
// found at prices.
type node struct {
	items       []relaxedItem // those of one spot and class follow each other, the best first: a lane
	constraints []constraint
	prices      []int64
	bound       int64   // in parts of a unit
	active      []int32 // links that matter

	// The relaxation's solution at those prices.
	picks  []relaxedItem
	counts []int
}

// cannotImprove reports whether n can hold nothing better than the best choice.
func (s *solver) cannotImprove(n *node) bool { return unscale(n.bound) <= s.best.value }

// unscale is the whole units in parts; see fine.
func unscale(parts int64) int64 { return parts >> 6 }

// index finds the lanes and the links that matter. It lets no link count more than
// it has cells, and is false if a link cannot count what it must.
func (n *node) index() bool {
	able := make([]int, len(n.constraints))
	lane := 0
	for i := range n.items {
		c := &n.items[i]
		if first := &n.items[lane]; c.position != first.position || c.class != first.class {
			first.nextLane = int32(i)
			lane = i
		}
		for _, h := range c.constraints {
			able[h]++
		}
	}
	if len(n.items) > 0 {
		n.items[lane].nextLane = int32(len(n.items))
	}
	n.active = n.active[:0]
	for h := 1; h < len(n.constraints); h++ {
		l := &n.constraints[h]
		if l.max = min(l.max, able[h]); l.min > l.max {
			return false
		}
		if l.max > 0 {
			n.active = append(n.active, int32(h))
		}
	}
	return true
}

// relax solves the relaxation at prices. It returns the bound and the cells that
// are picked, and counts these by link.
func (s *solver) relax(n *node, prices []int64, counts []int) (bound int64, picks []int32) {
	top := int64(0)
	for _, h := range n.active {
		l := &n.constraints[h]
		if bound += l.profit(prices[h]); l.job {
			top = max(top, prices[h])
		}
	}
	bound += s.relaxation.solve(n.items, prices, top)
	picks = s.relaxation.picks()
	clear(counts)
	for _, at := range picks {
		for _, h := range n.items[at].constraints {
			counts[h]++
		}
	}
	s.work -= len(n.items)/4 + len(n.active) + s.relaxation.workUnits()
	return bound, picks
}

// recordBound remembers the best bound so far, with its prices and picks.
func (n *node) recordBound(bound int64, prices []int64, counts []int, picks []int32) {
	n.bound = bound
	copy(n.prices, prices)
	n.counts = append(n.counts[:0], counts...)
	n.picks = n.picks[:0]
	for _, at := range picks {
		n.picks = append(n.picks, n.items[at])
	}
}
