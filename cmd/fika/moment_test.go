package main

import (
	"testing"
	"time"
)

func TestParseMoment(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 27, 23, 30, 0, 0, time.UTC) // Saturday in Stockholm; the clocks go forward on Sunday
	for text, want := range map[string]string{
		"now":                       "2026-03-28T00:30:00+01:00",
		"today":                     "2026-03-28T00:00:00+01:00",
		"tomorrow":                  "2026-03-29T00:00:00+01:00",
		"yesterday":                 "2026-03-27T00:00:00+01:00",
		"+2d":                       "2026-03-30T00:00:00+02:00",
		"-1w":                       "2026-03-21T00:00:00+01:00",
		"2026-07-01":                "2026-07-01T00:00:00+02:00",
		"2026-07-01 14:05":          "2026-07-01T14:05:00+02:00",
		"2026-07-01T14:05":          "2026-07-01T14:05:00+02:00",
		"2026-03-29 02:30":          "2026-03-29T03:30:00+02:00",
		"2026-07-01T14:05:00Z":      "2026-07-01T14:05:00Z",
		"2026-07-01T14:05:00-04:00": "2026-07-01T14:05:00-04:00",
	} {
		got, err := parseMoment(text, now, zone)
		if err != nil || got.Format(time.RFC3339) != want {
			t.Errorf("%s is %s, %v; want %s", text, got.Format(time.RFC3339), err, want)
		}
	}
	for _, text := range []string{"", "soon", "+d", "+2", "2d", "+99999999d", "+1m", "2026-02-30", "14:00", "2026-13-01"} {
		if got, err := parseMoment(text, now, zone); err == nil {
			t.Errorf("%q is %s, want an error", text, got)
		}
	}
}
