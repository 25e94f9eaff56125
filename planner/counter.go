package planner

import "fika/planner/search"

// counter is one counter of a tally. The bookings have filled some of it already.
type counter struct {
	quota    *quota
	key      counterKey
	capacity int
	group    int32 // its group in the problem; -1: there it is a job, a day, a week or the whole choice
}

// counters are those that items are in. An item is in one of each tally at most;
// -1 stands for none.
type counters struct {
	all                      []counter
	index                    map[counterKey]int32
	person, week, day, group []int32 // index into all, by the problem's jobs, weeks, days and groups
	open                     int32
}

// groupQuotas are the tallies whose counters are groups of the problem, in the
// order of an item's groups.
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

// groupsOf finds the counters of an item, and returns its groups.
func (m *model) groupsOf(q *query, person int32) (groups [search.MaxGroups]int32) {
	c, day := &m.counters, q.slot.dayIndex
	for t := range m.view.quotas {
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

// counterIndex is the index of the counter of tally t that a belongs to.
func (m *model) counterIndex(t int, q *query) int32 {
	in, c, p := m.view, &m.counters, &m.problem
	tally := &in.quotas[t]
	key := tally.key(in, q)
	if key == (counterKey{}) {
		return -1
	}
	at, ok := c.index[key]
	if ok {
		return at
	}
	used := in.used[key]
	added := counter{quota: tally, key: key, capacity: tally.limit(in, q) - used, group: -1}
	if t == teamQuota || t == wantQuota || t == spreadQuota {
		added.group = int32(len(p.Groups))
		g := search.Group{Capacity: added.capacity}
		for k := 0; tally.value != nil && k < min(p.MaxItems, g.Capacity); k++ {
			g.Gains = append(g.Gains, int64(tally.value(in, q, used+k)))
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

// countersOf are the counters of item i, by tally.
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

// blocker says what keeps item i out of the choice: the code of the first tally
// that is full, or CodeOwn if it is too close to another; "" if nothing does.
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
