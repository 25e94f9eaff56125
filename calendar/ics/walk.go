package ics

import (
	"iter"
	"slices"
	"time"

	"github.com/teambition/rrule-go"
)

// rrule-go computes which days of a year, month or week a rule means, and is used
// only for that: on wall clocks, because it repeats and loses hours when a zone
// changes; from a period shortly before the wanted results, because it walks from
// the start of the series; and for daily and longer rules, because it may search
// through seconds forever.

// walk yields the results of r for a series that starts at start, in order, in the
// half-open range of from and to. It spends one step of b to enter the rule and one
// for each result, and stops early when none are left.
func (r *rule) walk(start, from, to wall, b *budget) iter.Seq[wall] {
	return func(yield func(wall) bool) {
		if !b.spend(1) {
			return
		}
		from := max(from, start)
		enter := from
		if r.count > 0 {
			enter = start // the earlier results count
		}
		left := r.count
		for w := range r.periods(start, enter, min(to, maxWall), b) {
			if !b.spend(1) || w > r.until || w >= to {
				return
			}
			if w < start {
				continue
			}
			if w >= from && !yield(w) {
				return
			}
			if left--; left == 0 {
				return
			}
		}
	}
}

// periods yields the results of all periods of r, beginning with the one that
// contains from.
func (r *rule) periods(start, from, to wall, b *budget) iter.Seq[wall] {
	switch {
	case r.interval > maxInterval:
		return func(func(wall) bool) {}
	case r.freq >= rrule.HOURLY:
		return r.times(start, from, to, b)
	case r.freq == rrule.YEARLY && r.weeks != nil && r.interval > 1 && r.positions == nil:
		return r.weekYears(start, from, to, b)
	}
	return r.dates(r.period(start, from), to, b)
}

// period returns the start of the last period of r that does not begin after from,
// counted from the one that contains start.
func (r *rule) period(start, from wall) wall {
	s, f := start.time(), from.time()
	back := func(distance int) int { return distance - distance%r.interval }
	switch r.freq {
	case rrule.YEARLY:
		year := s.Year() + back(f.Year()-s.Year())
		return wall(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).Unix())
	case rrule.MONTHLY:
		months := (f.Year()-s.Year())*12 + int(f.Month()) - int(s.Month())
		return wall(time.Date(s.Year(), s.Month()+time.Month(back(months)), 1, 0, 0, 0, 0, time.UTC).Unix())
	case rrule.WEEKLY:
		first := start.midnight() - aDay*floorMod(wall(start.weekday()-r.wkst), 7)
		return first + 7*aDay*wall(back(int((from-first)/(7*aDay))))
	}
	first := start.midnight()
	return first + aDay*wall(back(int((from-first)/aDay)))
}

// An era is 400 years, after which dates and weekdays repeat.
const era = 146097 * aDay

// dates yields the results from the period that starts at first on. rrule-go stops
// only after the year 9999, so dates are moved to the last era before that: a rule
// that never matches ends after a few centuries.
func (r *rule) dates(first, to wall, b *budget) iter.Seq[wall] {
	ahead := max(0, (maxWall-max(first, to))/era) * era
	return func(yield func(wall) bool) {
		results, err := rrule.NewRRule(r.option(first + ahead))
		if err != nil {
			return
		}
		next := results.Iterator()
		for {
			t, ok := next()
			if !ok {
				b.spend(int(era / aDay))
				return
			}
			if !yield(wall(t.Unix()) - ahead) {
				return
			}
		}
	}
}

func (r *rule) option(first wall) rrule.ROption {
	o := rrule.ROption{
		Freq: r.freq, Interval: r.interval, Dtstart: first.time(), Until: maxWall.time(),
		Wkst: byDay[r.wkst], Bysetpos: r.positions,
		Bymonth: r.months, Bymonthday: r.monthDays, Byyearday: r.yearDays, Byweekno: r.weeks,
		Byhour: r.hours, Byminute: r.minutes, Bysecond: r.seconds,
	}
	for _, d := range r.days {
		day := byDay[d.day]
		o.Byweekday = append(o.Byweekday, day.Nth(d.nth))
	}
	return o
}

