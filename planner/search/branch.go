package search

import "slices"

// branch splits n into parts that together contain every better choice. The
// relaxation's solution either breaks a rule or is worth less than the bound. The
// split excludes this solution from every part.
func (s *solver) branch(n *node) []*node {
	for _, split := range []func(*node) []*node{s.splitJob, s.splitClose, s.splitGroup, s.splitCount} {
		if parts := split(n); parts != nil {
			return parts
		}
	}
	return []*node{n} // its bound has not been found yet
}

// splitJob divides the starts of a job that is used twice, or that must be used and
// is not.
func (s *solver) splitJob(n *node) []*node {
	for h := range n.constraints {
		job := int32(h)
		var border int32
		switch con := &n.constraints[h]; {
		case !con.job:
			continue
		case n.counts[h] > con.max:
			border = s.splitPoint(n, job)
		case n.counts[h] < con.min:
			border = n.middlePosition(job)
		default:
			continue
		}
		early := n.without(func(item *relaxedItem) bool { return item.uses(job) && item.position > border })
		late := n.without(func(item *relaxedItem) bool { return item.uses(job) && item.position <= border })
		if len(early.items) < len(n.items) && len(late.items) < len(n.items) {
			return []*node{early, late}
		}
	}
	return nil
}

// splitPoint returns a position between two uses of the job in n's solution. If they
// are on different days, it is the last position of the first day.
func (s *solver) splitPoint(n *node, job int32) int32 {
	first := slices.IndexFunc(n.picks, func(c relaxedItem) bool { return c.uses(job) })
	for _, c := range n.picks[first+1:] {
		if day := s.relaxation.positions[n.picks[first].position].day; c.uses(job) && s.relaxation.positions[c.position].day != day {
			return int32(s.relaxation.days[day].to) - 1
		}
	}
	return n.picks[first].position
}

// middlePosition returns the middle of the positions where a job has items.
func (n *node) middlePosition(job int32) int32 {
	var spots []int32
	for i := range n.items {
		if n.items[i].uses(job) {
			spots = append(spots, n.items[i].position)
		}
	}
	slices.Sort(spots)
	if len(spots) == 0 {
		return 0
	}
	return (spots[0] + spots[len(spots)-1]) / 2
}

// splitClose splits n into two nodes, each without one of two starts that are too
// close across midnight.
func (s *solver) splitClose(n *node) []*node {
	for i := 1; i < len(n.picks); i++ {
		a, b := n.picks[i-1].position, n.picks[i].position
		if s.relaxation.tooClose(a, b) {
			return []*node{
				n.without(func(item *relaxedItem) bool { return item.position == a }),
				n.without(func(item *relaxedItem) bool { return item.position == b }),
			}
		}
	}
	return nil
}

// splitGroup decides whether one job is used in a group that has too many or too few
// items. If this is decided for every job, n contains no choice.
func (s *solver) splitGroup(n *node) []*node {
	for h := 1; h < len(n.constraints); h++ {
		con := &n.constraints[h]
		over := n.counts[h] > con.max
		if con.job || !over && n.counts[h] >= con.min {
			continue
		}
		among := n.picks
		if !over {
			among = n.items
		}
		for i := range among {
			for constraints := range among[i].eachJob {
				job := constraints[0]
				if !slices.Contains(constraints[1:], int32(h)) || n.mustUse(job, int32(h)) {
					continue
				}
				inside := n.without(func(item *relaxedItem) bool { return item.uses(job) && !item.countsFor(job, int32(h)) })
				inside.requireAtLeast(job, 1)
				return []*node{n.without(func(item *relaxedItem) bool { return item.countsFor(job, int32(h)) }), inside}
			}
		}
		return []*node{}
	}
	return nil
}

// mustUse reports whether the job must be chosen and every item it has left counts in
// group h for it.
func (n *node) mustUse(job, h int32) bool {
	return n.constraints[job].min > 0 && !slices.ContainsFunc(n.items, func(c relaxedItem) bool { return c.uses(job) && !c.countsFor(job, h) })
}

// splitCount divides the counts of the group whose gain the bound overestimates most.
func (s *solver) splitCount(n *node) []*node {
	worst, loss := 0, int64(0)
	for h := 1; h < len(n.constraints); h++ {
		con := &n.constraints[h]
		if k := n.counts[h]; k >= con.min && k <= con.max && con.loss(n.prices[h], k) > loss {
			worst, loss = h, con.loss(n.prices[h], k)
		}
	}
	if worst == 0 {
		return nil
	}
	k := n.counts[worst]
	if con := &n.constraints[worst]; k > con.min && con.gains[k-1] < n.prices[worst] {
		k--
	}
	few, many := n.without(nil), n.without(nil)
	few.allowAtMost(int32(worst), k)
	many.requireAtLeast(int32(worst), k+1)
	return []*node{few, many}
}

// without returns a copy of n without the items for which out returns true; nil keeps
// all.
func (n *node) without(out func(*relaxedItem) bool) *node {
	part := &node{constraints: slices.Clone(n.constraints), prices: slices.Clone(n.prices), bound: n.bound}
	for i := range n.items {
		if out == nil || !out(&n.items[i]) {
			part.items = append(part.items, n.items[i])
		}
	}
	return part
}

// requireAtLeast requires constraint h to count at least k.
func (n *node) requireAtLeast(h int32, k int) { n.constraints[h].min = max(n.constraints[h].min, k) }

// allowAtMost allows constraint h to count at most k.
func (n *node) allowAtMost(h int32, k int) {
	if n.constraints[h].max = min(n.constraints[h].max, k); k == 0 {
		n.items = slices.DeleteFunc(n.items, func(c relaxedItem) bool {
			return slices.Contains(c.constraints[:], h) || c.second != nil && slices.Contains(c.second[:], h)
		})
	}
}

// propagate drops the items that conflict with jobs that must be used and have one
// start left. It reports whether every constraint can reach its minimum.
func (s *solver) propagate(n *node) bool {
	jobs := make([]map[int32]bool, len(n.constraints)) // by constraint: which count in it
	starts := make([][]int32, len(n.constraints))      // by job's constraint
	for i := range n.items {
		item := &n.items[i]
		for constraints := range item.eachJob {
			job := constraints[0]
			for _, h := range constraints[1:] {
				if jobs[h] == nil {
					jobs[h] = map[int32]bool{}
				}
				jobs[h][job] = true
			}
			if at := starts[job]; len(at) == 0 || len(at) == 1 && at[0] != item.position {
				starts[job] = append(at, item.position)
			}
		}
	}
	for h := 1; h < len(n.constraints); h++ {
		con := &n.constraints[h]
		able := len(jobs[h])
		if con.job {
			able = min(1, len(starts[h]))
		}
		if con.max = min(con.max, able); con.min > con.max {
			return false
		}
		if con.job && con.min > 0 && len(starts[h]) == 1 {
			s.removeConflicts(n, int32(h), starts[h][0])
		}
	}
	return true
}

// removeConflicts drops the items that conflict with the job at that position.
func (s *solver) removeConflicts(n *node, job, pos int32) {
	day := s.relaxation.positions[pos].day
	n.items = slices.DeleteFunc(n.items, func(c relaxedItem) bool {
		return !c.uses(job) && (s.relaxation.positions[c.position].day == day && s.relaxation.days[day].capacity <= 1 || s.relaxation.tooClose(pos, c.position))
	})
}
