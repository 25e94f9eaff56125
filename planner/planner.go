// Package planner decides whom to meet, when and for which goal, and explains its
// decisions. It is a pure function of its input: it uses no clock, network, disk or
// randomness. The same input gives the same plan, whatever the order of its parts.
// Planning again after a plan was carried out adds nothing.
//
// Hours, windows, notice, buffers, caps, guards and absences are hard rules: no score
// overrules them. Everything else is a term of the score, counted in [Points].
// Decisions and explanations use the same values (see rule and quota): [Decide],
// [CalendarsToRead], [Check], [WhyNot], [Slots] and [WriteLP] evaluate the same
// rules.
//
// A plan is made in three steps. The survey evaluates every rule for every person,
// goal and start. What the rules allow becomes the model, a problem of items, values
// and groups. Package search, which knows no rules, finds the best choice of items,
// nearly always with a proof. docs/planner.md describes the steps.
package planner

import (
	"slices"
	"time"

	"fika/internal/mailbox"
	"fika/internal/span"
)

// Points measure how good a meeting is. 1000 points are one ordinary coffee for a
// goal of weight 1. They are integers, so every machine computes the same score.
type Points int64

// Decide returns the best meetings to add to those in world, within rules and until
// the end of the horizon. It does not change its arguments.
func Decide(now time.Time, rules Rules, world World) Plan {
	return decide(now, rules, world, promisingUnread)
}

// decide is [Decide] with a choice of how unread calendars count. promising returns the
// people whose calendars were not read and who might be in a plan worth more than the
// given points, and a bound that no such plan exceeds.
func decide(now time.Time, rules Rules, world World, promising func(time.Time, Rules, World, Points) ([]mailbox.Address, Points)) Plan {
	in := newInput(now, rules, world, "")
	s := in.survey()
	plan, chosen := s.model.plan()
	unread, bound := promising(now, rules, world, plan.Score)
	s.mayImprove = len(unread) > 0
	plan.Bound = max(plan.Bound, bound)
	plan.Proven = plan.Score == plan.Bound
	plan.Rejected, plan.UnreadCandidates = s.summary(), s.unreadCandidates()
	plan.Unmet = s.unmetGoals(chosen, in.after(plan))
	return plan
}

// asBookings returns the plan's meetings as live bookings without an answer.
func (p Plan) asBookings() []Booking {
	bookings := make([]Booking, 0, len(p.Meetings))
	for _, m := range p.Meetings {
		guests := m.Guests()
		for i, person := range guests {
			b := Booking{Person: person, Goal: m.Goal, Span: m.Span, State: StateLive, Open: true}
			if len(guests) > 1 {
				b.With = guests[1-i]
			}
			bookings = append(bookings, b)
		}
	}
	return bookings
}

// Check reports whether a live booking, which is about to be sent, is still within
// the rules. The booking itself, identified by its ID, does not count against the
// caps; the other guest of a coffee of three does, and must be checked too. Check skips
// notice and horizon, which were checked when the booking was planned. The verdict is that
// of the first rule that forbids the booking, or [CodeOK].
func Check(now time.Time, rules Rules, world World, booking Booking) Verdict {
	for _, v := range Checks(now, rules, world, booking) {
		if !v.OK {
			return v
		}
	}
	return Verdict{Person: booking.Person, Goal: booking.Goal, Code: CodeOK, OK: true, Text: "every rule holds"}
}

// Checks returns the verdicts of all rules that [Check] evaluates, in a fixed order.
func Checks(now time.Time, rules Rules, world World, booking Booking) []Verdict {
	return checks(now, rules, world, booking, func(r rule) bool { return !r.planningOnly })
}

// ChecksToPlan returns the verdicts of all rules on booking as if it were planned now: those
// of [Checks], and those that are not asked again before it is sent. It is for a booking
// that the user moves.
func ChecksToPlan(now time.Time, rules Rules, world World, booking Booking) []Verdict {
	return checks(now, rules, world, booking, func(rule) bool { return true })
}

