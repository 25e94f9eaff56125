package google

import (
	"cmp"
	"slices"
	"time"

	"fika/calendar"
	"fika/calendar/google/rest"
	"fika/internal/span"
)

// rawTimes are the start and end of an event as Google sent them. They are kept for
// events that could not be parsed, because their meaning depends on the zones of
// other calendars.
type rawTimes struct {
	Start, End rawTime
}

type rawTime struct {
	Date, DateTime, Zone string `json:",omitempty"`
}

// newRawTimes copies the times of an event.
func newRawTimes(start, end *rest.Time) *rawTimes {
	one := func(t *rest.Time) rawTime {
		if t == nil {
			return rawTime{}
		}
		return rawTime{t.Date, t.DateTime, t.TimeZone}
	}
	return &rawTimes{one(start), one(end)}
}

// candidateZones are the user's zone, and the other zones that a time without a zone
// may be in.
type candidateZones struct {
	home   *time.Location
	others []*time.Location
}

// doubts returns when an event that could not be parsed may take place.
//
// A whole day is one in the user's zone. A local time without a zone is that time in
// each candidate zone. If the end cannot be parsed, the event lasts until the end of
// the user's day. If only the day of the start can be parsed, the event takes the
// whole day.
func (it item) doubts(z candidateZones) []calendar.Event {
	if it.Times == nil {
		return nil
	}
	var all []calendar.Event
	note := func(why string, start, end time.Time) {
		e := it.Event
		e.Span, e.Doubt = span.Span{Start: start.UTC(), End: end.UTC()}, why
		all = append(all, e)
	}
	start, end, home := it.Times.Start, it.Times.End, z.home
	if from, ok := start.midnightIn(home); ok && start.DateTime == "" {
		to, ok := end.midnightIn(home)
		if !ok || !to.After(from) {
			to = dayAfter(from, home)
		}
		note("the time zone of its calendar is unknown", from, to)
		all[0].AllDay = true
		return all
	}
	meant := []*time.Location{home}
	if start.isLocalTime() {
		meant = append(meant, z.others...)
	}
	for _, zone := range meant {
		from, ok := start.instantIn(zone)
		if !ok {
			break
		}
		to, ok := end.instantIn(zone)
		if ok && to.After(from) {
			note("its time zone is unknown", from, to)
		} else {
			note("its end cannot be read", from, dayAfter(from, home))
		}
	}
	for _, t := range []rawTime{start, end} {
		if from, ok := t.midnightIn(home); ok && len(all) == 0 {
			note("only its day can be read", from, dayAfter(from, home))
		}
	}
	return all
}

// isLocalTime reports whether t is a local time without a known zone.
func (t rawTime) isLocalTime() bool {
	_, err := time.Parse(localLayout, t.DateTime)
	return err == nil && zoneOf(t.Zone) == nil
}

// localLayout is the layout of a time without an offset, which Google allows together
// with a zone name.
const localLayout = "2006-01-02T15:04:05"

// instantIn returns the instant of t, in zone if t has no zone of its own.
func (t rawTime) instantIn(zone *time.Location) (time.Time, bool) {
	if at, err := time.Parse(time.RFC3339, t.DateTime); err == nil {
		return at, true
	}
	at, err := time.ParseInLocation(localLayout, t.DateTime, cmp.Or(zoneOf(t.Zone), zone))
	return at, err == nil
}

// midnightIn returns the start of t's day in zone, even if the rest of t is invalid.
func (t rawTime) midnightIn(zone *time.Location) (time.Time, bool) {
	text := cmp.Or(t.Date, t.DateTime)
	at, err := midnight(text[:min(len(text), len(time.DateOnly))], zone)
	return at, err == nil
}

// dayAfter returns the end of t's day in zone.
func dayAfter(t time.Time, zone *time.Location) time.Time {
	at, _ := midnight(t.In(zone).AddDate(0, 0, 1).Format(time.DateOnly), zone)
	return at
}

// candidateZones returns the user's zone, and the zones of the account's calendars
// and of [Options].ExtraZones, without duplicates.
func (a *Account) candidateZones(entries []listedCalendar) candidateZones {
	z := candidateZones{home: cmp.Or(a.options.Zone, time.UTC)}
	for _, c := range entries {
		if c.Zone != nil {
			z.others = append(z.others, c.Zone)
		}
	}
	if a.options.ExtraZones != nil {
		z.others = append(z.others, a.options.ExtraZones()...)
	}
	slices.SortStableFunc(z.others, func(a, b *time.Location) int { return cmp.Compare(a.String(), b.String()) })
	z.others = slices.CompactFunc(z.others, func(a, b *time.Location) bool { return a.String() == b.String() })
	return z
}
