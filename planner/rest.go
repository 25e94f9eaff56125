package planner

import (
	"fmt"
	"slices"
	"time"
)

// hintWait is the hint for rests that follow from what people did: no setting ends
// them.
const hintWait = "the goal's from, or wait"

// hintLift is the hint for a bar that does not end by itself.
const hintLift = "the person's rest: fika people lift"

// restRules returns the rules that forbid a person for a while. They check today
// only: a rest that is over today is also over on the day of the slot.
func restRules() []rule {
	return slices.Concat(statedRests(), guestRests(), userRests(), []rule{newPersonQuota().rule(), newUpwardQuota().rule()})
}

// statedRests returns the rests that the user set for the person.
func statedRests() []rule {
	return []rule{
		{
			code: CodeRest, setting: "the person's rest",
			ok: func(in *input, q *query) bool { return !in.now.Before(q.person.RestUntil) },
			text: func(in *input, q *query, ok bool) string {
				switch day := in.formatDate(in.dateOf(q.person.RestUntil)); {
				case q.person.RestUntil.IsZero():
					return fmt.Sprintf("you have given %s no rest", q.personName())
				case ok:
					return fmt.Sprintf("the rest that you gave %s ended on %s", q.personName(), day)
				default:
					return fmt.Sprintf("you gave %s a rest until %s", q.personName(), day)
				}
			},
		}, {
			code: CodeAway, setting: "away_until of the person", planningOnly: true, // once approved, it waits: see WaitToSend
			ok: func(in *input, q *query) bool { return !in.today.Before(q.person.AwayUntil) },
			text: func(in *input, q *query, ok bool) string {
				if ok {
					return fmt.Sprintf("%s is not away", q.personName())
				}
				return fmt.Sprintf("%s is away until %s", q.personName(), in.formatDate(q.person.AwayUntil))
			},
		},
	}
}

// guestRests returns the rests that follow from the outcome of invitations.
func guestRests() []rule {
	return []rule{
		{
			code: CodeDeclined, setting: hintWait,
			ok: func(in *input, q *query) bool {
				return q.history.declines == 0 || !in.today.Before(in.dateOf(q.history.lastDeclined).AddDays(in.config.Guards.AfterDecline))
			},
			text: func(in *input, q *query, ok bool) string {
				what := q.personName() + " declined"
				switch {
				case q.history.declines > 0:
					return in.restText(what, q.history.lastDeclined, in.config.Guards.AfterDecline, ok)
				case !q.history.lifted.declined.IsZero():
					return fmt.Sprintf("%s on %s, and you lifted it", what, in.formatDate(in.dateOf(q.history.lifted.declined)))
				}
				return q.personName() + " has not declined"
			},
		}, {
			code: CodeSilent, setting: hintWait,
			needsLift: func(q *query) bool { return q.history.silentTwice() },
			ok: func(in *input, q *query) bool {
				return !q.history.silentTwice() && (q.history.lastSilent.IsZero() || !in.today.Before(in.dateOf(q.history.lastSilent).AddDays(SilentRestDays)))
			},
			text: func(in *input, q *query, ok bool) string {
				what := fmt.Sprintf("an invitation to %s ended without an answer", q.personName())
				switch n := q.history.consecutiveSilences(); {
				case n >= 2:
					return fmt.Sprintf("%d invitations to %s in a row ended without an answer, the last on %s; never again until you lift it",
						n, q.personName(), in.formatDate(in.dateOf(q.history.lastSilent)))
				case !q.history.lastSilent.IsZero():
					return in.restText(what, q.history.lastSilent, SilentRestDays, ok)
				case !q.history.lifted.silent.IsZero():
					return fmt.Sprintf("%s on %s, and you lifted it", what, in.formatDate(in.dateOf(q.history.lifted.silent)))
				}
				return fmt.Sprintf("no invitation to %s went unanswered", q.personName())
			},
		}, {
			code: CodeRefused, setting: "the address in your list of people, or fika people lift",
			ok: func(in *input, q *query) bool {
				return q.history.lastRefused.IsZero() || !in.today.Before(in.dateOf(q.history.lastRefused).AddDays(RefusedRestDays))
			},
			text: func(in *input, q *query, ok bool) string {
				what := "an invitation did not reach " + q.personName()
				switch {
				case !q.history.lastRefused.IsZero():
					return in.restText(what, q.history.lastRefused, RefusedRestDays, ok)
				case !q.history.lifted.refused.IsZero():
					return fmt.Sprintf("%s on %s, and you lifted it", what, in.formatDate(in.dateOf(q.history.lifted.refused)))
				}
				return fmt.Sprintf("every invitation has reached %s", q.personName())
			},
		},
	}
}

// userRests returns the rests that follow from what the user did to coffees with the
// person.
func userRests() []rule {
	return []rule{
		{
			code: CodeSkipped, setting: hintWait,
			ok: func(in *input, q *query) bool {
				return q.history.lastSkipped.IsZero() || !in.today.Before(in.dateOf(q.history.lastSkipped).AddDays(SkipRestDays))
			},
			text: func(in *input, q *query, ok bool) string {
				if q.history.lastSkipped.IsZero() {
					return fmt.Sprintf("you have not skipped %s", q.personName())
				}
				return in.restText(fmt.Sprintf("you skipped %s", q.personName()), q.history.lastSkipped, SkipRestDays, ok)
			},
		}, {
			code: CodeDropped, setting: hintWait,
			ok: func(in *input, q *query) bool {
				return q.history.lastDropped.IsZero() || !in.today.Before(in.dateOf(q.history.lastDropped).AddDays(DeleteRestDays))
			},
			text: func(in *input, q *query, ok bool) string {
				if q.history.lastDropped.IsZero() {
					return fmt.Sprintf("you have not cancelled on %s", q.personName())
				}
				return in.restText(fmt.Sprintf("you cancelled with %s", q.personName()), q.history.lastDropped, DeleteRestDays, ok)
			},
		},
	}
}

// restText says what happened at t, and when the rest of the given days ends.
func (in *input) restText(what string, t time.Time, days int, over bool) string {
	day, until := in.dateOf(t), "resting until"
	if over {
		until = "the rest ended on"
	}
	return fmt.Sprintf("%s on %s; %s %s", what, in.formatDate(day), until, in.formatDate(day.AddDays(days)))
}
