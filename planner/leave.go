package planner

import (
	"fmt"
	"time"

	"fika/internal/date"
	"fika/internal/span"
)

// Somebody who is away gets neither a coffee nor an invitation. Few calendars say that
// somebody is on leave, and free/busy answers only say when they are busy, so leave is
// recognised by its shape. A day full of meetings without a gap looks the same, and is no
// day for an invitation either.
const (
	awayBusy   = 6 * time.Hour // in one piece, within the working hours of a day
	leaveAway  = 3             // days away, of a working day and leaveDays on either side of it, that make it leave
	leaveDays  = 2             // working days
	usualWeeks = 4             // in a row, to be usual
	absentScan = 60            // days; who is away for longer is looked at again then
)

const weekLength = 7

// awayDay is when a person whose hours are not known is seen to be away. Nights that
// somebody blocks do not count.
var awayDay = Hours{From: 8 * 60, To: 18 * 60}

// absence says why a day is no day for a person; zero if it is one.
type absence struct {
	kind   absenceKind
	stated bool // their source says until when; otherwise fika infers it from the calendar
}

type absenceKind int

const (
	present  absenceKind = iota
	away                 // that day
	onLeave              // one of several such days
	justBack             // one of the first days after leave
)

// absences are the days on which one person is absent, by the person's own calendar days.
type absences map[date.Date]absence

// absencesOf returns the absences of p from two weeks ago until after the horizon.
func (in *input) absencesOf(p *Person) absences {
	if !in.mayBeAbsent(p) {
		return nil
	}
	zone := in.zone(p)
	today := date.Of(in.now, zone)
	first, last := today.AddDays(-2*weekLength), today.AddDays(absentScan)
	if last.Before(in.lastDay) {
		last = in.lastDay
	}
	usual := in.usualDaysOff(p, zone)
	var days []date.Date // the person's working days
	var gone []bool
	for d := first; !last.AddDays(2 * weekLength).Before(d); d = d.AddDays(1) {
		if in.worksOn(p, d) && !usual[d.Weekday()] {
			days, gone = append(days, d), append(gone, in.isAway(p, d, zone))
		}
	}
	found := absences{}
	for i, leave := range leaveAmong(gone) {
		stated := days[i].Before(p.AwayUntil)
		switch {
		case leave:
			found[days[i]] = absence{onLeave, stated}
		case i > 0 && found[days[i-1]].kind == onLeave:
			found[days[i]] = absence{justBack, found[days[i-1]].stated}
		case i > 1 && found[days[i-2]].kind == onLeave:
			found[days[i]] = absence{justBack, found[days[i-2]].stated}
		case gone[i]:
			found[days[i]] = absence{away, stated}
		}
	}
	found.fillGaps(days)
	for d := first; !last.Before(d); d = d.AddDays(1) {
		if usual[d.Weekday()] && found[d].kind == present {
			found[d] = absence{away, d.Before(p.AwayUntil)}
		}
	}
	return found
}

// leaveAmong returns which working days are leave, given those on which somebody is away:
// days with enough of them around.
func leaveAmong(gone []bool) []bool {
	leave := make([]bool, len(gone))
	for i := range gone {
		n := 0
		for j := max(0, i-leaveDays); j <= min(i+leaveDays, len(gone)-1); j++ {
			if gone[j] {
				n++
			}
		}
		leave[i] = n >= leaveAway
	}
	return leave
}

// usualDaysOff returns the weekdays on which p is away every week, as those who work part
// time: they say nothing about leave. If that is the whole week, it is leave.
func (in *input) usualDaysOff(p *Person, zone *time.Location) (off [7]bool) {
	monday := date.Of(in.now, zone).Monday()
	works := false
	for i := range weekLength {
		d := monday.AddDays(i - weekLength) // calendars are read from the week before on
		off[d.Weekday()] = true
		for week := range usualWeeks {
			if same := d.AddDays(week * weekLength); !in.isAway(p, same, zone) || same.Before(p.AwayUntil) {
				off[d.Weekday()] = false
				break
			}
		}
		works = works || in.worksOn(p, d) && !off[d.Weekday()]
	}
	if !works {
		return [7]bool{}
	}
	return off
}

// fillGaps gives the days after a working day its absence, until the next working day: a
// weekend in somebody's leave is leave, and one after it is no time for an invitation.
func (a absences) fillGaps(workingDays []date.Date) {
	for i := 1; i < len(workingDays); i++ {
		before := a[workingDays[i-1]]
		for gap := workingDays[i-1].AddDays(1); before.kind != present && gap.Before(workingDays[i]); gap = gap.AddDays(1) {
			a[gap] = before
		}
	}
}

// mayBeAbsent reports whether p can be absent at all, which is quick to tell: most people
// are never busy for hours in one piece.
func (in *input) mayBeAbsent(p *Person) bool {
	if !p.AwayUntil.IsZero() && date.Of(in.now, in.zone(p)).AddDays(-2*weekLength).Before(p.AwayUntil) {
		return true
	}
	need := awayBusy
	for _, day := range p.Hours {
		for _, h := range day {
			need = min(need, time.Duration(h.To-h.From)*time.Minute)
		}
	}
	seconds := int64(need / time.Second) // whole ones are quicker to compare
	for _, s := range p.Busy {
		if s.End.Unix()-s.Start.Unix() >= seconds {
			return true
		}
	}
	return false
}

