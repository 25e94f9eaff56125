package planner

import (
	"slices"
	"time"

	"fika/internal/span"
)

// A rule is one hard rule. The same value decides, counts what it forbids and says
// so. No rule is written down in a second place.
type rule struct {
	code Code
	// ok reports whether the rule allows what a asks.
	ok func(in *input, q *query) bool
	// text is the rule's sentence for the answer that ok gave.
	text func(in *input, q *query, ok bool) string
	// daily says that only the day of a start matters.
	dayOnly bool
	// lasts, if not nil, is how much later a start still gets the same answer.
	stableFor func(q *query) time.Duration
	// once says that the rule is asked when a meeting is planned, and not again
	// before it is sent.
	planningOnly bool
	// knob is what the user could change for a goal that stays short.
	setting string
	// barred, if not nil, reports whether it forbids until the user lifts it,
	// whatever knob says.
	needsLift func(q *query) bool
	// place is the rule's place among all, which is the order of asking.
	index int
}

// hint is what the user could do about r, which forbids a.
func (r *rule) hint(q *query) string {
	if r.needsLift != nil && r.needsLift(q) {
		return hintLift
	}
	return r.setting
}

// rulebook is every hard rule, in the order of asking.
type rulebook struct{ person, goal, time, guest, pair []rule }

func newRulebook() rulebook {
	b := rulebook{personRules(), goalRules(), timeRules(), guestRules(), pairRules()}
	place := 0
	for _, rules := range b.all() {
		for i := range rules {
			rules[i].index = place
			place++
		}
	}
	return b
}

func (b rulebook) all() [][]rule { return [][]rule{b.person, b.goal, b.time, b.guest, b.pair} }

// size is the number of rules.
func (b rulebook) size() (n int) {
	for _, rules := range b.all() {
		n += len(rules)
	}
	return n
}

// byCode is the rule of that code; every code of a rule has one.
func (b rulebook) byCode(code Code) *rule {
	for _, rules := range b.all() {
		for i := range rules {
			if rules[i].code == code {
				return &rules[i]
			}
		}
	}
	return nil
}

// query is what a rule or a term is asked about. Rules about people read person and
// past, rules about wants also goal, rules about time slot. If slot is nil, the
// sentence is about all starts together, of which left are allowed.
type query struct {
	person     *Person
	history    *history
	goal       *Goal
	slot       *slot
	startsLeft int

	plannedBefore int // coffees of the same plan and group before this one

	guestHours cursor        // the guest's working hours
	guestBusy  cursor        // the guest's busy times
	calendar   guestCalendar // what the score knows of the guest's days
}

// newQuery begins a question about p.
func (in *input) newQuery(p *Person) *query {
	return &query{
		person: p, history: in.historyOf(p.ID),
		guestHours: cursor{spans: in.guestHours(p)},
		guestBusy:  cursor{spans: p.Busy},
	}
}

// verdict is what r answers to a.
func (in *input) verdict(r *rule, q *query, ok bool) Verdict {
	verdict := Verdict{Person: q.person.ID, Code: r.code, OK: ok, Text: r.text(in, q, ok)}
	if q.goal != nil {
		verdict.Goal = q.goal.ID
	}
	return verdict
}

// verdicts are what each of rules answers to a.
func (in *input) verdicts(rules []rule, q *query) []Verdict {
	verdicts := make([]Verdict, len(rules))
	for i := range rules {
		verdicts[i] = in.verdict(&rules[i], q, rules[i].ok(in, q))
	}
	return verdicts
}

// verdictsForAllStarts are the verdicts on all starts of a's person and goal. A rule that allows
// none of them forbids. Then the next rule is asked about the same starts again, so
// that the user reads all that is in the way at once.
func (in *input) verdictsForAllStarts(q *query) (verdicts []Verdict) {
	slots := in.slotsOfLength(in.length(q.goal))
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

// verdictsForDays is overStarts if the windows hold no start at all. Then only rules about
// days can be asked, and only those that forbid give a verdict.
func (in *input) verdictsForDays(q *query) []Verdict {
	verdicts := []Verdict{in.verdict(in.rules.byCode(CodeWindow), q, false)}
	var days []slot
	for d := in.today; !in.lastDay.Before(d); d = d.AddDays(1) {
		noon := in.slot(span.New(d.At(12*60, in.config.Zone), in.length(q.goal)))
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

// firstForbidding is the first of rules that forbids a; nil if none does.
func (in *input) firstForbidding(rules []rule, q *query) *rule {
	for i := range rules {
		if !rules[i].ok(in, q) {
			return &rules[i]
		}
	}
	return nil
}

// applyRules asks one rule after the other about the starts left. It returns those that
// every rule allows, in the memory of left. It tells report, if that is not nil, how
// many starts each rule forbade and how many were left.
func (in *input) applyRules(q *query, slots []slot, left []int32, rules []rule, report func(r *rule, took, left int)) []int32 {
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

// applyRule keeps the starts that r allows. They are in order and of one length, so that
// one answer may hold for several of them.
func (in *input) applyRule(q *query, slots []slot, left []int32, r *rule) []int32 {
	allowed, ok, day, until := left[:0], false, -1, time.Time{}
	for _, s := range left {
		q.slot = &slots[s]
		if r.dayOnly && q.slot.dayIndex == day || r.stableFor != nil && !q.slot.Start.After(until) {
			// the answer is the last one's
		} else if ok, day = r.ok(in, q), q.slot.dayIndex; r.stableFor != nil {
			until = q.slot.Start.Add(r.stableFor(q))
		}
		if ok {
			allowed = append(allowed, s)
		}
	}
	return allowed
}
