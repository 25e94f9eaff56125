package ics

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestZoneNames holds testdata/zonenames.txt.
func TestZoneNames(t *testing.T) {
	tried := 0
	section := ""
	for line := range strings.Lines(string(read(t, "testdata/zonenames.txt"))) {
		line, _, _ = strings.Cut(strings.TrimRight(line, "\n"), "  #")
		if rest, ok := strings.CutPrefix(line, "== "); ok {
			var source string
			if section, source, ok = strings.Cut(rest, ": "); !ok || source == "" {
				t.Errorf("no source of the names of %s", rest)
			}
			continue
		}
		name, want, ok := strings.Cut(line, " = ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		tried++
		t.Run(section+"/"+name, func(t *testing.T) {
			want := strings.TrimSpace(want)
			if got := meaning(named(name)); got != meaning(wanted(t, want)) {
				t.Errorf("%q: clocks %s, want those of %s, %s", name, got, want, meaning(wanted(t, want)))
			}
		})
	}
	if tried < 250 {
		t.Errorf("only %d names", tried)
	}
}

// wanted is the zone of an expectation, nil for "unknown".
func wanted(t *testing.T, want string) *time.Location {
	if want == "unknown" {
		return nil
	}
	if seconds, ok := displayedOffset(want); ok {
		return time.FixedZone(want, seconds)
	}
	return zoneOf(t, want)
}

// meaning is what the clocks of a zone show.
func meaning(l *time.Location) string {
	if l == nil {
		return "unknown"
	}
	return fmt.Sprint(clocksOf(l))
}

// TestWindowsNames holds that every name of Windows is known as it stands, as
// Notes cuts it, in summer, and with a number, and always means the same.
func TestWindowsNames(t *testing.T) {
	for name, id := range windowsZones {
		want := meaning(zoneOf(t, id))
		short := strings.TrimSuffix(name, " Standard Time")
		for _, n := range []string{name, name + " 1", strings.ToUpper(name), strings.Replace(name, "Standard", "Daylight", 1), short} {
			if got := meaning(named(n)); got != want && n != "GMT" {
				t.Errorf("%q: clocks %s, want those of %s, %s", n, got, id, want)
			}
		}
	}
}

// TestNoNameIsTooOdd holds that any name comes to an end, and is never read as
// the machine's zone.
func TestNoNameIsTooOdd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SampledFrom([]string{"(UTC", "+01:00", ")", " ", "Berlin", ",", "/", "GMT", "-0500", "(Standard)", "Local", "ß", "\x00", "Time", "(", "1"})
		name := strings.Join(rapid.SliceOfN(parts, 0, 12).Draw(t, "name"), "")
		if l := named(name); l == time.Local || l != nil && l.String() == "Local" {
			t.Errorf("%q is the machine's", name)
		}
	})
}
