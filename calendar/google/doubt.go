package google

import (
	"cmp"
	"slices"
	"time"

	gcal "google.golang.org/api/calendar/v3"

	"fika/calendar"
	"fika/internal/span"
)

// written is when an event is, as Google wrote it. It is kept of those that could
// not be understood, because what it may mean depends on where people are.
type written struct {
	Start, End writtenTime
}

type writtenTime struct {
	Date, DateTime, Zone string `json:",omitempty"`
}

// write keeps the times of an event.
func write(start, end *gcal.EventDateTime) *written {
	one := func(t *gcal.EventDateTime) writtenTime {
		if t == nil {
			return writtenTime{}
		}
		return writtenTime{t.Date, t.DateTime, t.TimeZone}
	}
	return &written{one(start), one(end)}
}

// zones are the user's own, and the others that a time without one may be meant in.
type zones struct {
	home   *time.Location
	others []*time.Location
}

// doubts are the times that an event which is not understood may take of the
// user's.
//
// A whole day is the user's. A clock without a zone is that hour in each zone. An
// end that cannot be read is the end of the user's day. Where only the day of the
// start can be read, the event takes that whole day.
func (it item) doubts(z zones) []calendar.Event {
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
	if from, ok := start.midnight(home); ok && start.DateTime == "" {
		to, ok := end.midnight(home)
		if !ok || !to.After(from) {
			to = dayAfter(from, home)
		}
		note("the time zone of its calendar is unknown", from, to)
		all[0].AllDay = true
		return all
	}
	meant := []*time.Location{home}
	if start.clock() {
		meant = append(meant, z.others...)
	}
	for _, zone := range meant {
		from, ok := start.at(zone)
		if !ok {
			break
		}
		to, ok := end.at(zone)
		if ok && to.After(from) {
			note("its time zone is unknown", from, to)
		} else {
			note("its end cannot be read", from, dayAfter(from, home))
		}
	}
	for _, t := range []writtenTime{start, end} {
		if from, ok := t.midnight(home); ok && len(all) == 0 {
			note("only its day can be read", from, dayAfter(from, home))
		}
	}
	return all
}

// clock reports whether t is what a clock shows, without saying where.
func (t writtenTime) clock() bool {
	_, err := time.Parse(clockOnly, t.DateTime)
	return err == nil && zoneOf(t.Zone) == nil
}

// clockOnly is a time without an offset. Google allows it beside the name of a
// zone.
const clockOnly = "2006-01-02T15:04:05"

// at is the instant of t, which is in zone if it does not say.
func (t writtenTime) at(zone *time.Location) (time.Time, bool) {
	if at, err := time.Parse(time.RFC3339, t.DateTime); err == nil {
		return at, true
	}
	at, err := time.ParseInLocation(clockOnly, t.DateTime, cmp.Or(zoneOf(t.Zone), zone))
	return at, err == nil
}

// midnight is the start in zone of the day that t names, whatever else it says.
func (t writtenTime) midnight(zone *time.Location) (time.Time, bool) {
	text := cmp.Or(t.Date, t.DateTime)
	at, err := midnight(text[:min(len(text), len(time.DateOnly))], zone)
	return at, err == nil
}

// dayAfter is the end in zone of the day of t.
func dayAfter(t time.Time, zone *time.Location) time.Time {
	at, _ := midnight(t.In(zone).AddDate(0, 0, 1).Format(time.DateOnly), zone)
	return at
}

// zonesAround are the user's zone, and those of the account's calendars and of the
// people, each once.
func (a *Account) zonesAround(entries []entry) zones {
	z := zones{home: cmp.Or(a.options.Zone, time.UTC)}
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
