package planner

import (
	"cmp"
	"container/heap"
	"fmt"
	"slices"

	"fika/internal/mailbox"
	"fika/planner/search"
)

// A goal of size 3 meets two guests at once: people whom it looks for and who do not
// meet each other. For each of them every rule must hold as for a coffee of two, and
// wherever meetings are counted the coffee counts as two, because two people are
// invited. Its value is that of both guests; what concerns only the user counts once.

// MaxTables is the most pairs of guests that a goal of size 3 chooses from. A plan is
// the best one among these.
//
// They are the first pairs in this order: by what the two guests are worth together
// on the first possible day, as far as this depends neither on the start nor on a
// calendar; then by the guest who is worth more, and by the other. Of equal guests
// the one with the smaller address is first. Only people whom the rules about people
// and goals allow take part, only pairs who do not meet each other, and only pairs
// that the goal and the cap of their department could invite together at all.
const MaxTables = 500

// MeetsDays is how many days back a meeting of two colleagues shows that they meet
// each other.
const MeetsDays = 365

// guests returns how many guests a coffee of g has.
func (g *Goal) guests() int {
	if g.Size == 3 {
		return 2
	}
	return 1
}

// meets reports whether the user's calendar shows that p and other meet.
func (p *Person) meets(other *Person) bool {
	return slices.ContainsFunc(p.Meets, other.hasAddress) || slices.ContainsFunc(other.Meets, p.hasAddress)
}

// tableRule is the rule about the other guest of a coffee of three. When a plan is
// made, somebody must be left who could come too; before a coffee is sent, its two
// guests must still not meet each other.
func tableRule() rule {
	return rule{
		code: CodeTable, setting: "size or from of the goal",
		ok: func(in *input, q *query) bool {
			if q.with != nil {
				return !q.person.meets(q.with)
			}
			return in.tables[guestOfGoal{q.person.ID, q.goal.ID}]
		},
		text: func(in *input, q *query, ok bool) string {
			switch {
			case q.with != nil && ok:
				return fmt.Sprintf("your calendar shows no meeting of %s and %s in the last year", q.personName(), q.with.FirstName())
			case q.with != nil:
				return fmt.Sprintf("%s and %s meet each other, and %s brings people together who do not", q.personName(), q.with.FirstName(), q.goal.ID)
			case ok:
				return fmt.Sprintf("%s invites two, and the rules leave somebody to come with %s", q.goal.ID, q.personName())
			}
			return fmt.Sprintf("%s invites two, and the rules leave nobody to come with %s: two who do not meet each other, at a time of both, with room for two", q.goal.ID, q.personName())
		},
	}
}

// guestOfGoal is a person as a guest of one goal.
type guestOfGoal struct {
	person mailbox.Address
	goal   GoalID
}

// tableGuest is somebody whom the rules about people and goals allow for a goal of
// size 3.
type tableGuest struct {
	person int32
	q      query
	worth  Points  // see MaxTables
	starts []int32 // that the rules allow; none if the calendar was not read

	rated  bool
	values []Points                        // by starts: without what concerns only the user
	groups map[int][search.MaxGroups]int32 // by day
}

// tables returns the pairs of guests that a goal chooses from, in order; see
// MaxTables. guests are sorted by worth and then by address.
func (in *input) pairs(g *Goal, guests []*tableGuest) (pairs [][2]*tableGuest) {
	queue := pairQueue{guests: guests}
	for i := range len(guests) - 1 {
		queue.pairs = append(queue.pairs, [2]int{i, i + 1})
	}
	heap.Init(&queue)
	for len(queue.pairs) > 0 && len(pairs) < MaxTables {
		next := &queue.pairs[0]
		a, b := guests[next[0]], guests[next[1]]
		if in.mayShareTable(g, a.q.person, b.q.person) {
			pairs = append(pairs, [2]*tableGuest{a, b})
		}
		if next[1]++; next[1] < len(guests) {
			heap.Fix(&queue, 0)
		} else {
			heap.Pop(&queue)
		}
	}
	return pairs
}

