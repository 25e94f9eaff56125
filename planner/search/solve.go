package search

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// maxWork is how many cells, links and pairs of spots the search looks at in all:
// a limit in time would make the choice depend on the machine. It is some seconds,
// and hardly any problem needs it.
const maxWork = 60_000_000

// rounds are how many relaxations the root gets, and each later node.
type rounds struct{ root, node int }

// Solution is the best choice that was found, and what no choice exceeds.
type Solution struct {
	Items []int32 // the chosen ones, by time
	Value int64
	Bound int64

	InitialValue int64 // what the choice was worth that the search began at
	Nodes        int   // parts that the problem was split into; 0: the first relaxation was enough
}

// Proven reports whether no choice is worth more.
func (s Solution) Proven() bool { return s.Value == s.Bound }

// Solve finds a choice and a bound. They are equal unless the search runs out of
// work. Even then no item could be added to the choice with a gain.
func Solve(p *Problem) Solution {
	s := newSolver(p)
	return s.solve(s.initialChoice())
}

// solve begins at a first choice.
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

// solver is what the parts of a search share.
type solver struct {
	*Problem
	startCostAlone []int64 // by start; see Problem.Alone
	items          []int32 // those that the search needs
	relaxation     *relaxation
	best           *Choice
	tried          map[string]bool
	rounds
	work  int // cells, links and spots that may still be looked at
	nodes int // so far, without the root

	boundOnly bool // only a bound is asked for: best is a value to compare with, and stays
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

// initialChoice is a first choice: what is best at every step, improved by exchanges.
func (s *solver) initialChoice() *Choice {
	few, c := s.initialItems(), s.NewChoice()
	c.fill(few)
	c.improve(few)
	return c
}

// root is the node of the whole problem. The price of a group begins at what its
// last item gains in the first choice.
func (s *solver) root() *node {
	links := s.newConstraints()
	n := &node{items: make([]relaxedItem, len(s.items)), constraints: links.all, prices: make([]int64, len(links.all)), bound: -minusInf}
	at := make([]int32, len(s.Starts)) // spot by start
	for i := range s.relaxation.positions {
		at[s.relaxation.positions[i].start] = int32(i)
	}
	for i, item := range s.items {
		it := &s.Items[item]
		c := relaxedItem{value: it.Value * priceScale, item: item, position: at[it.Start], class: it.Class}
		c.constraints[0] = links.job[it.Job]
		for k, g := range it.Groups {
			if g >= 0 {
				c.constraints[1+k] = links.group[g]
			}
		}
		n.items[i] = c
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
	for g, h := range links.group {
		if h > 0 && n.constraints[h].max > 0 {
			n.prices[h] = n.constraints[h].gains[min(max(0, s.best.groups[g]-1), n.constraints[h].max-1)]
		}
	}
	n.index()
	return n
}

// branchAndBound splits the open node of the largest bound until none is open or the
// work is used up. It returns the bound of what stays open.
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

// propose turns what the relaxation picks into a choice, and keeps it if it is the
// best so far.
func (s *solver) propose(cells []relaxedItem, picks []int32) {
	if s.boundOnly || !s.isNew(cells, picks) {
		return
	}
	items := make([]int32, len(picks))
	for i, at := range picks {
		items[i] = cells[at].item
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
	for _, at := range s.relaxation.bestItem {
		if at >= 0 {
			among = append(among, cells[at].item)
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
func (s *solver) isNew(cells []relaxedItem, picks []int32) bool {
	var key []byte
	for _, at := range picks {
		key = binary.LittleEndian.AppendUint32(key, uint32(cells[at].item))
	}
	known := s.tried[string(key)]
	s.tried[string(key)] = true
	return !known
}
