package planner

import "slices"

// branch splits n into parts which together hold every better choice. The
// relaxation's solution of n is no choice, or is worth less than n's bound;
// either shows where to split, so that no part has that solution at that bound.
func (s *search) branch(n *node) []*node {
	for _, split := range []func(*node) []*node{s.splitPerson, s.splitClose, s.splitGroup, s.splitCount} {
		if parts := split(n); parts != nil {
			return parts
		}
	}
	return []*node{n} // its bound has not been found yet
}

// splitPerson parts the starts of a person who would come twice, or would not
// come and must.
func (s *search) splitPerson(n *node) []*node {
	for h := range n.links {
		person := int32(h)
		var border int32
		switch l := &n.links[h]; {
		case !l.person:
			continue
		case n.counts[h] > l.most:
			border = s.twice(n, person)
		case n.counts[h] < l.least:
			border = n.middle(person)
		default:
			continue
		}
		early := n.without(func(c *cell) bool { return c.links[0] == person && c.spot > border })
		late := n.without(func(c *cell) bool { return c.links[0] == person && c.spot <= border })
		if len(early.cells) < len(n.cells) && len(late.cells) < len(n.cells) {
			return []*node{early, late}
		}
	}
	return nil
}

// twice is a spot between two that n's solution has of a person, the last of the
// day if they are on different days.
func (s *search) twice(n *node, person int32) int32 {
	first := slices.IndexFunc(n.picks, func(c cell) bool { return c.links[0] == person })
	for _, c := range n.picks[first+1:] {
		if day := s.frame.spots[n.picks[first].spot].day; c.links[0] == person && s.frame.spots[c.spot].day != day {
			return int32(s.frame.days[day].to) - 1
		}
	}
	return n.picks[first].spot
}

// middle is a spot in the middle of those where a person has cells.
func (n *node) middle(person int32) int32 {
	var spots []int32
	for i := range n.cells {
		if n.cells[i].links[0] == person {
			spots = append(spots, n.cells[i].spot)
		}
	}
	slices.Sort(spots)
	if len(spots) == 0 {
		return 0
	}
	return (spots[0] + spots[len(spots)-1]) / 2
}

// splitClose does without one of two starts of different days that are too
// close.
func (s *search) splitClose(n *node) []*node {
	m := s.model
	for i := 1; i < len(n.picks); i++ {
		a, b := n.picks[i-1].spot, n.picks[i].spot
		if m.view.tooClose(m.slots[s.frame.spots[a].slot].Span, m.slots[s.frame.spots[b].slot].Span) {
			return []*node{
				n.without(func(c *cell) bool { return c.spot == a }),
				n.without(func(c *cell) bool { return c.spot == b }),
			}
		}
	}
	return nil
}

// splitGroup decides about one person whether they count in a group that would
// hold too many or too few. Where that is decided of everybody, there is no
// choice.
func (s *search) splitGroup(n *node) []*node {
	for h := 1; h < len(n.links); h++ {
		l := &n.links[h]
		over := n.counts[h] > l.most
		if l.person || !over && n.counts[h] >= l.least {
			continue
		}
		in := func(c *cell) bool { return slices.Contains(c.links[:], int32(h)) }
		among := n.picks
		if !over {
			among = n.cells
		}
		for i := range among {
			person := among[i].links[0]
			if !in(&among[i]) || n.committed(person, in) {
				continue
			}
			within := n.without(func(c *cell) bool { return c.links[0] == person && !in(c) })
			within.least(person, 1)
			return []*node{n.without(func(c *cell) bool { return c.links[0] == person && in(c) }), within}
		}
		return []*node{}
	}
	return nil
}

// committed reports whether the person must come, and can only come in.
func (n *node) committed(person int32, in func(*cell) bool) bool {
	return n.links[person].least > 0 && !slices.ContainsFunc(n.cells, func(c cell) bool { return c.links[0] == person && !in(&c) })
}

// splitCount parts the counts of the group whose gain the bound overstates most.
func (s *search) splitCount(n *node) []*node {
	worst, most := 0, int64(0)
	for h := 1; h < len(n.links); h++ {
		l := &n.links[h]
		if k := n.counts[h]; k >= l.least && k <= l.most && l.slack(n.prices[h], k) > most {
			worst, most = h, l.slack(n.prices[h], k)
		}
	}
	if worst == 0 {
		return nil
	}
	k := n.counts[worst]
	if l := &n.links[worst]; k > l.least && l.gains[k-1] < n.prices[worst] {
		k--
	}
	few, many := n.without(nil), n.without(nil)
	few.most(int32(worst), k)
	many.least(int32(worst), k+1)
	return []*node{few, many}
}

// without is n without some cells; nil keeps all.
func (n *node) without(out func(*cell) bool) *node {
	part := &node{links: slices.Clone(n.links), prices: slices.Clone(n.prices), bound: n.bound}
	for i := range n.cells {
		if out == nil || !out(&n.cells[i]) {
			part.cells = append(part.cells, n.cells[i])
		}
	}
	return part
}

// least lets link h count no fewer than k.
func (n *node) least(h int32, k int) { n.links[h].least = max(n.links[h].least, k) }

// most lets link h count no more than k.
func (n *node) most(h int32, k int) {
	if n.links[h].most = min(n.links[h].most, k); k == 0 {
		n.cells = slices.DeleteFunc(n.cells, func(c cell) bool { return slices.Contains(c.links[:], h) })
	}
}

// settle leaves out what cannot be beside the people who must come and have one
// start left, and reports whether every link can count what it must.
func (s *search) settle(n *node) bool {
	people := make([]map[int32]bool, len(n.links)) // by link: who counts in it
	starts := make([][]int32, len(n.links))        // by person's link
	for i := range n.cells {
		c := &n.cells[i]
		for _, h := range c.links[1:] {
			if people[h] == nil {
				people[h] = map[int32]bool{}
			}
			people[h][c.links[0]] = true
		}
		if at := starts[c.links[0]]; len(at) == 0 || len(at) == 1 && at[0] != c.spot {
			starts[c.links[0]] = append(at, c.spot)
		}
	}
	for h := 1; h < len(n.links); h++ {
		l := &n.links[h]
		able := len(people[h])
		if l.person {
			able = min(1, len(starts[h]))
		}
		if l.most = min(l.most, able); l.least > l.most {
			return false
		}
		if l.person && l.least > 0 && len(starts[h]) == 1 {
			s.clearAround(n, int32(h), starts[h][0])
		}
	}
	return true
}

// clearAround leaves out what cannot be beside the person at that spot.
func (s *search) clearAround(n *node, person, spot int32) {
	at, m := s.frame.spots[spot], s.model
	n.cells = slices.DeleteFunc(n.cells, func(c cell) bool {
		other := s.frame.spots[c.spot]
		return c.links[0] != person && (other.day == at.day && s.frame.days[at.day].room <= 1 ||
			m.view.tooClose(m.slots[at.slot].Span, m.slots[other.slot].Span))
	})
}
