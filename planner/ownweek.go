package planner

import (
	"fmt"
	"hash/fnv"

	"fika/internal/date"
	"fika/internal/mailbox"
)

// The weeks of one's own spread first coffees over time without a server: every user
// has first coffees with a person in one week of a cycle only, and the users of an
// organisation have different weeks for the same person. In a short list of people a
// user needs every week, and few others ask the same person: the cycle has a week
// for each ownWeekPeople people, and at most maxOwnWeeks.
const (
	maxOwnWeeks   = 4
	ownWeekPeople = 100
)

// firstMonday is the Monday from which weeks are counted for weeks of one's own.
var firstMonday = date.Date{Year: 1970, Month: 1, Day: 5}

// ownWeekRule allows a first coffee only in the user's own week for the person, by the
// day of the coffee. It does not concern goals with a rhythm, whose people the user
// names, and it is not evaluated again before sending, because it protects nobody
// from a single invitation.
func ownWeekRule() rule {
	return rule{
		code: CodeOwnWeek, dayOnly: true, planningOnly: true, setting: hintWait,
		ok: func(in *input, q *query) bool {
			return q.goal.Want.Each > 0 || !q.history.lastMet.IsZero() || in.isOwnWeek(q, q.slot.day)
		},
		text: func(in *input, q *query, ok bool) string {
			name := q.personName()
			switch {
			case in.ownWeeks() == 1:
				return fmt.Sprintf("every week suits a first coffee with %s", name)
			case q.goal.Want.Each > 0:
				return fmt.Sprintf("%s has its own rhythm in place of a week for first coffees", q.goal.ID)
			case !q.history.lastMet.IsZero():
				return fmt.Sprintf("you and %s have had a first coffee", name)
			}
			return fmt.Sprintf("your week for a first coffee with %s is the week of %s", name, in.formatDate(in.nextOwnWeek(q)))
		},
	}
}

// ownWeeks returns the number of weeks in the cycle, 1 if every week is the user's own.
func (in *input) ownWeeks() int {
	if n := in.config.Guards.OwnWeeks; n > 0 {
		return n
	}
	return min(max(1, len(in.people)/ownWeekPeople), maxOwnWeeks)
}

// isOwnWeek reports whether d is in a week in which the user may have a first coffee
// with q's person.
func (in *input) isOwnWeek(q *query, d date.Date) bool {
	n := in.ownWeeks()
	return n == 1 || (q.ownWeekOffset(in.config.Me)+firstMonday.DaysUntil(d)/7)%n == 0
}

// nextOwnWeek returns the Monday of the own week that q's slot is in, or else of the
// first one that the horizon reaches, or else of the first one after it.
func (in *input) nextOwnWeek(q *query) date.Date {
	monday := in.dateOf(in.earliest).Monday()
	if q.slot != nil {
		monday = q.slot.day.Monday()
	}
	for !in.isOwnWeek(q, monday) {
		monday = monday.AddDays(7)
	}
	return monday
}

// ownWeekOffset returns a number that depends on the user and the person alone: the high
// half of the FNV-1a hash of both addresses with a zero byte between them, modulo
// ownWeekOffsets. It is computed once for a query.
func (q *query) ownWeekOffset(me mailbox.Address) int {
	if q.ownWeek == 0 {
		h := fnv.New64a()
		h.Write([]byte(me))
		h.Write([]byte{0})
		h.Write([]byte(q.person.ID))
		q.ownWeek = 1 + int(h.Sum64()>>32%ownWeekOffsets)
	}
	return q.ownWeek - 1
}

// ownWeekOffsets is a multiple of every number of weeks in a cycle.
const ownWeekOffsets = 12
