package planner

import (
	"fmt"
	"slices"
	"strings"

	"fika/internal/date"
	"fika/internal/mailbox"
)

// personRules returns the rules about whom fika may invite today: bars, which last
// until the user lifts them, and rests, which end by themselves.
func personRules() []rule { return append(barRules(), restRules()...) }

// barRules returns the rules that bar a person until the user changes something.
func barRules() []rule {
	return []rule{
		{
			code: CodeUnknown, setting: "[people] in the configuration",
			ok: func(in *input, q *query) bool { return in.known[q.person.ID] != nil },
			text: func(in *input, q *query, ok bool) string {
				if ok {
					return fmt.Sprintf("%s is among your people", q.personName())
				}
				return fmt.Sprintf("none of your people has the address %s", q.person.ID)
			},
		}, {
			code: CodeUser, setting: "the goal's from",
			ok: func(in *input, q *query) bool { return !q.person.hasAddress(in.config.Me) },
			text: func(in *input, q *query, ok bool) string {
				if ok {
					return fmt.Sprintf("%s is not you", q.personName())
				}
				return "that is you"
			},
		}, {
			code: CodeDomain, setting: "domains in [people]",
			ok: func(in *input, q *query) bool { return InDomains(q.person.ID, in.config.Domains) },
			text: func(in *input, q *query, ok bool) string {
				if ok {
					return fmt.Sprintf("%s is an address of your organisation", q.person.ID)
				}
				return fmt.Sprintf("%s is outside your organisation", q.person.ID)
			},
		}, {
			code: CodeNever, setting: "never in [guards]",
			needsLift: func(q *query) bool { return q.person.OwnWish },
			ok: func(in *input, q *query) bool {
				return !q.person.Never && !slices.ContainsFunc(in.config.Guards.Never, q.person.MatchesGuard)
			},
			text: func(in *input, q *query, ok bool) string {
				if ok {
					return fmt.Sprintf("you have not ruled %s out", q.personName())
				}
				if q.person.OwnWish {
					return fmt.Sprintf("%s asked not to be invited again", q.personName())
				}
				return fmt.Sprintf("you said never to invite %s", q.personName())
			},
		},
		wishRule(),
		{
			code: CodeDeclinedTwice, setting: hintLift,
			ok: func(in *input, q *query) bool { return !q.history.declinedTwice() },
			text: func(in *input, q *query, ok bool) string {
				switch {
				case ok && !q.history.lifted.declined.IsZero():
					return fmt.Sprintf("%s has not declined twice since you lifted it", q.personName())
				case ok:
					return fmt.Sprintf("%s has not declined twice", q.personName())
				}
				return fmt.Sprintf("%s declined %s, last on %s; never again until you lift it", q.personName(), countTimes(q.history.declines), in.formatDate(in.dateOf(q.history.lastDeclined)))
			},
		},
		doubtRule(), // the last: whoever is barred anyway needs no question
	}
}

// lookRules is how many of the goalRules, the first ones, do not change when a goal is
// met.
const lookRules = 2

// goalRules returns the rules about whether a goal looks for a person.
func goalRules() []rule {
	return []rule{
		{
			code: CodeFilter, setting: "the goal's from",
			ok: func(in *input, q *query) bool { return q.goal.From.matches(q.person) },
			text: func(in *input, q *query, ok bool) string {
				if ok {
					return fmt.Sprintf("%s is among those %s looks for", q.personName(), q.goal.ID)
				}
				return fmt.Sprintf("%s is not among those %s looks for: %s", q.personName(), q.goal.ID, strings.Join(in.mismatches(q.goal, q.person), "; "))
			},
		},
		newFeedbackRule(),
		{
			code: CodeTie, setting: "the goal's tie",
			ok: func(in *input, q *query) bool {
				return len(q.goal.Ties) == 0 || slices.Contains(q.goal.Ties, q.person.Tie.Class)
			},
			text: func(in *input, q *query, ok bool) string {
				if ok {
					return fmt.Sprintf("%s is %s, which suits %s", q.personName(), q.tieText(), q.goal.ID)
				}
				return fmt.Sprintf("%s is %s; %s looks for %s ties", q.personName(), q.tieText(), q.goal.ID, joinOr(q.goal.Ties))
			},
		},
	}
}

