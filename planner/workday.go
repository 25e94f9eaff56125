package planner

import "time"

// works reports whether d is a working day of the user.
func (v *view) works(d Date) bool {
	_, blocked := v.blackout(d)
	return v.rules.Hours.HasHours(d) && !blocked
}

// blackout is the blackout that d lies in.
func (v *view) blackout(d Date) (Blackout, bool) {
	for _, b := range v.rules.Blackouts {
		if !d.Before(b.From) && !b.To.Before(d) {
			return b, true
		}
	}
	return Blackout{}, false
}

// AfterWorkingDays is when n working days of the user have passed since t. Other days do
// not count at all: two working days from Monday 15:00 end on Wednesday 15:00, and two
// from any time on Saturday end when Wednesday begins.
func (r Rules) AfterWorkingDays(t time.Time, n int) time.Time {
	if r.Zone == nil {
		r.Zone = time.UTC
	}
	r.Notice = n
	return (&view{now: t, today: DateOf(t, r.Zone), rules: r}).noticeEnd()
}

// noticeEnd is when Rules.Notice working days have passed, see [Rules.AfterWorkingDays].
func (v *view) noticeEnd() time.Time {
	if v.rules.Notice <= 0 {
		return v.now
	}
	const search = 3 * 366 // who does not work for three years gets no coffee
	day, left, passed := v.today, v.rules.Notice, v.works(v.today)
	for range search {
		if v.works(day) && left == 0 {
			break
		}
		if v.works(day) {
			left--
		}
		day = day.AddDays(1)
	}
	if !passed {
		return day.At(0, v.rules.Zone)
	}
	local := v.now.In(v.rules.Zone)
	clock := Clock(local.Hour()*60 + local.Minute())
	return day.At(clock, v.rules.Zone).Add(time.Duration(local.Second()) * time.Second)
}
