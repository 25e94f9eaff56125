package ics

import (
	"fmt"
	"math"
	"time"

	"fika/internal/span"
)

// An onset is a change of a zone's offset, as in a VTIMEZONE.
type onset struct {
	wall          wall // on the clocks before it
	before, after int  // seconds east of Greenwich
	name          string
	daylight      bool
}

// onsets returns the onset of the offset in effect when years begin, and those in
// years.
func onsets(z *time.Location, years span.Span) []onset {
	var list []onset
	for t, more := years.Start.In(z), true; more; t, more = nextOffset(t, years.End) {
		o := onset{daylight: t.IsDST()}
		o.name, o.after = t.Zone()
		o.before = o.after
		if start, _ := t.ZoneBounds(); !start.IsZero() {
			_, o.before = start.Add(-time.Second).Zone()
			o.wall = wall(start.Unix() + int64(o.before))
		}
		list = append(list, o)
	}
	return list
}

// nextOffset returns the first instant after t and before end at which the zone of t
// has another offset. After the last year of its zone data, Go's zone bounds also end
// with each year, and in leap years a day earlier, without a change of offset.
func nextOffset(t, end time.Time) (time.Time, bool) {
	_, offset := t.Zone()
	for {
		_, bound := t.ZoneBounds()
		if bound.IsZero() {
			return bound, false
		}
		if !bound.After(t) {
			bound = t.Add(time.Hour)
		}
		if t = bound; !t.Before(end) {
			return t, false
		}
		if _, now := t.Zone(); now != offset {
			return t, true
		}
	}
}

// A yearlyOnset is an onset that a rule repeats every year.
type yearlyOnset struct {
	onset
	rule string // RRULE
}

// yearlyOnsets returns the onsets of a zone after from if rules repeat them every
// year with no known end, nil otherwise. Go's data has no rules, but in 28 years
// each date falls on every weekday, so a rule that fits those years is the right
// one.
func yearlyOnsets(z *time.Location, from time.Time) []yearlyOnset {
	const cycle = 28
	list := onsets(z, span.Span{Start: from, End: from.AddDate(cycle, 0, 0)})
	if len(list) != 2*cycle && len(list) != 2*cycle+1 {
		return nil // none, or not twice every year
	}
	var yearly []yearlyOnset
	for i := range 2 {
		rule := ruleOf(list, i)
		if rule == "" {
			return nil
		}
		yearly = append(yearly, yearlyOnset{list[i], rule})
	}
	return yearly
}

// ruleOf returns the rule for every second onset from index first on, "" if there is
// none.
func ruleOf(list []onset, first int) string {
	o := list[first]
	start := o.wall.time()
	nth, last := (start.Day()-1)/7+1, true
	for i := first; i < len(list); i += 2 {
		same, t := list[i], list[i].wall.time()
		same.wall = o.wall
		if same != o || t.Year() != start.Year()+(i-first)/2 || t.Month() != start.Month() || t.Weekday() != start.Weekday() ||
			list[i].wall-list[i].wall.midnight() != o.wall-o.wall.midnight() {
			return ""
		}
		if (t.Day()-1)/7+1 != nth {
			nth = math.MaxInt
		}
		last = last && t.AddDate(0, 0, 7).Month() != t.Month()
	}
	day := [...]string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}[start.Weekday()]
	switch {
	case last:
		return fmt.Sprintf("FREQ=YEARLY;BYMONTH=%d;BYDAY=-1%s", start.Month(), day)
	case nth < 5:
		return fmt.Sprintf("FREQ=YEARLY;BYMONTH=%d;BYDAY=%d%s", start.Month(), nth, day)
	}
	return ""
}
