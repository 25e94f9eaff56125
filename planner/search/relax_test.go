package search

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestBoundHoldsAtAnyPrices relaxes at prices of any sign. The bound must hold for
// every choice, and with an item forced in for every choice that contains it.
func TestBoundHoldsAtAnyPrices(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		s := newSolver(p)
		s.best = p.NewChoice()
		root := s.root()
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "prices"), 1))
		for range 20 {
			for _, h := range root.active {
				root.prices[h] = (r.Int64N(400) - 200) * priceScale
			}
			checkBounds(t, s, root)
		}
	})
}

// checkBounds compares the bounds at n's prices with every choice of the items that
// the search has not dropped.
func checkBounds(t *rapid.T, s *solver, n *node) {
	bound, _ := s.relax(n, n.prices, make([]int, len(n.constraints)))
	losses := s.reducedCosts(n.prices)
	forced := map[int32]int64{} // by item
	for i := range n.items {
		item := &n.items[i]
		forced[item.item] = bound - losses.of(item)
		if best := s.relaxation.bestValue[item.weight()][item.position]; item.worth(n.prices) > best {
			t.Errorf("item %d is worth %d at its prices, the best of its pos %d", item.item, item.worth(n.prices), best)
		}
	}
	s.eachChoice(nil, 0, func(chosen []int32, value int64) {
		if slices.ContainsFunc(chosen, func(i int32) bool { return !slices.Contains(s.items, i) }) {
			return
		}
		if value > unscale(bound) {
			t.Errorf("%v is worth %d, the bound is %d", chosen, value, unscale(bound))
		}
		for _, i := range chosen {
			if value > unscale(forced[i]) {
				t.Errorf("%v is worth %d, the bound with %d is %d", chosen, value, i, unscale(forced[i]))
			}
		}
	})
}
