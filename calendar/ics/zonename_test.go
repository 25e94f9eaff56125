package ics

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestZoneNames checks testdata/zonenames.txt.
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
			want, hints, _ := strings.Cut(strings.TrimSpace(want), ": ")
			checkCandidates(t, name, hints)
			if got := meaning(zoneByName(name)); got != meaning(wanted(t, want)) {
				t.Errorf("%q: clocks %s, want those of %s, %s", name, got, want, meaning(wanted(t, want)))
			}
		})
	}
	if tried < 250 {
		t.Errorf("only %d names", tried)
	}
}

// checkCandidates checks what an ambiguous name may mean; the expected list may name other
// zones with equal clocks.
func checkCandidates(t *testing.T, name, want string) {
	if want == "" {
		return
	}
	var wanted, got []string
	for _, id := range strings.Split(want, ", ") {
		wanted = append(wanted, meaning(zoneOf(t, id)))
	}
	for _, l := range candidates(name) {
		got = append(got, meaning(l))
	}
	slices.Sort(wanted)
	slices.Sort(got)
	if diff := cmp.Diff(wanted, got); diff != "" {
		t.Errorf("%q may mean others (-want +got):\n%s", name, diff)
	}
}

// wanted returns the zone of an expectation, nil for "unknown".
func wanted(t *testing.T, want string) *time.Location {
	if want == "unknown" {
		return nil
	}
	if seconds, ok := displayedOffset(want); ok {
		return time.FixedZone(want, seconds)
	}
	return zoneOf(t, want)
}

// meaning describes the clocks of a zone.
func meaning(l *time.Location) string {
	if l == nil {
		return "unknown"
	}
	return fmt.Sprint(clocksOf(l))
}

// TestWindowsNames checks that every Windows name is known in all forms, and always means
// the same: as it is, as cut by Notes, in summer, and with a number.
func TestWindowsNames(t *testing.T) {
	for name, id := range windowsZones {
		want := meaning(zoneOf(t, id))
		short := strings.TrimSuffix(name, " Standard Time")
		for _, n := range []string{name, name + " 1", strings.ToUpper(name), strings.Replace(name, "Standard", "Daylight", 1), short} {
			if got := meaning(zoneByName(n)); got != want && n != "GMT" {
				t.Errorf("%q: clocks %s, want those of %s, %s", n, got, id, want)
			}
		}
	}
}

// TestAnyZoneName checks that lookup of any name terminates, and never returns the
// machine's zone.
func TestAnyZoneName(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SampledFrom([]string{"(UTC", "+01:00", ")", " ", "Berlin", ",", "/", "GMT", "-0500", "(Standard)", "Local", "ß", "\x00", "Time", "(", "1"})
		name := strings.Join(rapid.SliceOfN(parts, 0, 12).Draw(t, "name"), "")
		if l := zoneByName(name); l != nil && l.String() == "Local" {
			t.Errorf("%q is the machine's", name)
		}
	})
}

// TestAmbiguousZoneIsBusyInEach checks the time of an event whose zone is only an
// offset: it is busy in the reader's zone, and in all zones with that offset.
func TestAmbiguousZoneIsBusyInEach(t *testing.T) {
	file := calendarOf(eventOf("UID:a\nDTSTART;TZID=\"(UTC+01:00) Nirgendwo\":20260610T100000\nDURATION:PT30M"))
	l := Parse([]byte(file)).List(the2026, zoneOf(t, "America/New_York"), Related{})
	var got []string
	for _, e := range slices.Concat(l.Events, l.Doubts) {
		got = append(got, e.Span.Start.Format("15:04"))
	}
	slices.Sort(got)
	want := []string{"08:00", "09:00", "14:00"} // Berlin, Lagos, New York
	if diff := cmp.Diff(want, got); diff != "" || len(l.Events) != 1 || len(l.Problems) != 1 {
		t.Errorf("%d rows, problems %v (-want +got):\n%s", len(l.Events), l.Problems, diff)
	}
}
