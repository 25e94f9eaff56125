package planner

import (
	"slices"
	"time"
)

// survey is what the rules say about everybody: a model of what they allow, and a
// record of what they forbid.
type survey struct {
	view         *input
	model        *model
	keepAll      bool
	userStarts   map[time.Duration]allowedStarts // to the user, by length
	hoursStarts  map[hoursStartsKey]hoursStarts  // of guests
	candidates   []*candidateSet
	byClass      map[candidateClass]*candidateSet
	slotGroup    []int32 // by slot; see ballot
	hasCandidate []bool  // by person: has an item
	rejectedBy   []int   // starts, by place of the rule
	rejections   []rejection
	unreadByGoal []int  // by goal: people whom the rules allow and whose calendar was not seen
	unread       []bool // by person: counted in unseen
	mayImprove   bool   // one of them might be in a better plan

	// Of the person asked about.
	guestStarts map[time.Duration]allowedStarts
	startBuffer []int32   // memory for those
	dayBuffer   [][]int32 // memory for the days of one goal
}

// rejection is why a person has no item, for one goal or (goal -1) for any.
type rejection struct {
	person, goal int32
	rule         *rule
}

// allowedStarts is what the rules about time allow of one length: starts, or else the rule
// that forbade the last of them.
type allowedStarts struct {
	days       [][]int32 // those of a day together
	rejectedBy *rule
}

// addDay takes in the starts that are left of one more day, or else the rule that
// forbade the last of them. If no day has a start, the rule asked last shuts all.
func (o *allowedStarts) addDay(left []int32, r *rule) {
	if len(left) > 0 {
		o.days, o.rejectedBy = append(o.days, left), nil
	} else if len(o.days) == 0 && (o.rejectedBy == nil || o.rejectedBy.index < r.index) {
		o.rejectedBy = r
	}
}

// hoursStartsKey names guests of the same hours.
type hoursStartsKey struct {
	hoursKey
	length time.Duration
}

// hoursStarts is the user's starts that are inside those hours.
type hoursStarts struct {
	allowedStarts
	rejected int
}

// survey asks every rule about everybody, and keeps the items that the search needs;
// see ballot.
func (in *input) survey() *survey { return in.newSurvey(false) }

// newSurvey is the survey. If whole, it keeps every item that the rules allow.
func (in *input) newSurvey(whole bool) *survey {
	s := &survey{
		view: in, model: &model{view: in}, keepAll: whole,
		userStarts: map[time.Duration]allowedStarts{}, hoursStarts: map[hoursStartsKey]hoursStarts{}, guestStarts: map[time.Duration]allowedStarts{},
		byClass: map[candidateClass]*candidateSet{}, hasCandidate: make([]bool, len(in.people)), rejectedBy: make([]int, in.rules.size()),
		unreadByGoal: make([]int, len(in.goals)), unread: make([]bool, len(in.people)),
	}
	s.model.problem.MaxItems = max(0, in.config.Open-in.used[counterKey{code: CodeOpen}])
	for _, g := range in.goals {
		s.findUserStarts(in.length(g))
	}
	s.model.addStarts()
	s.groupSlots()
	for i := range in.people {
		s.surveyPerson(int32(i))
	}
	s.model.addItems(s.candidates)
	return s
}

// findUserStarts finds the starts of one length that are open to the user.
func (s *survey) findUserStarts(length time.Duration) {
	if _, done := s.userStarts[length]; done {
		return
	}
	m, grid := s.model, s.view.slotsOfLength(length)
	var open allowedStarts
	for _, starts := range byDay(grid) {
		left, last := s.filterStarts(&query{}, grid, starts, s.view.rules.time)
		for at, i := range left {
			left[at] = int32(len(m.slots))
			m.slots = append(m.slots, grid[i])
		}
		open.addDay(left, last)
	}
	if len(grid) == 0 {
		open.rejectedBy = s.view.rules.byCode(CodeWindow)
	}
	for _, starts := range open.days {
		for _, i := range starts {
			m.slots[i].nearbyBonus = s.view.nearbyBonus(m.slots[i].Span)
		}
	}
	s.userStarts[length] = open
}

