package planner

import (
	"time"

	"fika/internal/date"
	"fika/internal/holiday"
)

// isWorkingDay reports whether d is a working day of the user.
func (in *input) isWorkingDay(d date.Date) bool {
	_, blocked := in.blackoutOn(d)
	_, off := in.holidayOn(in.config.Region, d)
	return in.config.Hours.HasHours(d) && !blocked && !off && !in.isOutOfOffice(d)
}

// blackoutOn returns the blackout that contains d.
func (in *input) blackoutOn(d date.Date) (Blackout, bool) {
	for _, b := range in.config.Blackouts {
		if !d.Before(b.From) && !b.To.Before(d) {
			return b, true
		}
	}
	return Blackout{}, false
}

// AfterWorkingDays returns when n working days of the user have passed since t. Days
// off are skipped: two working days from Monday 15:00 end on Wednesday 15:00; from
// any time on Saturday they end at the start of Wednesday.
func (r Rules) AfterWorkingDays(t time.Time, n int) time.Time {
	if r.Zone == nil {
		r.Zone = time.UTC
	}
	return (&input{config: r, holidays: map[regionYear][]holiday.Holiday{}}).afterWorkingDays(t, n)
}

// IsWorkingDay reports whether the user works on d, as far as the configuration says.
func (r Rules) IsWorkingDay(d date.Date) bool {
	return (&input{config: r, holidays: map[regionYear][]holiday.Holiday{}}).isWorkingDay(d)
}

// WorkingDayBefore returns the user's last working day before d.
func (r Rules) WorkingDayBefore(d date.Date) date.Date {
	in := &input{config: r, holidays: map[regionYear][]holiday.Holiday{}}
	const search = 366 // who does not work for a year is told at once
	for range search {
		if d = d.AddDays(-1); in.isWorkingDay(d) {
			break
		}
	}
	return d
}

// afterWorkingDays is [Rules.AfterWorkingDays].
func (in *input) afterWorkingDays(t time.Time, n int) time.Time {
	if n <= 0 {
		return t
	}
	const search = 3 * 366 // who does not work for three years gets no coffee
	first := date.Of(t, in.config.Zone)
	day, left, passed := first, n, in.isWorkingDay(first)
	for range search {
		if in.isWorkingDay(day) && left == 0 {
			break
		}
		if in.isWorkingDay(day) {
			left--
		}
		day = day.AddDays(1)
	}
	if !passed {
		return day.At(0, in.config.Zone)
	}
	local := t.In(in.config.Zone)
	clock := date.Clock(local.Hour()*60 + local.Minute())
	return day.At(clock, in.config.Zone).Add(time.Duration(local.Second()) * time.Second)
}
