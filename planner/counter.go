package planner

import "fika/planner/search"

// counter is one counter of a tally. The bookings have filled some of it already.
type counter struct {
	tally *tally
	key   groupKey
	room  int
	group int32 // its group in the problem; -1: there it is a job, a day, a week or the whole choice
}

// counters are those that items are in. An item is in one of each tally at most;
// -1 stands for none.
type counters struct {
	all                      []counter
	index                    map[groupKey]int32
	person, week, day, group []int32 // index into all, by the problem's jobs, weeks, days and groups
	open                     int32
}

// groupTallies are the tallies whose counters are groups of the problem, in the
// order of an item's groups.
var groupTallies = [search.MostGroups]int{teamTally, wantTally, spreadTally}

func newCounters(p *search.Problem) counters {
	none := func(n int) []int32 {
		all := make([]int32, n)
		for i := range all {
			all[i] = -1
		}
		return all
	}
	return counters{index: map[groupKey]int32{}, person: none(p.Jobs), week: none(len(p.Weeks)), day: none(len(p.Days)), open: -1}
}

// enter finds the counters of an item, and returns its groups.
func (m *model) enter(a *ask, person int32) (groups [search.MostGroups]int32) {
	c, day := &m.counters, a.slot.from
	for t := range m.view.tallies {
		at := m.counter(t, a)
		switch t {
		case personTally:
			c.person[person] = at
		case openTally:
			c.open = at
		case weekTally:
			c.week[m.problem.Days[day].Week] = at
		case dayTally:
			c.day[day] = at
		}
	}
	for k, t := range groupTallies {
		groups[k] = -1
		if at := m.counter(t, a); at >= 0 {
			groups[k] = c.all[at].group
		}
	}
	return groups
}

// counter is the index of the counter of tally t that a belongs to.
func (m *model) counter(t int, a *ask) int32 {
	v, c, p := m.view, &m.counters, &m.problem
	tally := &v.tallies[t]
	key := tally.group(v, a)
	if key == (groupKey{}) {
		return -1
	}
	at, ok := c.index[key]
	if ok {
		return at
	}
	used := v.counted[key]
	added := counter{tally: tally, key: key, room: tally.most(v, a) - used, group: -1}
	if t == teamTally || t == wantTally || t == spreadTally {
		added.group = int32(len(p.Groups))
		g := search.Group{Room: added.room}
		for k := 0; tally.worth != nil && k < min(p.Most, g.Room); k++ {
			g.Gains = append(g.Gains, int64(tally.worth(v, a, used+k)))
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
func (m *model) countersOf(i int32) [tallyCount]int32 {
	c, p := &m.counters, &m.problem
	it := &p.Items[i]
	day := p.Starts[it.Start].Day
	of := [tallyCount]int32{personTally: c.person[it.Job], openTally: c.open, weekTally: c.week[p.Days[day].Week], dayTally: c.day[day]}
	for k, t := range groupTallies {
		of[t] = -1
		if g := it.Groups[k]; g >= 0 {
			of[t] = c.group[g]
		}
	}
	return of
}

// taken is a choice of items, and how much of each counter it uses.
type taken struct {
	items []int32
	used  []int // by counter
}

func (m *model) taken(items []int32) taken {
	t := taken{items, make([]int, len(m.counters.all))}
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
func (m *model) blocker(t taken, i int32) Code {
	for _, at := range m.countersOf(i) {
		if c := &m.counters.all[max(0, at)]; at >= 0 && t.used[at] >= c.room {
			return c.tally.code
		}
	}
	for _, j := range t.items {
		if m.problem.Close(m.problem.Items[i].Start, m.problem.Items[j].Start) {
			return CodeOwn
		}
	}
	return ""
}
