package planner

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"

	"fika/internal/prose"
	"fika/internal/span"
)

// term is a part of a meeting's value that does not depend on the rest of the plan.
// The parts that do are the worth of tallies and the user's focus.
type term struct {
	kind  kind
	code  func(a *ask) Code
	value func(v *view, a *ask) Points
	text  func(v *view, a *ask) string
}

// kind says what a term depends on, beside person and goal.
type kind int

const (
	steady   kind = iota // nothing
	daily                // the day
	calendar             // the day and the guest's calendar; it only costs
	starting             // the start
)

func always(c Code) func(*ask) Code { return func(*ask) Code { return c } }

// terms are all of them.
func terms() []term { return append(dayTerms(), startTerms()...) }

func dayTerms() []term {
	return []term{
		{kind: daily, code: always(CodeLikely), value: likely, text: likelyText},
		{kind: steady, code: tieCode, value: tieWorth, text: tieReason},
		{
			kind: daily, code: always(CodeLatest),
			value: func(v *view, a *ask) Points {
				if day := v.latestDay(a); day.IsZero() || day.Before(a.slot.day) {
					return 0
				}
				return latestKept
			},
			text: func(v *view, a *ask) string {
				return fmt.Sprintf("keeps the %s that %s allows at most", interval(a.goal.Want.Latest), a.goal.ID)
			},
		}, {
			kind: calendar, code: always(CodeLoad), value: load,
			text: func(_ *view, a *ask) string { return fmt.Sprintf("a busy week for %s", a.name()) },
		}, {
			kind: calendar, code: always(CodeCoffees), value: othersCoffees,
			text: func(_ *view, a *ask) string {
				return fmt.Sprintf("%s's calendar has what looks like %s", a.name(), prose.Count(a.guest.coffees, "other coffee"))
			},
		}, {
			kind: steady, code: always(CodeFew), value: few,
			text: fewText,
		}, {
			kind: daily, code: always(CodeLater),
			value: func(v *view, a *ask) Points { return -laterDay * Points(v.dateOf(v.earliest).daysUntil(a.slot.day)) },
			text: func(v *view, a *ask) string {
				return fmt.Sprintf("%s after the first possible day", prose.Count(v.dateOf(v.earliest).daysUntil(a.slot.day), "day"))
			},
		}, {
			kind: steady, code: always(CodeLot), value: personal,
			text: func(*view, *ask) string { return "a small share of chance, which changes each month" },
		},
	}
}

func startTerms() []term {
	return []term{
		{
			kind: starting, code: always(CodeGuestFocus),
			value: func(_ *view, a *ask) Points {
				block, ok := a.guest.free.hit(a.slot.Span)
				if !ok {
					return 0
				}
				return -guestFocusQuarter * Points(lost(block, a.slot.Span)) / 15
			},
			text: func(_ *view, a *ask) string {
				block, _ := a.guest.free.hit(a.slot.Span)
				return fmt.Sprintf("breaks into a long free block of %s's: %s lost", a.name(), prose.Count(lost(block, a.slot.Span), "minute"))
			},
		}, {
			kind: starting, code: always(CodeEdge),
			value: func(_ *view, a *ask) Points {
				if a.person.Hours.IsZero() || a.guest.core.covers(a.slot.Span) {
					return 0
				}
				return -edgeCost
			},
			text: func(v *view, a *ask) string {
				return fmt.Sprintf("early or late for %s, %s", a.name(), clock(a.slot.Start, v.zone(a.person)))
			},
		}, {
			kind: starting, code: always(CodeNear),
			value: func(_ *view, a *ask) Points { return a.slot.near },
			text:  func(*view, *ask) string { return "beside a meeting you have anyway" },
		},
	}
}

// sum is the value of a's terms of that kind.
func (v *view) sum(a *ask, k kind) (sum Points) {
	for i := range v.terms {
		if t := &v.terms[i]; t.kind == k {
			sum += t.value(v, a)
		}
	}
	return sum
}

// goalValue is what one meeting of g is worth when it is just in time.
func goalValue(g *Goal) Points { return weightUnit * Points(min(max(g.Weight, 1), 5)) }

// likely is the part of the goal's value that depends on whether this person says
// yes. The other part is in the tally of the want; see acceptLeast.
func likely(v *view, a *ask) Points {
	return goalValue(a.goal) * v.urgency(a) / 1000 * (v.accepts(a) - acceptLeast) / 1000
}

// accepts is how likely a's person says yes, in thousandths. It begins with a guess
// for the class of tie. The answers of that class to this user move it, and then the
// person's own answers. Each step is the mean of a Beta posterior.
func (v *view) accepts(a *ask) Points {
	class := v.answers[a.person.Tie.Class]
	share := (acceptance(a.person.Tie.Class)*acceptPrior + 1000*Points(class.yes)) / (acceptPrior + Points(class.all))
	own := a.past.answers
	share = (share*acceptOwn + 1000*Points(own.yes)) / (acceptOwn + Points(own.all))
	return min(max(share, acceptLeast), acceptMost)
}

func likelyText(v *view, a *ask) string {
	if own := a.past.answers; own.all > 0 {
		text := fmt.Sprintf("%s said yes to %d of %s", a.name(), own.yes, prose.Count(own.all, "invitation"))
		if own.dropped > 0 {
			text += fmt.Sprintf(", not counting %d that you cancelled", own.dropped)
		}
		return text
	}
	return fmt.Sprintf("fika guesses %d %% yes", v.accepts(a)/10)
}

// tieWorth is the value of the tie itself.
func tieWorth(v *view, a *ask) Points {
	bridge := Points(1000)
	if team := v.team(a.person); team != "" {
		bridge = bridging(v.ties[team])
	}
	return tieValue * tieFresh(a.person.Tie.Class) / 1000 * embedded(a.person.Tie.Common) / 1000 * bridge / 1000
}

func tieCode(a *ask) Code {
	switch a.person.Tie.Class {
	case TieWeak:
		return CodeTieWeak
	case TieDormant:
		return CodeTieDormant
	case TieWarm:
		return CodeTieWarm
	}
	return CodeTieNew
}

func tieReason(_ *view, a *ask) string {
	text := a.tieText()
	if a.person.Tie.Class == TieDormant {
		text = "you used to meet, not lately"
	}
	if n := a.person.Tie.Common; n > 0 {
		text += fmt.Sprintf(", %s in common", prose.Count(n, "contact"))
	}
	return text
}

// near rewards a start that is close to another meeting in the user's calendars.
// Coffees do not count: otherwise carrying out a plan would make more coffees worth
// their cost.
func (v *view) near(s span.Span) Points {
	distance := nearWithin
	for _, other := range v.busy {
		distance = min(distance, max(s.Start.Sub(other.End), other.Start.Sub(s.End)))
	}
	return nearest * Points(max(0, nearWithin-distance)) / Points(nearWithin)
}

// personal is a draw for the user, the person and the month.
func personal(v *view, a *ask) Points {
	h := fnv.New64a()
	h.Write([]byte(v.rules.Me))
	h.Write([]byte{0})
	h.Write([]byte(a.person.ID))
	h.Write([]byte{0})
	h.Write(binary.LittleEndian.AppendUint32(nil, uint32(v.today.Year*12+int(v.today.Month))))
	sum := h.Sum64()
	return lotScale * lot(sum^sum>>32^sum>>60) / 1000
}
