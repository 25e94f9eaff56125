package planner

import (
	"fmt"
	"slices"
	"strings"

	"fika/internal/mailbox"
)

// personRules say whom fika may ask at all today. Bars last; rests pass with time.
func personRules() []rule { return append(barRules(), restRules()...) }

// barRules forbid a person until the user says otherwise.
func barRules() []rule {
	return []rule{
		{
			code: CodeUnknown, knob: "[people] in the configuration",
			ok: func(v *view, a *ask) bool { return v.known[a.person.ID] != nil },
			text: func(v *view, a *ask, ok bool) string {
				if ok {
					return fmt.Sprintf("%s is among your people", a.name())
				}
				return fmt.Sprintf("nobody of your people has the address %s", a.person.ID)
			},
		}, {
			code: CodeUser, knob: "the goal's from",
			ok: func(v *view, a *ask) bool { return !a.person.is(v.rules.Me) },
			text: func(v *view, a *ask, ok bool) string {
				if ok {
					return fmt.Sprintf("%s is not you", a.name())
				}
				return "that is you"
			},
		}, {
			code: CodeDomain, knob: "domains in [people]",
			ok: func(v *view, a *ask) bool { return InDomains(a.person.ID, v.rules.Domains) },
			text: func(v *view, a *ask, ok bool) string {
				if ok {
					return fmt.Sprintf("%s is an address of your organisation", a.person.ID)
				}
				return fmt.Sprintf("%s is outside your organisation", a.person.ID)
			},
		}, {
			code: CodeNever, knob: "never in [guards]",
			ok: func(v *view, a *ask) bool {
				return !a.person.Never && !slices.ContainsFunc(v.rules.Guards.Never, a.person.MatchesGuard)
			},
			text: func(v *view, a *ask, ok bool) string {
				if ok {
					return fmt.Sprintf("you have not ruled %s out", a.name())
				}
				return fmt.Sprintf("you said never to invite %s", a.name())
			},
		}, {
			code: CodeDeclinedTwice, knob: lifting,
			ok: func(v *view, a *ask) bool { return !a.past.declinedTwice() },
			text: func(v *view, a *ask, ok bool) string {
				switch {
				case ok && !a.past.lifted.declined.IsZero():
					return fmt.Sprintf("%s has not declined twice since you lifted it", a.name())
				case ok:
					return fmt.Sprintf("%s has not declined twice", a.name())
				}
				return fmt.Sprintf("%s declined %s, last on %s; never again until you lift it", a.name(), times(a.past.declines), v.date(v.dateOf(a.past.declined)))
			},
		},
	}
}

// goalRules say whether a goal looks for a person.
func goalRules() []rule {
	return []rule{
		{
			code: CodeFilter, knob: "the goal's from",
			ok: func(v *view, a *ask) bool { return a.goal.From.takes(a.person) },
			text: func(v *view, a *ask, ok bool) string {
				if ok {
					return fmt.Sprintf("%s is among those %s looks for", a.name(), a.goal.ID)
				}
				return fmt.Sprintf("%s is not among those %s looks for: %s", a.name(), a.goal.ID, strings.Join(v.misses(&a.goal.From, a.person), "; "))
			},
		}, {
			code: CodeTie, knob: "the goal's tie",
			ok: func(v *view, a *ask) bool {
				return len(a.goal.Ties) == 0 || slices.Contains(a.goal.Ties, a.person.Tie.Class)
			},
			text: func(v *view, a *ask, ok bool) string {
				if ok {
					return fmt.Sprintf("%s is %s, which suits %s", a.name(), a.tieText(), a.goal.ID)
				}
				return fmt.Sprintf("%s is %s; %s looks for %s ties", a.name(), a.tieText(), a.goal.ID, either(a.goal.Ties))
			},
		},
	}
}