// mayShareTable reports whether a and b could be the two guests of a coffee for g.
func (in *input) mayShareTable(g *Goal, a, b *Person) bool {
	switch team := in.team(a); {
	case a.meets(b):
		return false
	case in.wouldBeFirstContactUp(a) && in.wouldBeFirstContactUp(b):
		return false
	case team != "" && team == in.team(b) && in.config.Guards.PerTeam == 1:
		return false
	case g.Want.Cover != "":
		return in.coverValue(g, a) != in.coverValue(g, b)
	case g.Want.Each == 0:
		return g.Want.Meetings >= g.guests()
	}
	return true
}

// pairQueue is a heap of pairs, of each guest with the next one who is worth less.
type pairQueue struct {
	guests []*tableGuest
	pairs  [][2]int
}

func (q *pairQueue) Len() int      { return len(q.pairs) }
func (q *pairQueue) Swap(i, j int) { q.pairs[i], q.pairs[j] = q.pairs[j], q.pairs[i] }
func (q *pairQueue) Push(any)      {}

func (q *pairQueue) Pop() any {
	last := len(q.pairs) - 1
	q.pairs = q.pairs[:last]
	return nil
}

func (q *pairQueue) Less(i, j int) bool {
	a, b := q.pairs[i], q.pairs[j]
	worth := func(pair [2]int) Points { return q.guests[pair[0]].worth + q.guests[pair[1]].worth }
	return cmp.Or(cmp.Compare(worth(b), worth(a)), slices.Compare(a[:], b[:])) < 0
}

// addTableGuest adds q's person to those whom the goal g of size 3 chooses from.
func (s *survey) addTableGuest(q *query, person, g int32) *tableGuest {
	in, first := s.in, *q
	first.slot = &slot{day: in.dateOf(in.earliest)}
	guest := &tableGuest{person: person, q: *q, groups: map[int][search.MaxGroups]int32{}}
	guest.worth = in.sumTerms(&first, dependsOnPair) + in.sumTerms(&first, dependsOnDay)
	s.tableGuests[g] = append(s.tableGuests[g], guest)
	return guest
}

// addTables turns the pairs of each goal of size 3 into candidates, one for each start
// that both guests have.
func (s *survey) addTables() {
	in := s.in
	for g, guests := range s.tableGuests {
		slices.SortStableFunc(guests, func(a, b *tableGuest) int { // people are sorted by address
			return cmp.Compare(b.worth, a.worth)
		})
		seated := map[int32]bool{}
		for _, pair := range in.pairs(in.goals[g], guests) {
			if pair[1].person < pair[0].person {
				pair[0], pair[1] = pair[1], pair[0]
			}
			if s.addTable(int32(g), pair[0], pair[1]) {
				seated[pair[0].person], seated[pair[1].person] = true, true
			}
		}
		for _, guest := range guests {
			switch {
			case seated[guest.person]:
				s.hasCandidate[guest.person] = true
				in.tables[guestOfGoal{guest.q.person.ID, in.goals[g].ID}] = true
			case len(guest.starts) > 0:
				s.rejections = append(s.rejections, rejection{guest.person, int32(g), in.rules.table})
			}
		}
	}
}

// table is a pair of guests and the starts at which both can come.
type table struct {
	guests [2]*tableGuest
	class  int32
	starts []tableStart // by slot
}

// tableStart is a start, and what the coffee is worth there if it is the day's only one,
// without focus cost.
type tableStart struct {
	slot  int32
	value Points
}

