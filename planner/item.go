package planner

import (
	"cmp"
	"slices"

	"fika/span"
)

// model is the problem that a search solves: choose items so that the sum of
// their values, of the groups' marginals and of the focus they leave is as large
// as can be. Every hard rule about one meeting alone has been asked: what is no
// item is forbidden. What concerns meetings together is the room of the groups
// and the distance of two coffees. A search needs nothing but this.
type model struct {
	view   *view
	slots  []slot
	blocks []span.Span // by slot: the user's free time around it, without live coffees
	alone  []Points    // by slot: the focus that a coffee there costs if it is the day's only one
	items  []item      // by slot, goal and person
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

// dayRoom is how many coffees the day of it holds.
func (m *model) dayRoom(it *item) int {
	return min(m.groups[it.groups[dayTally]].room, m.groups[it.groups[weekTally]].room, m.keep)
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

// rate fills in blocks and alone.
func (m *model) rate() {
	m.blocks = m.view.blocks(m.slots)
	m.alone = make([]Points, len(m.slots))
	for s := range m.slots {
		m.alone[s] = m.focus(int32(s), m.blocks[s])
	}
}

// class is what makes two items of one slot equal but for the person and the
// value: they count in the same groups.
type class struct {
	goal        int32
	team, cover string
}

// bid is a person for a slot and a class.
type bid struct {
	person int32
	value  Points
}

// ballot holds the bids of one class by slot, the best first.
type ballot struct {
	class class
	bids  [][]bid
	days  []*classDay // by slot.from
}

// classDay is what all of a class share on a day.
type classDay struct {
	first Points // what the groups gain if one of them is added first
	loose []int  // tallies of some worth that count none of them
}

// day is what b's class shares on the day of a.
func (b *ballot) day(v *view, a *ask) *classDay {
	for len(b.days) <= a.slot.from {
		b.days = append(b.days, nil)
	}
	if b.days[a.slot.from] == nil {
		day := &classDay{}
		for i := range v.tallies {
			t := &v.tallies[i]
			if t.worth == nil {
				continue
			}
			if key := t.group(v, a); key == (groupKey{}) {
				day.loose = append(day.loose, i)
			} else {
				day.first += t.worth(v, a, v.counted[key])
			}
		}
		b.days[a.slot.from] = day
	}
	return b.days[a.slot.from]
}

// add takes a bid unless keep better ones are there. A plan of at most keep
// meetings, no two of them at one start, can always take one of those in its
// place: so nothing is lost, and the model stays small whoever many people there
// are. Bids come in the order of people, so equals fall the same way every time.
func (b *ballot) add(s int32, x bid, keep int) {
	bids := b.bids[s]
	at, _ := slices.BinarySearchFunc(bids, x, func(have, x bid) int {
		if have.value >= x.value {
			return -1
		}
		return 1
	})
	if at >= keep {
		return
	}
	if len(bids) == keep {
		bids = bids[:keep-1]
	}
	b.bids[s] = slices.Insert(bids, at, x)
}

// full reports whether add would not take a bid of that value.
func (b *ballot) full(s int32, value Points, keep int) bool {
	bids := b.bids[s]
	return len(bids) >= keep && (keep == 0 || bids[keep-1].value >= value)
}

// collect turns the ballots into items.
func (m *model) collect(ballots []ballot) {
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
			goal := ballots[i].class.goal
			for _, x := range ballots[i].bids[s] {
				a := m.ask(x.person, goal, int32(s))
				if a.slot.from != from[i] {
					days[i], from[i] = m.groupsOf(index, a), a.slot.from
				}
				it := item{x.person, goal, int32(s), i, x.value, days[i]}
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
