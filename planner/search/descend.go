package search

import "slices"

// How prices move. A whole step is where a linear function would have fallen to
// the value of the best choice. A step begins as a whole one, is halved when
// patience rounds have not lowered the bound by half a unit, and ends below
// stepLeast of stepWhole. A direction keeps seven eighths of the last one: it is an
// average of subgradients, nearer to the fractional solution than any of them.
const (
	fullStep  = 1024
	minStep   = 8
	patience  = 10
	maxRaises = 8
)

// descend lowers n's bound by moving its prices. On the way it proposes choices,
// and drops the cells that no better choice needs.
func (s *solver) descend(n *node, rounds int) {
	if !s.raisePrices(n) {
		n.bound = minusInf
		return
	}
	inherited, fixed := n.bound, int64(-minusInf)
	prices, direction, counts := slices.Clone(n.prices), make([]int64, len(n.constraints)), make([]int, len(n.constraints))
	step, idle := int64(fullStep), 0
	n.bound = -minusInf
	for range rounds {
		if s.work <= 0 && n.picks != nil {
			break
		}
		bound, picks := s.relax(n, prices, counts)
		s.propose(n.items, picks)
		idle++
		if bound <= n.bound {
			if n.bound-bound > priceScale/2 {
				idle = 0
			}
			n.recordBound(bound, prices, counts, picks)
			if s.cannotImprove(n) {
				break
			}
			if least := s.best.value * priceScale; bound-least < (fixed-least)*7/8 {
				if fixed = bound; !s.fixItems(n, prices, bound) {
					n.bound = minusInf
					return
				}
			}
		}
		if idle >= patience {
			if step, idle = step/2, 0; step < minStep {
				break
			}
			copy(prices, n.prices)
		} else if !n.move(prices, direction, counts, (bound-s.best.value*priceScale)*step/fullStep) {
			break
		}
	}
	if !s.cannotImprove(n) { // what was dropped since may have changed the solution
		bound, picks := s.relax(n, n.prices, counts)
		n.recordBound(bound, n.prices, counts, picks)
	}
	n.bound = min(n.bound, inherited)
}

// move takes a step of that length along the direction. It is false if the
// subgradient is zero: then no other prices are better.
func (n *node) move(prices, direction []int64, counts []int, length int64) bool {
	norm, zero := int64(0), true
	for _, h := range n.active {
		over := int64(counts[h] - n.constraints[h].bestCount(prices[h], counts[h]))
		zero = zero && over == 0
		direction[h] = direction[h]*7/8 + over*priceScale
		norm += direction[h] * direction[h]
	}
	if zero {
		return false
	}
	for _, h := range n.active {
		if direction[h] != 0 {
			prices[h] -= length * direction[h] * priceScale / norm
		}
	}
	return true
}

// fixItems drops the cells that no better choice holds: forced into a solution, each
// lowers the bound to the value of the best choice. It is false if n cannot hold
// what it must.
func (s *solver) fixItems(n *node, prices []int64, bound int64) bool {
	losses, left := s.reducedCosts(prices), n.items[:0]
	for i := range n.items {
		if c := &n.items[i]; unscale(bound-losses.of(c)) > s.best.value {
			left = append(left, *c)
		}
	}
	n.items = left
	return n.index()
}

// reducedCosts tell how much less a solution is worth if it must hold a cell.
type reducedCosts struct {
	relaxation  *relaxation
	prices      []int64
	best        int64   // what the best solution is worth
	bestThrough []int64 // by spot: what the best one is worth that holds the spot's best cell
}

// reducedCosts returns those of the last solve of the relaxation.
func (s *solver) reducedCosts(prices []int64) reducedCosts {
	return reducedCosts{s.relaxation, prices, slices.Max(s.relaxation.knapsack.total()), s.relaxation.bestThrough()}
}

func (l *reducedCosts) of(c *relaxedItem) int64 {
	return l.best - l.bestThrough[c.position] + l.relaxation.bestValue[c.position] - c.worth(l.prices)
}

// raisePrices raises the prices of links that count more than is chosen of them. A price
// goes up as long as that lowers the bound: until an item would be chosen, or the
// link would count less. It is false if n cannot hold what it must.
func (s *solver) raisePrices(n *node) bool {
	if !n.index() {
		return false
	}
	counts, rise := make([]int, len(n.constraints)), make([]int64, len(n.constraints))
	for range maxRaises {
		s.relax(n, n.prices, counts)
		for _, h := range n.active {
			rise[h] = n.constraints[h].priceIncreaseFor(n.prices[h], counts[h])
		}
		losses := s.reducedCosts(n.prices)
		for i := range n.items {
			c := &n.items[i]
			for _, h := range c.constraints {
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
