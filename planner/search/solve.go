package search

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// workMost is how many cells, links and pairs of spots the search looks at in all:
// a limit in time would make the choice depend on the machine. It is some seconds,
// and hardly any problem needs it.
const workMost = 60_000_000

// rounds are how many relaxations the root gets, and each later node.
type rounds struct{ root, node int }

// Solution is the best choice that was found, and what no choice exceeds.
type Solution struct {
	Items []int32 // the chosen ones, by time
	Value int64
	Bound int64

	First int64 // what the choice was worth that the search began at
	Nodes int   // parts that the problem was split into; 0: the first relaxation was enough
}

// Proven reports whether no choice is worth more.
func (s Solution) Proven() bool { return s.Value == s.Bound }

// Solve finds a choice and a bound. They are equal unless the search runs out of
// work. Even then no item could be added to the choice with a gain.
func Solve(p *Problem) Solution {
	s := newSolver(p)
	return s.solve(s.first())
}

// solve begins at a first choice.
func (s *solver) solve(c *Choice) Solution {
	s.best = c
	first, root := c.value, s.root()
	s.descend(root, s.rounds.root)
	bound := s.branchOut(root)
	if bound > s.best.value {
		s.best.fill(s.items)
	}
	return Solution{s.best.items, s.best.value, max(bound, s.best.value), first, s.nodes}
}

// solver is what the parts of a search share.
type solver struct {
	*Problem
	alone []int64 // by start; see Problem.Alone
	items []int32 // those that the search needs
	frame *frame
	best  *Choice
	tried map[string]bool
	rounds
	work  int // cells, links and spots that may still be looked at
	nodes int // so far, without the root

	bounding bool // only a bound is asked for: best is a value to compare with, and stays
}

func newSolver(p *Problem) *solver {
	s := &solver{Problem: p, alone: make([]int64, len(p.Starts)), tried: map[string]bool{}, rounds: rounds{1000, 60}, work: workMost}
	for i := range p.Starts {
		s.alone[i] = p.Alone(int32(i))
	}
	s.items = s.reduce()
	s.frame = s.newFrame()
	return s
}

// first is a first choice: what is best at every step, improved by exchanges.
func (s *solver) first() *Choice {
	few, c := s.sketch(), s.Empty()
	c.fill(few)
	c.improve(few)
	return c
}

// root is the node of the whole problem. The price of a group begins at what its
// last item gains in the first choice.
func (s *solver) root() *node {
	links := s.newLinks()
	n := &node{cells: make([]cell, len(s.items)), links: links.all, prices: make([]int64, len(links.all)), bound: -never}
	at := make([]int32, len(s.Starts)) // spot by start
	for i := range s.frame.spots {
		at[s.frame.spots[i].start] = int32(i)
	}
	for i, item := range s.items {
		it := &s.Items[item]
		c := cell{value: it.Value * fine, item: item, spot: at[it.Start], class: it.Class}
		c.links[0] = links.job[it.Job]
		for k, g := range it.Groups {
			if g >= 0 {
				c.links[1+k] = links.group[g]
			}
		}
		n.cells[i] = c
	}
	for from, to := 0, 0; from < len(n.cells); from = to { // items are by start
		for to < len(n.cells) && n.cells[to].spot == n.cells[from].spot {
			to++
		}
		slices.SortFunc(n.cells[from:to], func(a, b cell) int {
			if a.class != b.class {
				return cmp.Compare(a.class, b.class)
			}
			return cmp.Or(cmp.Compare(b.value, a.value), cmp.Compare(a.item, b.item))
		})
	}
	for g, h := range links.group {
		if h > 0 && n.links[h].most > 0 {
			n.prices[h] = n.links[h].gains[min(max(0, s.best.groups[g]-1), n.links[h].most-1)]
		}
	}
	n.index()
	return n
}

// branchOut splits the open node of the largest bound until none is open or the
// work is used up. It returns the bound of what stays open.
func (s *solver) branchOut(root *node) int64 {
	open := []*node{root}
	for len(open) > 0 {
		at := 0
		for i, n := range open {
			if n.bound > open[at].bound {
				at = i
			}
		}
		n := open[at]
		if s.closed(n) {
			break // and so are all
		}
		if s.work <= 0 {
			return floor(n.bound)
		}
		open[at] = open[len(open)-1]
		open = open[:len(open)-1]
		for _, part := range s.branch(n) {
			s.nodes++
			s.work -= 4*len(part.cells) + len(part.links)
			if !s.settle(part) {
				continue
			}
			if s.descend(part, s.node); !s.closed(part) {
				open = append(open, part)
			}
		}
	}
	return s.best.value
}

// propose turns what the relaxation picks into a choice, and keeps it if it is the
// best so far.
func (s *solver) propose(cells []cell, picks []int32) {
	if s.bounding || !s.isNew(cells, picks) {
		return
	}
	items := make([]int32, len(picks))
	for i, at := range picks {
		items[i] = cells[at].item
	}
	slices.SortStableFunc(items, func(a, b int32) int { return cmp.Compare(s.sole(b), s.sole(a)) })
	c := s.Empty()
	for _, i := range items {
		if c.Fits(i) {
			c.Add(i)
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
	if 50*(s.best.value-c.value) < s.best.value { // within two hundredths
		c.improve(among)
	}
	s.work -= len(among)
	if c.value > s.best.value {
		s.best = c
	}
}

// isNew reports whether those picks have not been proposed before.
func (s *solver) isNew(cells []cell, picks []int32) bool {
	var key []byte
	for _, at := range picks {
		key = binary.LittleEndian.AppendUint32(key, uint32(cells[at].item))
	}
	known := s.tried[string(key)]
	s.tried[string(key)] = true
	return !known
}