// pairRules returns the rules about whether a person may be met for a goal on the day
// of a slot.
func pairRules() []rule {
	return []rule{
		placeRule(),
		{
			code: CodeUntil, dayOnly: true, setting: "the goal's until",
			ok: func(in *input, q *query) bool { return q.goal.Until.IsZero() || !q.goal.Until.Before(q.slot.day) },
			text: func(in *input, q *query, ok bool) string {
				switch {
				case q.goal.Until.IsZero():
					return fmt.Sprintf("%s has no last day", q.goal.ID)
				case !ok && q.goal.Until.Before(in.today):
					return fmt.Sprintf("%s ended on %s", q.goal.ID, in.formatDate(q.goal.Until))
				}
				return fmt.Sprintf("%s ends on %s", q.goal.ID, in.formatDate(q.goal.Until))
			},
		}, {
			code: CodeGap, dayOnly: true, setting: "gap in [guards]",
			ok: func(in *input, q *query) bool { return q.goal.Want.Each > 0 || !q.slot.day.Before(in.gapEnd(q)) },
			text: func(in *input, q *query, ok bool) string {
				last, end := laterOf(q.lastMeeting(), q.history.lastMissed), in.gapEnd(q)
				what := fmt.Sprintf("you met %s on %s", q.personName(), in.formatDate(in.dateOf(last)))
				if q.history.lastMissed.After(q.lastMeeting()) {
					what = fmt.Sprintf("a coffee with %s on %s did not happen", q.personName(), in.formatDate(in.dateOf(last)))
				}
				switch {
				case q.goal.Want.Each > 0:
					return fmt.Sprintf("%s has its own rhythm in place of the gap", q.goal.ID)
				case last.IsZero():
					return fmt.Sprintf("you and %s have not met", q.personName())
				case !ok:
					return fmt.Sprintf("%s; not again before %s", what, in.formatDate(end))
				case end.Before(in.today):
					return fmt.Sprintf("%s; the gap ended on %s", what, in.formatDate(end))
				}
				return fmt.Sprintf("%s; the gap ends on %s", what, in.formatDate(end))
			},
		}, {
			code: CodeRhythm, dayOnly: true, setting: "each of the goal",
			ok: func(in *input, q *query) bool { return q.goal.Want.Each == 0 || !q.slot.day.Before(in.rhythmDue(q)) },
			text: func(in *input, q *query, ok bool) string {
				switch last := q.lastMeeting(); {
				case q.goal.Want.Each == 0:
					return fmt.Sprintf("%s has no rhythm for each person", q.goal.ID)
				case last.IsZero():
					return fmt.Sprintf("you and %s have not met; %s wants it every %s", q.personName(), q.goal.ID, formatDays(q.goal.Want.Each))
				case ok:
					return fmt.Sprintf("you met %s on %s, and every %s is wanted", q.personName(), in.formatDate(in.dateOf(last)), formatDays(q.goal.Want.Each))
				default:
					return fmt.Sprintf("you met %s on %s; every %s is wanted, so not before %s",
						q.personName(), in.formatDate(in.dateOf(last)), formatDays(q.goal.Want.Each), in.formatDate(in.rhythmDue(q)))
				}
			},
		},
		ownWeekRule(),
		wishMostRule(),
		newTeamQuota().rule(),
		newWantQuota().rule(),
	}
}

// gapEnd returns the first day on which the person may be met again. A missed coffee
// counts for the gap too.
func (in *input) gapEnd(q *query) date.Date {
	last := laterOf(q.lastMeeting(), q.history.lastMissed)
	if last.IsZero() {
		return date.Date{}
	}
	return in.dateOf(last).AddDays(in.config.Guards.Gap)
}

// rhythmDue returns the first day on which the person is due at the goal's rhythm:
// when seven tenths of the interval since the last meeting are over, which leaves
// time to find a good slot. A missed coffee does not count.
func (in *input) rhythmDue(q *query) date.Date {
	last := q.lastMeeting()
	if last.IsZero() {
		return date.Date{}
	}
	return in.dateOf(last).AddDays((7*q.goal.Want.Each + 9) / 10)
}

// personName returns what sentences call the person.
func (q *query) personName() string { return q.person.FirstName() }

// InDomains reports whether id is a valid address in one of the domains. The domain
// must match exactly. Subdomains do not count, because they may belong to somebody
// else.
func InDomains(id mailbox.Address, domains []string) bool {
	local, host, ok := strings.Cut(fold(string(id)), "@")
	const unusual = "@ \t\r\n,;<>\""
	if !ok || local == "" || strings.ContainsAny(local, unusual) || strings.ContainsAny(host, unusual) {
		return false
	}
	return slices.ContainsFunc(domains, func(d string) bool {
		return d != "" && strings.TrimPrefix(fold(d), "@") == host
	})
}

// tieText describes the tie as part of a sentence. If the calendar shows no meeting
// but a coffee of fika's took place, the tie is "nearly new".
func (q *query) tieText() string {
	switch q.person.Tie.Class {
	case TieWeak:
		return "a weak tie"
	case TieDormant:
		return "a dormant tie"
	case TieWarm:
		return "a warm tie"
	}
	if !q.lastMeeting().IsZero() {
		return "nearly new to you"
	}
	return "new to you"
}
