// Package date has calendar days and times of the day, neither of which has a zone.
package date

import (
	"cmp"
	"fmt"
	"time"
)

// Date is a calendar day, without a zone. The zero Date stands for no day.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// New returns the given day. It does not check that the month has it.
func New(year int, month time.Month, day int) Date { return Date{year, month, day} }

// Of returns the day of t in zone.
func Of(t time.Time, zone *time.Location) Date {
	y, m, d := t.In(zone).Date()
	return Date{y, m, d}
}

// IsZero reports whether d is the zero Date.
func (d Date) IsZero() bool { return d == Date{} }

// AddDays returns the day that is the given number of calendar days after d.
func (d Date) AddDays(days int) Date { return Of(d.noon().AddDate(0, 0, days), time.UTC) }

// AddMonths returns the day that is the given number of months after d. A day that the
// month does not have is in the month after it, as with [time.Time.AddDate].
func (d Date) AddMonths(months int) Date { return Of(d.noon().AddDate(0, months, 0), time.UTC) }

// DaysUntil returns the number of days from d to other, negative if other is earlier.
func (d Date) DaysUntil(other Date) int {
	return int(other.noon().Sub(d.noon()) / (24 * time.Hour))
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.noon().Weekday() }

// Compare returns a negative number if d is before other, a positive one if it is
// after, and 0 if they are equal.
func (d Date) Compare(other Date) int {
	return cmp.Or(cmp.Compare(d.Year, other.Year), cmp.Compare(d.Month, other.Month), cmp.Compare(d.Day, other.Day))
}

// Before reports whether d is before other.
func (d Date) Before(other Date) bool { return d.Compare(other) < 0 }

// Monday returns the first day of d's week.
func (d Date) Monday() Date { return d.AddDays(-(int(d.Weekday()) + 6) % 7) }

// At returns the instant of the wall-clock time c on d in zone. A time that a change
// of clocks skips is read with the offset before the change (02:30 becomes 03:30). If
// a time occurs twice, At returns the first. [time.Date] guarantees neither.
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

// String formats d as in ISO 8601, such as 2026-03-02.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// MarshalText encodes d as String does, and the zero Date as an empty text.
func (d Date) MarshalText() ([]byte, error) {
	if d.IsZero() {
		return nil, nil
	}
	return []byte(d.String()), nil
}

// UnmarshalText decodes what MarshalText encodes.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	t, err := time.Parse(time.DateOnly, string(text))
	if err != nil {
		return fmt.Errorf("%q is not a date like 2026-03-02", text)
	}
	*d = Of(t, time.UTC)
	return nil
}

// noon returns noon of d in UTC, which is far from any change of the day.
func (d Date) noon() time.Time { return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC) }

// Clock is a wall-clock time in minutes after midnight, 0 to 1440. 1440 is midnight
// at the end of the day.
type Clock int

// String formats c as 09:30.
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", int(c)/60, int(c)%60) }
