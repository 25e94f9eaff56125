package search

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// maxWork limits the number of items, constraints and pairs of positions that the
// search examines. A time limit would make the result depend on the machine. It
// corresponds to a few seconds; almost no problem reaches it.
const maxWork = 60_000_000

// rounds is the number of relaxations for the root and for each later node.
type rounds struct{ root, node int }

// Solution is the best choice found, and a bound that no choice exceeds.
type Solution struct {
	Items []int32 // by time
	Value int64
	Bound int64

	InitialValue int64 // value of the choice that the search started from
	Nodes        int   // number of parts that the problem was split into; 0: the first relaxation was enough
}

// Proven reports whether no choice is worth more.
func (s Solution) Proven() bool { return s.Value == s.Bound }

// Solve returns the best choice it finds, and a bound. They are equal unless the
// search reaches its work limit. Even then, no item could be added to the choice with
// a gain.
func Solve(p *Problem) Solution {
	s := newSolver(p)
	return s.solve(s.initialChoice())
}

// solve starts from an initial choice.
func (s *solver) solve(c *Choice) Solution {
	s.best = c
	first, root := c.value, s.root()
	s.descend(root, s.rounds.root)
	bound := s.branchAndBound(root)
	if bound > s.best.value {
		s.best.fill(s.items)
	}
	return Solution{s.best.items, s.best.value, max(bound, s.best.value), first, s.nodes}
}

// solver is the state of a search.
type solver struct {
	*Problem
	startCostAlone []int64 // by start; see Problem.StartCostAlone
	items          []int32 // items that the search needs
	relaxation     *relaxation
	best           *Choice
	tried          map[string]bool
	rounds
	work  int // items, constraints and positions that may still be examined
	nodes int // nodes so far, without the root

	boundOnly bool // only a bound is needed: best is a value to compare with, and does not change
}

func newSolver(p *Problem) *solver {
	s := &solver{Problem: p, startCostAlone: make([]int64, len(p.Starts)), tried: map[string]bool{}, rounds: rounds{1000, 60}, work: maxWork}
	for i := range p.Starts {
		s.startCostAlone[i] = p.StartCostAlone(int32(i))
	}
	s.items = s.reduce()
	s.relaxation = s.newRelaxation()
	return s
}

// initialChoice returns a greedy choice, improved by exchanges.
func (s *solver) initialChoice() *Choice {
	few, c := s.initialItems(), s.NewChoice()
	c.fill(few)
	c.improve(few)
	return c
}

// root returns the node of the whole problem. The initial price of a group is the
// gain of its last item in the initial choice.
func (s *solver) root() *node {
	constraints := s.newConstraints()
	n := &node{items: make([]relaxedItem, len(s.items)), constraints: constraints.all, prices: make([]int64, len(constraints.all)), bound: -minusInf}
	at := make([]int32, len(s.Starts)) // position by start
	for i := range s.relaxation.positions {
		at[s.relaxation.positions[i].start] = int32(i)
	}
	seconds := make([][constraintsPerJob]int32, len(s.Seconds))
	for i := range s.Seconds {
		seconds[i] = constraints.of(s.Seconds[i].Job, s.Seconds[i].Groups)
	}
	for i, item := range s.items {
		it := &s.Items[item]
		n.items[i] = relaxedItem{value: it.Value * priceScale, item: item, position: at[it.Start], class: it.Class, constraints: constraints.of(it.Job, it.Groups)}
		if it.Second != 0 {
			n.items[i].second = &seconds[it.Second-1]
		}
	}
	for from, to := 0, 0; from < len(n.items); from = to { // items are by start
		for to < len(n.items) && n.items[to].position == n.items[from].position {
			to++
		}
		slices.SortFunc(n.items[from:to], func(a, b relaxedItem) int {
			if a.class != b.class {
				return cmp.Compare(a.class, b.class)
			}
			return cmp.Or(cmp.Compare(b.value, a.value), cmp.Compare(a.item, b.item))
		})
	}
	for g, h := range constraints.group {
		if h > 0 && n.constraints[h].max > 0 {
			n.prices[h] = n.constraints[h].gains[min(max(0, s.best.groups[g]-1), n.constraints[h].max-1)]
		}
	}
	n.index()
	return n
}

// branchAndBound splits the open node with the largest bound until none is open or
// the work limit is reached. It returns the bound of the open nodes.
func (s *solver) branchAndBound(root *node) int64 {
	open := []*node{root}
	for len(open) > 0 {
		at := 0
		for i, n := range open {
			if n.bound > open[at].bound {
				at = i
			}
		}
		n := open[at]
		if s.cannotImprove(n) {
			break // and so are all
		}
		if s.work <= 0 {
			return unscale(n.bound)
		}
		open[at] = open[len(open)-1]
		open = open[:len(open)-1]
		for _, part := range s.branch(n) {
			s.nodes++
			s.work -= 4*len(part.items) + len(part.constraints)
			if !s.propagate(part) {
				continue
			}
			if s.descend(part, s.node); !s.cannotImprove(part) {
				open = append(open, part)
			}
		}
	}
	return s.best.value
}

// propose turns the relaxation's picks into a choice, and keeps it if it is the best
// so far.
func (s *solver) propose(relaxed []relaxedItem, picks []int32) {
	if s.boundOnly || !s.isNew(relaxed, picks) {
		return
	}
	items := make([]int32, len(picks))
	for i, at := range picks {
		items[i] = relaxed[at].item
	}
	slices.SortStableFunc(items, func(a, b int32) int { return cmp.Compare(s.valueAlone(b), s.valueAlone(a)) })
	c := s.NewChoice()
	for _, i := range items {
		if c.Fits(i) {
			c.Add(i)
		}
	}
	c.dropLosing()
	var among []int32 // the best of each start
	for _, byPosition := range s.relaxation.bestItem {
		for _, at := range byPosition {
			if at >= 0 {
				among = append(among, relaxed[at].item)
			}
		}
	}
	c.fill(among)
	if 50*(s.best.value-c.value) < s.best.value { // within two hundredths
		c.improve(among)
	}
	s.work -= len(among)
	if c.value > s.best.value {
		s.best = c
	}
}

// isNew reports whether those picks have not been proposed before.
func (s *solver) isNew(items []relaxedItem, picks []int32) bool {
	var key []byte
	for _, at := range picks {
		key = binary.LittleEndian.AppendUint32(key, uint32(items[at].item))
	}
	known := s.tried[string(key)]
	s.tried[string(key)] = true
	return !known
}
