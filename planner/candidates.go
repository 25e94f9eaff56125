package planner

import (
	"iter"
	"math"
	"slices"
)

// candidateClass is what candidates of one day share if they belong to the same
// groups: they differ only in person, start and value.
type candidateClass struct {
	goal        int32
	team, cover string
	upward      bool // a first contact with somebody far above
}

// candidate is a person at a start, for one class.
type candidate struct {
	person, slot int32
	valueAlone   Points // if it is the day's only coffee
}

// worseThan reports whether x is dropped before y. Between equals it prefers the
// earlier start, then the earlier entry.
func (c candidate) worseThan(other candidate) bool {
	if c.valueAlone != other.valueAlone {
		return c.valueAlone < other.valueAlone
	}
	return c.slot >= other.slot
}

// candidateSet holds the candidates of one class, by group of slots. A group is one
// start or, if the day holds one coffee, all starts of the day. Then it holds only
// the best candidate of each person.
//
// It keeps the best candidates of each group, as many as a plan has meetings. The
// meetings at other times use fewer people than that, so one of the best is always
// free to replace any other candidate: dropping the others cannot make the plan
// worse, and the model stays small however many people there are. One more is kept to
// explain why it was not chosen.
type candidateSet struct {
	class     candidateClass
	limit     int           // candidates kept for each group
	slotGroup []int32       // by slot
	byGroup   [][]candidate // sorted by person
	worst     []candidate   // by group: the candidate to drop first, once there are limit of them
	ungrouped []*quota      // quotas with a value that have no counter for this class
}

// dominated reports whether x need not be kept: there are enough better candidates,
// or the same person has a better one. Candidates must be added person by person.
func (s *candidateSet) dominated(x candidate) bool {
	at := s.slotGroup[x.slot]
	group := s.byGroup[at]
	if n := len(group); n > 0 && group[n-1].person == x.person && x.worseThan(group[n-1]) {
		return true
	}
	return len(group) >= s.limit && x.worseThan(s.worst[at])
}

// add adds x unless it is dominated.
func (s *candidateSet) add(x candidate) {
	if s.dominated(x) {
		return
	}
	at := s.slotGroup[x.slot]
	group := s.byGroup[at]
	if n := len(group); n > 0 && group[n-1].person == x.person {
		group = group[:n-1]
	}
	group = append(group, x)
	if len(group) > s.limit {
		group = slices.Delete(group, worstIndex(group), worstIndex(group)+1)
	}
	if len(group) == s.limit {
		s.worst[at] = group[worstIndex(group)]
	}
	s.byGroup[at] = group
}

// atSlot returns the candidates for a slot.
func (s *candidateSet) atSlot(slot int32) iter.Seq[candidate] {
	return func(yield func(candidate) bool) {
		for _, x := range s.byGroup[s.slotGroup[slot]] {
			if x.slot == slot && !yield(x) {
				return
			}
		}
	}
}

// worstIndex returns the index of the candidate to drop first.
func worstIndex(group []candidate) (at int) {
	for i := range group {
		if group[i].worseThan(group[at]) {
			at = i
		}
	}
	return at
}

// groupSlots numbers the groups of slots; see candidateSet. The slots are sorted by
// length and start.
func (s *survey) groupSlots() {
	m := s.model
	s.slotGroup = make([]int32, len(m.slots))
	for i := 1; i < len(m.slots); i++ {
		s.slotGroup[i] = s.slotGroup[i-1]
		if day := m.slots[i].day; s.keepAll || !m.singleCoffeeDays[m.slots[i].dayIndex] || m.slots[i-1].day != day {
			s.slotGroup[i]++
		}
	}
}

// classOf returns the class of q's person for a goal.
func (in *input) classOf(q *query, goal int32) candidateClass {
	return candidateClass{goal, in.team(q.person), in.coverValue(q.goal, q.person), in.isFirstContactUp(q)}
}

// candidatesFor returns the candidates of q's class.
func (s *survey) candidatesFor(q *query, goal int32) *candidateSet {
	in := s.in
	c := in.classOf(q, goal)
	if b := s.byClass[c]; b != nil {
		return b
	}
	groups := int(s.slotGroup[len(s.slotGroup)-1]) + 1
	b := &candidateSet{class: c, limit: s.model.problem.MaxItems + 1, slotGroup: s.slotGroup, byGroup: make([][]candidate, groups), worst: make([]candidate, groups)}
	if s.keepAll {
		b.limit = math.MaxInt
	}
	for i := range in.quotas {
		if t := &in.quotas[i]; t.value != nil && t.key(in, q) == (counterKey{}) {
			b.ungrouped = append(b.ungrouped, t)
		}
	}
	s.byClass[c] = b
	s.candidates = append(s.candidates, b)
	return b
}

// addCandidates adds the starts of days as candidates of q's class. Terms that read
// the guest's calendar can only lower the value. So a start that is dominated without
// these terms is skipped, and most guests' calendars need not be loaded.
func (s *survey) addCandidates(q *query, person, goal int32, days [][]int32) {
	in, m := s.in, s.model
	q.slot = &m.slots[days[0][0]]
	set := s.candidatesFor(q, goal)
	same := in.sumTerms(q, dependsOnPair)
	for _, t := range set.ungrouped {
		same += t.value(in, q, 0)
	}
	for _, starts := range days {
		q.slot = &m.slots[starts[0]]
		value, loaded := same+in.sumTerms(q, dependsOnDay), false
		for _, i := range starts {
			q.slot = &m.slots[i]
			more, drop := in.adjustmentFor(q)
			x := candidate{person, i, value + q.slot.nearbyBonus + m.focusCostAlone[i] + more}
			if drop || set.dominated(x) {
				continue
			}
			if !loaded {
				in.loadGuestCalendar(q)
				value, loaded = value+in.sumTerms(q, dependsOnCalendar), true
			}
			x.valueAlone = value + in.sumTerms(q, dependsOnStart) + m.focusCostAlone[i] + more
			set.add(x)
		}
	}
	q.slot = nil
}
