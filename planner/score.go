package planner

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"

	"fika/internal/prose"
	"fika/internal/span"
)

// term is a part of a meeting's value that does not depend on the rest of the plan.
// The parts that do are the values of quotas and the user's focus time.
type term struct {
	dependsOn dependence
	code      func(q *query) Code
	value     func(in *input, q *query) Points
	text      func(in *input, q *query) string
	userOnly  bool // it concerns only the user, so it counts once for two guests
}

// dependence says what a term depends on, in addition to the person and the goal.
type dependence int

const (
	dependsOnPair     dependence = iota // nothing else
	dependsOnDay                        // the day
	dependsOnCalendar                   // the day and the guest's calendar; the value is never positive
	dependsOnStart                      // the start
)

func fixedCode(c Code) func(*query) Code { return func(*query) Code { return c } }

// terms returns all terms.
func terms() []term { return append(dayTerms(), startTerms()...) }

func dayTerms() []term {
	return []term{
		{dependsOn: dependsOnDay, code: fixedCode(CodeLikely), value: acceptanceValue, text: acceptanceText},
		{dependsOn: dependsOnPair, code: tieCode, value: tieScore, text: tieScoreText},
		{
			dependsOn: dependsOnDay, code: fixedCode(CodeLatest),
			value: func(in *input, q *query) Points {
				if day := in.latestDay(q); day.IsZero() || day.Before(q.slot.day) {
					return 0
				}
				return keepsLatestValue
			},
			text: func(in *input, q *query) string {
				return fmt.Sprintf("keeps the %s that %s allows at most", formatDays(q.goal.Want.Latest), q.goal.ID)
			},
		}, {
			dependsOn: dependsOnCalendar, code: fixedCode(CodeLoad), value: weekLoadCost,
			text: func(_ *input, q *query) string { return fmt.Sprintf("a busy week for %s", q.personName()) },
		}, {
			dependsOn: dependsOnCalendar, code: fixedCode(CodeCoffees), value: otherCoffeesCost,
			text: func(_ *input, q *query) string {
				return fmt.Sprintf("%s's calendar has what looks like %s", q.personName(), prose.Count(q.calendar.likelyCoffees, "other coffee"))
			},
		}, {
			dependsOn: dependsOnPair, code: fixedCode(CodeFew), value: smallDepartmentCost,
			text: smallDepartmentText,
		}, {
			dependsOn: dependsOnPair, code: fixedCode(CodeFarAbove), value: farAboveCost,
			text: farAboveText,
		}, {
			dependsOn: dependsOnDay, code: fixedCode(CodeLater), userOnly: true,
			value: func(in *input, q *query) Points {
				return -costPerDayLater * Points(in.dateOf(in.earliest).DaysUntil(q.slot.day))
			},
			text: func(in *input, q *query) string {
				return fmt.Sprintf("%s after the first possible day", prose.Count(in.dateOf(in.earliest).DaysUntil(q.slot.day), "day"))
			},
		}, {
			dependsOn: dependsOnPair, code: fixedCode(CodeLot), value: randomDraw,
			text: func(*input, *query) string { return "a small random amount, which changes each month" },
		},
	}
}

func startTerms() []term {
	return []term{
		{
			dependsOn: dependsOnStart, code: fixedCode(CodeGuestFocus),
			value: func(_ *input, q *query) Points {
				block, ok := q.calendar.free.overlapping(q.slot.Span)
				if !ok {
					return 0
				}
				return -guestFocusQuarter * Points(focusCost(block, q.slot.Span)) / 15
			},
			text: func(_ *input, q *query) string {
				block, _ := q.calendar.free.overlapping(q.slot.Span)
				return fmt.Sprintf("breaks into a long free block of %s's: %s lost", q.personName(), prose.Count(focusCost(block, q.slot.Span), "minute"))
			},
		}, {
			dependsOn: dependsOnStart, code: fixedCode(CodeEdge),
			value: func(_ *input, q *query) Points {
				if q.person.Hours.IsZero() || q.calendar.coreHours.covers(q.slot.Span) {
					return 0
				}
				return -edgeCost
			},
			text: func(in *input, q *query) string {
				return fmt.Sprintf("early or late for %s, %s", q.personName(), formatClock(q.slot.Start, in.zone(q.person)))
			},
		}, {
			dependsOn: dependsOnStart, code: fixedCode(CodeNear), userOnly: true,
			value: func(_ *input, q *query) Points { return q.slot.nearbyBonus },
			text:  func(*input, *query) string { return "next to a meeting you have anyway" },
		},
	}
}

