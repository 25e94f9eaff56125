package planner

import "testing"

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
