package planner

import (
	"fmt"
	"slices"
	"strings"
)

// personRules say whom fika may ask at all, now. The first ones last; the others
// pass with time.
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
			ok: func(v *view, a *ask) bool { return inside(a.person.ID, v.rules.Domain) },
			text: func(v *view, a *ask, ok bool) string {
				if ok {
					return fmt.Sprintf("%s is an address of your organisation", a.person.ID)
				}
				return fmt.Sprintf("%s is outside your organisation", a.person.ID)
			},
		}, {
			code: CodeNever, knob: "never in [guards]",
			ok: func(v *view, a *ask) bool {
				return !a.person.Never && !slices.ContainsFunc(v.rules.Guards.Never, a.person.is)
			},
			text: func(v *view, a *ask, ok bool) string {
				if ok {
					return fmt.Sprintf("you have not ruled %s out", a.name())
				}
				return fmt.Sprintf("you said never to invite %s", a.name())
			},
		}, {
			code: CodeDeclinedTwice, knob: "the person's rest: fika people lift",
			ok: func(v *view, a *ask) bool { return a.past.declines < 2 },
			text: func(v *view, a *ask, ok bool) string {
				if ok {
					return fmt.Sprintf("%s has not declined twice", a.name())
				}
				return fmt.Sprintf("%s declined twice, last on %s; never again until you lift it", a.name(), v.date(v.dateOf(a.past.declined)))
			},
		},
	}
}

// waiting is what to do about a rest that follows from what people did: it is
// not to be talked out of.
const waiting = "the goal's from, or wait"