func checks(now time.Time, rules Rules, world World, booking Booking, asked func(rule) bool) []Verdict {
	in := newInput(now, rules, world.without(booking), booking.ID)
	in.window, in.exceptSuffix = booking.Span, ", not counting this one"
	q := in.newQuery(in.person(booking.Person))
	if q.goal = in.goal(booking.Goal); q.goal == nil {
		return []Verdict{{Person: q.person.ID, Goal: booking.Goal, Code: CodeNoGoal, Text: "no goal is called " + string(booking.Goal)}}
	}
	at := in.slot(booking.Span)
	q.slot = &at
	var verdicts []Verdict
	if booking.With != "" {
		q.with = in.person(booking.With)
		verdicts = in.verdicts([]rule{*in.rules.table}, q)
	}
	for _, rules := range in.rules.all() {
		rules = slices.DeleteFunc(slices.Clone(rules), func(r rule) bool { return !asked(r) })
		verdicts = append(verdicts, in.verdicts(rules, q)...)
	}
	return verdicts
}

// without returns w without b, which for a coffee of three is one of two bookings with
// the same ID.
func (w World) without(b Booking) World {
	w.Bookings = slices.DeleteFunc(slices.Clone(w.Bookings), func(other Booking) bool {
		return b.ID != "" && other.ID == b.ID && (b.With == "" || other.Person == b.Person)
	})
	return w
}

// WhyNot returns the verdicts of every rule on a person, and then on the person and
// each goal, in a fixed order. All rules that forbid are included. A rule about time
// is OK if it allows a start that the earlier rules allowed. Earlier rules that
// allowed no start are skipped for this check. The person need not be in world.
func WhyNot(now time.Time, rules Rules, world World, person mailbox.Address) []Verdict {
	in := newInput(now, rules, world, "")
	q := in.newQuery(in.person(person))
	verdicts := in.verdicts(in.rules.person, q)
	if slices.ContainsFunc(in.goals, func(g *Goal) bool { return g.guests() > 1 }) {
		in.survey() // for in.tables
	}
	for _, q.goal = range in.goals {
		verdicts = append(verdicts, in.verdicts(in.rules.goal, q)...)
		verdicts = append(verdicts, in.verdictsForAllStarts(q)...)
		if q.goal.guests() > 1 {
			verdicts = append(verdicts, in.verdicts([]rule{*in.rules.table}, q)...)
		}
	}
	return verdicts
}

// WhyNotAt is [WhyNot] for one start, which need not be a multiple of [SlotInterval].
func WhyNotAt(now time.Time, rules Rules, world World, person mailbox.Address, at time.Time) []Verdict {
	in := newInput(now, rules, world, "")
	q := in.newQuery(in.person(person))
	verdicts := in.verdicts(in.rules.person, q)
	for _, q.goal = range in.goals {
		start := in.slot(span.New(at, in.length(q.goal, q.person)))
		in.setWindow(start.Span)
		q.slot, q.guestHours = &start, cursor{spans: in.guestHours(q.person)}
		for _, rules := range in.rules.all()[1:] {
			verdicts = append(verdicts, in.verdicts(rules, q)...)
		}
	}
	return verdicts
}

// Slots returns the spans of the given length in window at which the rules allow
// coffee, one for every possible start. With a person it considers both calendars,
// otherwise the user's alone. It ignores the caps and the rules about people, which
// [WhyNot] reports.
func Slots(now time.Time, rules Rules, world World, window span.Span, length time.Duration, person mailbox.Address) []span.Span {
	in := newInput(now, rules, world, "")
	if in.window = in.window.Clip(window); in.window.Empty() {
		return nil
	}
	q := in.newQuery(in.person(person))
	applied := append(startRules(), calendarRules()...)
	if person != "" {
		applied = append(applied, guestRules()...)
	}
	slots := in.slotsOfLength(length)
	var spans []span.Span
	for _, i := range in.applyRules(q, slots, allIndices(slots), applied, nil) {
		spans = append(spans, slots[i].Span)
	}
	return spans
}

// allIndices returns the indices of slots.
func allIndices(slots []slot) []int32 {
	all := make([]int32, len(slots))
	for i := range all {
		all[i] = int32(i)
	}
	return all
}
