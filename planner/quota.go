package planner

import (
	"fmt"
	"math"

	"fika/internal/date"
	"fika/internal/prose"
)

// quota limits the meetings of one kind (those of a day, of a department in a month,
// of a want), or gives each a value that falls with their number, or both. The rule
// that WhyNot quotes, the capacity in the search and the falling value in the score
// come from the same quota.
type quota struct {
	code Code
	// counts reports whether b uses the quota.
	counts func(in *input, b *Booking) bool
	// key returns the counter of the meeting; the zero key stands for none.
	key func(in *input, q *query) counterKey
	// limit returns how many meetings the query's counter may hold.
	limit func(in *input, q *query) int
	// value returns the value of one more meeting after k others. It does not grow with
	// k. A nil function stands for 0.
	value   func(in *input, q *query, k int) Points
	text    func(in *input, q *query, ok bool) string
	setting string
}

// counterKey identifies a counter of a quota.
type counterKey struct {
	code  Code
	id    string // of a person, a department, a goal
	value string // of the field that the goal covers
	day   date.Date
}

// Indices into [quotas]. If two quotas keep an item out, the first is named, because
// it is the one to change.
const (
	personQuota = iota
	openQuota
	weekQuota
	teamQuota
	dayQuota
	wantQuota
	spreadQuota
	upwardQuota
	quotaCount
)

// quotas returns all quotas.
func quotas() []quota {
	return []quota{
		personQuota: newPersonQuota(),
		openQuota:   newOpenQuota(),
		weekQuota:   newWeekQuota(),
		teamQuota:   newTeamQuota(),
		dayQuota:    newDayQuota(),
		wantQuota:   newWantQuota(),
		spreadQuota: newSpreadQuota(),
		upwardQuota: newUpwardQuota(),
	}
}

// count adds b to every quota that it uses: person, day, week, department and goal.
func (in *input) count(b *Booking, p *Person) {
	s := in.slot(b.Span)
	q := query{person: p, history: in.historyOf(p.ID), goal: in.goal(b.Goal), slot: &s, counted: true}
	in.recordCover(b, &q)
	for _, t := range in.quotas {
		if !t.counts(in, b) {
			continue
		}
		if key := t.key(in, &q); key != (counterKey{}) {
			in.used[key]++
			if b.State == StateMet {
				in.usedByMet[key]++
			}
		}
	}
}

// metAndLive returns the meetings of the counter that took place, and those that are
// planned or booked, including earlier meetings of the same plan.
func (in *input) metAndLive(key counterKey, q *query) (met, live int) {
	met = in.usedByMet[key]
	return met, in.used[key] - met + q.plannedBefore
}

// remaining returns how many more meetings the query's counter may hold.
func (in *input) remaining(t *quota, q *query) int { return t.limit(in, q) - in.used[t.key(in, q)] }

// rule returns the limit as a hard rule.
func (t quota) rule() rule {
	return rule{
		code: t.code, dayOnly: true, setting: t.setting, text: t.text,
		ok: func(in *input, q *query) bool { return in.remaining(&t, q) > 0 },
	}
}

// countsForCaps reports whether b counts for the caps of its day and week.
func countsForCaps(_ *input, b *Booking) bool {
	return b.State == StateLive || b.State == StateMet || b.State == StateMissed
}

// newPersonQuota allows each person one live booking.
func newPersonQuota() quota {
	return quota{
		code: CodeLive, setting: hintWait,
		counts: func(_ *input, b *Booking) bool { return b.State == StateLive },
		key:    func(_ *input, q *query) counterKey { return counterKey{code: CodeLive, id: string(q.person.ID)} },
		limit:  func(*input, *query) int { return 1 },
		text: func(in *input, q *query, ok bool) string {
			if ok || q.history.live == nil {
				return fmt.Sprintf("no coffee with %s is on its way", q.personName()) + in.exceptSuffix
			}
			return fmt.Sprintf("a coffee with %s is on its way for %s", q.personName(), in.formatTime(q.history.live.Span.Start))
		},
	}
}

// newDayQuota limits the coffees that begin on a day.
func newDayQuota() quota {
	limit := func(in *input, _ *query) int { return min(in.config.PerDay, CeilingPerDay) }
	return quota{
		code: CodePerDay, setting: "per_day or windows in [rhythm]",
		counts: countsForCaps, limit: limit,
		key: func(_ *input, q *query) counterKey { return counterKey{code: CodePerDay, day: q.slot.day} },
		text: func(in *input, q *query, ok bool) string {
			coffees := prose.Count(limit(in, q), "coffee")
			if ok {
				return fmt.Sprintf("%s on a day with room, of %s at most", in.startsSubject(q), coffees) + in.exceptSuffix
			}
			return fmt.Sprintf("%s on a day that has its %s", in.startsSubject(q), coffees)
		},
	}
}

