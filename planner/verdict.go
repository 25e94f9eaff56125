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
	ok func(v *view, a *ask) bool
	// text is the rule's sentence for the answer that ok gave.
	text func(v *view, a *ask, ok bool) string
	// daily says that only the day of a start matters.
	daily bool
	// lasts, if not nil, is how much later a start still gets the same answer.
	lasts func(a *ask) time.Duration
	// once says that the rule is asked when a meeting is planned, and not again
	// before it is sent.
	once bool
	// knob is what the user could change for a goal that stays short.
	knob string
	// barred, if not nil, reports whether it forbids until the user lifts it,
	// whatever knob says.
	barred func(a *ask) bool
	// place is the rule's place among all, which is the order of asking.
	place int
}

// hint is what the user could do about r, which forbids a.
func (r *rule) hint(a *ask) string {
	if r.barred != nil && r.barred(a) {
		return lifting
	}
	return r.knob
}

// rulebook is every hard rule, in the order of asking.
type rulebook struct{ person, goal, time, guest, pair []rule }

func newRulebook() rulebook {
	b := rulebook{personRules(), goalRules(), timeRules(), guestRules(), pairRules()}
	place := 0
	for _, rules := range b.all() {
		for i := range rules {
			rules[i].place = place
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

// find is the rule of that code; every code of a rule has one.
func (b rulebook) find(code Code) *rule {
	for _, rules := range b.all() {
		for i := range rules {
			if rules[i].code == code {
				return &rules[i]
			}
		}
	}
	return nil
}

// ask is what a rule or a term is asked about. Rules about people read person and
// past, rules about wants also goal, rules about time slot. If slot is nil, the
// sentence is about all starts together, of which left are allowed.
type ask struct {
	person *Person
	past   *record
	goal   *Goal
	slot   *slot
	left   int

	planned int // coffees of the same plan and group before this one

	hours cursor // the guest's working hours
	busy  cursor // the guest's busy times
	guest guest  // what the score knows of the guest's days
}

// ask begins a question about p.
func (v *view) ask(p *Person) *ask {
	return &ask{
		person: p, past: v.record(p.ID),
		hours: cursor{spans: v.guestHours(p)},
		busy:  cursor{spans: p.Busy},
	}
}

// verdict is what r answers to a.
func (v *view) verdict(r *rule, a *ask, ok bool) Verdict {
	verdict := Verdict{Person: a.person.ID, Code: r.code, OK: ok, Text: r.text(v, a, ok)}
	if a.goal != nil {
		verdict.Goal = a.goal.ID
	}
	return verdict
}

// verdicts are what each of rules answers to a.
func (v *view) verdicts(rules []rule, a *ask) []Verdict {
	verdicts := make([]Verdict, len(rules))
	for i := range rules {
		verdicts[i] = v.verdict(&rules[i], a, rules[i].ok(v, a))
	}
	return verdicts
}

// overStarts are the verdicts on all starts of a's person and goal. A rule that allows
// none of them forbids. Then the next rule is asked about the same starts again, so
// that the user reads all that is in the way at once.
func (v *view) overStarts(a *ask) (verdicts []Verdict) {
	slots := v.grid(v.length(a.goal))
	if len(slots) == 0 {
		return v.overDays(a)
	}
	left := everyOf(slots)
	for _, rules := range v.book.all()[2:] {
		for i := range rules {
			allowed := v.pass(a, slots, slices.Clone(left), &rules[i])
			a.slot, a.left = nil, len(allowed)
			verdicts = append(verdicts, v.verdict(&rules[i], a, len(allowed) > 0))
			if len(allowed) > 0 {
				left = allowed
			}
		}
	}
	a.left = 0
	return verdicts
}

// overDays is overStarts if the windows hold no start at all. Then only rules about
// days can be asked, and only those that forbid give a verdict.
func (v *view) overDays(a *ask) []Verdict {
	verdicts := []Verdict{v.verdict(v.book.find(CodeWindow), a, false)}
	var days []slot
	for d := v.today; !v.last.Before(d); d = d.AddDays(1) {
		noon := v.slot(span.New(d.At(12*60, v.rules.Zone), v.length(a.goal)))
		noon.from = len(days)
		days = append(days, noon)
	}
	for _, rules := range v.book.all()[2:] {
		for i := range rules {
			if r := &rules[i]; r.daily && len(v.pass(a, days, everyOf(days), r)) == 0 {
				a.slot = nil
				verdicts = append(verdicts, v.verdict(r, a, false))
			}
		}
	}
	a.slot = nil
	return verdicts
}

// forbidding is the first of rules that forbids a; nil if none does.
func (v *view) forbidding(rules []rule, a *ask) *rule {
	for i := range rules {
		if !rules[i].ok(v, a) {
			return &rules[i]
		}
	}
	return nil
}

// sieve asks one rule after the other about the starts left. It returns those that
// every rule allows, in the memory of left. It tells report, if that is not nil, how
// many starts each rule forbade and how many were left.
func (v *view) sieve(a *ask, slots []slot, left []int32, rules []rule, report func(r *rule, took, left int)) []int32 {
	for i := range rules {
		r := &rules[i]
		before := len(left)
		left = v.pass(a, slots, left, r)
		if report != nil {
			report(r, before-len(left), len(left))
		}
	}
	a.slot = nil
	return left
}

// pass keeps the starts that r allows. They are in order and of one length, so that
// one answer may hold for several of them.
func (v *view) pass(a *ask, slots []slot, left []int32, r *rule) []int32 {
	allowed, ok, day, until := left[:0], false, -1, time.Time{}
	for _, s := range left {
		a.slot = &slots[s]
		if r.daily && a.slot.from == day || r.lasts != nil && !a.slot.Start.After(until) {
			// the answer is the last one's
		} else if ok, day = r.ok(v, a), a.slot.from; r.lasts != nil {
			until = a.slot.Start.Add(r.lasts(a))
		}
		if ok {
			allowed = append(allowed, s)
		}
	}
	return allowed
}