// worksOn reports whether d is a working day of p.
func (in *input) worksOn(p *Person, d date.Date) bool {
	week := p.Hours
	if week.IsZero() {
		week = GuestHours()
	}
	_, off := in.holidayOn(p.Region, d)
	return week.HasHours(d) && !off
}

// isAway reports whether p is away on the working day d: until then as a source says, or
// busy for most of the hours in one piece.
func (in *input) isAway(p *Person, d date.Date, zone *time.Location) bool {
	if d.Before(p.AwayUntil) {
		return true
	}
	day := awayDay.On(d, zone)
	if hours := p.Hours.On(d, zone); len(hours) > 0 {
		day = span.Span{Start: hours[0].Start, End: hours[len(hours)-1].End}
	}
	need := min(awayBusy, day.Len())
	for _, s := range p.Busy {
		if s.Start.After(day.End) {
			break
		}
		if s.Clip(day).Len() >= need {
			return true
		}
	}
	return false
}

// absenceOn returns the absence of q's person on their day d.
func (in *input) absenceOn(q *query, d date.Date) absence {
	in.learnAbsences(q)
	return q.absences[d]
}

func (in *input) learnAbsences(q *query) {
	if !q.absencesKnown {
		q.absences, q.absencesKnown = in.absencesOf(q.person), true
	}
}

// absentAt returns the absence of q's person on the day of the slot, on their clock.
func (in *input) absentAt(q *query) absence {
	if q.absencesKnown && q.absences == nil {
		return absence{}
	}
	return in.absenceOn(q, in.slotDay(q))
}

// slotDay returns the day of the slot on the clock of q's person.
func (in *input) slotDay(q *query) date.Date { return date.Of(q.slot.Start, in.zone(q.person)) }

// guestLeaveRule keeps the days free on which the guest is away, and the first ones after
// leave.
func guestLeaveRule() rule {
	return rule{
		code: CodeGuestLeave, setting: "windows or horizon in [rhythm]",
		ok:        func(in *input, q *query) bool { return in.absentAt(q).kind == present },
		allowsAll: func(in *input, q *query) bool { in.learnAbsences(q); return q.absences == nil },
		text: func(in *input, q *query, ok bool) string {
			switch {
			case ok:
				return fmt.Sprintf("%s on no day on which %s is away or just back", in.startsSubject(q), q.personName())
			case q.slot == nil:
				return fmt.Sprintf("%s on a day on which %s is away or just back", in.startsSubject(q), q.personName())
			}
			return fmt.Sprintf("%s on a day on which %s", in.startsSubject(q), in.absenceText(q, in.absentAt(q), in.slotDay(q)))
		},
	}
}

// absenceText says what a is, which q's person has on their day d. What fika infers only
// seems to be so.
func (in *input) absenceText(q *query, a absence, d date.Date) string {
	name, until := q.personName(), q.person.AwayUntil
	switch {
	case a.kind == present:
		return name + " is there"
	case a.stated && d.Before(until):
		return fmt.Sprintf("%s is away until %s", name, in.formatDate(until))
	case a.stated:
		return fmt.Sprintf("%s is just back, after being away until %s", name, in.formatDate(until))
	case a.kind == onLeave:
		return name + " seems to be on leave"
	case a.kind == justBack:
		return name + " seems to be just back from leave"
	}
	return name + " seems to be away"
}

// guestNoticeRule gives the guest as much notice as the user wants, counted from the day on
// which the invitation can leave. It only differs from the notice of the user if the guest
// is absent now.
func guestNoticeRule() rule {
	return rule{
		code: CodeGuestNotice, planningOnly: true, setting: "horizon in [rhythm]",
		ok:        func(in *input, q *query) bool { return !q.slot.Start.Before(in.guestNoticeEnd(q)) },
		allowsAll: func(in *input, q *query) bool { return in.guestNoticeEnd(q).IsZero() },
		text: func(in *input, q *query, ok bool) string {
			day, waits := in.sendDay(q)
			switch {
			case !waits:
				return fmt.Sprintf("no absence of %s delays the invitation", q.personName())
			case ok:
				return fmt.Sprintf("%s enough notice for %s, whose invitation can leave on %s", in.startsGive(q), q.personName(), in.formatDate(day))
			}
			return fmt.Sprintf("%s too little notice for %s, whose invitation cannot leave before %s", in.startsGive(q), q.personName(), in.formatDate(day))
		},
	}
}

// startsGive is startsSubject with another verb.
func (in *input) startsGive(q *query) string {
	if q.slot == nil {
		return "every start that is left gives"
	}
	return in.formatTime(q.slot.Start) + " gives"
}

// guestNoticeEnd returns from when on a coffee gives the guest enough notice, zero if the
// invitation can leave now.
func (in *input) guestNoticeEnd(q *query) time.Time {
	if !q.noticeKnown {
		q.noticeKnown = true
		if day, waits := in.sendDay(q); waits {
			q.noticeEnd = in.afterWorkingDays(day.At(0, in.config.Zone), in.config.Notice)
		}
	}
	return q.noticeEnd
}

// seemsUnused reports whether p's calendar shows nothing for so long that it says nothing:
// nobody has ten working days without a meeting.
func (in *input) seemsUnused(p *Person) bool {
	if !p.BusyKnown {
		return false
	}
	ahead := span.Span{Start: in.now, End: in.afterWorkingDays(in.now, unusedDays)}
	_, hit := span.Hit(p.Busy, ahead)
	return !hit
}

// unusedDays is how many working days without a meeting say that a calendar is not used.
const unusedDays = 10
