package planner

import (
	"slices"
	"time"

	"fika/internal/holiday"
)

// survey is the result of all rules for all people: a model of what they allow, and a
// record of what they forbid.
type survey struct {
	in           *input
	model        *model
	keepAll      bool                            // keep dominated candidates too
	userStarts   map[time.Duration]allowedStarts // by length: starts that the user's rules allow
	hoursStarts  map[hoursStartsKey]hoursStarts  // of these, the starts in the guests' hours
	candidates   []*candidateSet
	byClass      map[candidateClass]*candidateSet
	slotGroup    []int32 // by slot; see candidateSet
	hasCandidate []bool  // by person
	rejectedBy   []int   // number of starts rejected by each rule, by rule index
	rejections   []rejection
	unreadByGoal []int           // by goal: people whom the rules allow and whose calendar was not read
	unread       []bool          // by person: counted in unreadByGoal
	tableGuests  [][]*tableGuest // by goal
	tables       []table
	tableClasses map[[2]candidateClass]int32
	tableGoals   []int32 // by class of tables
	mayImprove   bool    // one of these might be in a better plan

	// For the person being surveyed: starts by length, and memory for them and for the
	// days of one goal.
	guestStarts map[time.Duration]allowedStarts
	startBuffer []int32
	dayBuffer   [][]int32
}

// rejection is why a person has no candidate for one goal, or for any (goal -1).
type rejection struct {
	person, goal int32
	rule         *rule
}

// allowedStarts are the starts of one length that the time rules allow. If there are
// none, rejectedBy is the rule that removed the last one.
type allowedStarts struct {
	days       [][]int32 // by day
	rejectedBy *rule
}

// addDay adds the starts that are left of one more day, or else the rule that
// rejected the last of them. If no day has a start, the rule that was evaluated last
// is kept.
func (a *allowedStarts) addDay(left []int32, r *rule) {
	if len(left) > 0 {
		a.days, a.rejectedBy = append(a.days, left), nil
	} else if len(a.days) == 0 && (a.rejectedBy == nil || a.rejectedBy.index < r.index) {
		a.rejectedBy = r
	}
}

// hoursStartsKey identifies guests with the same hours, wish and holidays, and a length.
type hoursStartsKey struct {
	hoursKey
	part   Hours // see [Wish]
	region holiday.Region
	length time.Duration
}

// hoursStarts are the user's starts inside the hours of some guests and the part of the
// day that they wish, and neither at their lunch nor on one of their holidays.
type hoursStarts struct {
	allowedStarts
	rejected [sharedGuestRules]int // by each of the rules
}

// survey evaluates every rule for everybody, and keeps the items that the search
// needs; see candidateSet.
func (in *input) survey() *survey { return in.newSurvey(false) }

// newSurvey returns a survey. With keepAll it keeps every item that the rules allow.
func (in *input) newSurvey(keepAll bool) *survey {
	s := &survey{
		in: in, model: &model{in: in}, keepAll: keepAll,
		userStarts: map[time.Duration]allowedStarts{}, hoursStarts: map[hoursStartsKey]hoursStarts{}, guestStarts: map[time.Duration]allowedStarts{},
		byClass: map[candidateClass]*candidateSet{}, hasCandidate: make([]bool, len(in.people)), rejectedBy: make([]int, in.rules.size()),
		unreadByGoal: make([]int, len(in.goals)), unread: make([]bool, len(in.people)),
		tableGuests: make([][]*tableGuest, len(in.goals)), tableClasses: map[[2]candidateClass]int32{},
	}
	s.model.problem.MaxItems = max(0, in.config.Open-in.used[counterKey{code: CodeOpen}])
	for _, g := range in.goals {
		for _, length := range in.lengths(g) {
			s.findUserStarts(length)
		}
	}
	s.model.addStarts()
	s.groupSlots()
	for i := range in.people {
		s.surveyPerson(int32(i))
	}
	s.addTables()
	s.model.addItems(s.candidates, s.tables, s.tableGoals)
	return s
}

