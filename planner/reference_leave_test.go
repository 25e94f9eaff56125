package planner_test

import (
	"fika/internal/mailbox"
	"time"

	"fika/planner"
)

// worksOn reports whether day is a working day of p.
func (ref *reference) worksOn(p *planner.Person, day int) bool {
	return ref.contracted(p, day) && !ref.usuallyOff(p, day)
}

func (ref *reference) contracted(p *planner.Person, day int) bool {
	return len(ref.hoursOf(p)[civil(day).Weekday()]) > 0 && ref.holiday(p.Region, day) == ""
}

// usuallyOff reports whether p is away on the weekday of day in the week before this one
// and in the three from this one on, and not on every working day.
func (ref *reference) usuallyOff(p *planner.Person, day int) bool {
	first := monday(dayIn(ref.now, ref.zoneOf(p))) - 7
	off := func(first int) bool {
		for _, d := range []int{first, first + 7, first + 14, first + 21} {
			if p.AwayUntil.Year != 0 && d < dayOf(p.AwayUntil) || !ref.isAway(p, d) {
				return false
			}
		}
		return true
	}
	works := false
	for d := first; d < first+7; d++ {
		works = works || ref.contracted(p, d) && !off(d)
	}
	return works && off(first+(day-monday(day)))
}

// workingDay returns the n-th working day of p after day, or before it if n is negative.
func (ref *reference) workingDay(p *planner.Person, day, n int) int {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		if day += step; ref.worksOn(p, day) {
			n--
		}
	}
	return day
}

// isAway reports whether p is away on day.
func (ref *reference) isAway(p *planner.Person, day int) bool {
	return once(ref.awayOn, personDay{p.ID, day}, func() bool { return ref.findAway(p, day) })
}

// findAway reads p's calendar minute by minute: six hours without a pause, or all hours if
// they are fewer.
func (ref *reference) findAway(p *planner.Person, day int) bool {
	if p.AwayUntil.Year != 0 && day < dayOf(p.AwayUntil) {
		return true
	}
	from, to := moment(day, 8*60, ref.zoneOf(p)), moment(day, 18*60, ref.zoneOf(p))
	if stated := hoursOn(p.Hours, day, ref.zoneOf(p)); len(stated) > 0 {
		from, to = stated[0].Start, stated[len(stated)-1].End
	}
	need, row := min(6*time.Hour, to.Sub(from)), time.Duration(0)
	for t := from; t.Before(to); t = t.Add(time.Minute) {
		busy := false
		for _, b := range p.Busy {
			busy = busy || p.BusyKnown && !t.Before(b.Start) && !b.End.Before(t.Add(time.Minute))
		}
		if row += time.Minute; !busy {
			row = 0
		}
		if row >= need {
			return true
		}
	}
	return false
}

// absence returns why day is no day for p: away, leave, back; or "".
func (ref *reference) absence(p *planner.Person, day int) string {
	if !p.BusyKnown && p.AwayUntil.Year == 0 {
		return ""
	}
	return once(ref.absences, personDay{p.ID, day}, func() string { return ref.findAbsence(p, day) })
}

func (ref *reference) findAbsence(p *planner.Person, day int) string {
	if !ref.worksOn(p, day) {
		if before := ref.absence(p, ref.workingDay(p, day, -1)); before != "" || !ref.usuallyOff(p, day) {
			return before
		}
		return "away"
	}
	leave := func(day int) bool {
		n := 0
		for _, d := range []int{ref.workingDay(p, day, -2), ref.workingDay(p, day, -1), day, ref.workingDay(p, day, 1), ref.workingDay(p, day, 2)} {
			if ref.isAway(p, d) {
				n++
			}
		}
		return n >= 3
	}
	switch {
	case leave(day):
		return "leave"
	case leave(ref.workingDay(p, day, -1)), leave(ref.workingDay(p, day, -2)):
		return "back"
	case ref.isAway(p, day):
		return "away"
	}
	return ""
}

// stated reports whether the source of p says that they are absent on day: before their
// return, or with no working day in between on which they are not just back or gone.
func (ref *reference) stated(p *planner.Person, day int) bool {
	if p.AwayUntil.Year == 0 || ref.absence(p, day) == "" {
		return false
	}
	for day >= dayOf(p.AwayUntil) {
		if ref.worksOn(p, day) && ref.absence(p, day) != "back" {
			return false
		}
		day--
	}
	return true
}

// sendDay returns the first day from today on which the user sends and p can get an
// invitation; p may be nil.
func (ref *reference) sendDay(p *planner.Person) int {
	id := mailbox.Address("")
	if p != nil {
		id = p.ID
	}
	return once(ref.sendDays, id, func() int { return ref.findSendDay(p) })
}

func (ref *reference) findSendDay(p *planner.Person) int {
	for day := ref.today; ; day++ {
		theirs := day
		if day == ref.today && p != nil {
			theirs = dayIn(ref.now, ref.zoneOf(p))
		}
		mine := ref.blackout(day) == nil && ref.holiday(ref.rules.Region, day) == "" && !ref.outOfOffice(day)
		if day == ref.today+60 || mine && (p == nil || ref.absence(p, theirs) == "" && ref.holiday(p.Region, theirs) == "") {
			return day
		}
	}
}

// outOfOffice reports whether the user is out of office on day.
func (ref *reference) outOfOffice(day int) bool {
	return once(ref.outOn, day, func() bool { return ref.findOutOfOffice(day) })
}

// findOutOfOffice counts the minutes of the user's hours on day, or on the working days
// around it.
func (ref *reference) findOutOfOffice(day int) bool {
	works := func(day int) bool { return len(ref.rules.Hours[civil(day).Weekday()]) > 0 }
	for _, step := range []int{-1, 1} {
		d := day
		for n := 0; n < 7 && !works(d); n++ {
			d += step
		}
		in, out := 0, 0
		for _, h := range hoursOn(ref.rules.Hours, d, ref.rules.Zone) {
			for t := h.Start; t.Before(h.End); t = t.Add(time.Minute) {
				in++
				for _, s := range ref.world.Absent {
					if !t.Before(s.Start) && t.Before(s.End) {
						out++
						break
					}
				}
			}
		}
		if in == 0 || 2*out < in {
			return false
		}
	}
	return true
}

// guestNoticeEnd returns from when on a coffee gives p enough notice.
func (ref *reference) guestNoticeEnd(p *planner.Person) time.Time {
	if day := ref.sendDay(p); day != ref.sendDay(nil) {
		return ref.noticeEnd(moment(day, 0, ref.rules.Zone))
	}
	return time.Time{}
}

// noticeEndAfter returns when n working days have passed.
func (ref *reference) noticeEndAfter(n int) time.Time {
	more := *ref
	more.rules.Notice = n
	return more.noticeEnd(ref.now)
}
