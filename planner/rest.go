package planner

import (
	"fmt"
	"slices"
	"time"
)

// waiting is what to do about a rest that follows from what people did: no setting
// ends it.
const waiting = "the goal's from, or wait"

// lifting is what to do about a bar that does not end by itself.
const lifting = "the person's rest: fika people lift"

// restRules forbid a person for a while. They ask about today. Whoever may be asked
// today may also be met on the day of the slot, which is never earlier.
func restRules() []rule {
	return slices.Concat(statedRests(), guestRests(), userRests(), []rule{onePerPerson().rule()})
}

// statedRests follow from what the user wrote down of the person.
func statedRests() []rule {
	return []rule{
		{
			code: CodeRest, knob: "the person's rest",
			ok: func(v *view, a *ask) bool { return !v.now.Before(a.person.RestUntil) },
			text: func(v *view, a *ask, ok bool) string {
				switch day := v.date(v.dateOf(a.person.RestUntil)); {
				case a.person.RestUntil.IsZero():
					return fmt.Sprintf("you have given %s no rest", a.name())
				case ok:
					return fmt.Sprintf("the rest that you gave %s ended on %s", a.name(), day)
				default:
					return fmt.Sprintf("you gave %s a rest until %s", a.name(), day)
				}
			},
		}, {
			code: CodeAway, knob: "away_until of the person",
			ok: func(v *view, a *ask) bool { return !v.today.Before(a.person.AwayUntil) },
			text: func(v *view, a *ask, ok bool) string {
				if ok {
					return fmt.Sprintf("%s is not away", a.name())
				}
				return fmt.Sprintf("%s is away until %s", a.name(), v.date(a.person.AwayUntil))
			},
		},
	}
}

// guestRests follow from what became of invitations to the person.
func guestRests() []rule {
	return []rule{
		{
			code: CodeDeclined, knob: waiting,
			ok: func(v *view, a *ask) bool {
				return a.past.declines == 0 || !v.today.Before(v.dateOf(a.past.declined).AddDays(v.rules.Guards.AfterDecline))
			},
			text: func(v *view, a *ask, ok bool) string {
				what := a.name() + " declined"
				switch {
				case a.past.declines > 0:
					return v.rested(what, a.past.declined, v.rules.Guards.AfterDecline, ok)
				case !a.past.lifted.declined.IsZero():
					return fmt.Sprintf("%s on %s, and you lifted it", what, v.date(v.dateOf(a.past.lifted.declined)))
				}
				return a.name() + " has not declined"
			},
		}, {
			code: CodeSilent, knob: waiting,
			barred: func(a *ask) bool { return a.past.silentTwice() },
			ok: func(v *view, a *ask) bool {
				return !a.past.silentTwice() && (a.past.silent.IsZero() || !v.today.Before(v.dateOf(a.past.silent).AddDays(SilentRestDays)))
			},
			text: func(v *view, a *ask, ok bool) string {
				what := fmt.Sprintf("an invitation to %s ended without an answer", a.name())
				switch n := a.past.inARow(); {
				case n >= 2:
					return fmt.Sprintf("%d invitations to %s in a row ended without an answer, the last on %s; never again until you lift it",
						n, a.name(), v.date(v.dateOf(a.past.silent)))
				case !a.past.silent.IsZero():
					return v.rested(what, a.past.silent, SilentRestDays, ok)
				case !a.past.lifted.silent.IsZero():
					return fmt.Sprintf("%s on %s, and you lifted it", what, v.date(v.dateOf(a.past.lifted.silent)))
				}
				return fmt.Sprintf("no invitation to %s went unanswered", a.name())
			},
		}, {
			code: CodeRefused, knob: "the address in your list of people, or fika people lift",
			ok: func(v *view, a *ask) bool {
				return a.past.refused.IsZero() || !v.today.Before(v.dateOf(a.past.refused).AddDays(RefusedRestDays))
			},
			text: func(v *view, a *ask, ok bool) string {
				what := "an invitation did not reach " + a.name()
				switch {
				case !a.past.refused.IsZero():
					return v.rested(what, a.past.refused, RefusedRestDays, ok)
				case !a.past.lifted.refused.IsZero():
					return fmt.Sprintf("%s on %s, and you lifted it", what, v.date(v.dateOf(a.past.lifted.refused)))
				}
				return fmt.Sprintf("every invitation has reached %s", a.name())
			},
		},
	}
}

// userRests follow from what the user did to coffees with the person.
func userRests() []rule {
	return []rule{
		{
			code: CodeSkipped, knob: waiting,
			ok: func(v *view, a *ask) bool {
				return a.past.skipped.IsZero() || !v.today.Before(v.dateOf(a.past.skipped).AddDays(SkipRestDays))
			},
			text: func(v *view, a *ask, ok bool) string {
				if a.past.skipped.IsZero() {
					return fmt.Sprintf("you have not skipped %s", a.name())
				}
				return v.rested(fmt.Sprintf("you skipped %s", a.name()), a.past.skipped, SkipRestDays, ok)
			},
		}, {
			code: CodeDropped, knob: waiting,
			ok: func(v *view, a *ask) bool {
				return a.past.dropped.IsZero() || !v.today.Before(v.dateOf(a.past.dropped).AddDays(DeleteRestDays))
			},
			text: func(v *view, a *ask, ok bool) string {
				if a.past.dropped.IsZero() {
					return fmt.Sprintf("you have not cancelled on %s", a.name())
				}
				return v.rested(fmt.Sprintf("you cancelled with %s", a.name()), a.past.dropped, DeleteRestDays, ok)
			},
		},
	}
}

// rested says what happened at t, and when the rest of so many days after it ends.
func (v *view) rested(what string, t time.Time, days int, over bool) string {
	day, until := v.dateOf(t), "resting until"
	if over {
		until = "the rest ended on"
	}
	return fmt.Sprintf("%s on %s; %s %s", what, v.date(day), until, v.date(day.AddDays(days)))
}
