package planner

import "fika/planner/search"

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
var groupQuotas = [search.MaxGroups]int{teamQuota, wantQuota, spreadQuota}

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
	if t == teamQuota || t == wantQuota || t == spreadQuota {
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

// countersOf returns the counters of item i by quota; -1: none.
func (m *model) countersOf(i int32) [quotaCount]int32 {
	c, p := &m.counters, &m.problem
	it := &p.Items[i]
	day := p.Starts[it.Start].Day
	of := [quotaCount]int32{personQuota: c.person[it.Job], openQuota: c.open, weekQuota: c.week[p.Days[day].Week], dayQuota: c.day[day]}
	for k, t := range groupQuotas {
		of[t] = -1
		if g := it.Groups[k]; g >= 0 {
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
		for _, at := range m.countersOf(i) {
			if at >= 0 {
				t.used[at]++
			}
		}
	}
	return t
}

// blocker returns the code of the first quota that keeps item i out of the choice, or
// CodeOwn if it is too close to another item; "" if the item fits.
func (m *model) blocker(t usage, i int32) Code {
	for _, at := range m.countersOf(i) {
		if c := &m.counters.all[max(0, at)]; at >= 0 && t.used[at] >= c.capacity {
			return c.quota.code
		}
	}
	for _, j := range t.items {
		if m.problem.TooClose(m.problem.Items[i].Start, m.problem.Items[j].Start) {
			return CodeOwn
		}
	}
	return ""
}
