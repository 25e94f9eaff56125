package planner

import (
	"fmt"
	"math"
	"time"

	"fika/internal/date"
	"fika/internal/prose"
)

// FarAbove is how many levels above the user somebody is of whom less is asked.
const FarAbove = 2

// upwardLength is how long a coffee with somebody far above the user takes at most.
const upwardLength = 15 * time.Minute

// length returns the length of a meeting with p for g. A coffee of three has the length of
// its goal, because it is the same for both guests.
func (in *input) length(g *Goal, p *Person) time.Duration {
	length := in.goalLength(g)
	if g.guests() == 1 && in.hierarchy.levelsUp(p) >= FarAbove {
		return min(length, upwardLength)
	}
	return length
}

// lengths returns every length that a meeting for g can have.
func (in *input) lengths(g *Goal) []time.Duration {
	length := in.goalLength(g)
	if g.guests() == 1 && length > upwardLength && in.anyFarAbove {
		return []time.Duration{length, upwardLength}
	}
	return []time.Duration{length}
}

// goalLength returns the length of a meeting for g with most people.
func (in *input) goalLength(g *Goal) time.Duration {
	if g.Length > 0 {
		return g.Length
	}
	return in.config.Length
}

// briefReason says why the meeting with q's person is shorter than others of its goal; "" if
// it is not.
func (in *input) briefReason(q *query) string {
	length, others := in.length(q.goal, q.person), in.goalLength(q.goal)
	if length == others {
		return ""
	}
	return fmt.Sprintf("%s is %s above you, so the coffee takes %.0f minutes and not %.0f",
		q.personName(), prose.Count(in.hierarchy.levelsUp(q.person), "level"), length.Minutes(), others.Minutes())
}

// UpwardRestDays is how many days after a first contact with somebody far above the user
// fika makes no other one, whatever the goals want. It cannot be configured, because many
// users together would fill the calendars of a few.
const UpwardRestDays = 28

// UpwardPerQuarter is how many first contacts with people far above fit into a quarter.
const UpwardPerQuarter = quarterDays / UpwardRestDays

// isFirstContactUp reports whether the user and q's person have never met, and a first
// contact with them is limited.
func (in *input) isFirstContactUp(q *query) bool {
	return in.hierarchy.limitsFirstContact(q.person) && q.lastMeeting().IsZero()
}

// wouldBeFirstContactUp is isFirstContactUp of a meeting with p.
func (in *input) wouldBeFirstContactUp(p *Person) bool {
	return in.isFirstContactUp(&query{person: p, history: in.historyOf(p.ID)})
}

// IsFirstContactUp reports whether booking is a first contact with somebody far above the
// user, by what is known now; see [UpwardRestDays].
func IsFirstContactUp(now time.Time, rules Rules, world World, booking Booking) bool {
	in := newInput(now, rules, world, booking.ID)
	return in.wouldBeFirstContactUp(in.person(booking.Person))
}

// newUpwardQuota allows one first contact with somebody far above in [UpwardRestDays]. One
// that is to be sent counts by what is known now; see also wasFirstContactUp.
func newUpwardQuota() quota {
	return quota{
		code: CodeUpward, setting: hintWait,
		counts: func(in *input, b *Booking) bool {
			if b.SentAt.IsZero() {
				return b.State == StateLive && in.wouldBeFirstContactUp(in.person(b.Person))
			}
			return in.wasFirstContactUp(b)
		},
		key: func(in *input, q *query) counterKey {
			if !q.counted && !in.isFirstContactUp(q) {
				return counterKey{}
			}
			return counterKey{code: CodeUpward}
		},
		limit: func(in *input, q *query) int {
			if !in.isFirstContactUp(q) {
				return math.MaxInt
			}
			return 1
		},
		text: upwardText,
	}
}

// wasFirstContactUp reports whether b, which was sent, was a first contact with somebody far
// above in the last [UpwardRestDays]: by what was known then, or because they have not met
// since either.
func (in *input) wasFirstContactUp(b *Booking) bool {
	return !b.SentAt.IsZero() && in.today.Before(in.upwardEnd(b)) && (b.FirstContactUp || in.wouldBeFirstContactUp(in.person(b.Person)))
}

// upwardEnd returns the first day after b on which another first contact may be made.
func (in *input) upwardEnd(b *Booking) date.Date { return in.dateOf(b.SentAt).AddDays(UpwardRestDays) }

func upwardText(in *input, q *query, ok bool) string {
	up := in.hierarchy.levelsUp(q.person)
	switch {
	case up < FarAbove:
		return fmt.Sprintf("%s is not known to be %d levels above you", q.personName(), FarAbove)
	case !in.hierarchy.limitsFirstContact(q.person):
		return fmt.Sprintf("%[1]s is your manager, so no coffee with %[1]s is a first contact", q.personName())
	case !q.lastMeeting().IsZero():
		return fmt.Sprintf("%s is %d levels above you, and you have met", q.personName(), up)
	case ok:
		return fmt.Sprintf("%s is %d levels above you, and in four weeks there is no other first contact so far up", q.personName(), up) + in.exceptSuffix
	}
	text := fmt.Sprintf("%s is %d levels above you; of first contacts so far up, one in four weeks is the most, and ", q.personName(), up)
	var until date.Date
	for i := range in.bookings {
		if b := &in.bookings[i]; in.wasFirstContactUp(b) && until.Before(in.upwardEnd(b)) {
			until = in.upwardEnd(b)
		}
	}
	if until.IsZero() {
		return text + "one is on its way"
	}
	return text + fmt.Sprintf("you made one on %s: not before %s", in.formatDate(until.AddDays(-UpwardRestDays)), in.formatDate(until))
}

// farAboveCost returns the cost of a coffee with somebody far above the user. There are
// few of them, everybody knows who they are, and so all users would invite them. A goal
// that asks for a level or a title does not pay for it.
func farAboveCost(in *input, q *query) Points {
	if q.goal.From.LevelMin > 0 || len(q.goal.From.Title) > 0 {
		return 0
	}
	up := Points(in.hierarchy.levelsUp(q.person))
	return -in.sparing(goalValue(q.goal) * farAboveLevelCost / 1000 * max(0, up-FarAbove+1))
}

func farAboveText(in *input, q *query) string {
	return fmt.Sprintf("%s is %s above you", q.personName(), prose.Count(in.hierarchy.levelsUp(q.person), "level"))
}
