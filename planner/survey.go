package planner

import (
	"slices"
	"time"
)

// survey is what the rules say about everybody: the model of what they allow,
// and a record of what they forbid.
type survey struct {
	view    *view
	model   *model
	whole   bool
	open    map[time.Duration]opening // to the user, by length
	reach   map[reachKey]reach        // of guests
	free    map[time.Duration]*opening
	left    []int32 // memory for the starts of one person and goal
	ballots []ballot
	classes map[class]int
	best    []Points // by person: the value of the best item
	offered []bool   // by person: has an item
	count   map[Code]int
	closed  []closing
}

// closing is why a person has no item, for one goal or (goal -1) for any.
type closing struct {
	person, goal int32
	rule         *rule
}

// opening is what the rules about time leave of one length: starts, or the rule
// that took the last of them.
type opening struct {
	left []int32
	shut *rule
}

// reachKey names guests who keep the same hours.
type reachKey struct {
	hoursKey
	length time.Duration
}

// reach is what those hours leave of the user's starts.
type reach struct {
	opening
	took int
}

// survey asks every rule about everybody, and keeps the items that a search
// needs; see ballot.add.
func (v *view) survey() *survey { return v.surveyed(false) }

// surveyed is the survey with every item that the rules allow, if whole.
func (v *view) surveyed(whole bool) *survey {
	s := &survey{
		view: v, model: &model{view: v}, whole: whole,
		open: map[time.Duration]opening{}, reach: map[reachKey]reach{}, free: map[time.Duration]*opening{},
		classes: map[class]int{}, best: make([]Points, len(v.people)), offered: make([]bool, len(v.people)), count: map[Code]int{},
	}
	s.model.keep = max(0, v.rules.Open-v.counted[groupKey{code: CodeOpen}])
	for _, g := range v.goals {
		s.user(v.length(g))
	}
	s.model.rate()
	for i := range v.people {
		s.person(int32(i))
	}
	s.model.collect(s.ballots)
	return s
}

// user finds the starts of one length that are open to the user.
func (s *survey) user(length time.Duration) {
	if _, done := s.open[length]; done {
		return
	}
	m, first := s.model, len(s.model.slots)
	m.slots = append(m.slots, s.view.grid(length)...)
	var all opening
	for i := first; i < len(m.slots); i++ {
		all.left = append(all.left, int32(i))
	}
	if len(all.left) == 0 {
		all.shut = s.view.book.find(CodeWindow)
	}
	s.open[length] = s.narrow(&ask{}, all, s.view.book.time)
	for _, i := range s.open[length].left {
		m.slots[i].near = s.view.near(m.slots[i].Span)
	}
}

// person asks about one person and every goal.
func (s *survey) person(i int32) {
	v := s.view
	a := v.ask(v.people[i])
	if r := v.broken(v.book.person, a); r != nil {
		s.closed = append(s.closed, closing{i, -1, r})
		return
	}
	invited := false
	clear(s.free)
	for g, goal := range v.goals {
		a.goal = goal
		if r := v.broken(v.book.goal, a); r != nil {
			s.closed = append(s.closed, closing{i, int32(g), r})
			continue
		}
		if a.person.Unseen {
			continue // no start is judged without that calendar
		}
		starts := s.starts(a)
		if starts.shut != nil {
			s.closed = append(s.closed, closing{i, int32(g), starts.shut})
			continue
		}
		if !invited {
			v.invite(a)
			invited = true
		}
		s.offer(a, i, int32(g), starts.left)
	}
}

// starts are those that the rules leave for a's person and goal, or the rule
// that took the last one. They are good until the next call.
func (s *survey) starts(a *ask) opening {
	length := s.view.length(a.goal)
	guest := s.free[length]
	if guest == nil {
		// The first of the guest's rules asks for hours, which many share.
		hours := s.reached(a, length)
		s.count[s.view.book.guest[0].code] += hours.took
		hours.left = slices.Clone(hours.left)
		open := s.narrow(a, hours.opening, s.view.book.guest[1:])
		guest = &open
		s.free[length] = guest
	}
	s.left = append(s.left[:0], guest.left...)
	return s.narrow(a, opening{s.left, guest.shut}, s.view.book.pair)
}

// reached is what the hours of a's person leave.
func (s *survey) reached(a *ask, length time.Duration) reach {
	key := reachKey{s.view.hoursKey(a.person), length}
	r, ok := s.reach[key]
	if !ok {
		open := s.open[length]
		open.left = slices.Clone(open.left)
		before := len(open.left)
		hours := s.view.book.guest[:1]
		open.left = s.view.sieve(a, s.model.slots, open.left, hours, nil)
		if len(open.left) == 0 && open.shut == nil {
			open.shut = &hours[0]
		}
		r = reach{open, before - len(open.left)}
		s.reach[key] = r
	}
	return r
}

// narrow is what rules leave of o, in the memory of o.
func (s *survey) narrow(a *ask, o opening, rules []rule) opening {
	o.left = s.view.sieve(a, s.model.slots, o.left, rules, func(r *rule, took, left int) {
		s.count[r.code] += took
		if left == 0 && o.shut == nil {
			o.shut = r
		}
	})
	return o
}

// offer enters the starts that are left into the ballot of a's class.
func (s *survey) offer(a *ask, person, goal int32, left []int32) {
	v, m := s.view, s.model
	ballot := s.ballot(class{goal, v.team(a.person), coverValue(a.goal, a.person)})
	steady, from := v.steadyValue(a), -1
	var base, first Points
	for _, i := range left {
		a.slot = &m.slots[i]
		if a.slot.from != from {
			from = a.slot.from
			day := ballot.day(v, a)
			base, first = steady+v.dayValue(a), day.first
			for _, t := range day.loose {
				base += v.tallies[t].worth(v, a, 0)
			}
		}
		// The slot's own is the only term of a start that gains, but for a twist.
		if hope := base + a.slot.near; !s.whole && v.twist == nil && s.offered[person] && hope+first+m.alone[i] <= s.best[person] && ballot.full(i, hope, m.keep) {
			continue
		}
		value := base + v.startValue(a)
		if v.twist != nil {
			more, drop := v.twist(a)
			if drop {
				continue
			}
			value += more
		}
		if s.whole {
			ballot.bids[i] = append(ballot.bids[i], bid{person, value})
		} else {
			ballot.add(i, bid{person, value}, m.keep)
		}
		if best := value + first + m.alone[i]; best > s.best[person] || !s.offered[person] {
			s.best[person], s.offered[person] = best, true
		}
	}
	a.slot = nil
}

func (s *survey) ballot(c class) *ballot {
	at, ok := s.classes[c]
	if !ok {
		at = len(s.ballots)
		s.classes[c] = at
		s.ballots = append(s.ballots, ballot{class: c, bids: make([][]bid, len(s.model.slots))})
	}
	return &s.ballots[at]
}
