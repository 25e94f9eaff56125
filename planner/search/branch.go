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
	for h := range n.constraints {
		job := int32(h)
		var border int32
		switch l := &n.constraints[h]; {
		case !l.job:
			continue
		case n.counts[h] > l.max:
			border = s.splitPoint(n, job)
		case n.counts[h] < l.min:
			border = n.middlePosition(job)
		default:
			continue
		}
		early := n.without(func(c *relaxedItem) bool { return c.constraints[0] == job && c.position > border })
		late := n.without(func(c *relaxedItem) bool { return c.constraints[0] == job && c.position <= border })
		if len(early.items) < len(n.items) && len(late.items) < len(n.items) {
			return []*node{early, late}
		}
	}
	return nil
}

// splitPoint is a spot between two at which n's solution has the job. If these are on
// different days, it is the last one of the first day.
func (s *solver) splitPoint(n *node, job int32) int32 {
	first := slices.IndexFunc(n.picks, func(c relaxedItem) bool { return c.constraints[0] == job })
	for _, c := range n.picks[first+1:] {
		if day := s.relaxation.positions[n.picks[first].position].day; c.constraints[0] == job && s.relaxation.positions[c.position].day != day {
			return int32(s.relaxation.days[day].to) - 1
		}
	}
	return n.picks[first].position
}

// middlePosition is a spot in the middle of those where a job has cells.
func (n *node) middlePosition(job int32) int32 {
	var spots []int32
	for i := range n.items {
		if n.items[i].constraints[0] == job {
			spots = append(spots, n.items[i].position)
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
		a, b := n.picks[i-1].position, n.picks[i].position
		if s.relaxation.tooClose(a, b) {
			return []*node{
				n.without(func(c *relaxedItem) bool { return c.position == a }),
				n.without(func(c *relaxedItem) bool { return c.position == b }),
			}
		}
	}
	return nil
}

// splitGroup decides of one job whether it counts in a group that would hold too
// many or too few. If that is decided of every job, the part holds no choice.
func (s *solver) splitGroup(n *node) []*node {
	for h := 1; h < len(n.constraints); h++ {
		l := &n.constraints[h]
		over := n.counts[h] > l.max
		if l.job || !over && n.counts[h] >= l.min {
			continue
		}
		in := func(c *relaxedItem) bool { return slices.Contains(c.constraints[:], int32(h)) }
		among := n.picks
		if !over {
			among = n.items
		}
		for i := range among {
			job := among[i].constraints[0]
			if !in(&among[i]) || n.mustUse(job, in) {
				continue
			}
			inside := n.without(func(c *relaxedItem) bool { return c.constraints[0] == job && !in(c) })
			inside.requireAtLeast(job, 1)
			return []*node{n.without(func(c *relaxedItem) bool { return c.constraints[0] == job && in(c) }), inside}
		}
		return []*node{}
	}
	return nil
}

// mustUse reports whether the job must come, and can only come in the group.
func (n *node) mustUse(job int32, in func(*relaxedItem) bool) bool {
	return n.constraints[job].min > 0 && !slices.ContainsFunc(n.items, func(c relaxedItem) bool { return c.constraints[0] == job && !in(&c) })
}

// splitCount divides the counts of the group whose gain the bound overstates most.
func (s *solver) splitCount(n *node) []*node {
	worst, most := 0, int64(0)
	for h := 1; h < len(n.constraints); h++ {
		l := &n.constraints[h]
		if k := n.counts[h]; k >= l.min && k <= l.max && l.loss(n.prices[h], k) > most {
			worst, most = h, l.loss(n.prices[h], k)
		}
	}
	if worst == 0 {
		return nil
	}
	k := n.counts[worst]
	if l := &n.constraints[worst]; k > l.min && l.gains[k-1] < n.prices[worst] {
		k--
	}
	few, many := n.without(nil), n.without(nil)
	few.allowAtMost(int32(worst), k)
	many.requireAtLeast(int32(worst), k+1)
	return []*node{few, many}
}

// without returns a copy of n without the cells that out names; nil keeps all.
func (n *node) without(out func(*relaxedItem) bool) *node {
	part := &node{constraints: slices.Clone(n.constraints), prices: slices.Clone(n.prices), bound: n.bound}
	for i := range n.items {
		if out == nil || !out(&n.items[i]) {
			part.items = append(part.items, n.items[i])
		}
	}
	return part
}

// requireAtLeast lets link h count no fewer than k.
func (n *node) requireAtLeast(h int32, k int) { n.constraints[h].min = max(n.constraints[h].min, k) }

// allowAtMost lets link h count no more than k.
func (n *node) allowAtMost(h int32, k int) {
	if n.constraints[h].max = min(n.constraints[h].max, k); k == 0 {
		n.items = slices.DeleteFunc(n.items, func(c relaxedItem) bool { return slices.Contains(c.constraints[:], h) })
	}
}

// propagate drops what cannot be chosen beside the jobs that must come and have one
// start left. It reports whether every link can count what it must.
func (s *solver) propagate(n *node) bool {
	jobs := make([]map[int32]bool, len(n.constraints)) // by link: which count in it
	starts := make([][]int32, len(n.constraints))      // by job's link
	for i := range n.items {
		c := &n.items[i]
		for _, h := range c.constraints[1:] {
			if jobs[h] == nil {
				jobs[h] = map[int32]bool{}
			}
			jobs[h][c.constraints[0]] = true
		}
		if at := starts[c.constraints[0]]; len(at) == 0 || len(at) == 1 && at[0] != c.position {
			starts[c.constraints[0]] = append(at, c.position)
		}
	}
	for h := 1; h < len(n.constraints); h++ {
		l := &n.constraints[h]
		able := len(jobs[h])
		if l.job {
			able = min(1, len(starts[h]))
		}
		if l.max = min(l.max, able); l.min > l.max {
			return false
		}
		if l.job && l.min > 0 && len(starts[h]) == 1 {
			s.removeConflicts(n, int32(h), starts[h][0])
		}
	}
	return true
}

// removeConflicts drops what cannot be chosen beside the job at that spot.
func (s *solver) removeConflicts(n *node, job, spot int32) {
	day := s.relaxation.positions[spot].day
	n.items = slices.DeleteFunc(n.items, func(c relaxedItem) bool {
		return c.constraints[0] != job && (s.relaxation.positions[c.position].day == day && s.relaxation.days[day].capacity <= 1 || s.relaxation.tooClose(spot, c.position))
	})
}
