package planner

import (
	"slices"
	"time"

	"fika/internal/span"
)

// rule is a hard rule. The same value makes the decision, counts rejections and
// explains them, so that a decision and its explanation cannot differ.
type rule struct {
	code Code
	// ok reports whether the rule allows the query.
	ok func(in *input, q *query) bool
	// text explains the result of ok in a sentence.
	text func(in *input, q *query, ok bool) string
	// dayOnly means that the result depends only on the day of a start.
	dayOnly bool
	// allowsAll, if not nil, reports whether the rule allows every start of q's person, which
	// is quicker than to ask about each.
	allowsAll func(in *input, q *query) bool
	// stableFor, if not nil, returns how much later a start still has the same result.
	stableFor func(q *query) time.Duration
	// planningOnly means that the rule is evaluated when a meeting is planned, and not
	// again before it is sent.
	planningOnly bool
	// setting is what the user could change for a goal that stays short.
	setting string
	// needsLift, if not nil, reports whether the rule forbids until the user lifts it,
	// whatever setting says.
	needsLift func(q *query) bool
	// index is the position of the rule among all rules, in the order of evaluation.
	index int
}

// hint returns what the user could do about r, which forbids q.
func (r *rule) hint(q *query) string {
	if r.needsLift != nil && r.needsLift(q) {
		return hintLift
	}
	return r.setting
}

// rulebook holds every hard rule, in the order of evaluation.
type rulebook struct {
	person, goal, time, guest, pair []rule
	table                           *rule // only for goals of size 3, after all others
}

func newRulebook() rulebook {
	last := tableRule()
	b := rulebook{personRules(), goalRules(), timeRules(), guestRules(), pairRules(), &last}
	place := 0
	for _, rules := range b.all() {
		for i := range rules {
			rules[i].index = place
			place++
		}
	}
	b.table.index = place
	return b
}

// all returns the rules about every coffee.
func (b rulebook) all() [][]rule { return [][]rule{b.person, b.goal, b.time, b.guest, b.pair} }

// size returns the number of rules.
func (b rulebook) size() (n int) {
	for _, rules := range b.all() {
		n += len(rules)
	}
	return n + 1
}

// byCode returns the rule with that code, which must exist.
func (b rulebook) byCode(code Code) *rule {
	for _, rules := range b.all() {
		for i := range rules {
			if rules[i].code == code {
				return &rules[i]
			}
		}
	}
	if code == b.table.code {
		return b.table
	}
	return nil
}

// query is the person, goal and slot that a rule or term is evaluated on. Person
// rules use person and history; goal rules also use goal, pair rules goal and slot, time
// and guest rules slot. If slot is nil, sentences are about all starts together, of which
// startsLeft are allowed.
type query struct {
	person     *Person
	history    *history
	with       *Person // the other guest of a coffee of three that is checked
	goal       *Goal
	slot       *slot
	startsLeft int

	counted bool // q is about a booking that its quota counts

	plannedBefore int // earlier coffees of the same plan and counter

	guestHours cursor
	guestBusy  cursor
	calendar   guestCalendar // what the score needs of the guest's calendar

	absencesKnown bool
	absences      absences // nil: never absent
	noticeKnown   bool
	noticeEnd     time.Time // see guestNoticeEnd

	ownWeek int // see ownWeekOffset; 0 until it is computed
}

// newQuery returns a query about p.
func (in *input) newQuery(p *Person) *query {
	return &query{
		person: p, history: in.historyOf(p.ID),
		guestHours: cursor{spans: in.guestHours(p)},
		guestBusy:  cursor{spans: p.Busy},
	}
}

// verdict returns the result of r for q.
func (in *input) verdict(r *rule, q *query, ok bool) Verdict {
	verdict := Verdict{Person: q.person.ID, Code: r.code, OK: ok, Text: r.text(in, q, ok)}
	if q.goal != nil {
		verdict.Goal = q.goal.ID
	}
	return verdict
}

// verdicts returns the result of each rule for q.
func (in *input) verdicts(rules []rule, q *query) []Verdict {
	verdicts := make([]Verdict, len(rules))
	for i := range rules {
		verdicts[i] = in.verdict(&rules[i], q, rules[i].ok(in, q))
	}
	return verdicts
}

// verdictsForAllStarts returns the verdicts on all starts for q's person and goal. A
// rule that allows none of them forbids. Then the next rule is evaluated on the same
// starts again, so that the user sees all obstacles at once.
func (in *input) verdictsForAllStarts(q *query) (verdicts []Verdict) {
	slots := in.slotsOfLength(in.length(q.goal, q.person))
	if len(slots) == 0 {
		return in.verdictsForDays(q)
	}
	left := allIndices(slots)
	for _, rules := range in.rules.all()[2:] {
		for i := range rules {
			allowed := in.applyRule(q, slots, slices.Clone(left), &rules[i])
			q.slot, q.startsLeft = nil, len(allowed)
			verdicts = append(verdicts, in.verdict(&rules[i], q, len(allowed) > 0))
			if len(allowed) > 0 {
				left = allowed
			}
		}
	}
	q.startsLeft = 0
	return verdicts
}

// verdictsForDays is verdictsForAllStarts if the windows contain no start at all.
// Then only rules about days can be evaluated, and only those that forbid give a
// verdict.
func (in *input) verdictsForDays(q *query) []Verdict {
	verdicts := []Verdict{in.verdict(in.rules.byCode(CodeWindow), q, false)}
	var days []slot
	for d := in.today; !in.lastDay.Before(d); d = d.AddDays(1) {
		noon := in.slot(span.New(d.At(12*60, in.config.Zone), in.length(q.goal, q.person)))
		noon.dayIndex = len(days)
		days = append(days, noon)
	}
	for _, rules := range in.rules.all()[2:] {
		for i := range rules {
			if r := &rules[i]; r.dayOnly && len(in.applyRule(q, days, allIndices(days), r)) == 0 {
				q.slot = nil
				verdicts = append(verdicts, in.verdict(r, q, false))
			}
		}
	}
	q.slot = nil
	return verdicts
}

// firstForbidding returns the first rule that forbids q; nil if there is none.
func (in *input) firstForbidding(rules []rule, q *query) *rule {
	for i := range rules {
		if !rules[i].ok(in, q) {
			return &rules[i]
		}
	}
	return nil
}

// applyRules applies one rule after the other to the starts in left. It returns those
// that every rule allows, and reuses the memory of left. If report is not nil, it is
// called after each rule with the number of starts rejected and left.
func (in *input) applyRules(q *query, slots []slot, left []int32, rules []rule, report func(r *rule, rejected, left int)) []int32 {
	for i := range rules {
		r := &rules[i]
		before := len(left)
		left = in.applyRule(q, slots, left, r)
		if report != nil {
			report(r, before-len(left), len(left))
		}
	}
	q.slot = nil
	return left
}

// applyRule returns the starts that r allows, and reuses the memory of left. The
// starts are sorted and of the same length, so one result may hold for several of
// them.
func (in *input) applyRule(q *query, slots []slot, left []int32, r *rule) []int32 {
	allowed, ok, day, until := left[:0], false, -1, time.Time{}
	for _, s := range left {
		q.slot = &slots[s]
		if r.dayOnly && q.slot.dayIndex == day || r.stableFor != nil && !q.slot.Start.After(until) {
			// the previous result still applies
		} else if ok, day = r.ok(in, q), q.slot.dayIndex; r.stableFor != nil {
			until = q.slot.Start.Add(r.stableFor(q))
		}
		if ok {
			allowed = append(allowed, s)
		}
	}
	return allowed
}
