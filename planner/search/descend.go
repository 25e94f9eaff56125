package search

import "slices"

// How prices move. A whole step is where a linear function would have fallen to
// the value of the best choice. A step begins as a whole one, is halved when
// patience rounds have not lowered the bound by half a unit, and ends below
// stepLeast of stepWhole. A direction keeps seven eighths of the last one: it is an
// average of subgradients, nearer to the fractional solution than any of them.
const (
	stepWhole = 1024
	stepLeast = 8
	patience  = 10
	liftMost  = 8
)

// descend lowers n's bound by moving its prices. On the way it proposes choices,
// and drops the cells that no better choice needs.
func (s *solver) descend(n *node, rounds int) {
	if !s.lift(n) {
		n.bound = never
		return
	}
	inherited, fixed := n.bound, int64(-never)
	prices, direction, counts := slices.Clone(n.prices), make([]int64, len(n.links)), make([]int, len(n.links))
	step, idle := int64(stepWhole), 0
	n.bound = -never
	for range rounds {
		if s.work <= 0 && n.picks != nil {
			break
		}
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
			if least := s.best.value * fine; bound-least < (fixed-least)*7/8 {
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
		} else if !n.move(prices, direction, counts, (bound-s.best.value*fine)*step/stepWhole) {
			break
		}
	}
	if !s.closed(n) { // what was dropped since may have changed the solution
		bound, picks := s.relax(n, n.prices, counts)
		n.take(bound, n.prices, counts, picks)
	}
	n.bound = min(n.bound, inherited)
}

// move takes a step of that length along the direction. It is false if the
// subgradient is zero: then no other prices are better.
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

// fix drops the cells that no better choice holds: forced into a solution, each
// lowers the bound to the value of the best choice. It is false if n cannot hold
// what it must.
func (s *solver) fix(n *node, prices []int64, bound int64) bool {
	losses, left := s.losses(prices), n.cells[:0]
	for i := range n.cells {
		if c := &n.cells[i]; floor(bound-losses.of(c)) > s.best.value {
			left = append(left, *c)
		}
	}
	n.cells = left
	return n.index()
}

// losses tell how much less a solution is worth if it must hold a cell.
type losses struct {
	frame   *frame
	prices  []int64
	most    int64   // what the best solution is worth
	through []int64 // by spot: what the best one is worth that holds the spot's best cell
}

// losses returns those of the last solve of the relaxation.
func (s *solver) losses(prices []int64) losses {
	return losses{s.frame, prices, slices.Max(s.frame.inAll.total()), s.frame.through()}
}

func (l *losses) of(c *cell) int64 {
	return l.most - l.through[c.spot] + l.frame.best[c.spot] - c.worth(l.prices)
}

// lift raises the prices of links that count more than is chosen of them. A price
// goes up as long as that lowers the bound: until an item would be chosen, or the
// link would count less. It is false if n cannot hold what it must.
func (s *solver) lift(n *node) bool {
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