// sumTerms returns the sum of q's terms with that dependence.
func (in *input) sumTerms(q *query, k dependence) (sum Points) {
	for i := range in.terms {
		if t := &in.terms[i]; t.dependsOn == k {
			sum += t.value(in, q)
		}
	}
	return sum
}

// goalValue returns what one meeting of g is worth when it is just in time.
func goalValue(g *Goal) Points { return weightUnit * Points(min(max(g.Weight, 1), 5)) }

// acceptanceValue returns the part of the goal's value that depends on how likely
// this person accepts. The other part is in the quota of the want; see minAcceptance.
func acceptanceValue(in *input, q *query) Points {
	return goalValue(q.goal) * in.urgency(q) / 1000 * (in.acceptanceRate(q) - minAcceptance) / 1000
}

// acceptanceRate returns how likely the person accepts, in thousandths. It begins
// with a guess for the class of the tie. The answers of that class to this user
// change it, and then the person's own answers. Each step is the mean of a Beta
// posterior.
func (in *input) acceptanceRate(q *query) Points {
	class := in.answers[q.person.Tie.Class]
	share := (priorAcceptance(q.person.Tie.Class)*acceptPrior + 1000*Points(class.accepted)) / (acceptPrior + Points(class.total))
	own := q.history.answers
	share = (share*acceptOwn + 1000*Points(own.accepted)) / (acceptOwn + Points(own.total))
	return min(max(share, minAcceptance), maxAcceptance)
}

func acceptanceText(in *input, q *query) string {
	if own := q.history.answers; own.total > 0 {
		text := fmt.Sprintf("%s said yes to %d of %s", q.personName(), own.accepted, prose.Count(own.total, "invitation"))
		if own.dropped > 0 {
			text += fmt.Sprintf(", not counting %d that you cancelled", own.dropped)
		}
		return text
	}
	return fmt.Sprintf("fika guesses %d %% yes", in.acceptanceRate(q)/10)
}

// tieScore returns the value of the tie itself.
func tieScore(in *input, q *query) Points {
	bridge := Points(1000)
	if team := in.team(q.person); team != "" {
		bridge = bridgingFactor(in.teamTies[team])
	}
	return newTieValue * noveltyFactor(q.person.Tie.Class) / 1000 * commonContactsFactor(q.person.Tie.Common) / 1000 * bridge / 1000
}

func tieCode(q *query) Code {
	switch q.person.Tie.Class {
	case TieWeak:
		return CodeTieWeak
	case TieDormant:
		return CodeTieDormant
	case TieWarm:
		return CodeTieWarm
	}
	return CodeTieNew
}

func tieScoreText(_ *input, q *query) string {
	text := q.tieText()
	if q.person.Tie.Class == TieDormant {
		text = "you used to meet, not lately"
	}
	if n := q.person.Tie.Common; n > 0 {
		text += fmt.Sprintf(", %s in common", prose.Count(n, "contact"))
	}
	return text
}

// nearbyBonus rewards a start that is close to another meeting in the user's
// calendars. Coffees do not count: otherwise carrying out a plan would make more
// coffees worth their cost.
func (in *input) nearbyBonus(s span.Span) Points {
	distance := nearbyWithin
	for _, other := range in.busy {
		distance = min(distance, max(s.Start.Sub(other.End), other.Start.Sub(s.End)))
	}
	return maxNearbyBonus * Points(max(0, nearbyWithin-distance)) / Points(nearbyWithin)
}

// randomDraw returns a pseudorandom value for the user, the person and the month.
func randomDraw(in *input, q *query) Points {
	h := fnv.New64a()
	h.Write([]byte(in.config.Me))
	h.Write([]byte{0})
	h.Write([]byte(q.person.ID))
	h.Write([]byte{0})
	h.Write(binary.LittleEndian.AppendUint32(nil, uint32(in.today.Year*12+int(in.today.Month))))
	sum := h.Sum64()
	return drawScale * gumbelQuantile(sum^sum>>32^sum>>60) / 1000
}
