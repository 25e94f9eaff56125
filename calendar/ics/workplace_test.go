package ics

import (
	"strings"
	"testing"
	"time"

	"fika/calendar"
)

// readOne reads an event with those lines.
func readOne(t *testing.T, lines ...string) calendar.Event {
	t.Helper()
	file := calendarOf(eventOf("UID:u\nDTSTART:20260302T090000Z\nDURATION:PT1H\n" + strings.Join(lines, "\n")))
	events, _ := Parse([]byte(file)).Expand(the2026, time.UTC)
	if len(events) != 1 {
		t.Fatalf("%d events", len(events))
	}
	return events[0]
}

// TestWorkplace checks which events say where their owner works.
func TestWorkplace(t *testing.T) {
	elsewhere := func(name string) calendar.Workplace {
		return calendar.Workplace{Kind: calendar.WorkElsewhere, Name: name}
	}
	for lines, want := range map[string]calendar.Workplace{
		"SUMMARY:Visit": {},
		"SUMMARY:Visit\nX-MICROSOFT-CDO-BUSYSTATUS:FREE":                                           {},
		"SUMMARY:Visit\nX-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE":                               elsewhere("Visit"),
		"SUMMARY:Visit\nLOCATION:Lisbon\nX-MICROSOFT-CDO-BUSYSTATUS:WorkingElsewhere":              elsewhere("Lisbon"),
		"X-MICROSOFT-MSNCALENDAR-BUSYSTATUS:WORKINGELSEWHERE":                                      elsewhere(""),
		"X-MICROSOFT-CDO-BUSYSTATUS:BUSY\nX-MICROSOFT-MSNCALENDAR-BUSYSTATUS:WORKINGELSEWHERE":     {},
		"SUMMARY:Home\nTRANSP:TRANSPARENT":                                                         {},
		"SUMMARY:Visit\nTRANSP:OPAQUE\nX-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE\nLOCATION:Oslo": elsewhere("Oslo"),
	} {
		if got := readOne(t, strings.Split(lines, "\n")...).Workplace; got != want {
			t.Errorf("%q: %+v, want %+v", lines, got, want)
		}
	}
}

// TestAddedLinks checks which lines of fika's own events are a link to join by video that
// somebody has added.
func TestAddedLinks(t *testing.T) {
	const mark = "X-FIKA-BOOKING:b1"
	for _, test := range []struct {
		lines string
		want  calendar.Video
	}{
		{mark + "\nLOCATION:Video call", calendar.NoVideo},
		{mark + "\nLOCATION:https://meet.example.com/a\nCONFERENCE;VALUE=URI:https://meet.example.com/a", calendar.NoVideo},
		{mark + "\nLOCATION:Video call\nCONFERENCE;VALUE=URI:https://meet.example.com/a", calendar.VideoReady},
		{mark + "\nX-GOOGLE-CONFERENCE:https://meet.example.com/a", calendar.VideoReady},
		{mark + "\nX-MICROSOFT-SKYPETEAMSMEETINGURL:https://teams.example.com/a", calendar.VideoReady},
		{mark + "\nCONFERENCE;VALUE=URI;FEATURE=PHONE:tel:+46-8-123", calendar.NoVideo},
		{"CONFERENCE;VALUE=URI:https://meet.example.com/a", calendar.NoVideo}, // somebody else's event
	} {
		if got := readOne(t, strings.Split(test.lines, "\n")...).Video; got != test.want {
			t.Errorf("%q: %q, want %q", test.lines, got, test.want)
		}
	}
}
