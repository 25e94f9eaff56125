package planner

import (
	"cmp"
	"slices"
	"time"

	"fika/internal/date"
	"fika/internal/span"
	"fika/planner/search"
)

// model is what the rules allow: the problem that the search solves, and what its
// numbers stand for. Meetings that a rule about a single meeting forbids are left
// out. Rules about several meetings are part of the problem: how many a person, a
// day, a week and a group may have, and how close two coffees may be.
type model struct {
	in               *input
	problem          search.Problem // a start is a slot, a job is a person
	slots            []slot         // those that the user's rules allow, by length and start
	focusCostAlone   []Points       // by slot: the focus cost of a coffee there if it is the day's only one
	singleCoffeeDays []bool         // by day: it holds one coffee, not too close to those of other days
	goals            []int32        // by class: index into view.goals
	counters         counters
}

// addStarts turns the slots into the starts of the problem.
func (m *model) addStarts() {
	in, p := m.in, &m.problem
	p.MinGap = int64(max(in.config.Buffer.Before, in.config.Buffer.After))
	p.FreeTimeValue = func(length int64) int64 { return int64(focusMinute) * int64(focusMinutes(time.Duration(length))) }
	m.addDays()
	blocks := in.freeBlocks(m.slots)
	p.Starts = make([]search.Start, len(m.slots))
	m.focusCostAlone = make([]Points, len(m.slots))
	for i := range m.slots {
		s := &m.slots[i]
		p.Starts[i] = search.Start{Interval: m.stretch(s.Span), Day: int32(s.dayIndex), Free: m.stretch(blocks[i])}
		m.focusCostAlone[i] = Points(p.StartCostAlone(int32(i)))
	}
	m.singleCoffeeDays = p.SingleItemDays()
}

// addDays adds the days and weeks of the slots, and how many coffees they hold.
func (m *model) addDays() {
	in, p := m.in, &m.problem
	first := map[int]*slot{} // of each day
	days := 0
	for i := range m.slots {
		first[m.slots[i].dayIndex] = &m.slots[i]
		days = max(days, m.slots[i].dayIndex+1)
	}
	p.Days = make([]search.Day, days)
	var monday date.Date
	for d := range p.Days {
		s := first[d]
		if s == nil {
			continue
		}
		q := &query{slot: s}
		if s.day.Monday() != monday {
			monday = s.day.Monday()
			p.WeekCapacity = append(p.WeekCapacity, in.remaining(&in.quotas[weekQuota], q))
		}
		p.Days[d] = search.Day{Capacity: in.remaining(&in.quotas[dayQuota], q), Week: len(p.WeekCapacity) - 1}
	}
}

// stretch returns s in the problem's time, nanoseconds from now.
func (m *model) stretch(s span.Span) search.Interval {
	return search.Interval{From: int64(s.Start.Sub(m.in.now)), To: int64(s.End.Sub(m.in.now))}
}

// addItems turns the candidates into items of the problem.
func (m *model) addItems(sets []*candidateSet, tables []table, tableGoals []int32) {
	order := make([]int32, len(sets)) // indices of sets, by goal
	groups := make([][search.MaxGroups]int32, len(sets))
	groupDay := make([]int, len(sets)) // day for which groups is valid
	m.goals = make([]int32, len(sets), len(sets)+len(tableGoals))
	for i := range order {
		order[i], groupDay[i], m.goals[i] = int32(i), -1, sets[i].class.goal
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(m.goals[a], m.goals[b]) })
	p := &m.problem
	p.Jobs = len(m.in.people)
	m.goals = append(m.goals, tableGoals...)
	m.counters = newCounters(p)
	pairs, seconds := m.tableItems(tables, int32(len(sets))), map[search.Second]int32{}
	for s := range m.slots {
		first := len(p.Items)
		for _, i := range order {
			for x := range sets[i].atSlot(int32(s)) {
				if from := m.slots[s].dayIndex; from != groupDay[i] {
					groups[i], groupDay[i] = m.groupsOf(m.queryFor(x.person, m.goals[i], x.slot), x.person), from
				} else if m.counters.person[x.person] < 0 {
					m.counters.person[x.person] = m.counterIndex(personQuota, m.queryFor(x.person, m.goals[i], x.slot))
				}
				p.Items = append(p.Items, search.Item{Start: x.slot, Job: x.person, Class: i, Value: int64(x.valueAlone - m.focusCostAlone[s]), Groups: groups[i]})
			}
		}
		for _, x := range pairs[int32(s)] {
			if x.Second = seconds[x.second]; x.Second == 0 {
				p.Seconds = append(p.Seconds, x.second)
				x.Second = int32(len(p.Seconds))
				seconds[x.second] = x.Second
			}
			p.Items = append(p.Items, x.Item)
		}
		slices.SortFunc(p.Items[first:], func(a, b search.Item) int {
			if c := cmp.Or(cmp.Compare(m.goals[a.Class], m.goals[b.Class]), cmp.Compare(a.Job, b.Job)); c != 0 || a.Second == b.Second {
				return c
			}
			return cmp.Compare(p.Seconds[a.Second-1].Job, p.Seconds[b.Second-1].Job)
		})
	}
}

// queryFor returns the query for an item, for quotas and sentences.
func (m *model) queryFor(person, goal, s int32) *query {
	p := m.in.people[person]
	return &query{person: p, history: m.in.historyOf(p.ID), goal: m.in.goals[goal], slot: &m.slots[s]}
}

// goal returns the index of item i's goal.
func (m *model) goal(i int32) int32 { return m.goals[m.problem.Items[i].Class] }
