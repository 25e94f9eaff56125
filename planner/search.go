package planner

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// Limits of the search, in rounds of one relaxation each, and in cells, links
// and pairs of spots looked at: a clock would make the plan depend on the
// machine. The last is some seconds; of thousands of problems none came near it.
const (
	rootRounds = 1000
	nodeRounds = 60
	workMost   = 60_000_000
)

// solve finds a choice and a bound that no choice exceeds. They are equal unless
// the search has used up its work. It is a branch and bound: the relaxation
// bounds each node, and proposes what local search makes a choice of. It begins
// at the items of start, and leaves them only for something better.
func (m *model) solve(start []int32) (best *choice, bound Points) {
	items := m.reduce()
	s := &search{model: m, frame: m.newFrame(items), best: m.first(start), tried: map[string]bool{}, work: workMost}
	root := s.root(items)
	s.descend(root, rootRounds)
	if bound = s.branchOut(root); bound > s.best.points {
		s.best.fill(items)
	}
	return s.best, max(bound, s.best.points)
}

// first is a first choice: what start comes to, or what is best at every step if
// that is more.
func (m *model) first(start []int32) *choice {
	few := m.sketch()
	greedy, warm := m.empty(), m.empty()
	greedy.fill(few)
	greedy.improve(few)
	for _, i := range start {
		if warm.fits(i) {
			warm.add(i)
		}
	}
	if len(warm.items) == 0 {
		return greedy
	}
	warm.fill(few)
	if warm.improve(few); warm.points < greedy.points {
		return greedy
	}
	return warm
}

// find is the items of those meetings that are still there.
func (m *model) find(meetings []Meeting) (items []int32) {
	for i := range m.items {
		it := &m.items[i]
		for j := range meetings {
			meeting, s := &meetings[j], &m.slots[it.slot]
			if s.Start.Equal(meeting.Span.Start) && s.End.Equal(meeting.Span.End) &&
				m.view.people[it.person].ID == meeting.Person && m.view.goals[it.goal].ID == meeting.Goal {
				items = append(items, int32(i))
			}
		}
	}
	return items
}

// root is the node of the whole problem. Its prices begin at what the last of a
// group's meetings gains in the first choice.
func (s *search) root(items []int32) *node {
	m := s.model
	links, of := m.links(items)
	n := &node{cells: make([]cell, len(items)), links: links, prices: make([]int64, len(links)), bound: -never}
	at := make([]int32, len(m.slots)) // spot by slot
	for i := range s.frame.spots {
		at[s.frame.spots[i].slot] = int32(i)
	}
	for i, item := range items {
		it := &m.items[item]
		c := cell{value: int64(it.value) * fine, item: item, spot: at[it.slot], class: it.class}
		for k, t := range pricedTallies {
			if g := it.groups[t]; g >= 0 {
				c.links[k] = of[g]
			}
		}
		n.cells[i] = c
	}
	for from, to := 0, 0; from < len(n.cells); from = to { // items are by slot
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
	for g, h := range of {
		if h > 0 && links[h].most > 0 {
			n.prices[h] = links[h].gains[min(max(0, s.best.used[g]-1), links[h].most-1)]
		}
	}
	n.index()
	return n
}

// branchOut splits the open node of the largest bound again and again, and is
// the bound of what stays open.
func (s *search) branchOut(root *node) Points {
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
			s.work -= 4*len(part.cells) + len(part.links)
			if !s.settle(part) {
				continue
			}
			if s.descend(part, nodeRounds); !s.closed(part) {
				open = append(open, part)
			}
		}
	}
	return s.best.points
}

// propose makes a choice of what the relaxation picks, and keeps it if it is the
// best.
func (s *search) propose(cells []cell, picks []int32) {
	if s.settled || !s.news(cells, picks) {
		return
	}
	items := make([]int32, len(picks))
	for i, at := range picks {
		items[i] = cells[at].item
	}
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

// news reports whether those picks have not been proposed before.
func (s *search) news(cells []cell, picks []int32) bool {
	var key []byte
	for _, at := range picks {
		key = binary.LittleEndian.AppendUint32(key, uint32(cells[at].item))
	}
	known := s.tried[string(key)]
	s.tried[string(key)] = true
	return !known
}
