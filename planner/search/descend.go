package search

import "slices"

// Control of the price updates. A full step is Polyak's: it would reach the best
// value if the bound were linear. The step starts full and is halved after patience
// rounds that lower the bound by less than half a unit. The descent stops when it is
// below minStep. A direction keeps seven eighths of the previous one: it is an
// average of subgradients, nearer to the fractional solution than any of them.
const (
	fullStep  = 1024
	minStep   = 8
	patience  = 10
	maxRaises = 8
)

// descend lowers n's bound by changing its prices. On the way it proposes choices,
// and drops items that no better choice needs.
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
			if floor := s.best.value * priceScale; bound-floor < (fixed-floor)*7/8 {
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

// move takes a step of that length along the direction. It returns false if the
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

// fixItems drops the items that no better choice contains: if one is forced into the
// solution, the bound falls to the value of the best choice. It returns false if n
// contains no choice.
func (s *solver) fixItems(n *node, prices []int64, bound int64) bool {
	losses, left := s.reducedCosts(prices), n.items[:0]
	for i := range n.items {
		if item := &n.items[i]; unscale(bound-losses.of(item)) > s.best.value {
			left = append(left, *item)
		}
	}
	n.items = left
	return n.index()
}

// reducedCosts give how much the bound falls if an item is forced into the solution.
type reducedCosts struct {
	relaxation  *relaxation
	prices      []int64
	best        int64      // value of the best solution
	bestThrough [3][]int64 // by weight and position: value of the best solution with the best item there
}

// reducedCosts returns the reduced costs of the last solve of the relaxation.
func (s *solver) reducedCosts(prices []int64) reducedCosts {
	return reducedCosts{s.relaxation, prices, slices.Max(s.relaxation.knapsack.total()), s.relaxation.bestThrough()}
}

func (l *reducedCosts) of(item *relaxedItem) int64 {
	w := item.weight()
	return l.best - l.bestThrough[w][item.position] + l.relaxation.bestValue[w][item.position] - item.worth(l.prices)
}

// raisePrices raises the prices of constraints that count more items than are chosen.
// It raises a price as long as that lowers the bound: until an item would be chosen,
// or the constraint would count less. It returns false if n contains no choice.
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
			item := &n.items[i]
			for constraints := range item.eachJob {
				for _, h := range constraints {
					if rise[h] > 0 {
						rise[h] = min(rise[h], losses.of(item)+1)
					}
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
