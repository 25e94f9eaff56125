package planner

import (
	"slices"
	"time"
)

// survey is what the rules say about everybody: a model of what they allow, and a
// record of what they forbid.
type survey struct {
	view    *view
	model   *model
	whole   bool
	open    map[time.Duration]opening // to the user, by length
	reach   map[reachKey]reach        // of guests
	ballots []*ballot
	classes map[class]*ballot
	contest []int32 // by slot; see ballot
	offered []bool  // by person: has an item
	took    []int   // starts, by place of the rule
	closed  []closing
	unseen  []int  // by goal: people whom the rules allow and whose calendar was not seen
	hidden  []bool // by person: counted in unseen
	asking  bool   // one of them might be in a better plan

	// Of the person asked about.
	free   map[time.Duration]opening
	starts []int32   // memory for those
	days   [][]int32 // memory for the days of one goal
}

// closing is why a person has no item, for one goal or (goal -1) for any.
type closing struct {
	person, goal int32
	rule         *rule
}

// opening is what the rules about time allow of one length: starts, or else the rule
// that forbade the last of them.
type opening struct {
	days [][]int32 // those of a day together
	shut *rule
}

// add takes in the starts that are left of one more day, or else the rule that
// forbade the last of them. If no day has a start, the rule asked last shuts all.
func (o *opening) add(left []int32, r *rule) {
	if len(left) > 0 {
		o.days, o.shut = append(o.days, left), nil
	} else if len(o.days) == 0 && (o.shut == nil || o.shut.place < r.place) {
		o.shut = r
	}
}

// reachKey names guests of the same hours.
type reachKey struct {
	hoursKey
	length time.Duration
}

// reach is the user's starts that are inside those hours.
type reach struct {
	opening
	took int
}

// survey asks every rule about everybody, and keeps the items that the search needs;
// see ballot.
func (v *view) survey() *survey { return v.surveyed(false) }

// surveyed is the survey. If whole, it keeps every item that the rules allow.
func (v *view) surveyed(whole bool) *survey {
	s := &survey{
		view: v, model: &model{view: v}, whole: whole,
		open: map[time.Duration]opening{}, reach: map[reachKey]reach{}, free: map[time.Duration]opening{},
		classes: map[class]*ballot{}, offered: make([]bool, len(v.people)), took: make([]int, v.book.size()),
		unseen: make([]int, len(v.goals)), hidden: make([]bool, len(v.people)),
	}
	s.model.problem.Most = max(0, v.rules.Open-v.counted[groupKey{code: CodeOpen}])
	for _, g := range v.goals {
		s.user(v.length(g))
	}
	s.model.addStarts()
	s.contests()
	for i := range v.people {
		s.person(int32(i))
	}
	s.model.addItems(s.ballots)
	return s
}

// user finds the starts of one length that are open to the user.
func (s *survey) user(length time.Duration) {
	if _, done := s.open[length]; done {
		return
	}
	m, grid := s.model, s.view.grid(length)
	var open opening
	for _, starts := range byDay(grid) {
		left, last := s.sift(&ask{}, grid, starts, s.view.book.time)
		for at, i := range left {
			left[at] = int32(len(m.slots))
			m.slots = append(m.slots, grid[i])
		}
		open.add(left, last)
	}
	if len(grid) == 0 {
		open.shut = s.view.book.find(CodeWindow)
	}
	for _, starts := range open.days {
		for _, i := range starts {
			m.slots[i].near = s.view.near(m.slots[i].Span)
		}
	}
	s.open[length] = open
}

// byDay are the indices of slots, those of a day together.
func byDay(slots []slot) (days [][]int32) {
	all := everyOf(slots)
	for from, to := 0, 0; from < len(all); from = to {
		for to < len(all) && slots[to].from == slots[from].from {
			to++
		}
		days = append(days, all[from:to])
	}
	return days
}

// sift is the starts of a day that rules allow, in the memory of starts, and the rule
// that forbade the last one.
func (s *survey) sift(a *ask, slots []slot, starts []int32, rules []rule) (left []int32, last *rule) {
	left = s.view.sieve(a, slots, starts, rules, func(r *rule, took, left int) {
		s.took[r.place] += took
		if took > 0 && left == 0 {
			last = r
		}
	})
	return left, last
}

// person asks about one person and every goal.
func (s *survey) person(i int32) {
	v := s.view
	a := v.ask(v.people[i])
	if r := v.forbidding(v.book.person, a); r != nil {
		s.closed = append(s.closed, closing{i, -1, r})
		return
	}
	clear(s.free)
	s.starts = s.starts[:0]
	for g, goal := range v.goals {
		a.goal = goal
		if r := v.forbidding(v.book.goal, a); r != nil {
			s.closed = append(s.closed, closing{i, int32(g), r})
			continue
		}
		open := s.pair(a, s.guest(a))
		if open.shut != nil {
			s.closed = append(s.closed, closing{i, int32(g), open.shut})
			continue
		}
		if a.person.CalendarUnread {
			s.unseen[g]++
			s.hidden[i] = true
			continue // what is left is not judged without that calendar
		}
		s.offered[i] = true
		s.offer(a, i, int32(g), open.days)
	}
}

// guest is the user's starts that the guest's rules allow.
func (s *survey) guest(a *ask) opening {
	length := s.view.length(a.goal)
	open, done := s.free[length]
	if done {
		return open
	}
	// The first rule is about hours, which many guests share.
	rules, hours := s.view.book.guest, s.reached(a, length)
	s.took[rules[0].place] += hours.took
	open.shut = hours.shut
	for _, starts := range hours.days {
		first := len(s.starts)
		s.starts = append(s.starts, starts...)
		left, last := s.sift(a, s.model.slots, s.starts[first:], rules[1:])
		s.starts = s.starts[:first+len(left)]
		open.add(left, last)
	}
	s.free[length] = open
	return open
}

// reached is the user's starts inside the hours of a's person.
func (s *survey) reached(a *ask, length time.Duration) reach {
	key := reachKey{s.view.hoursKey(a.person), length}
	r, done := s.reach[key]
	if done {
		return r
	}
	hours := s.view.book.guest[:1]
	r.shut = s.open[length].shut
	for _, starts := range s.open[length].days {
		left := s.view.sieve(a, s.model.slots, slices.Clone(starts), hours, nil)
		r.took += len(starts) - len(left)
		r.add(left, &hours[0])
	}
	s.reach[key] = r
	return r
}

// pair is the guest's days that the rules for a's person and goal allow. Each of these
// rules allows a whole day or nothing. The result is good until the next call.
func (s *survey) pair(a *ask, guest opening) opening {
	open := opening{s.days[:0], guest.shut}
	for _, starts := range guest.days {
		a.slot = &s.model.slots[starts[0]]
		if r := s.view.forbidding(s.view.book.pair, a); r != nil {
			s.took[r.place] += len(starts)
			open.add(nil, r)
		} else {
			open.add(starts, nil)
		}
	}
	a.slot, s.days = nil, open.days
	return open
}
