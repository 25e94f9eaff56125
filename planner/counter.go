package planner

import (
	"iter"
	"slices"

	"fika/planner/search"
)

// counter is one counter of a quota, partly used by the bookings.
type counter struct {
	quota    *quota
	key      counterKey
	capacity int   // how many more meetings it can count
	group    int32 // index into Problem.Groups; -1 if the search handles it as a job, day, week or total
}

// counters are all counters that items use. An item uses at most one of each quota.
type counters struct {
	all                      []counter
	index                    map[counterKey]int32
	person, week, day, group []int32 // indices into all by the problem's jobs, weeks, days and groups; -1: none
	open                     int32
}

// groupQuotas are the quotas whose counters are groups of the problem, in the order
// of an item's groups.
var groupQuotas = [search.MaxGroups]int{teamQuota, wantQuota, spreadQuota, upwardQuota}

func newCounters(p *search.Problem) counters {
	none := func(n int) []int32 {
		all := make([]int32, n)
		for i := range all {
			all[i] = -1
		}
		return all
	}
	return counters{index: map[counterKey]int32{}, person: none(p.Jobs), week: none(len(p.WeekCapacity)), day: none(len(p.Days)), open: -1}
}

// groupsOf adds the counters of an item, and returns its groups.
func (m *model) groupsOf(q *query, person int32) (groups [search.MaxGroups]int32) {
	c, day := &m.counters, q.slot.dayIndex
	for t := range m.in.quotas {
		at := m.counterIndex(t, q)
		switch t {
		case personQuota:
			c.person[person] = at
		case openQuota:
			c.open = at
		case weekQuota:
			c.week[m.problem.Days[day].Week] = at
		case dayQuota:
			c.day[day] = at
		}
	}
	for k, t := range groupQuotas {
		groups[k] = -1
		if at := m.counterIndex(t, q); at >= 0 {
			groups[k] = c.all[at].group
		}
	}
	return groups
}

// counterIndex returns the index of q's counter of quota t, and adds it if necessary.
func (m *model) counterIndex(t int, q *query) int32 {
	in, c, p := m.in, &m.counters, &m.problem
	quota := &in.quotas[t]
	key := quota.key(in, q)
	if key == (counterKey{}) {
		return -1
	}
	at, ok := c.index[key]
	if ok {
		return at
	}
	used := in.used[key]
	added := counter{quota: quota, key: key, capacity: quota.limit(in, q) - used, group: -1}
	if t == teamQuota || t == wantQuota || t == spreadQuota || t == upwardQuota {
		added.group = int32(len(p.Groups))
		g := search.Group{Capacity: added.capacity}
		for k := 0; quota.value != nil && k < min(p.MaxItems, g.Capacity); k++ {
			g.Gains = append(g.Gains, int64(quota.value(in, q, used+k)))
		}
		p.Groups = append(p.Groups, g)
	}
	at = int32(len(c.all))
	if added.group >= 0 {
		c.group = append(c.group, at)
	}
	c.all = append(c.all, added)
	c.index[key] = at
	return at
}

// eachCounter calls yield with each guest of item i and each of the guest's counters, in
// the order of the quotas. A counter that two guests share comes twice.
func (m *model) eachCounter(i int32) iter.Seq2[int32, int32] {
	return func(yield func(guest, counter int32) bool) {
		it := &m.problem.Items[i]
		guests := [2]int32{it.Job, m.second(i)}
		counters := [2][quotaCount]int32{m.countersOf(it, it.Job, it.Groups)}
		n := 1
		if it.Second > 0 {
			counters[1] = m.countersOf(it, guests[1], m.problem.Seconds[it.Second-1].Groups)
			n = 2
		}
		for t := range quotaCount {
			for g := range n {
				if at := counters[g][t]; at >= 0 && !yield(guests[g], at) {
					return
				}
			}
		}
	}
}

// countersOf returns the counters of a guest of an item by quota; -1: none.
func (m *model) countersOf(it *search.Item, guest int32, groups [search.MaxGroups]int32) [quotaCount]int32 {
	c, p := &m.counters, &m.problem
	day := p.Starts[it.Start].Day
	of := [quotaCount]int32{personQuota: c.person[guest], openQuota: c.open, weekQuota: c.week[p.Days[day].Week], dayQuota: c.day[day]}
	for k, t := range groupQuotas {
		of[t] = -1
		if g := groups[k]; g >= 0 {
			of[t] = c.group[g]
		}
	}
	return of
}

// usage is a choice of items, and how much of each counter it uses.
type usage struct {
	items []int32
	used  []int // by counter
}

func (m *model) usageOf(items []int32) usage {
	t := usage{items, make([]int, len(m.counters.all))}
	for _, i := range items {
		for _, at := range m.eachCounter(i) {
			t.used[at]++
		}
	}
	return t
}

// blocker returns the code of the first quota that keeps item i out of the choice, or
// CodeOwn if it is too close to another item; "" if the item fits. The quota is one of
// that guest.
func (m *model) blocker(t usage, i int32) (code Code, guest int32) {
	var mine [2 * quotaCount]int32 // counters of the item so far
	n := 0
	for guest, at := range m.eachCounter(i) {
		c, twice := &m.counters.all[at], 0
		if slices.Contains(mine[:n], at) {
			twice = 1
		}
		if t.used[at]+twice >= c.capacity {
			return c.quota.code, guest
		}
		mine[n] = at
		n++
	}
	for _, j := range t.items {
		if m.problem.TooClose(m.problem.Items[i].Start, m.problem.Items[j].Start) {
			return CodeOwn, m.problem.Items[i].Job
		}
	}
	return "", m.problem.Items[i].Job
}