// restRules forbid a person for a while. They are judged on the day of sending,
// and so hold for the day of the slot too, which is never earlier.
func restRules() []rule {
	return []rule{
		{
			code: CodeRest, knob: "the person's rest",
			ok: func(v *view, a *ask) bool { return !v.now.Before(a.person.RestUntil) },
			text: func(v *view, a *ask, ok bool) string {
				if ok {
					return fmt.Sprintf("you have given %s no rest", a.name())
				}
				return fmt.Sprintf("you gave %s a rest until %s", a.name(), v.date(v.dateOf(a.person.RestUntil)))
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
		}, {
			code: CodeDeclined, knob: waiting,
			ok: func(v *view, a *ask) bool {
				return a.past.declines == 0 || !v.today.Before(v.dateOf(a.past.declined).Add(v.rules.Guards.AfterDecline))
			},
			text: func(v *view, a *ask, ok bool) string {
				if ok {
					return fmt.Sprintf("%s has not declined lately", a.name())
				}
				day := v.dateOf(a.past.declined)
				return fmt.Sprintf("%s declined on %s; resting until %s", a.name(), v.date(day), v.date(day.Add(v.rules.Guards.AfterDecline)))
			},
		}, {
			code: CodeSilent, knob: waiting,
			ok: func(v *view, a *ask) bool {
				return a.past.silent.IsZero() || !v.today.Before(v.dateOf(a.past.silent).Add(SilentRest))
			},
			text: func(v *view, a *ask, ok bool) string {
				if ok {
					return fmt.Sprintf("no invitation to %s went unanswered lately", a.name())
				}
				day := v.dateOf(a.past.silent)
				return fmt.Sprintf("%s did not answer by %s; resting until %s", a.name(), v.date(day), v.date(day.Add(SilentRest)))
			},
		}, {
			code: CodeSkipped, knob: waiting,
			ok: func(v *view, a *ask) bool {
				return a.past.skipped.IsZero() || !v.today.Before(v.dateOf(a.past.skipped).Add(SkipRest))
			},
			text: func(v *view, a *ask, ok bool) string {
				if ok {
					return fmt.Sprintf("you have not skipped %s lately", a.name())
				}
				day := v.dateOf(a.past.skipped)
				return fmt.Sprintf("you skipped %s on %s; resting until %s", a.name(), v.date(day), v.date(day.Add(SkipRest)))
			},
		}, {
			code: CodeDropped, knob: waiting,
			ok: func(v *view, a *ask) bool {
				return a.past.dropped.IsZero() || !v.today.Before(v.dateOf(a.past.dropped).Add(DeleteRest))
			},
			text: func(v *view, a *ask, ok bool) string {
				if ok {
					return fmt.Sprintf("you have not cancelled on %s lately", a.name())
				}
				day := v.dateOf(a.past.dropped)
				return fmt.Sprintf("you cancelled with %s on %s; resting until %s", a.name(), v.date(day), v.date(day.Add(DeleteRest)))
			},
		},
		onePerPerson().rule(),
	}
}

// goalRules say whether a goal looks for a person.
func goalRules() []rule {
	return []rule{
		{
			code: CodeFilter, knob: "the goal's from",
			ok: func(v *view, a *ask) bool { return a.goal.From.Matches(*a.person) },
			text: func(v *view, a *ask, ok bool) string {
				if ok {
					return fmt.Sprintf("%s is among those %s looks for", a.name(), a.goal.ID)
				}
				return fmt.Sprintf("%s is not among those %s looks for", a.name(), a.goal.ID)
			},
		}, {
			code: CodeTie, knob: "the goal's tie",
			ok: func(v *view, a *ask) bool {
				return len(a.goal.Ties) == 0 || slices.Contains(a.goal.Ties, a.person.Tie.Class)
			},
			text: func(v *view, a *ask, ok bool) string {
				if ok {
					return fmt.Sprintf("%s is %s, which suits %s", a.name(), tieText(a.person.Tie.Class), a.goal.ID)
				}
				return fmt.Sprintf("%s is %s; %s looks for %s ties", a.name(), tieText(a.person.Tie.Class), a.goal.ID, either(a.goal.Ties))
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
				last := latest(a.lastReal(), a.past.missed)
				switch {
				case a.goal.Want.Each > 0:
					return fmt.Sprintf("%s has its own rhythm in place of the gap", a.goal.ID)
				case last.IsZero():
					return fmt.Sprintf("you and %s have not met", a.name())
				case ok && v.gapEnd(a).Before(v.today):
					return fmt.Sprintf("you met %s on %s; the gap ended on %s", a.name(), v.date(v.dateOf(last)), v.date(v.gapEnd(a)))
				case ok:
					return fmt.Sprintf("you met %s on %s; the gap ends on %s", a.name(), v.date(v.dateOf(last)), v.date(v.gapEnd(a)))
				case a.past.missed.After(a.lastReal()):
					return fmt.Sprintf("a coffee with %s on %s did not happen; not again before %s", a.name(), v.date(v.dateOf(last)), v.date(v.gapEnd(a)))
				}
				return fmt.Sprintf("you met %s on %s; not again before %s", a.name(), v.date(v.dateOf(last)), v.date(v.gapEnd(a)))
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
	return v.dateOf(last).Add(v.rules.Guards.Gap)
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
	return v.dateOf(last).Add((7*a.goal.Want.Each + 9) / 10)
}

// is reports whether id is p's, however it is written.
func (p *Person) is(id PersonID) bool { return fold(string(p.ID)) == fold(string(id)) }

// name is how sentences call a's person.
func (a *ask) name() string { return a.person.FirstName() }

// inside reports whether id is an address, and of one of the domains. Only the
// whole domain counts: neither evil-example.com nor mail.example.com is
// example.com, because one of them might be anybody's.
func inside(id PersonID, domains []string) bool {
	local, host, ok := strings.Cut(fold(string(id)), "@")
	if !ok || local == "" || strings.ContainsAny(local+host, "@ \t\r\n,;<>\"") {
		return false
	}
	return slices.ContainsFunc(domains, func(d string) bool {
		return d != "" && strings.TrimPrefix(fold(d), "@") == host
	})
}

// tieText is a class of ties in a sentence.
func tieText(class TieClass) string {
	switch class {
	case Weak:
		return "a weak tie"
	case Dormant:
		return "a dormant tie"
	case Warm:
		return "a warm tie"
	}
	return "new to you"
}
