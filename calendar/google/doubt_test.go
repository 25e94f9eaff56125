package google

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/calendar/google/rest"
)

// TestDoubts checks which time counts as busy for an event that cannot be parsed. The
// user lives in Stockholm, a colleague in New York.
func TestDoubts(t *testing.T) {
	day := func(date string) *rest.Time { return &rest.Time{Date: date} }
	at := func(text string) *rest.Time { return &rest.Time{DateTime: text} }
	in := func(text, zone string) *rest.Time {
		return &rest.Time{DateTime: text, TimeZone: zone}
	}
	around := candidateZones{zone(t, "Europe/Stockholm"), []*time.Location{zone(t, "America/New_York"), zone(t, "Europe/Stockholm")}}
	for _, c := range []struct {
		what       string
		start, end *rest.Time
		want       string // in Stockholm
	}{
		{"whole days of a calendar without a zone", day("2026-03-02"), day("2026-03-04"), "2 Mar 00:00 - 4 Mar 00:00, all day"},
		{"a whole day without an end", day("2026-03-02"), nil, "2 Mar 00:00 - 3 Mar 00:00, all day"},
		{"an invalid end", at("2026-03-02T10:00:00Z"), at("later"), "2 Mar 11:00 - 3 Mar 00:00"},
		{"no end", at("2026-03-02T23:30:00Z"), nil, "3 Mar 00:30 - 4 Mar 00:00"},
		{"a local time without a zone", at("2026-03-02T10:00:00"), at("2026-03-02T11:00:00"), "2 Mar 10:00 - 2 Mar 11:00; 2 Mar 16:00 - 2 Mar 17:00"},
		{"a local time in an unknown zone", in("2026-03-02T10:00:00", "Atlantis"), in("2026-03-02T11:00:00", "Atlantis"), "2 Mar 10:00 - 2 Mar 11:00; 2 Mar 16:00 - 2 Mar 17:00"},
		{"a start with only a valid day", at("2026-03-02T25:00"), at("2026-03-02T11:00:00Z"), "2 Mar 00:00 - 3 Mar 00:00"},
		{"no start", nil, at("2026-03-02T11:00:00Z"), "2 Mar 00:00 - 3 Mar 00:00"},
		{"nothing", at("tomorrow"), at(""), ""},
		{"no such day", day("2026-02-30"), day("2026-03-01"), "1 Mar 00:00 - 2 Mar 00:00"},
	} {
		it := newItem(&rest.Event{ID: "e", Start: c.start, End: c.end}, nil)
		if it.Problem == "" {
			t.Errorf("%s: no problem", c.what)
		}
		var got []string
		for _, e := range it.doubts(around) {
			text := e.Span.Start.In(around.home).Format("2 Jan 15:04") + " - " + e.Span.End.In(around.home).Format("2 Jan 15:04")
			if e.AllDay {
				text += ", all day"
			}
			if e.Doubt == "" {
				t.Errorf("%s: no reason", c.what)
			}
			if len(got) == 0 || got[len(got)-1] != text {
				got = append(got, text)
			}
		}
		got = withoutDuplicates(got)
		if diff := cmp.Diff(c.want, strings.Join(got, "; ")); diff != "" {
			t.Errorf("%s: busy (-want +got):\n%s", c.what, diff)
		}
	}
	known := in("2026-03-02T10:00:00", "America/New_York")
	if it := newItem(&rest.Event{ID: "e", Start: known, End: in("2026-03-02T11:00:00", "America/New_York")}, nil); it.Problem != "" || it.Event.Span.Start.UTC().Hour() != 15 {
		t.Errorf("a local time in a known zone: %+v", it)
	}
}

// withoutDuplicates keeps the first of equal texts.
func withoutDuplicates(all []string) (unique []string) {
	seen := map[string]bool{}
	for _, s := range all {
		if !seen[s] {
			seen[s], unique = true, append(unique, s)
		}
	}
	return unique
}