// newWeekQuota limits the coffees that begin in a week, from Monday in the user's
// zone.
func newWeekQuota() quota {
	limit := func(in *input, _ *query) int { return min(in.config.PerWeek, CeilingPerWeek) }
	return quota{
		code: CodePerWeek, setting: "per_week in [rhythm]",
		counts: countsForCaps, limit: limit,
		key: func(_ *input, q *query) counterKey { return counterKey{code: CodePerWeek, day: q.slot.day.Monday()} },
		text: func(in *input, q *query, ok bool) string {
			coffees := prose.Count(limit(in, q), "coffee")
			if ok {
				return fmt.Sprintf("%s in a week with room, of %s at most", in.startsSubject(q), coffees) + in.exceptSuffix
			}
			return fmt.Sprintf("%s in a week that has its %s", in.startsSubject(q), coffees)
		},
	}
}

// newOpenQuota limits the proposals and invitations without an answer.
func newOpenQuota() quota {
	return quota{
		code: CodeOpen, setting: "open in [rhythm]",
		counts: func(_ *input, b *Booking) bool { return b.State == StateLive && b.Open },
		key:    func(*input, *query) counterKey { return counterKey{code: CodeOpen} },
		limit:  func(in *input, _ *query) int { return in.config.Open },
		text: func(in *input, q *query, ok bool) string {
			limit := fmt.Sprintf("%d proposals and invitations", in.config.Open)
			if in.config.Open == 1 {
				limit = "1 proposal or invitation"
			}
			if ok {
				return fmt.Sprintf("fewer than %s wait for an answer", limit) + in.exceptSuffix
			}
			return fmt.Sprintf("%s may wait for an answer at once, and no more", limit)
		},
	}
}

// newTeamQuota limits the invitations to one department in a calendar month of the
// user's zone, by the start of the coffee. Invitations count whatever their outcome,
// so a decline does not allow another one. People without a department are not
// limited.
func newTeamQuota() quota {
	return quota{
		code: CodePerTeam, setting: "per_team in [guards]",
		counts: func(_ *input, b *Booking) bool { return b.State != StateSkipped && !b.NeverSent },
		key: func(in *input, q *query) counterKey {
			team := in.team(q.person)
			if team == "" {
				return counterKey{}
			}
			return counterKey{code: CodePerTeam, id: team, day: PerMonth.Start(q.slot.day)}
		},
		limit: func(in *input, q *query) int {
			if in.config.Guards.PerTeam <= 0 || in.team(q.person) == "" {
				return math.MaxInt
			}
			return in.config.Guards.PerTeam
		},
		text: func(in *input, q *query, ok bool) string {
			limit := in.config.Guards.PerTeam
			switch {
			case limit <= 0:
				return "no department has a limit"
			case q.person.Department == "":
				return fmt.Sprintf("%s's department is not known", q.personName())
			case ok:
				return fmt.Sprintf("%s has fewer than %s in the month", q.person.Department, prose.Count(limit, "invitation")) + in.exceptSuffix
			case q.slot == nil:
				return fmt.Sprintf("%s has its %s in the month of every start that is left, the most you allow", q.person.Department, prose.Count(limit, "invitation"))
			}
			return fmt.Sprintf("%s has its %s in %s, the most you allow", q.person.Department, prose.Count(limit, "invitation"), q.slot.day.Month)
		},
	}
}

// newSpreadQuota has no limit. It makes the first coffees with a department worth
// more than later ones.
func newSpreadQuota() quota {
	return quota{
		code: CodeSpread,
		counts: func(in *input, b *Booking) bool {
			return (b.State == StateLive || b.State == StateMet) && !in.dateOf(b.Span.Start).Before(in.today.AddDays(-spreadDays))
		},
		key: func(in *input, q *query) counterKey {
			team := in.team(q.person)
			if team == "" {
				return counterKey{}
			}
			return counterKey{code: CodeSpread, id: team}
		},
		limit: func(*input, *query) int { return math.MaxInt },
		value: func(_ *input, q *query, k int) Points {
			if q.person.Department == "" {
				return 0
			}
			return firstSpreadValue / Points(1+k)
		},
		text: func(in *input, q *query, _ bool) string {
			met, live := in.metAndLive(counterKey{code: CodeSpread, id: in.team(q.person)}, q)
			text := fmt.Sprintf("%s with %s since %s", countOrNone(met, "coffee"), q.person.Department, in.formatDate(in.today.AddDays(-spreadDays)))
			switch {
			case live > 0 && met > 0:
				return fmt.Sprintf("%s, %d more on %s", text, live, itsOrTheirWay(live))
			case live > 0:
				return fmt.Sprintf("%s, %d on %s", text, live, itsOrTheirWay(live))
			}
			return text
		},
	}
}
