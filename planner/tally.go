package planner

import (
	"fmt"
	"math"

	"fika/internal/prose"
)

// tally counts the meetings of one kind: those of a day, of a department in a month,
// of a want. It limits them, or gives each a worth that falls with the count, or
// both. The rule that WhyNot quotes, the room in the search and the falling worth in
// the score are this one value.
type tally struct {
	code Code
	// counts reports whether b uses the tally up.
	counts func(v *view, b *Booking) bool
	// group is which of the tally's counters a meeting belongs to; the zero
	// group counts nothing.
	group func(v *view, a *ask) groupKey
	// most is how many meetings the group of a may hold.
	most func(v *view, a *ask) int
	// worth is the value of one more meeting after k others. It never grows
	// with k. Nil: none.
	worth func(v *view, a *ask, k int) Points
	text  func(v *view, a *ask, ok bool) string
	knob  string
}

// groupKey names one counter.
type groupKey struct {
	code  Code
	id    string // of a person, a department, a goal
	value string // that the goal covers
	day   Date
}

// Places in [tallies]. Of two limits that keep an item out the first is named, since
// it is the one to change.
const (
	personTally = iota
	openTally
	weekTally
	teamTally
	dayTally
	wantTally
	spreadTally
	tallyCount
)

// tallies are all of them.
func tallies() []tally {
	return []tally{
		personTally: onePerPerson(),
		openTally:   openOnes(),
		weekTally:   perWeek(),
		teamTally:   perTeam(),
		dayTally:    perDay(),
		wantTally:   wanted(),
		spreadTally: spread(),
	}
}

// count adds b to the counters of p and of b's day and goal.
func (v *view) count(b *Booking, p *Person) {
	s := v.slot(b.Span)
	a := ask{person: p, past: v.record(p.ID), goal: v.goal(b.Goal), slot: &s}
	v.covers(b, &a)
	for _, t := range v.tallies {
		if !t.counts(v, b) {
			continue
		}
		if key := t.group(v, &a); key != (groupKey{}) {
			v.counted[key]++
			if b.State == StateMet {
				v.happened[key]++
			}
		}
	}
}

// parts are the meetings of a's group that took place, and those on their way, which
// sentences keep apart. Meetings of the same plan before a are on their way.
func (v *view) parts(key groupKey, a *ask) (met, way int) {
	met = v.happened[key]
	return met, v.counted[key] - met + a.planned
}

// room is how many more meetings the group of a may hold.
func (v *view) room(t *tally, a *ask) int { return t.most(v, a) - v.counted[t.group(v, a)] }

// rule is the tally as a hard rule.
func (t tally) rule() rule {
	return rule{
		code: t.code, daily: true, knob: t.knob, text: t.text,
		ok: func(v *view, a *ask) bool { return v.room(&t, a) > 0 },
	}
}

// happens reports whether b takes its place in the calendar.
func happens(_ *view, b *Booking) bool {
	return b.State == StateLive || b.State == StateMet || b.State == StateMissed
}

// onePerPerson allows a person one coffee that is on its way.
func onePerPerson() tally {
	return tally{
		code: CodeLive, knob: waiting,
		counts: func(_ *view, b *Booking) bool { return b.State == StateLive },
		group:  func(_ *view, a *ask) groupKey { return groupKey{code: CodeLive, id: string(a.person.ID)} },
		most:   func(*view, *ask) int { return 1 },
		text: func(v *view, a *ask, ok bool) string {
			if ok || a.past.live == nil {
				return fmt.Sprintf("no coffee with %s is on its way", a.name()) + v.apart
			}
			return fmt.Sprintf("a coffee with %s is on its way for %s", a.name(), v.moment(a.past.live.Span.Start))
		},
	}
}

// perDay limits the coffees that begin on a day.
func perDay() tally {
	most := func(v *view, _ *ask) int { return min(v.rules.PerDay, CeilingPerDay) }
	return tally{
		code: CodePerDay, knob: "per_day or windows in [rhythm]",
		counts: happens, most: most,
		group: func(_ *view, a *ask) groupKey { return groupKey{code: CodePerDay, day: a.slot.day} },
		text: func(v *view, a *ask, ok bool) string {
			limit := prose.Count(most(v, a), "coffee")
			if ok {
				return fmt.Sprintf("%s on a day with room, of %s at most", v.starts(a), limit) + v.apart
			}
			return fmt.Sprintf("%s on a day that has its %s", v.starts(a), limit)
		},
	}
}

