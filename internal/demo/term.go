package demo

import (
	"time"

	"fika/internal/span"
)

// The weeks covered by the company's calendars, counted from the current week.
const (
	firstWeek = -40
	lastWeek  = 8
)

// term computes times from week and weekday, so that a Tuesday meeting is at the same
// wall-clock time before and after a change of clocks.
type term struct {
	monday time.Time // midnight UTC on the first day of the current week
}

func newTerm(now time.Time, zone *time.Location) term {
	y, m, d := now.In(zone).Date()
	today := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	return term{today.AddDate(0, 0, -(int(today.Weekday())+6)%7)}
}

// date returns a day as midnight UTC, as for all-day events here.
// Weekday 0 is Monday.
func (t term) date(week, weekday int) time.Time { return t.monday.AddDate(0, 0, 7*week+weekday) }

// at returns a minute of a day in zone.
func (t term) at(zone *time.Location, week, weekday, minute int) time.Time {
	y, m, d := t.date(week, weekday).Date()
	return time.Date(y, m, d, 0, minute, 0, 0, zone)
}

// span returns the whole term, with a day at each end for other zones.
func (t term) span() span.Span {
	return span.Span{Start: t.date(firstWeek, -1), End: t.date(lastWeek+1, 1)}
}

// officeHours returns the office hours of a day: 9 to 12 and 13 to 17.
func (t term) officeHours(zone *time.Location, week, weekday int) []span.Span {
	return []span.Span{
		{Start: t.at(zone, week, weekday, 9*60), End: t.at(zone, week, weekday, 12*60)},
		{Start: t.at(zone, week, weekday, 13*60), End: t.at(zone, week, weekday, 17*60)},
	}
}
