package planner

import (
	"cmp"
	"fmt"
	"time"
)

// Date is a day of the calendar, without a zone. The zero Date is no day.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the day that t falls on in zone.
func DateOf(t time.Time, zone *time.Location) Date {
	y, m, d := t.In(zone).Date()
	return Date{y, m, d}
}

// IsZero reports whether d is no day.
func (d Date) IsZero() bool { return d == Date{} }

// AddDays moves d by whole days; the calendar, not the clock, counts them.
func (d Date) AddDays(days int) Date { return DateOf(d.noon().AddDate(0, 0, days), time.UTC) }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.noon().Weekday() }

// Compare is negative if d is before other, positive if it is after.
func (d Date) Compare(other Date) int {
	return cmp.Or(cmp.Compare(d.Year, other.Year), cmp.Compare(d.Month, other.Month), cmp.Compare(d.Day, other.Day))
}

// Before reports whether d is an earlier day than other.
func (d Date) Before(other Date) bool { return d.Compare(other) < 0 }

// Monday is the first day of d's week.
func (d Date) Monday() Date { return d.AddDays(-(int(d.Weekday()) + 6) % 7) }

// At is the instant of wall-clock time c on d in zone. A time that the zone
// skips in spring is read with the offset before the change (02:30 becomes
// 03:30); of a time that comes twice in autumn the first is meant. [time.Date]
// promises neither.
func (d Date) At(c Clock, zone *time.Location) time.Time {
	wall := time.Date(d.Year, d.Month, d.Day, 0, int(c), 0, 0, time.UTC)
	_, before := wall.Add(-24 * time.Hour).In(zone).Zone()
	_, after := wall.Add(24 * time.Hour).In(zone).Zone()
	first := wall.Add(-time.Duration(before) * time.Second)
	if _, offset := first.In(zone).Zone(); offset == before || before == after {
		return first.In(zone)
	}
	second := wall.Add(-time.Duration(after) * time.Second)
	if _, offset := second.In(zone).Zone(); offset == after {
		return second.In(zone)
	}
	return first.In(zone)
}

// String is d as in ISO 8601, 2026-03-02.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// MarshalText writes d as String does, and the zero Date as nothing.
func (d Date) MarshalText() ([]byte, error) {
	if d.IsZero() {
		return nil, nil
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	t, err := time.Parse(time.DateOnly, string(text))
	if err != nil {
		return fmt.Errorf("%q is not a date like 2026-03-02", text)
	}
	*d = DateOf(t, time.UTC)
	return nil
}

// noon is a time on d that no zone change can push into another day.
func (d Date) noon() time.Time { return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC) }

// Clock is a wall-clock time in minutes after midnight, 0 to 1440. 1440 is the
// midnight that ends the day.
type Clock int

// String is c as 09:30.
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", int(c)/60, int(c)%60) }
