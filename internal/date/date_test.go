package date

import (
	"testing"
	"time"
)

func TestDateAtClockChange(t *testing.T) {
	stockholm, newYork := zone(t, "Europe/Stockholm"), zone(t, "America/New_York")
	for _, test := range []struct {
		what  string
		day   Date
		clock Clock
		zone  *time.Location
		want  string
	}{
		{"an ordinary morning", Date{2026, 3, 2}, 9 * 60, stockholm, "2026-03-02T09:00:00+01:00"},
		{"the hour that spring skips", Date{2026, 3, 29}, 2*60 + 30, stockholm, "2026-03-29T03:30:00+02:00"},
		{"just after it", Date{2026, 3, 29}, 3 * 60, stockholm, "2026-03-29T03:00:00+02:00"},
		{"the hour that autumn repeats", Date{2026, 10, 25}, 2*60 + 30, stockholm, "2026-10-25T02:30:00+02:00"},
		{"just after it", Date{2026, 10, 25}, 3 * 60, stockholm, "2026-10-25T03:00:00+01:00"},
		{"another country's spring", Date{2026, 3, 8}, 2*60 + 30, newYork, "2026-03-08T03:30:00-04:00"},
		{"the end of a day", Date{2026, 3, 28}, 24 * 60, stockholm, "2026-03-29T00:00:00+01:00"},
	} {
		if got := test.day.At(test.clock, test.zone).Format(time.RFC3339); got != test.want {
			t.Errorf("%s: %v %s is %s, want %s", test.what, test.day, test.clock, got, test.want)
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

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}
