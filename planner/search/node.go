package search

// node is a part of the problem: the cells that are left, and what the links may
// count. No choice of this part is worth more than bound, which the relaxation has
// found at prices.
type node struct {
	cells  []cell // those of one spot and class follow each other, the best first: a lane
	links  []link
	prices []int64
	bound  int64   // in parts of a unit
	active []int32 // links that matter

	// The relaxation's solution at those prices.
	picks  []cell
	counts []int
}

// closed reports whether n can hold nothing better than the best choice.
func (s *solver) closed(n *node) bool { return floor(n.bound) <= s.best.value }

// floor is the whole units in parts; see fine.
func floor(parts int64) int64 { return parts >> 6 }

// index finds the lanes and the links that matter. It lets no link count more than
// it has cells, and is false if a link cannot count what it must.
func (n *node) index() bool {
	able := make([]int, len(n.links))
	lane := 0
	for i := range n.cells {
		c := &n.cells[i]
		if first := &n.cells[lane]; c.spot != first.spot || c.class != first.class {
			first.next = int32(i)
			lane = i
		}
		for _, h := range c.links {
			able[h]++
		}
	}
	if len(n.cells) > 0 {
		n.cells[lane].next = int32(len(n.cells))
	}
	n.active = n.active[:0]
	for h := 1; h < len(n.links); h++ {
		l := &n.links[h]
		if l.most = min(l.most, able[h]); l.least > l.most {
			return false
		}
		if l.most > 0 {
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
		l := &n.links[h]
		if bound += l.profit(prices[h]); l.job {
			top = max(top, prices[h])
		}
	}
	bound += s.frame.solve(n.cells, prices, top)
	picks = s.frame.picks()
	clear(counts)
	for _, at := range picks {
		for _, h := range n.cells[at].links {
			counts[h]++
		}
	}
	s.work -= len(n.cells)/4 + len(n.active) + s.frame.effort()
	return bound, picks
}

// take remembers the best bound so far, with its prices and picks.
func (n *node) take(bound int64, prices []int64, counts []int, picks []int32) {
	n.bound = bound
	copy(n.prices, prices)
	n.counts = append(n.counts[:0], counts...)
	n.picks = n.picks[:0]
	for _, at := range picks {
		n.picks = append(n.picks, n.cells[at])
	}
}
