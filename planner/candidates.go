package planner

import (
	"iter"
	"math"
	"slices"
)

// candidateClass is what items of one day have in common that count in the same groups:
// they differ only in person, start and value.
type candidateClass struct {
	goal        int32
	team, cover string
}

// candidate is a person for a start and a class.
type candidate struct {
	person, slot int32
	valueAlone   Points // where it is the day's only coffee
}

// worseThan reports whether x is dropped before y. Of equals the earlier start stays,
// then the one that came first.
func (x candidate) worseThan(y candidate) bool {
	if x.valueAlone != y.valueAlone {
		return x.valueAlone < y.valueAlone
	}
	return x.slot >= y.slot
}

// candidateSet holds the bids of one class, divided into contests. A contest is one start
// or, if the day holds one coffee, all starts of the day; then it takes each
// person's best bid.
//
// The best bids of a contest are enough, as many as a plan holds meetings. The
// meetings at other times take up fewer people than that, so one of the best is
// always free to replace any other bid. One more is kept, to say what keeps it out.
// So nothing is lost, and the model stays small however many people there are.
type candidateSet struct {
	class     candidateClass
	limit     int
	slotGroup []int32       // by slot
	byGroup   [][]candidate // in the order of people
	worst     []candidate   // the first to be dropped, once there are keep
	ungrouped []*quota      // those that give worth and do not count this class
}

// dominated reports whether x is one too many, or the person has a better one. Bids
// come in the order of people.
func (b *candidateSet) dominated(x candidate) bool {
	at := b.slotGroup[x.slot]
	bids := b.byGroup[at]
	if n := len(bids); n > 0 && bids[n-1].person == x.person && x.worseThan(bids[n-1]) {
		return true
	}
	return len(bids) >= b.limit && x.worseThan(b.worst[at])
}

// add takes a bid unless it loses.
func (b *candidateSet) add(x candidate) {
	if b.dominated(x) {
		return
	}
	at := b.slotGroup[x.slot]
	bids := b.byGroup[at]
	if n := len(bids); n > 0 && bids[n-1].person == x.person {
		bids = bids[:n-1]
	}
	bids = append(bids, x)
	if len(bids) > b.limit {
		bids = slices.Delete(bids, worstIndex(bids), worstIndex(bids)+1)
	}
	if len(bids) == b.limit {
		b.worst[at] = bids[worstIndex(bids)]
	}
	b.byGroup[at] = bids
}

// atSlot are the bids for slot s.
func (b *candidateSet) atSlot(s int32) iter.Seq[candidate] {
	return func(yield func(candidate) bool) {
		for _, x := range b.byGroup[b.slotGroup[s]] {
			if x.slot == s && !yield(x) {
				return
			}
		}
	}
}

// worstIndex is the bid that is dropped first.
func worstIndex(bids []candidate) (at int) {
	for i := range bids {
		if bids[i].worseThan(bids[at]) {
			at = i
		}
	}
	return at
}

// groupSlots divides the slots, which are by length and start.
func (s *survey) groupSlots() {
	m := s.model
	s.slotGroup = make([]int32, len(m.slots))
	for i := 1; i < len(m.slots); i++ {
		s.slotGroup[i] = s.slotGroup[i-1]
		if day := m.slots[i].day; s.keepAll || !m.single[m.slots[i].dayIndex] || m.slots[i-1].day != day {
			s.slotGroup[i]++
		}
	}
}

// candidatesFor is that of a's class.
func (s *survey) candidatesFor(q *query, goal int32) *candidateSet {
	in := s.view
	c := candidateClass{goal, in.team(q.person), in.coverValue(q.goal, q.person)}
	if b := s.byClass[c]; b != nil {
		return b
	}
	contests := int(s.slotGroup[len(s.slotGroup)-1]) + 1
	b := &candidateSet{class: c, limit: s.model.problem.MaxItems + 1, slotGroup: s.slotGroup, byGroup: make([][]candidate, contests), worst: make([]candidate, contests)}
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

// addCandidates enters the starts of days into the ballot of a's class. Terms that read the
// guest's calendar can only cost. So a start that loses even without these costs is
// passed over, and the calendars of most people need not be read.
func (s *survey) addCandidates(q *query, person, goal int32, days [][]int32) {
	in, m := s.view, s.model
	q.slot = &m.slots[days[0][0]]
	ballot := s.candidatesFor(q, goal)
	same := in.sumTerms(q, dependsOnPair)
	for _, t := range ballot.ungrouped {
		same += t.value(in, q, 0)
	}
	for _, starts := range days {
		q.slot = &m.slots[starts[0]]
		value, asked := same+in.sumTerms(q, dependsOnDay), false
		for _, i := range starts {
			q.slot = &m.slots[i]
			more, drop := in.adjustmentFor(q)
			x := candidate{person, i, value + q.slot.nearbyBonus + m.alone[i] + more}
			if drop || ballot.dominated(x) {
				continue
			}
			if !asked {
				in.loadGuestCalendar(q)
				value, asked = value+in.sumTerms(q, dependsOnCalendar), true
			}
			x.valueAlone = value + in.sumTerms(q, dependsOnStart) + m.alone[i] + more
			ballot.add(x)
		}
	}
	q.slot = nil
}
