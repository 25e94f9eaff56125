package search

import "slices"

// branch splits n into parts that together hold every better choice. The
// relaxation's solution either breaks a rule or is worth less than the bound. That
// shows where to split, so that no part has this solution at this bound again.
func (s *solver) branch(n *node) []*node {
	for _, split := range []func(*node) []*node{s.splitJob, s.splitClose, s.splitGroup, s.splitCount} {
		if parts := split(n); parts != nil {
			return parts
		}
	}
	return []*node{n} // its bound has not been found yet
}

// splitJob divides the starts of a job that would come twice, or that must come
// and would not.
func (s *solver) splitJob(n *node) []*node {
	for h := range n.links {
		job := int32(h)
		var border int32
		switch l := &n.links[h]; {
		case !l.job:
			continue
		case n.counts[h] > l.most:
			border = s.twice(n, job)
		case n.counts[h] < l.least:
			border = n.middle(job)
		default:
			continue
		}
		early := n.without(func(c *cell) bool { return c.links[0] == job && c.spot > border })
		late := n.without(func(c *cell) bool { return c.links[0] == job && c.spot <= border })
		if len(early.cells) < len(n.cells) && len(late.cells) < len(n.cells) {
			return []*node{early, late}
		}
	}
	return nil
}

// twice is a spot between two at which n's solution has the job. If these are on
// different days, it is the last one of the first day.
func (s *solver) twice(n *node, job int32) int32 {
	first := slices.IndexFunc(n.picks, func(c cell) bool { return c.links[0] == job })
	for _, c := range n.picks[first+1:] {
		if day := s.frame.spots[n.picks[first].spot].day; c.links[0] == job && s.frame.spots[c.spot].day != day {
			return int32(s.frame.days[day].to) - 1
		}
	}
	return n.picks[first].spot
}

// middle is a spot in the middle of those where a job has cells.
func (n *node) middle(job int32) int32 {
	var spots []int32
	for i := range n.cells {
		if n.cells[i].links[0] == job {
			spots = append(spots, n.cells[i].spot)
		}
	}
	slices.Sort(spots)
	if len(spots) == 0 {
		return 0
	}
	return (spots[0] + spots[len(spots)-1]) / 2
}

// splitClose gives up one of two starts of different days that are too close.
func (s *solver) splitClose(n *node) []*node {
	for i := 1; i < len(n.picks); i++ {
		a, b := n.picks[i-1].spot, n.picks[i].spot
		if s.frame.close(a, b) {
			return []*node{
				n.without(func(c *cell) bool { return c.spot == a }),
				n.without(func(c *cell) bool { return c.spot == b }),
			}
		}
	}
	return nil
}

// splitGroup decides of one job whether it counts in a group that would hold too
// many or too few. If that is decided of every job, the part holds no choice.
func (s *solver) splitGroup(n *node) []*node {
	for h := 1; h < len(n.links); h++ {
		l := &n.links[h]
		over := n.counts[h] > l.most
		if l.job || !over && n.counts[h] >= l.least {
			continue
		}
		in := func(c *cell) bool { return slices.Contains(c.links[:], int32(h)) }
		among := n.picks
		if !over {
			among = n.cells
		}
		for i := range among {
			job := among[i].links[0]
			if !in(&among[i]) || n.committed(job, in) {
				continue
			}
			inside := n.without(func(c *cell) bool { return c.links[0] == job && !in(c) })
			inside.atLeast(job, 1)
			return []*node{n.without(func(c *cell) bool { return c.links[0] == job && in(c) }), inside}
		}
		return []*node{}
	}
	return nil
}

// committed reports whether the job must come, and can only come in the group.
func (n *node) committed(job int32, in func(*cell) bool) bool {
	return n.links[job].least > 0 && !slices.ContainsFunc(n.cells, func(c cell) bool { return c.links[0] == job && !in(&c) })
}

// splitCount divides the counts of the group whose gain the bound overstates most.
func (s *solver) splitCount(n *node) []*node {
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
	few.atMost(int32(worst), k)
	many.atLeast(int32(worst), k+1)
	return []*node{few, many}
}

// without returns a copy of n without the cells that out names; nil keeps all.
func (n *node) without(out func(*cell) bool) *node {
	part := &node{links: slices.Clone(n.links), prices: slices.Clone(n.prices), bound: n.bound}
	for i := range n.cells {
		if out == nil || !out(&n.cells[i]) {
			part.cells = append(part.cells, n.cells[i])
		}
	}
	return part
}

// atLeast lets link h count no fewer than k.
func (n *node) atLeast(h int32, k int) { n.links[h].least = max(n.links[h].least, k) }

// atMost lets link h count no more than k.
func (n *node) atMost(h int32, k int) {
	if n.links[h].most = min(n.links[h].most, k); k == 0 {
		n.cells = slices.DeleteFunc(n.cells, func(c cell) bool { return slices.Contains(c.links[:], h) })
	}
}

// settle drops what cannot be chosen beside the jobs that must come and have one
// start left. It reports whether every link can count what it must.
func (s *solver) settle(n *node) bool {
	jobs := make([]map[int32]bool, len(n.links)) // by link: which count in it
	starts := make([][]int32, len(n.links))      // by job's link
	for i := range n.cells {
		c := &n.cells[i]
		for _, h := range c.links[1:] {
			if jobs[h] == nil {
				jobs[h] = map[int32]bool{}
			}
			jobs[h][c.links[0]] = true
		}
		if at := starts[c.links[0]]; len(at) == 0 || len(at) == 1 && at[0] != c.spot {
			starts[c.links[0]] = append(at, c.spot)
		}
	}
	for h := 1; h < len(n.links); h++ {
		l := &n.links[h]
		able := len(jobs[h])
		if l.job {
			able = min(1, len(starts[h]))
		}
		if l.most = min(l.most, able); l.least > l.most {
			return false
		}
		if l.job && l.least > 0 && len(starts[h]) == 1 {
			s.clearAround(n, int32(h), starts[h][0])
		}
	}
	return true
}

// clearAround drops what cannot be chosen beside the job at that spot.
func (s *solver) clearAround(n *node, job, spot int32) {
	day := s.frame.spots[spot].day
	n.cells = slices.DeleteFunc(n.cells, func(c cell) bool {
		return c.links[0] != job && (s.frame.spots[c.spot].day == day && s.frame.days[day].room <= 1 || s.frame.close(spot, c.spot))
	})
}