var byDay = []rrule.Weekday{rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU}

// weekYears yields the results of a rule that skips years and counts weeks. The
// last days of December may be in week 1 of the next year, so that year must not be
// skipped, but rrule-go skips calendar years.
func (r *rule) weekYears(start, from, to wall, b *budget) iter.Seq[wall] {
	every := *r
	every.interval = 1
	return func(yield func(wall) bool) {
		for w := range every.dates(every.period(start, from), to, b) {
			if (r.weekYear(w)-r.weekYear(start))%r.interval != 0 && w < to {
				continue
			}
			if !yield(w) {
				return
			}
		}
	}
}

// weekYear returns the year of w's week, which is the year of its fourth day.
func (r *rule) weekYear(w wall) int {
	return (w + aDay*(3-floorMod(wall(w.weekday()-r.wkst), 7))).time().Year()
}

// times yields the results of an hourly, minutely or secondly rule. A separate daily
// rule says which days are allowed.
func (r *rule) times(start, from, to wall, b *budget) iter.Seq[wall] {
	unit := []wall{3600, 60, 1}[r.freq-rrule.HOURLY]
	first := start - floorMod(start, unit)
	step := unit * wall(r.interval)
	enter := func(w wall) wall { return w + floorMod(first-w, step) } // the first period at or after w
	within := r.within()
	return func(yield func(wall) bool) {
		matches, stop := r.daysOf(from, to, b)
		defer stop()
		for p := max(first, enter(from-step)); p < to; {
			if day := matches(p.midnight()); day > p {
				p = enter(day)
				continue
			}
			if r.allows(p) {
				for _, w := range within {
					if !yield(p + w) {
						return
					}
				}
			}
			if !b.spend(1) {
				return
			}
			p += step
		}
	}
}

// daysOf returns a function that finds the first day at or after a given day on
// which r may have a result, and a function to stop it. The days must not decrease.
func (r *rule) daysOf(from, to wall, b *budget) (next func(wall) wall, stop func()) {
	if r.months == nil && r.monthDays == nil && r.yearDays == nil && r.weeks == nil && r.days == nil {
		return func(day wall) wall { return day }, func() {}
	}
	daily := rule{freq: rrule.DAILY, interval: 1, hours: []int{0}, minutes: []int{0}, seconds: []int{0},
		months: r.months, monthDays: r.monthDays, yearDays: r.yearDays, weeks: r.weeks, days: r.days}
	pull, stop := iter.Pull(daily.dates(from.midnight()-aDay, to, b))
	match := minWall
	return func(day wall) wall {
		for match < day {
			w, ok := pull()
			if match = w; !ok || !b.spend(1) {
				match = maxWall
			}
		}
		return match
	}, stop
}

// allows reports whether r may have a result in the hour, minute or second that
// starts at p.
func (r *rule) allows(p wall) bool {
	s := int(floorMod(p, aDay))
	in := func(list []int, n int) bool { return list == nil || slices.Contains(list, n) }
	return in(r.hours, s/3600) &&
		(r.freq == rrule.HOURLY || in(r.minutes, s/60%60)) &&
		(r.freq <= rrule.MINUTELY || in(r.seconds, s%60))
}

// within returns the results of r in an hour, minute or second, relative to its
// start. They are the same in each.
func (r *rule) within() []wall {
	minutes, seconds := r.minutes, r.seconds
	if r.freq > rrule.HOURLY {
		minutes = []int{0}
	}
	if r.freq > rrule.MINUTELY {
		seconds = []int{0}
	}
	var results []wall
	for _, m := range minutes {
		for _, s := range seconds {
			results = append(results, wall(60*m+s))
		}
	}
	if r.positions == nil {
		return results
	}
	var picked []wall
	for i, w := range results {
		if slices.Contains(r.positions, i+1) || slices.Contains(r.positions, i-len(results)) {
			picked = append(picked, w)
		}
	}
	return picked
}