// addTable adds the starts that a and b have in common, and reports whether there are
// any.
func (s *survey) addTable(g int32, a, b *tableGuest) bool {
	in := s.in
	t := table{guests: [2]*tableGuest{a, b}}
	day, room := -1, false
	for i, j := 0, 0; i < len(a.starts) && j < len(b.starts); {
		switch c := cmp.Compare(a.starts[i], b.starts[j]); {
		case c < 0:
			i++
			continue
		case c > 0:
			j++
			continue
		}
		s.rate(a)
		s.rate(b)
		a.q.slot = &s.model.slots[a.starts[i]]
		b.q.slot = a.q.slot
		if a.q.slot.dayIndex != day {
			day, room = a.q.slot.dayIndex, in.hasRoomForBoth(&a.q, &b.q)
		}
		if more, drop := in.adjustmentForTable(&a.q, &b.q); room && !drop {
			t.starts = append(t.starts, tableStart{a.starts[i], a.values[i] + b.values[j] + in.sumUserTerms(&a.q) + more})
		}
		i++
		j++
	}
	if len(t.starts) == 0 {
		return false
	}
	classes := [2]candidateClass{in.classOf(&a.q, g), in.classOf(&b.q, g)}
	class, known := s.tableClasses[classes]
	if !known {
		class = int32(len(s.tableClasses))
		s.tableClasses[classes] = class
		s.tableGoals = append(s.tableGoals, g)
	}
	t.class = class
	s.tables = append(s.tables, t)
	return true
}

// hasRoomForBoth reports whether every counter that two guests share has room for two.
// The rules about each of them see to room for one.
func (in *input) hasRoomForBoth(a, b *query) bool {
	for i := range in.quotas {
		t := &in.quotas[i]
		key := t.key(in, a)
		if key != (counterKey{}) && key == t.key(in, b) && t.limit(in, a)-in.used[key] < 2 {
			return false
		}
	}
	return true
}

// rate computes what each start of guest is worth, without what concerns only the
// user.
func (s *survey) rate(guest *tableGuest) {
	if guest.rated {
		return
	}
	guest.rated = true
	in, q := s.in, &guest.q
	in.loadGuestCalendar(q)
	guest.values = make([]Points, len(guest.starts))
	same, day, daily := Points(0), -1, Points(0)
	for k, i := range guest.starts {
		q.slot = &s.model.slots[i]
		if k == 0 {
			same = in.sumTerms(q, dependsOnPair)
			for t := range in.quotas {
				if quota := &in.quotas[t]; quota.value != nil && quota.key(in, q) == (counterKey{}) {
					same += quota.value(in, q, 0)
				}
			}
		}
		if q.slot.dayIndex != day {
			day, daily = q.slot.dayIndex, in.sumTerms(q, dependsOnDay)+in.sumTerms(q, dependsOnCalendar)
		}
		guest.values[k] = same + daily + in.sumTerms(q, dependsOnStart) - in.sumUserTerms(q)
	}
}

// sumUserTerms returns the sum of the terms that concern only the user.
func (in *input) sumUserTerms(q *query) (sum Points) {
	for i := range in.terms {
		if t := &in.terms[i]; t.userOnly {
			sum += t.value(in, q)
		}
	}
	return sum
}

// tableItem is an item with two guests, before it is part of the problem.
type tableItem struct {
	search.Item
	second search.Second
}

// tableItems returns the items of tables by slot. first is the number of their first
// class.
func (m *model) tableItems(tables []table, first int32) map[int32][]tableItem {
	items := map[int32][]tableItem{}
	for _, t := range tables {
		for _, at := range t.starts {
			a, b := t.guests[0], t.guests[1]
			items[at.slot] = append(items[at.slot], tableItem{
				search.Item{Start: at.slot, Job: a.person, Class: first + t.class, Value: int64(at.value), Groups: m.tableGroups(a, at.slot)},
				search.Second{Job: b.person, Groups: m.tableGroups(b, at.slot)},
			})
		}
	}
	return items
}

// tableGroups returns the groups of a guest at a slot.
func (m *model) tableGroups(guest *tableGuest, slot int32) [search.MaxGroups]int32 {
	q := &guest.q
	q.slot = &m.slots[slot]
	groups, known := guest.groups[q.slot.dayIndex]
	if !known {
		groups = m.groupsOf(q, guest.person)
		guest.groups[q.slot.dayIndex] = groups
	}
	return groups
}

// second returns the index of item i's second guest, or -1.
func (m *model) second(i int32) int32 {
	if at := m.problem.Items[i].Second; at > 0 {
		return m.problem.Seconds[at-1].Job
	}
	return -1
}
