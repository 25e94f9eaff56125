package planner

import (
	"cmp"
	"slices"

	"fika/internal/span"
)

// model is the problem that a search solves: choose items so that the sum of
// their values, of the groups' marginals and of the focus they leave is as large
// as can be. Every hard rule about one meeting alone has been asked: what is no
// item is forbidden. What concerns meetings together is the room of the groups
// and the distance of two coffees. A search needs nothing but this.
type model struct {
	view   *view
	slots  []slot
	blocks []span.Span   // by slot: the user's free time around it, without live coffees
	alone  []Points      // by slot: the focus that a coffee there costs if it is the day's only one
	single map[Date]bool // days that hold one coffee, close to no other day's
	items  []item        // by slot, goal and person
	groups []group
	keep   int // no plan holds more meetings
}

// item is a person, a goal and a slot that the rules allow.
type item struct {
	person, goal, slot int32             // indices into view.people, view.goals, model.slots
	class              int32             // items of one class and day differ in person, slot and value only
	value              Points            // what does not depend on the rest of the plan
	groups             [tallyCount]int32 // indices into model.groups; -1: none
}

// group is one counter of a tally, as far as the bookings have filled it.
type group struct {
	tally *tally
	key   groupKey
	room  int
	worth []Points // of the first, second, ... meeting that is added; never growing
}

// dayRoom is how many coffees the day of slot s holds.
func (m *model) dayRoom(s int32) int {
	v, a := m.view, &ask{slot: &m.slots[s]}
	return min(v.room(&v.tallies[dayTally], a), v.room(&v.tallies[weekTally], a), m.keep)
}

// marginal is what the group gains by one more meeting after k.
func (g *group) marginal(k int) Points {
	if k < len(g.worth) {
		return g.worth[k]
	}
	return 0
}

// focus is what slot s takes from the user's focus where that much around it is
// free.
func (m *model) focus(s int32, free span.Span) Points {
	return -focusMinute * Points(lost(free, m.slots[s].Span))
}

// rate fills in blocks, alone and single, for the starts that are open.
func (m *model) rate(open []int32) {
	m.blocks = m.view.blocks(m.slots)
	m.alone = make([]Points, len(m.slots))
	for s := range m.slots {
		m.alone[s] = m.focus(int32(s), m.blocks[s])
	}
	m.single = m.singleDays(open)
}

// collect turns the ballots into items.
func (m *model) collect(ballots []*ballot) {
	index := map[groupKey]int32{}
	order := make([]int32, len(ballots)) // by goal
	days := make([][tallyCount]int32, len(ballots))
	from := make([]int, len(ballots)) // the day of those groups
	for i := range order {
		order[i], from[i] = int32(i), -1
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(ballots[a].class.goal, ballots[b].class.goal) })
	for s := range m.slots {
		first := len(m.items)
		for _, i := range order {
			for x := range ballots[i].at(int32(s)) {
				a := m.ask(x.person, ballots[i].class.goal, x.slot)
				if a.slot.from != from[i] {
					days[i], from[i] = m.groupsOf(index, a), a.slot.from
				}
				it := item{x.person, ballots[i].class.goal, x.slot, i, x.worth - m.alone[s], days[i]}
				it.groups[personTally] = m.group(index, personTally, a)
				m.items = append(m.items, it)
			}
		}
		slices.SortFunc(m.items[first:], func(a, b item) int {
			return cmp.Or(cmp.Compare(a.goal, b.goal), cmp.Compare(a.person, b.person))
		})
	}
}

// ask is a question about an item, for tallies and sentences.
func (m *model) ask(person, goal, s int32) *ask {
	p := m.view.people[person]
	return &ask{person: p, past: m.view.record(p.ID), goal: m.view.goals[goal], slot: &m.slots[s]}
}

func (m *model) groupsOf(index map[groupKey]int32, a *ask) (groups [tallyCount]int32) {
	for t := range m.view.tallies {
		groups[t] = m.group(index, t, a)
	}
	return groups
}

// group is the index of the counter of tally t that a belongs to.
func (m *model) group(index map[groupKey]int32, t int, a *ask) int32 {
	tally := &m.view.tallies[t]
	key := tally.group(m.view, a)
	if key == (groupKey{}) {
		return -1
	}
	at, ok := index[key]
	if !ok {
		at = int32(len(m.groups))
		index[key] = at
		used := m.view.counted[key]
		g := group{tally: tally, key: key, room: tally.most(m.view, a) - used}
		for k := 0; tally.worth != nil && k < min(m.keep, g.room); k++ {
			g.worth = append(g.worth, tally.worth(m.view, a, used+k))
		}
		m.groups = append(m.groups, g)
	}
	return at
}
