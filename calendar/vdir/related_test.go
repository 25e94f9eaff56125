package vdir

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/calendar"
	"fika/internal/span"
)

// ofEvent returns a file with one event with these lines.
func ofEvent(lines ...string) string {
	return head + "BEGIN:VEVENT\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VEVENT\r\n" + tail
}

// The series of the tests is from 9 to 10 on the 3rd to the 6th. The 4th is moved, and
// everything from the 5th on.
var (
	dailies    = ofEvent("UID:s", "DTSTART:20260303T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=4")
	movedOne   = ofEvent("UID:s", "RECURRENCE-ID:20260304T090000Z", "DTSTART:20260304T150000Z", "DURATION:PT1H")
	movedAway  = ofEvent("UID:s", "RECURRENCE-ID:20260304T090000Z", "DTSTART:20270304T150000Z", "DURATION:PT1H")
	movedAfter = ofEvent("UID:s", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260305T090000Z", "DTSTART:20260305T120000Z", "DURATION:PT1H")
)

// busyHours returns the busy hours of a calendar by day, in the first days of March.
func busyHours(t *testing.T, c *Calendar) string {
	t.Helper()
	window := span.New(time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC), 5*24*time.Hour)
	l, err := c.List(t.Context(), window)
	if err != nil {
		t.Fatal(err)
	}
	var taken []string
	for _, s := range bo.Busy(slices.Concat(l.Events, l.Doubts), window) {
		taken = append(taken, fmt.Sprintf("%d:%s-%s", s.Start.Day(), s.Start.Format("15"), s.End.Format("15")))
	}
	return strings.Join(taken, " ")
}

// TestMovedInAnotherFile checks that an override in a separate file replaces the
// occurrence of its series, whichever file is added, removed or changed, and also if
// only busy times are kept.
func TestMovedInAnotherFile(t *testing.T) {
	dir := t.TempDir()
	glance, err := OpenBusyOnly(dir, bo)
	if err != nil {
		t.Fatal(err)
	}
	whole := open(t, dir)
	for _, step := range []struct{ file, content, want string }{
		{"b.ics", dailies, "3:09-10 4:09-10 5:09-10 6:09-10"},
		{"c.ics", movedOne, "3:09-10 4:15-16 5:09-10 6:09-10"},
		{"c.ics", movedAway, "3:09-10 5:09-10 6:09-10"},
		{"a.ics", movedAfter, "3:09-10 5:12-13 6:12-13"},
		{"c.ics", "", "3:09-10 4:09-10 5:12-13 6:12-13"},
		{"a.ics", "", "3:09-10 4:09-10 5:09-10 6:09-10"},
		{"c.ics", movedOne, "3:09-10 4:15-16 5:09-10 6:09-10"},
		{"b.ics", "", "4:15-16"},
		{"d.ics", dailies, "3:09-10 4:15-16 5:09-10 6:09-10"},
	} {
		path := filepath.Join(dir, step.file)
		if step.content == "" {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		} else {
			write(t, path, step.content)
		}
		for what, c := range map[string]*Calendar{"whole": whole, "glance": glance, "new": open(t, dir)} {
			if diff := cmp.Diff(step.want, busyHours(t, c)); diff != "" {
				t.Errorf("%s, after %s: busy (-want +got):\n%s", what, step.file, diff)
			}
		}
	}
}

// TestDetachedOverridesAreReported checks that an override without its series is
// reported, at any time, for the user's other calendars.
func TestDetachedOverridesAreReported(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "c.ics"), movedAway)
	c := open(t, dir)
	l, err := c.List(t.Context(), march())
	if err != nil || len(l.Events) != 0 || len(l.DetachedOverrides) != 1 || l.DetachedOverrides[0].Instance != "20260304T090000Z" {
		t.Errorf("strays %v, events %v, %v", l.DetachedOverrides, l.Events, err)
	}
	write(t, filepath.Join(dir, "b.ics"), dailies)
	if l, err = c.List(t.Context(), march()); err != nil || len(l.DetachedOverrides) != 0 {
		t.Errorf("strays %v, %v beside the series", l.DetachedOverrides, err)
	}
}

// TestZonesOfTheCalendar checks that a time in an unknown zone is busy in the zones
// of the other files and in the extra zones.
func TestZonesOfTheCalendar(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.ics"), ofEvent("UID:a", "DTSTART;TZID=Atlantis:20260303T100000", "DURATION:PT1H"))
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	whole := open(t, dir)
	whole.zone = time.UTC
	glance, err := OpenBusyOnly(dir, calendar.Owner{Addresses: bo.Addresses, Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	check := func(want string) {
		t.Helper()
		for what, c := range map[string]*Calendar{"whole": whole, "glance": glance} {
			if diff := cmp.Diff(want, busyHours(t, c)); diff != "" {
				t.Errorf("%s: busy (-want +got):\n%s", what, diff)
			}
		}
	}
	check("3:10-11")
	write(t, filepath.Join(dir, "b.ics"), ofEvent("UID:b", "DTSTART;TZID=America/New_York:20260304T100000", "DURATION:PT1H"))
	check("3:10-11 3:15-16 4:15-16")
	for _, c := range []*Calendar{whole, glance} {
		c.AddZones(func() []*time.Location { return []*time.Location{tokyo, tokyo} })
	}
	check("3:01-02 3:10-11 3:15-16 4:15-16")
}
