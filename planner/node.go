package planner

import (
	"cmp"
	"slices"
)

// node is a part of the problem: the cells that are left and what the links may
// count. No choice within it is worth more than its bound, which is the
// relaxation's at its prices.
type node struct {
	cells  []cell // by spot, class and value: those of one spot and class are a lane
	links  []link
	prices []int64
	bound  int64   // in parts of a point
	active []int32 // links that matter

	// The relaxation's solution at those prices.
	picks  []cell
	counts []int
}

// search is what the nodes share.
type search struct {
	model *model
	frame *frame
	best  *choice
	tried map[string]bool
	work  int // cells, links and spots that may still be looked at

	settled bool // best is not to be bettered, only a value to compare with
}

// closed reports whether n holds nothing better than the best choice.
func (s *search) closed(n *node) bool { return floor(n.bound) <= s.best.points }

// floor is the whole points of parts.
func floor(parts int64) Points { return Points(parts >> 6) }

// How prices move. A step is the part, in stepWhole, of the way by which a
// linear function would fall to the best choice's value; it is halved when
// patience rounds have not lowered the bound by half a point, until it is less
// than stepLeast. A direction keeps seven eighths of the last one: the sum is an
// average of the subgradients, and nearer to the relaxation's fractional
// solution than any of them.
const (
	stepWhole = 1024
	stepLeast = 8
	patience  = 10
	liftMost  = 8
)

// index finds the lanes and the links that matter, and lets no link count more
// than it has cells. It is false if one cannot count what it must.
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

// relax solves the relaxation at prices. It returns the bound and what is
// picked, and counts the picks by link.
func (s *search) relax(n *node, prices []int64, counts []int) (bound int64, picks []int32) {
	top := int64(0)
	for _, h := range n.active {
		l := &n.links[h]
		if bound += l.profit(prices[h]); l.person {
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

// descend lowers n's bound by moving its prices, tries what the relaxation
// proposes, and drops the cells that no better choice holds.
func (s *search) descend(n *node, rounds int) {
	if !s.lift(n) {
		n.bound = never
		return
	}
	inherited, fixed := n.bound, int64(-never)
	prices, direction, counts := slices.Clone(n.prices), make([]int64, len(n.links)), make([]int, len(n.links))
	step, idle := int64(stepWhole), 0
	n.bound = -never
	for range rounds {
		bound, picks := s.relax(n, prices, counts)
		s.propose(n.cells, picks)
		idle++
		if bound <= n.bound {
			if n.bound-bound > fine/2 {
				idle = 0
			}
			n.take(bound, prices, counts, picks)
			if s.closed(n) {
				break
			}
			if least := int64(s.best.points) * fine; bound-least < (fixed-least)*7/8 {
				if fixed = bound; !s.fix(n, prices, bound) {
					n.bound = never
					return
				}
			}
		}
		if idle >= patience {
			if step, idle = step/2, 0; step < stepLeast {
				break
			}
			copy(prices, n.prices)
		} else if !n.move(prices, direction, counts, (bound-int64(s.best.points)*fine)*step/stepWhole) {
			break
		}
	}
	if !s.closed(n) { // what was dropped since may have changed the solution
		bound, picks := s.relax(n, n.prices, counts)
		n.take(bound, n.prices, counts, picks)
	}
	n.bound = min(n.bound, inherited)
}

// take remembers the best bound so far and how it came about.
func (n *node) take(bound int64, prices []int64, counts []int, picks []int32) {
	n.bound = bound
	copy(n.prices, prices)
	n.counts = append(n.counts[:0], counts...)
	n.picks = n.picks[:0]
	for _, at := range picks {
		n.picks = append(n.picks, n.cells[at])
	}
}

// move takes a step of that length along the direction; false if the
// subgradient is zero, so that no other prices are better.
func (n *node) move(prices, direction []int64, counts []int, length int64) bool {
	norm, zero := int64(0), true
	for _, h := range n.active {
		over := int64(counts[h] - n.links[h].wants(prices[h], counts[h]))
		zero = zero && over == 0
		direction[h] = direction[h]*7/8 + over*fine
		norm += direction[h] * direction[h]
	}
	if zero {
		return false
	}
	for _, h := range n.active {
		if direction[h] != 0 {
			prices[h] -= length * direction[h] * fine / norm
		}
	}
	return true
}

// fix drops the cells without which a better choice can do: any solution that
// holds one of them has a bound that does not beat the best choice. It is false
// if nothing is left.
func (s *search) fix(n *node, prices []int64, bound int64) bool {
	losses, kept := s.losses(prices), n.cells[:0]
	for i := range n.cells {
		if c := &n.cells[i]; floor(bound-losses.of(c)) > s.best.points {
			kept = append(kept, *c)
		}
	}
	n.cells = kept
	return n.index()
}

// losses tell how much less a solution is worth that must hold a cell.
type losses struct {
	frame   *frame
	prices  []int64
	most    int64   // what the best solution is worth
	through []int64 // by spot: what the best one is that takes the spot's best cell
}

// losses are those of the last solve of the relaxation.
func (s *search) losses(prices []int64) losses {
	return losses{s.frame, prices, slices.Max(s.frame.inWeek.total()), s.frame.through()}
}

func (l *losses) of(c *cell) int64 {
	return l.most - l.through[c.spot] + l.frame.best[c.spot] - c.worth(l.prices)
}

// lift raises the prices of groups that count more than is chosen of them, each
// as far as that lowers the bound: until one of its items would be chosen, or it
// would count less. It is false if n holds nothing.
func (s *search) lift(n *node) bool {
	if !n.index() {
		return false
	}
	counts, rise := make([]int, len(n.links)), make([]int64, len(n.links))
	for range liftMost {
		s.relax(n, n.prices, counts)
		for _, h := range n.active {
			rise[h] = n.links[h].rise(n.prices[h], counts[h])
		}
		losses := s.losses(n.prices)
		for i := range n.cells {
			c := &n.cells[i]
			for _, h := range c.links {
				if rise[h] > 0 {
					rise[h] = min(rise[h], losses.of(c)+1)
				}
			}
		}
		h := argmax(rise)
		if rise[h] == 0 {
			break
		}
		n.prices[h] += rise[h]
	}
	return true
}

// propose makes a choice of what the relaxation picks, and keeps it if it is the
// best.
func (s *search) propose(cells []cell, picks []int32) {
	items := make([]int32, len(picks))
	key := make([]byte, 0, 4*len(picks))
	for i, at := range picks {
		items[i] = cells[at].item
		key = append(key, byte(items[i]), byte(items[i]>>8), byte(items[i]>>16), byte(items[i]>>24))
	}
	if s.settled || s.tried[string(key)] {
		return
	}
	s.tried[string(key)] = true
	slices.SortStableFunc(items, func(a, b int32) int { return cmp.Compare(s.model.sole(b), s.model.sole(a)) })
	c := s.model.empty()
	for _, i := range items {
		if c.fits(i) {
			c.add(i)
		}
	}
	c.shed()
	var among []int32 // the best of each start
	for _, at := range s.frame.pick {
		if at >= 0 {
			among = append(among, cells[at].item)
		}
	}
	c.fill(among)
	if 50*(s.best.points-c.points) < s.best.points { // within two hundredths
		c.improve(among)
	}
	s.work -= len(among)
	if c.points > s.best.points {
		s.best = c
	}
}
