package planner

import (
	"iter"
	"math"
	"slices"
)

// class is what items of one day have in common that count in the same groups:
// they differ only in person, start and value.
type class struct {
	goal        int32
	team, cover string
}

// bid is a person for a start and a class.
type bid struct {
	person, slot int32
	worth        Points // where it is the day's only coffee
}

// yields reports whether x is dropped before y. Of equals the earlier start stays,
// then the one that came first.
func (x bid) yields(y bid) bool {
	if x.worth != y.worth {
		return x.worth < y.worth
	}
	return x.slot >= y.slot
}

// ballot holds the bids of one class, divided into contests. A contest is one start
// or, if the day holds one coffee, all starts of the day; then it takes each
// person's best bid.
//
// The best bids of a contest are enough, as many as a plan holds meetings. The
// meetings at other times take up fewer people than that, so one of the best is
// always free to replace any other bid. One more is kept, to say what keeps it out.
// So nothing is lost, and the model stays small however many people there are.
type ballot struct {
	class   class
	keep    int
	contest []int32  // by slot
	bids    [][]bid  // in the order of people
	least   []bid    // the first to be dropped, once there are keep
	loose   []*tally // those that give worth and do not count this class
}

// loses reports whether x is one too many, or the person has a better one. Bids
// come in the order of people.
func (b *ballot) loses(x bid) bool {
	at := b.contest[x.slot]
	bids := b.bids[at]
	if n := len(bids); n > 0 && bids[n-1].person == x.person && x.yields(bids[n-1]) {
		return true
	}
	return len(bids) >= b.keep && x.yields(b.least[at])
}

// add takes a bid unless it loses.
func (b *ballot) add(x bid) {
	if b.loses(x) {
		return
	}
	at := b.contest[x.slot]
	bids := b.bids[at]
	if n := len(bids); n > 0 && bids[n-1].person == x.person {
		bids = bids[:n-1]
	}
	bids = append(bids, x)
	if len(bids) > b.keep {
		bids = slices.Delete(bids, least(bids), least(bids)+1)
	}
	if len(bids) == b.keep {
		b.least[at] = bids[least(bids)]
	}
	b.bids[at] = bids
}

// at are the bids for slot s.
func (b *ballot) at(s int32) iter.Seq[bid] {
	return func(yield func(bid) bool) {
		for _, x := range b.bids[b.contest[s]] {
			if x.slot == s && !yield(x) {
				return
			}
		}
	}
}

// least is the bid that is dropped first.
func least(bids []bid) (at int) {
	for i := range bids {
		if bids[i].yields(bids[at]) {
			at = i
		}
	}
	return at
}

// contests divides the slots, which are by length and start.
func (s *survey) contests() {
	m := s.model
	s.contest = make([]int32, len(m.slots))
	for i := 1; i < len(m.slots); i++ {
		s.contest[i] = s.contest[i-1]
		if day := m.slots[i].day; s.whole || !m.single[m.slots[i].from] || m.slots[i-1].day != day {
			s.contest[i]++
		}
	}
}

// ballot is that of a's class.
func (s *survey) ballot(a *ask, goal int32) *ballot {
	v := s.view
	c := class{goal, v.team(a.person), v.cover(a.goal, a.person)}
	if b := s.classes[c]; b != nil {
		return b
	}
	contests := int(s.contest[len(s.contest)-1]) + 1
	b := &ballot{class: c, keep: s.model.problem.Most + 1, contest: s.contest, bids: make([][]bid, contests), least: make([]bid, contests)}
	if s.whole {
		b.keep = math.MaxInt
	}
	for i := range v.tallies {
		if t := &v.tallies[i]; t.worth != nil && t.group(v, a) == (groupKey{}) {
			b.loose = append(b.loose, t)
		}
	}
	s.classes[c] = b
	s.ballots = append(s.ballots, b)
	return b
}

// offer enters the starts of days into the ballot of a's class. Terms that read the
// guest's calendar can only cost. So a start that loses even without these costs is
// passed over, and the calendars of most people need not be read.
func (s *survey) offer(a *ask, person, goal int32, days [][]int32) {
	v, m := s.view, s.model
	a.slot = &m.slots[days[0][0]]
	ballot := s.ballot(a, goal)
	same := v.sum(a, steady)
	for _, t := range ballot.loose {
		same += t.worth(v, a, 0)
	}
	for _, starts := range days {
		a.slot = &m.slots[starts[0]]
		value, asked := same+v.sum(a, daily), false
		for _, i := range starts {
			a.slot = &m.slots[i]
			more, drop := v.twisted(a)
			x := bid{person, i, value + a.slot.near + m.alone[i] + more}
			if drop || ballot.loses(x) {
				continue
			}
			if !asked {
				v.invite(a)
				value, asked = value+v.sum(a, calendar), true
			}
			x.worth = value + v.sum(a, starting) + m.alone[i] + more
			ballot.add(x)
		}
	}
	a.slot = nil
}
