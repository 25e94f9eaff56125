package ics

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fika/calendar"
	"fika/internal/span"
)

var newYork, _ = time.LoadLocation("America/New_York")

// drawVEvent returns a VEVENT with one of two UIDs: single, a series, or a moved,
// cancelled or free occurrence of one. Some parts are unreadable. (There are no
// changes of all following occurrences: if there are several series, they apply to
// only one.)
func drawVEvent(t *rapid.T) string {
	pick := func(label string, from ...string) string { return rapid.SampledFrom(from).Draw(t, label) }
	hour := func(label string) int { return rapid.IntRange(6, 18).Draw(t, label) }
	day := rapid.IntRange(2, 7).Draw(t, "day")
	lines := fmt.Sprintf("UID:%s\nSEQUENCE:%d\nDTSTAMP:2026010%dT000000Z\n", pick("uid", "a", "b"), rapid.IntRange(0, 1).Draw(t, "sequence"), rapid.IntRange(1, 2).Draw(t, "stamp"))
	lines += fmt.Sprintf("DTSTART%s:202603%02dT%02d0000\n", pick("zone", "", ";TZID=Europe/Berlin", ";TZID=America/New_York", ";TZID=Atlantis"), day, hour("start"))
	lines += pick("length", "DURATION:PT1H\n", "DURATION:PT3H\n", "DURATION:long\n", "X-APPLE-TRAVEL-DURATION:PT30M\nDURATION:PT1H\n")
	lines += pick("effect", "", "", "STATUS:CANCELLED\n", "TRANSP:TRANSPARENT\n", "STATUS:TENTATIVE\n")
	switch rapid.IntRange(0, 2).Draw(t, "kind") {
	case 1:
		lines += pick("rule", "RRULE:FREQ=DAILY;COUNT=4\n", "RRULE:FREQ=DAILY;INTERVAL=2\n", "RRULE:FREQ=DAILY;BYMOON=FULL\n")
		lines += pick("except", "", fmt.Sprintf("EXDATE;TZID=Europe/Berlin:202603%02dT%02d0000\n", day+1, hour("except hour")))
	case 2:
		lines += fmt.Sprintf("RECURRENCE-ID;TZID=Europe/Berlin:202603%02dT%02d0000\n", rapid.IntRange(2, 7).Draw(t, "replaced day"), hour("replaced"))
	}
	return eventOf(strings.TrimSpace(lines))
}

// availability is the availability in a file for each quarter of an hour of the week.
func availability(o calendar.Owner, file string, beside ...*File) []calendar.Availability {
	l := Parse([]byte(file)).List(march, o.Zone, Related{beside, []*time.Location{newYork}})
	quarters := make([]calendar.Availability, march.Len()/minutes(15))
	for _, b := range o.Blocks(slices.Concat(l.Events, l.Doubts), march) {
		for i := range quarters {
			if b.Span.Overlaps(quarter(i)) {
				quarters[i] = max(quarters[i], b.Availability)
			}
		}
	}
	return quarters
}

func quarter(i int) span.Span { return span.New(march.Start.Add(minutes(15*i)), minutes(15)) }

// firstFreed is the first quarter of an hour that a takes and b does not.
func firstFreed(a, b []calendar.Availability) (string, bool) {
	for i := range a {
		if b[i] < a[i] {
			return fmt.Sprintf("%v is %v and not %v", quarter(i), b[i], a[i]), true
		}
	}
	return "", false
}

// firstDifference is the first quarter of an hour in which a and b differ.
func firstDifference(a, b []calendar.Availability) (string, bool) {
	if what, less := firstFreed(a, b); less {
		return what, true
	}
	return firstFreed(b, a)
}

// TestUnionFreesNothing checks that no time becomes free if a calendar is split in two, as
// calendars in a file or as separate files; that the order of its content does not matter;
// and that an additional copy changes nothing.
func TestUnionFreesNothing(t *testing.T) {
	owner := ownerInBerlin(t)
	rapid.Check(t, func(t *rapid.T) {
		events := rapid.SliceOfN(rapid.Custom(drawVEvent), 1, 6).Draw(t, "events")
		file := calendarOf(strings.Join(events, ""))
		whole := availability(owner, file)

		mixed := rapid.Permutation(events).Draw(t, "order")
		if what, other := firstDifference(whole, availability(owner, calendarOf(strings.Join(mixed, "")))); other {
			t.Errorf("in another order: %s\n%s", what, file)
		}

		n := rapid.IntRange(0, len(mixed)).Draw(t, "cut")
		one, two := calendarOf(strings.Join(mixed[:n], "")), calendarOf(strings.Join(mixed[n:], ""))
		parts := availability(owner, one+two)
		if what, less := firstFreed(whole, parts); less {
			t.Errorf("cut in two: %s\n%s%s", what, one, two)
		}
		if what, other := firstDifference(parts, availability(owner, two+one)); other {
			t.Errorf("with the second first: %s\n%s%s", what, one, two)
		}
		files := availability(owner, one, Parse([]byte(two)))
		for i, as := range availability(owner, two, Parse([]byte(one))) {
			files[i] = max(files[i], as)
		}
		if what, other := firstDifference(parts, files); other {
			t.Errorf("as two files: %s\n%s%s", what, one, two)
		}

		copied := rapid.SliceOfN(rapid.Custom(drawVEvent), 1, 4).Draw(t, "copy")
		other := calendarOf(strings.Join(copied, ""))
		if l := Parse([]byte(other)).List(march, owner.Zone, Related{}); len(l.DetachedOverrides) == 0 {
			if what, less := firstFreed(whole, availability(owner, file+other)); less && len(Parse([]byte(file)).List(march, owner.Zone, Related{}).DetachedOverrides) == 0 {
				t.Errorf("beside a copy: %s\n%s%s", what, file, other)
			}
		}
	})
}

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }
