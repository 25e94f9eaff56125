package ics

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/calendar"
	"fika/internal/span"
)

// FuzzParse checks that any bytes are read, kept, and split into lines.
func FuzzParse(f *testing.F) {
	for _, path := range calendarFiles(f, "testdata/corpus") {
		f.Add(read(f, path))
	}
	f.Add([]byte("BEGIN:VEVENT\nBEGIN:VEVENT\nEND:VCALENDAR\nEND:VEVENT"))
	f.Add([]byte("\ufeff\r\n X:1\n\n\t;A=\"b:c\nEND"))
	f.Fuzz(func(t *testing.T, data []byte) {
		checkWhole(t, data)
		for _, uid := range Parse(data).UIDs() {
			if uid == "" || uid != strings.TrimSpace(uid) {
				t.Errorf("the UID %q is none", uid)
			}
		}
	})
}

// fuzzZones are unusual readers' zones: half hours, a change of half an hour, a skipped day,
// a Ramadan.
var fuzzZones = []string{"Europe/Berlin", "UTC", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca"}

// FuzzExpand checks that expansion terminates and keeps the promises of [File.Expand] for any
// file, window and reader, and that a window finds what a wider one finds in it.
func FuzzExpand(f *testing.F) {
	const june = 1748736000 // 2025-06-01, in which most of the files play
	for i, path := range calendarFiles(f, "testdata/corpus") {
		f.Add(read(f, path), int64(june), uint16(24*60), uint16(24*7), byte(i))
	}
	for _, rule := range []string{"FREQ=SECONDLY", "FREQ=HOURLY;BYDAY=1MO;BYSETPOS=-1", "FREQ=YEARLY;BYWEEKNO=53;INTERVAL=3", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"} {
		f.Add([]byte(calendarOf(ownZone+eventOf("UID:a\nDTSTART;TZID=Own:20250331T023000\nDURATION:P1DT1H\nRRULE:"+rule))), int64(june), uint16(48), uint16(1), byte(0))
	}
	for _, lines := range []string{"DTSTART;TZID=Atlantis:20250602T100000\nDTEND:later\nRRULE:FREQ=DAILY;BYMOON=FULL", "DTSTART:20250602T1\nRRULE:FREQ=WEEKLY\nX-APPLE-TRAVEL-DURATION:far",
		"DTSTART:20250602T240000Z\nDURATION:PT1H\nX-APPLE-TRAVEL-DURATION:PT45M\nRRULE:FREQ=DAILY\nEXDATE:20250604T000000Z"} {
		moved := eventOf("UID:a\nRECURRENCE-ID:20250604T000000Z\nDTSTART:20250605T100000Z\nDURATION:PT1H")
		f.Add([]byte(calendarOf(eventOf("UID:a\n"+lines))+calendarOf(moved)), int64(june), uint16(24*7), uint16(24), byte(0))
		f.Add([]byte(calendarOf(eventOf("UID:a\n"+lines)+moved)), int64(june), uint16(24*7), uint16(24), byte(2))
	}
	f.Fuzz(func(t *testing.T, data []byte, start int64, hours, part uint16, zone byte) {
		file, reader := Parse(data), zoneOf(t, fuzzZones[int(zone)%len(fuzzZones)])
		wide := span.New(time.Unix(start%int64(maxWall), 0).UTC(), time.Duration(hours)*time.Hour)
		narrow := span.Span{Start: wide.Start.Add(time.Duration(part) * time.Hour), End: wide.End}
		if narrow.Empty() {
			return
		}
		whole := file.List(wide, reader, Related{})
		events, problems := whole.Events, whole.Problems
		checkEvents(t, events, wide, reader)
		if slices.ContainsFunc(problems, func(p calendar.Problem) bool { return strings.Contains(p.Text, " too ") }) {
			return // what is beyond the limits depends on the window
		}
		within := file.List(narrow, reader, Related{})
		events = slices.DeleteFunc(events, func(e calendar.Event) bool { return !belongs(e, narrow, reader) })
		if diff := cmp.Diff(names(events), names(within.Events)); diff != "" {
			t.Errorf("%v in %v (-wide +narrow):\n%s", narrow, wide, diff)
		}
		doubts := slices.DeleteFunc(whole.Doubts, func(e calendar.Event) bool { return !e.OverlapsWithTravel(narrow) })
		if diff := cmp.Diff(names(doubts), names(within.Doubts)); diff != "" {
			t.Errorf("doubts of %v in %v (-wide +narrow):\n%s", narrow, wide, diff)
		}
	})
}

// names lists what identifies events, sorted.
func names(events []calendar.Event) []string {
	var names []string
	for _, e := range events {
		names = append(names, fmt.Sprintf("%d %d %s %s %s %s", e.Span.Start.Unix(), e.Span.End.Unix(), e.UID, e.Instance, e.Title, e.Doubt))
	}
	slices.Sort(names)
	return names
}