// pairRules say whether a person may be met for a goal on the day of a slot.
func pairRules() []rule {
	return []rule{
		{
			code: CodeUntil, daily: true, knob: "the goal's until",
			ok: func(v *view, a *ask) bool { return a.goal.Until.IsZero() || !a.goal.Until.Before(a.slot.day) },
			text: func(v *view, a *ask, ok bool) string {
				switch {
				case a.goal.Until.IsZero():
					return fmt.Sprintf("%s has no last day", a.goal.ID)
				case !ok && a.goal.Until.Before(v.today):
					return fmt.Sprintf("%s ended on %s", a.goal.ID, v.date(a.goal.Until))
				}
				return fmt.Sprintf("%s ends on %s", a.goal.ID, v.date(a.goal.Until))
			},
		}, {
			code: CodeGap, daily: true, knob: "gap in [guards]",
			ok: func(v *view, a *ask) bool { return a.goal.Want.Each > 0 || !a.slot.day.Before(v.gapEnd(a)) },
			text: func(v *view, a *ask, ok bool) string {
				last, end := latest(a.lastReal(), a.past.missed), v.gapEnd(a)
				what := fmt.Sprintf("you met %s on %s", a.name(), v.date(v.dateOf(last)))
				if a.past.missed.After(a.lastReal()) {
					what = fmt.Sprintf("a coffee with %s on %s did not happen", a.name(), v.date(v.dateOf(last)))
				}
				switch {
				case a.goal.Want.Each > 0:
					return fmt.Sprintf("%s has its own rhythm in place of the gap", a.goal.ID)
				case last.IsZero():
					return fmt.Sprintf("you and %s have not met", a.name())
				case !ok:
					return fmt.Sprintf("%s; not again before %s", what, v.date(end))
				case end.Before(v.today):
					return fmt.Sprintf("%s; the gap ended on %s", what, v.date(end))
				}
				return fmt.Sprintf("%s; the gap ends on %s", what, v.date(end))
			},
		}, {
			code: CodeRhythm, daily: true, knob: "each of the goal",
			ok: func(v *view, a *ask) bool { return a.goal.Want.Each == 0 || !a.slot.day.Before(v.rhythmDue(a)) },
			text: func(v *view, a *ask, ok bool) string {
				switch last := a.lastReal(); {
				case a.goal.Want.Each == 0:
					return fmt.Sprintf("%s has no rhythm for each person", a.goal.ID)
				case last.IsZero():
					return fmt.Sprintf("you and %s have not met; %s wants it every %s", a.name(), a.goal.ID, interval(a.goal.Want.Each))
				case ok:
					return fmt.Sprintf("you met %s on %s, and every %s is wanted", a.name(), v.date(v.dateOf(last)), interval(a.goal.Want.Each))
				default:
					return fmt.Sprintf("you met %s on %s; every %s is wanted, so not before %s",
						a.name(), v.date(v.dateOf(last)), interval(a.goal.Want.Each), v.date(v.rhythmDue(a)))
				}
			},
		},
		perTeam().rule(),
		wanted().rule(),
	}
}

// gapEnd is the first day on which a's person may be met again; a coffee that
// was missed keeps the gap too.
func (v *view) gapEnd(a *ask) Date {
	last := latest(a.lastReal(), a.past.missed)
	if last.IsZero() {
		return Date{}
	}
	return v.dateOf(last).AddDays(v.rules.Guards.Gap)
}

// rhythmDue is the first day on which a's person is due again at the goal's
// rhythm: when seven tenths of the interval since the last real meeting are
// over, so that there is room to find a good slot. A missed coffee leaves the
// person due.
func (v *view) rhythmDue(a *ask) Date {
	last := a.lastReal()
	if last.IsZero() {
		return Date{}
	}
	return v.dateOf(last).AddDays((7*a.goal.Want.Each + 9) / 10)
}

// name is how sentences call a's person.
func (a *ask) name() string { return a.person.FirstName() }

// InDomains reports whether id is an address, and of one of the domains. Only the
// whole domain counts: neither evil-example.com nor mail.example.com is
// example.com, because one of them might be anybody's.
func InDomains(id mailbox.Address, domains []string) bool {
	local, host, ok := strings.Cut(fold(string(id)), "@")
	if !ok || local == "" || strings.ContainsAny(local+host, "@ \t\r\n,;<>\"") {
		return false
	}
	return slices.ContainsFunc(domains, func(d string) bool {
		return d != "" && strings.TrimPrefix(fold(d), "@") == host
	})
}

// tieText is the class of a's tie in a sentence. A tie that the calendar does not
// show is new, though a coffee of fika's may have taken place.
func (a *ask) tieText() string {
	switch a.person.Tie.Class {
	case TieWeak:
		return "a weak tie"
	case TieDormant:
		return "a dormant tie"
	case TieWarm:
		return "a warm tie"
	}
	if !a.lastReal().IsZero() {
		return "nearly new to you"
	}
	return "new to you"
}
