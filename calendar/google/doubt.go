package google

import (
	"cmp"
	"slices"
	"time"

	gcal "google.golang.org/api/calendar/v3"

	"fika/calendar"
	"fika/internal/span"
)

// rawTimes is when an event is, as Google wrote it. It is kept of those that could
// not be understood, because what it may mean depends on where people are.
type rawTimes struct {
	Start, End rawTime
}

type rawTime struct {
	Date, DateTime, Zone string `json:",omitempty"`
}

// newRawTimes keeps the times of an event.
func newRawTimes(start, end *gcal.EventDateTime) *rawTimes {
	one := func(t *gcal.EventDateTime) rawTime {
		if t == nil {
			return rawTime{}
		}
		return rawTime{t.Date, t.DateTime, t.TimeZone}
	}
	return &rawTimes{one(start), one(end)}
}

// candidateZones are the user's own, and the others that a time without one may be meant in.
type candidateZones struct {
	home   *time.Location
	others []*time.Location
}

// doubts are the times that an event which is not understood may take of the
// user's.
//
// A whole day is the user's. A clock without a zone is that hour in each zone. An
// end that cannot be read is the end of the user's day. Where only the day of the
// start can be read, the event takes that whole day.
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

// isLocalTime reports whether t is what a clock shows, without saying where.
func (t rawTime) isLocalTime() bool {
	_, err := time.Parse(localLayout, t.DateTime)
	return err == nil && zoneOf(t.Zone) == nil
}

// localLayout is a time without an offset. Google allows it beside the name of a
// zone.
const localLayout = "2006-01-02T15:04:05"

// instantIn is the instant of t, which is in zone if it does not say.
func (t rawTime) instantIn(zone *time.Location) (time.Time, bool) {
	if at, err := time.Parse(time.RFC3339, t.DateTime); err == nil {
		return at, true
	}
	at, err := time.ParseInLocation(localLayout, t.DateTime, cmp.Or(zoneOf(t.Zone), zone))
	return at, err == nil
}

// midnightIn is the start in zone of the day that t names, whatever else it says.
func (t rawTime) midnightIn(zone *time.Location) (time.Time, bool) {
	text := cmp.Or(t.Date, t.DateTime)
	at, err := midnight(text[:min(len(text), len(time.DateOnly))], zone)
	return at, err == nil
}

// dayAfter is the end in zone of the day of t.
func dayAfter(t time.Time, zone *time.Location) time.Time {
	at, _ := midnight(t.In(zone).AddDate(0, 0, 1).Format(time.DateOnly), zone)
	return at
}

// candidateZones are the user's zone, and those of the account's calendars and of the
// people, each once.
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
