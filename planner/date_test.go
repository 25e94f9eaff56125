package planner

import (
	"testing"
	"time"
)

func TestDateAtClockChange(t *testing.T) {
	stockholm, newYork := zone("Europe/Stockholm"), zone("America/New_York")
	for _, test := range []struct {
		what  string
		day   Date
		clock string
		zone  *time.Location
		want  string
	}{
		{"an ordinary morning", Date{2026, 3, 2}, "09:00", stockholm, "2026-03-02T09:00:00+01:00"},
		{"the hour that spring skips", Date{2026, 3, 29}, "02:30", stockholm, "2026-03-29T03:30:00+02:00"},
		{"just after it", Date{2026, 3, 29}, "03:00", stockholm, "2026-03-29T03:00:00+02:00"},
		{"the hour that autumn repeats", Date{2026, 10, 25}, "02:30", stockholm, "2026-10-25T02:30:00+02:00"},
		{"just after it", Date{2026, 10, 25}, "03:00", stockholm, "2026-10-25T03:00:00+01:00"},
		{"another country's spring", Date{2026, 3, 8}, "02:30", newYork, "2026-03-08T03:30:00-04:00"},
		{"the end of a day", Date{2026, 3, 28}, "24:00", stockholm, "2026-03-29T00:00:00+01:00"},
	} {
		if got := test.day.At(readClock(test.clock), test.zone).Format(time.RFC3339); got != test.want {
			t.Errorf("%s: %v %s is %s, want %s", test.what, test.day, test.clock, got, test.want)
		}
	}
}

func TestPeriods(t *testing.T) {
	for _, test := range []struct {
		period      Period
		day         string
		start, next string
	}{
		{PerWeek, "2026-03-01", "2026-02-23", "2026-03-02"},
		{PerWeek, "2026-03-02", "2026-03-02", "2026-03-09"},
		{PerMonth, "2026-12-31", "2026-12-01", "2027-01-01"},
		{PerQuarter, "2026-02-28", "2026-01-01", "2026-04-01"},
		{PerQuarter, "2026-12-31", "2026-10-01", "2027-01-01"},
		{PerYear, "2028-02-29", "2028-01-01", "2029-01-01"},
	} {
		start := test.period.Start(day(test.day))
		if got := start.String(); got != test.start {
			t.Errorf("the %s of %s begins on %s, want %s", test.period, test.day, got, test.start)
		}
		if got := test.period.next(start).String(); got != test.next {
			t.Errorf("the %s after %s begins on %s, want %s", test.period, test.day, got, test.next)
		}
	}
}

func TestDateText(t *testing.T) {
	var d Date
	if err := d.UnmarshalText([]byte("2026-02-30")); err == nil {
		t.Errorf("30 February is %v", d)
	}
	for _, want := range []Date{{}, {2026, 3, 2}} {
		text, err := want.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var got Date
		if err := got.UnmarshalText(text); err != nil || got != want {
			t.Errorf("%v becomes %q becomes %v (%v)", want, text, got, err)
		}
	}
}
