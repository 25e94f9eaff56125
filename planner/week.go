package planner

import (
	"fmt"
	"strings"
	"time"

	"fika/internal/span"
)

// Hours is a half-open stretch of one day's wall clock.
type Hours struct{ From, To Clock }

// Week has for each weekday its hours, in order and without overlap. It has no zone of
// its own; the caller gives one.
type Week [7][]Hours

// OfficeHours is Monday to Friday from one time to another.
func OfficeHours(from, to Clock) Week {
	var w Week
	for day := time.Monday; day <= time.Friday; day++ {
		w[day] = []Hours{{from, to}}
	}
	return w
}

// GuestHours are what a colleague without known hours is assumed to work: 10:00 to
// 16:00, which is late enough and early enough for everybody.
func GuestHours() Week { return OfficeHours(10*60, 16*60) }

// IsZero reports whether w has no hours at all.
func (w Week) IsZero() bool {
	for _, hours := range w {
		if len(hours) > 0 {
			return false
		}
	}
	return true
}

// String is w as "Mon 09:00-12:00 13:00-17:00, Tue 09:00-12:00".
func (w Week) String() string {
	var days []string
	for i := range w {
		day := (time.Weekday(i) + time.Monday) % 7
		text := day.String()[:3]
		for _, h := range w[day] {
			text += fmt.Sprintf(" %s-%s", h.From, h.To)
		}
		if len(w[day]) > 0 {
			days = append(days, text)
		}
	}
	return strings.Join(days, ", ")
}

// On is w's hours on day d as instants of zone.
func (w Week) On(d Date, zone *time.Location) []span.Span {
	var spans []span.Span
	for _, h := range w[d.Weekday()] {
		spans = append(spans, span.Span{Start: d.At(h.From, zone), End: d.At(h.To, zone)})
	}
	return span.Merge(spans)
}

// HasHours reports whether w has hours on d's weekday.
func (w Week) HasHours(d Date) bool { return len(w[d.Weekday()]) > 0 }

// Covers reports whether s lies inside w's hours in zone, on one day.
func (w Week) Covers(s span.Span, zone *time.Location) bool {
	for _, hours := range w.On(DateOf(s.Start, zone), zone) {
		if hours.Covers(s) {
			return true
		}
	}
	return false
}