// perWeek limits the coffees that begin in a week of the user's, from Monday.
func perWeek() tally {
	most := func(v *view, _ *ask) int { return min(v.rules.PerWeek, CeilingPerWeek) }
	return tally{
		code: CodePerWeek, knob: "per_week in [rhythm]",
		counts: happens, most: most,
		group: func(_ *view, a *ask) groupKey { return groupKey{code: CodePerWeek, day: a.slot.day.Monday()} },
		text: func(v *view, a *ask, ok bool) string {
			limit := prose.Count(most(v, a), "coffee")
			if ok {
				return fmt.Sprintf("%s in a week with room, of %s at most", v.starts(a), limit) + v.apart
			}
			return fmt.Sprintf("%s in a week that has its %s", v.starts(a), limit)
		},
	}
}

// openOnes limits what waits for an answer, the user's or a guest's.
func openOnes() tally {
	return tally{
		code: CodeOpen, knob: "open in [rhythm]",
		counts: func(_ *view, b *Booking) bool { return b.State == StateLive && b.Open },
		group:  func(*view, *ask) groupKey { return groupKey{code: CodeOpen} },
		most:   func(v *view, _ *ask) int { return v.rules.Open },
		text: func(v *view, a *ask, ok bool) string {
			limit := fmt.Sprintf("%d proposals and invitations", v.rules.Open)
			if v.rules.Open == 1 {
				limit = "1 proposal or invitation"
			}
			if ok {
				return fmt.Sprintf("fewer than %s wait for an answer", limit) + v.apart
			}
			return fmt.Sprintf("%s may wait for an answer at once, and no more", limit)
		},
	}
}

// perTeam limits the invitations to one department in a calendar month of the
// user's, by the start of the coffee. It counts them whatever became of them: a
// decline does not make room for another. People without a department are no team.
func perTeam() tally {
	return tally{
		code: CodePerTeam, knob: "per_team in [guards]",
		counts: func(_ *view, b *Booking) bool { return b.State != StateSkipped && !b.NeverSent },
		group: func(v *view, a *ask) groupKey {
			team := v.team(a.person)
			if team == "" {
				return groupKey{}
			}
			return groupKey{code: CodePerTeam, id: team, day: PerMonth.Start(a.slot.day)}
		},
		most: func(v *view, a *ask) int {
			if v.rules.Guards.PerTeam <= 0 || v.team(a.person) == "" {
				return math.MaxInt
			}
			return v.rules.Guards.PerTeam
		},
		text: func(v *view, a *ask, ok bool) string {
			most := v.rules.Guards.PerTeam
			switch {
			case most <= 0:
				return "no department has a limit"
			case a.person.Department == "":
				return fmt.Sprintf("%s's department is not known", a.name())
			case ok:
				return fmt.Sprintf("%s has fewer than %s in the month", a.person.Department, prose.Count(most, "invitation")) + v.apart
			case a.slot == nil:
				return fmt.Sprintf("%s has its %s in the month of every start that is left, the most you allow", a.person.Department, prose.Count(most, "invitation"))
			}
			return fmt.Sprintf("%s has its %s in %s, the most you allow", a.person.Department, prose.Count(most, "invitation"), a.slot.day.Month)
		},
	}
}

// spread has no limit. It makes the first coffees with a department worth more than
// later ones.
func spread() tally {
	return tally{
		code: CodeSpread,
		counts: func(v *view, b *Booking) bool {
			return (b.State == StateLive || b.State == StateMet) && !v.dateOf(b.Span.Start).Before(v.today.AddDays(-spreadDays))
		},
		group: func(v *view, a *ask) groupKey {
			team := v.team(a.person)
			if team == "" {
				return groupKey{}
			}
			return groupKey{code: CodeSpread, id: team}
		},
		most: func(*view, *ask) int { return math.MaxInt },
		worth: func(_ *view, a *ask, k int) Points {
			if a.person.Department == "" {
				return 0
			}
			return spreadFirst / Points(1+k)
		},
		text: func(v *view, a *ask, _ bool) string {
			met, way := v.parts(groupKey{code: CodeSpread, id: v.team(a.person)}, a)
			text := fmt.Sprintf("%s with %s since %s", noneOr(met, "coffee"), a.person.Department, v.date(v.today.AddDays(-spreadDays)))
			switch {
			case way > 0 && met > 0:
				return fmt.Sprintf("%s, %d more on %s", text, way, theirWay(way))
			case way > 0:
				return fmt.Sprintf("%s, %d on %s", text, way, theirWay(way))
			}
			return text
		},
	}
}