// byDay are the indices of slots, those of a day together.
func byDay(slots []slot) (days [][]int32) {
	all := allIndices(slots)
	for from, to := 0, 0; from < len(all); from = to {
		for to < len(all) && slots[to].dayIndex == slots[from].dayIndex {
			to++
		}
		days = append(days, all[from:to])
	}
	return days
}

// filterStarts is the starts of a day that rules allow, in the memory of starts, and the rule
// that forbade the last one.
func (s *survey) filterStarts(q *query, slots []slot, starts []int32, rules []rule) (left []int32, last *rule) {
	left = s.view.applyRules(q, slots, starts, rules, func(r *rule, took, left int) {
		s.rejectedBy[r.index] += took
		if took > 0 && left == 0 {
			last = r
		}
	})
	return left, last
}

// surveyPerson asks about one person and every goal.
func (s *survey) surveyPerson(i int32) {
	in := s.view
	q := in.newQuery(in.people[i])
	if r := in.firstForbidding(in.rules.person, q); r != nil {
		s.rejections = append(s.rejections, rejection{i, -1, r})
		return
	}
	clear(s.guestStarts)
	s.startBuffer = s.startBuffer[:0]
	for g, goal := range in.goals {
		q.goal = goal
		if r := in.firstForbidding(in.rules.goal, q); r != nil {
			s.rejections = append(s.rejections, rejection{i, int32(g), r})
			continue
		}
		open := s.filterByGoal(q, s.findGuestStarts(q))
		if open.rejectedBy != nil {
			s.rejections = append(s.rejections, rejection{i, int32(g), open.rejectedBy})
			continue
		}
		if q.person.CalendarUnread {
			s.unreadByGoal[g]++
			s.unread[i] = true
			continue // what is left is not judged without that calendar
		}
		s.hasCandidate[i] = true
		s.addCandidates(q, i, int32(g), open.days)
	}
}

// findGuestStarts is the user's starts that the guest's rules allow.
func (s *survey) findGuestStarts(q *query) allowedStarts {
	length := s.view.length(q.goal)
	open, done := s.guestStarts[length]
	if done {
		return open
	}
	// The first rule is about hours, which many guests share.
	rules, hours := s.view.rules.guest, s.startsInHours(q, length)
	s.rejectedBy[rules[0].index] += hours.rejected
	open.rejectedBy = hours.rejectedBy
	for _, starts := range hours.days {
		first := len(s.startBuffer)
		s.startBuffer = append(s.startBuffer, starts...)
		left, last := s.filterStarts(q, s.model.slots, s.startBuffer[first:], rules[1:])
		s.startBuffer = s.startBuffer[:first+len(left)]
		open.addDay(left, last)
	}
	s.guestStarts[length] = open
	return open
}

// startsInHours is the user's starts inside the hours of a's person.
func (s *survey) startsInHours(q *query, length time.Duration) hoursStarts {
	key := hoursStartsKey{s.view.hoursKey(q.person), length}
	r, done := s.hoursStarts[key]
	if done {
		return r
	}
	hours := s.view.rules.guest[:1]
	r.rejectedBy = s.userStarts[length].rejectedBy
	for _, starts := range s.userStarts[length].days {
		left := s.view.applyRules(q, s.model.slots, slices.Clone(starts), hours, nil)
		r.rejected += len(starts) - len(left)
		r.addDay(left, &hours[0])
	}
	s.hoursStarts[key] = r
	return r
}

// filterByGoal is the guest's days that the rules for a's person and goal allow. Each of these
// rules allows a whole day or nothing. The result is good until the next call.
func (s *survey) filterByGoal(q *query, guest allowedStarts) allowedStarts {
	open := allowedStarts{s.dayBuffer[:0], guest.rejectedBy}
	for _, starts := range guest.days {
		q.slot = &s.model.slots[starts[0]]
		if r := s.view.firstForbidding(s.view.rules.pair, q); r != nil {
			s.rejectedBy[r.index] += len(starts)
			open.addDay(nil, r)
		} else {
			open.addDay(starts, nil)
		}
	}
	q.slot, s.dayBuffer = nil, open.days
	return open
}
