package network

import (
	"maps"
	"math"
	"slices"
)

// Structure describes the network of one person. The weights of ties are as in
// [HalfLife].
type Structure struct {
	// Constraint is Burt's: sum over contacts j of (p_j + sum over q of
	// p_q p_qj)^2, where p is the share of a tie in all ties of its owner. Low is
	// good: contacts who do not know each other (R. Burt, Structural Holes, 1992).
	Constraint float64
	// EffectiveSize is the number of contacts minus their redundancy: sum over j of
	// 1 - sum over q of p_q m_jq, where m is a tie divided by the strongest of its
	// owner (Burt 1992).
	EffectiveSize float64
	// EI is (external - internal)/(external + internal) of the weight of ties with
	// other departments and with one's own (Krackhardt and Stern, Social Psychology
	// Quarterly 51, 1988): -1 is all internal, 1 all external. People whose department is
	// not known do not count; 0 if there is nobody else.
	EI float64
	// TwoSteps is how many people are within two ties of at least [WarmStrength].
	TwoSteps float64
}

// Side is on which side of the border of one's own department somebody is.
type Side int

// The sides.
const (
	SideUnknown Side = iota
	SideInside
	SideOutside
)

// Graph has the strengths of the ties among people, by person and person. They are
// symmetric.
type Graph []map[int]float64

// NewGraph returns a graph of n people without ties.
func NewGraph(n int) Graph {
	g := make(Graph, n)
	for i := range g {
		g[i] = map[int]float64{}
	}
	return g
}

// Meet adds a meeting of size people that ended age half-lives ago. people are those of
// them who are in the graph. A meeting of more than [MaxEncounterSize] makes no ties.
func (g Graph) Meet(people []int, size int, age float64) {
	if size > MaxEncounterSize {
		return
	}
	weight := math.Exp2(-age) / float64(size-1)
	for n, a := range people {
		for _, b := range people[:n] {
			g[a][b] += weight
			g[b][a] += weight
		}
	}
}

// Structure returns the structure of the network of one person. Sums follow the order of
// people, so that every run gets the same result.
func (g Graph) Structure(me int, side func(int) Side) Structure {
	var s Structure
	contacts := slices.Sorted(maps.Keys(g[me]))
	total := g.total(me)
	totals := map[int]float64{}
	for _, q := range contacts {
		totals[q] = g.total(q)
	}
	weight := map[Side]float64{}
	for _, j := range contacts {
		strongest, through := g.strongest(j), g[me][j]/total
		s.EffectiveSize++
		for _, q := range contacts {
			if w := g[j][q]; q != j && w > 0 {
				s.EffectiveSize -= g[me][q] / total * w / strongest
				through += g[me][q] / total * w / totals[q]
			}
		}
		s.Constraint += through * through
		weight[side(j)] += g[me][j]
	}
	if known := weight[SideInside] + weight[SideOutside]; known > 0 {
		s.EI = (weight[SideOutside] - weight[SideInside]) / known
	}
	s.TwoSteps = float64(g.twoStepReach(me))
	return s
}

// total returns the sum of i's ties.
func (g Graph) total(i int) (sum float64) {
	for _, j := range slices.Sorted(maps.Keys(g[i])) {
		sum += g[i][j]
	}
	return sum
}

func (g Graph) strongest(i int) (weight float64) {
	for _, w := range g[i] {
		weight = max(weight, w)
	}
	return weight
}

// twoStepReach returns how many others are within two warm ties of i.
func (g Graph) twoStepReach(i int) int {
	seen := map[int]bool{}
	for j, w := range g[i] {
		if w < WarmStrength {
			continue
		}
		seen[j] = true
		for k, w := range g[j] {
			if w >= WarmStrength {
				seen[k] = true
			}
		}
	}
	delete(seen, i)
	return len(seen)
}
