package planner

import (
	"fmt"
	"strings"
	"time"

	"fika/internal/date"
	"fika/internal/span"
)

// Hours is a half-open range of wall-clock times on one day. The zero Hours contain no
// time.
type Hours struct{ From, To date.Clock }

// IsZero reports whether h contains no time.
func (h Hours) IsZero() bool { return h.From >= h.To }

// String formats h as 12:00-13:00.
func (h Hours) String() string { return fmt.Sprintf("%s-%s", h.From, h.To) }

// On returns h on day d in zone.
func (h Hours) On(d date.Date, zone *time.Location) span.Span {
	return span.Span{Start: d.At(h.From, zone), End: d.At(h.To, zone)}
}

// Overlaps reports whether s overlaps h on any day in zone.
func (h Hours) Overlaps(s span.Span, zone *time.Location) bool {
	if h.IsZero() {
		return false
	}
	last := date.Of(s.End, zone)
	for d := date.Of(s.Start, zone); !last.Before(d); d = d.AddDays(1) {
		if h.On(d, zone).Overlaps(s) {
			return true
		}
	}
	return false
}

// Week holds the hours of each weekday, sorted and without overlap. It has no zone;
// the caller supplies one.
type Week [7][]Hours

// OfficeHours returns the same hours for Monday to Friday.
func OfficeHours(from, to date.Clock) Week {
	var w Week
	for day := time.Monday; day <= time.Friday; day++ {
		w[day] = []Hours{{from, to}}
	}
	return w
}

// GuestHours returns the hours that are assumed for a colleague whose hours are not
// known: 10:00 to 16:00, when nearly everybody works. They include lunch, which
// [Guards] keeps free whether hours are known or not.
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

// String formats w as "Mon 09:00-12:00 13:00-17:00, Tue 09:00-12:00".
func (w Week) String() string {
	var days []string
	for i := range w {
		day := (time.Weekday(i) + time.Monday) % 7
		text := day.String()[:3]
		for _, h := range w[day] {
			text += " " + h.String()
		}
		if len(w[day]) > 0 {
			days = append(days, text)
		}
	}
	return strings.Join(days, ", ")
}

// On returns the hours on day d in zone.
func (w Week) On(d date.Date, zone *time.Location) []span.Span {
	var spans []span.Span
	for _, h := range w[d.Weekday()] {
		spans = append(spans, h.On(d, zone))
	}
	return span.Merge(spans)
}

// HasHours reports whether w has hours on d's weekday.
func (w Week) HasHours(d date.Date) bool { return len(w[d.Weekday()]) > 0 }

// Covers reports whether s lies inside the hours of one day in zone.
func (w Week) Covers(s span.Span, zone *time.Location) bool {
	for _, hours := range w.On(date.Of(s.Start, zone), zone) {
		if hours.Covers(s) {
			return true
		}
	}
	return false
}
