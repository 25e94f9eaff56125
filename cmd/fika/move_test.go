package main

import (
	"strings"
	"testing"
	"time"

	"fika/internal/app"
)

// TestParseStart checks clocks that a day does not have, or has twice: in a zone that
// shifts by an hour, and in one that shifts by half an hour.
func TestParseStart(t *testing.T) {
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	for _, c := range []struct{ zone, text, want, fault, hint string }{
		{"Europe/Stockholm", "2026-03-29 01:59", "2026-03-29T01:59:00+01:00", "", ""},
		{"Europe/Stockholm", "2026-03-29 02:00", "", "put forward", ""},
		{"Europe/Stockholm", "2026-03-29 02:59", "", "put forward", ""},
		{"Europe/Stockholm", "2026-03-29 03:00", "2026-03-29T03:00:00+02:00", "", ""},
		{"Europe/Stockholm", "2026-10-25 01:59", "2026-10-25T01:59:00+02:00", "", ""},
		{"Europe/Stockholm", "2026-10-25 02:00", "", "put back", "2026-10-25T02:00:00+02:00 for the first, or 2026-10-25T02:00:00+01:00 for the second"},
		{"Europe/Stockholm", "2026-10-25 02:59", "", "put back", "2026-10-25T02:59:00+02:00 for the first, or 2026-10-25T02:59:00+01:00 for the second"},
		{"Europe/Stockholm", "2026-10-25 03:00", "2026-10-25T03:00:00+01:00", "", ""},
		{"Europe/Stockholm", "2026-10-25T02:30:00+01:00", "2026-10-25T02:30:00+01:00", "", ""},
		{"Australia/Lord_Howe", "2026-04-05 01:40", "", "put back", "2026-04-05T01:40:00+11:00 for the first, or 2026-04-05T01:40:00+10:30 for the second"},
		{"Australia/Lord_Howe", "2026-10-04 02:10", "", "put forward", ""},
		{"America/Havana", "2026-03-08", "", "put forward", ""},
		{"Europe/Stockholm", "tomorrow", "2026-03-03T00:00:00+01:00", "", ""},
		{"Europe/Stockholm", "soon", "", "is not a time", ""},
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		got, err := parseStart(c.text, now, zone)
		if c.fault == "" {
			if err != nil || got.Format(time.RFC3339) != c.want {
				t.Errorf("%s in %s is %s, %v; want %s", c.text, c.zone, got.Format(time.RFC3339), err, c.want)
			}
			continue
		}
		if f := app.Explain(err); !strings.Contains(f.Text, c.fault) || !strings.Contains(f.Hint, c.hint) {
			t.Errorf("%s in %s: %q, hint %q", c.text, c.zone, f.Text, f.Hint)
		}
	}
}