// findUserStarts finds the starts of one length that the user's rules allow.
func (s *survey) findUserStarts(length time.Duration) {
	if _, done := s.userStarts[length]; done {
		return
	}
	m, grid := s.model, s.in.slotsOfLength(length)
	var open allowedStarts
	for _, starts := range byDay(grid) {
		left, last := s.filterStarts(&query{}, grid, starts, s.in.rules.time)
		for at, i := range left {
			left[at] = int32(len(m.slots))
			m.slots = append(m.slots, grid[i])
		}
		open.addDay(left, last)
	}
	if len(grid) == 0 {
		open.rejectedBy = s.in.rules.byCode(CodeWindow)
	}
	for _, starts := range open.days {
		for _, i := range starts {
			m.slots[i].nearbyBonus = s.in.nearbyBonus(m.slots[i].Span)
		}
	}
	s.userStarts[length] = open
}

// byDay returns the indices of slots, grouped by day.
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

// filterStarts returns the starts of a day that rules allow, and the rule that
// rejected the last one. It reuses the memory of starts.
func (s *survey) filterStarts(q *query, slots []slot, starts []int32, rules []rule) (left []int32, last *rule) {
	left = s.in.applyRules(q, slots, starts, rules, func(r *rule, rejected, left int) {
		s.rejectedBy[r.index] += rejected
		if rejected > 0 && left == 0 {
			last = r
		}
	})
	return left, last
}

// surveyPerson evaluates the rules for one person and every goal.
func (s *survey) surveyPerson(i int32) {
	in := s.in
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
		var guest *tableGuest
		if goal.guests() > 1 {
			guest = s.addTableGuest(q, i, int32(g))
		}
		open := s.filterByGoal(q, s.findGuestStarts(q))
		if open.rejectedBy != nil {
			s.rejections = append(s.rejections, rejection{i, int32(g), open.rejectedBy})
			continue
		}
		if q.person.CalendarUnread {
			s.unreadByGoal[g]++
			s.unread[i] = true
			continue // starts cannot be rated without that calendar
		}
		if guest != nil {
			guest.starts = slices.Concat(open.days...)
			continue
		}
		s.hasCandidate[i] = true
		s.addCandidates(q, i, int32(g), open.days)
	}
}

// findGuestStarts returns the user's starts that the guest's rules allow.
func (s *survey) findGuestStarts(q *query) allowedStarts {
	length := s.in.length(q.goal, q.person)
	open, done := s.guestStarts[length]
	if done {
		return open
	}
	rules, hours := s.in.rules.guest, s.startsInHours(q, length)
	for i, n := range hours.rejected {
		s.rejectedBy[rules[i].index] += n
	}
	rules = rules[sharedGuestRules:]
	for len(rules) > 0 && rules[0].allowsAll != nil && rules[0].allowsAll(s.in, q) {
		rules = rules[1:]
	}
	open.rejectedBy = hours.rejectedBy
	for _, starts := range hours.days {
		first := len(s.startBuffer)
		s.startBuffer = append(s.startBuffer, starts...)
		left, last := s.filterStarts(q, s.model.slots, s.startBuffer[first:], rules)
		s.startBuffer = s.startBuffer[:first+len(left)]
		open.addDay(left, last)
	}
	s.guestStarts[length] = open
	return open
}

// startsInHours returns the user's starts inside the guest's hours.
func (s *survey) startsInHours(q *query, length time.Duration) hoursStarts {
	key := hoursStartsKey{s.in.hoursKey(q.person), q.person.Wish.Part, q.person.Region, length}
	r, done := s.hoursStarts[key]
	if done {
		return r
	}
	rules := s.in.rules.guest[:sharedGuestRules]
	r.rejectedBy = s.userStarts[length].rejectedBy
	for _, starts := range s.userStarts[length].days {
		var last *rule
		left := s.in.applyRules(q, s.model.slots, slices.Clone(starts), rules, func(by *rule, took, left int) {
			r.rejected[by.index-rules[0].index] += took
			if took > 0 && left == 0 {
				last = by
			}
		})
		r.addDay(left, last)
	}
	s.hoursStarts[key] = r
	return r
}

// filterByGoal returns the guest's days that the rules about the person and goal
// allow; these rules decide day by day. The result is only valid until the next call.
func (s *survey) filterByGoal(q *query, guest allowedStarts) allowedStarts {
	open := allowedStarts{s.dayBuffer[:0], guest.rejectedBy}
	for _, starts := range guest.days {
		q.slot = &s.model.slots[starts[0]]
		if r := s.in.firstForbidding(s.in.rules.pair, q); r != nil {
			s.rejectedBy[r.index] += len(starts)
			open.addDay(nil, r)
		} else {
			open.addDay(starts, nil)
		}
	}
	q.slot, s.dayBuffer = nil, open.days
	return open
}
