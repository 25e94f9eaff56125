package planner

import (
	"fmt"
	"time"

	"fika/internal/date"
	"fika/internal/holiday"
	"fika/internal/mailbox"
)

// Wait is why an approved invitation does not leave now, although nothing is wrong with
// it: it is not the day for it.
type Wait struct {
	Code  Code
	Until time.Time // when that ends; another reason may begin then
	Text  string    // a sentence without a full stop, for the user
}

// WaitToSend returns why an invitation to guests must wait at now; ok is false if nothing
// is in the way. It is asked before each sending. What delays nobody else, such as
// the caps, is for others to say.
func WaitToSend(now time.Time, rules Rules, world World, guests ...mailbox.Address) (w Wait, ok bool) {
	in := newInput(now, rules, world, "")
	people := make([]*query, len(guests))
	for i, id := range guests {
		people[i] = in.newQuery(in.person(id))
	}
	why, waits := in.waitsOn(in.today, people)
	if !waits {
		return Wait{}, false
	}
	day, known := in.firstSendDay(people)
	text := fmt.Sprintf("%s; it can leave on %s", why.text, in.formatDate(day))
	if !known {
		text = fmt.Sprintf("%s; it cannot leave before %s", why.text, in.formatDate(day))
	}
	return Wait{why.code, day.At(0, in.config.Zone), text}, true
}

// reasonToWait is the part of a Wait that depends on the day.
type reasonToWait struct {
	code Code
	text string
}

// waitsOn returns why nothing is sent to people on the user's day d.
func (in *input) waitsOn(d date.Date, people []*query) (reasonToWait, bool) {
	if why, waits := in.ownWait(d); waits {
		return why, true
	}
	for _, q := range people {
		if why, waits := in.guestWait(q, in.dayOf(q, d)); waits {
			return why, true
		}
	}
	return reasonToWait{}, false
}

// dayOf returns the day of q's person at the user's day d: today it is the day on their
// clock, later that of the same date, since nobody knows the hour.
func (in *input) dayOf(q *query, d date.Date) date.Date {
	if d == in.today {
		return date.Of(in.now, in.zone(q.person))
	}
	return d
}

// firstSendDay returns the first day on which an invitation to people can leave. known is
// false if there is none among those that were looked at; then it is the day after them.
func (in *input) firstSendDay(people []*query) (day date.Date, known bool) {
	for day = in.today; in.today.DaysUntil(day) < absentScan; day = day.AddDays(1) {
		if _, waits := in.waitsOn(day, people); !waits {
			return day, true
		}
	}
	return day, false
}

// sendDay returns the first day on which an invitation to q's person can leave, and whether
// the person is why it is later than the user's own first day.
func (in *input) sendDay(q *query) (day date.Date, waits bool) {
	if q.person.Region == "" && (q.absencesKnown || !in.mayBeAbsent(q.person)) && q.absences == nil {
		return in.today, false // nearly always
	}
	day, _ = in.firstSendDay([]*query{q})
	own, _ := in.firstSendDay(nil)
	return day, day != own
}

// ownWait returns why the user sends nothing on d: out of office, in a blackout, on a
// public holiday.
func (in *input) ownWait(d date.Date) (reasonToWait, bool) {
	if in.isOutOfOffice(d) {
		return reasonToWait{CodeOutOfOffice, "you are out of office"}, true
	}
	if b, dark := in.blackoutOn(d); dark {
		return reasonToWait{CodeBlackout, fmt.Sprintf("today is in your blackout from %s to %s", in.formatDate(b.From), in.formatDate(b.To))}, true
	}
	if h, off := in.holidayOn(in.config.Region, d); off {
		return reasonToWait{CodeHoliday, fmt.Sprintf("today is a public holiday in %s: %s", holiday.Name(in.config.Region), h.Name)}, true
	}
	return reasonToWait{}, false
}

// isOutOfOffice reports whether the user's calendars say out of office for half of the
// user's hours on d or longer. A weekend inside an absence belongs to it.
func (in *input) isOutOfOffice(d date.Date) bool {
	if len(in.absent) == 0 {
		return false
	}
	if in.config.Hours.HasHours(d) {
		return in.isOutDuring(d)
	}
	before, after := d, d
	for n := 0; n < weekLength && !in.config.Hours.HasHours(before); n++ {
		before = before.AddDays(-1)
	}
	for n := 0; n < weekLength && !in.config.Hours.HasHours(after); n++ {
		after = after.AddDays(1)
	}
	return in.isOutDuring(before) && in.isOutDuring(after)
}

// isOutDuring is isOutOfOffice for a day with hours.
func (in *input) isOutDuring(d date.Date) bool {
	var hours, out time.Duration
	for _, h := range in.config.Hours.On(d, in.config.Zone) {
		hours += h.Len()
		for _, s := range in.absent {
			out += s.Clip(h).Len()
		}
	}
	return hours > 0 && 2*out >= hours
}

// guestWait returns why nothing is sent to q's person on their day d.
func (in *input) guestWait(q *query, d date.Date) (reasonToWait, bool) {
	if a := in.absenceOn(q, d); a.kind != present {
		return reasonToWait{CodeGuestLeave, in.absenceText(q, a, d)}, true
	}
	if h, off := in.holidayOn(q.person.Region, d); off {
		return reasonToWait{CodeGuestHoliday, fmt.Sprintf("it is a public holiday of %s's, in %s: %s", q.personName(), holiday.Name(q.person.Region), h.Name)}, true
	}
	return reasonToWait{}, false
}
