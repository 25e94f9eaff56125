package ics

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/calendar"
	"fika/internal/span"
)

// the2026 is the default window of these tests.
var the2026 = span.Span{Start: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}

// eventOf returns a VEVENT with these lines.
func eventOf(lines string) string { return "BEGIN:VEVENT\n" + lines + "\nEND:VEVENT\n" }

// formatEvents formats events as "03-02 10:00 +60m", in UTC, with what identifies them.
func formatEvents(events []calendar.Event) []string {
	var rows []string
	for _, e := range events {
		row := fmt.Sprintf("%s +%.0fm", e.Span.Start.Format("01-02 15:04"), e.Span.End.Sub(e.Span.Start).Minutes())
		rows = append(rows, strings.TrimRight(strings.Join([]string{row, e.Instance, e.Title}, " "), " "))
	}
	return rows
}

func testExpand(t *testing.T, file, reader string, want []string) {
	t.Helper()
	events, problems := Parse([]byte(file)).Expand(the2026, zoneOf(t, reader))
	if diff := cmp.Diff(want, formatEvents(events)); diff != "" {
		t.Errorf("occurrences (-want +got):\n%s", diff)
	}
	if len(problems) > 0 {
		t.Errorf("reports %v", problems)
	}
}

// Berlin's clocks go from 02:00 to 03:00 on 29 March 2026 and from 03:00 to
// 02:00 on 25 October. The file's own zone does the same under a name that
// nobody else knows.
const ownZone = `BEGIN:VTIMEZONE
TZID:Own
BEGIN:STANDARD
DTSTART:16011028T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010325T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
`

func TestClockChanges(t *testing.T) {
	for _, test := range []struct {
		name, event string
		want        []string
	}{
		{"a time that is skipped", "DTSTART;TZID=ZONE:20260329T023000\nDURATION:PT1H", []string{"03-29 01:30 +60m"}},
		{"a time that comes twice is the first", "DTSTART;TZID=ZONE:20261025T023000\nDURATION:PT1H", []string{"10-25 00:30 +60m"}},
		{"over the hour that is skipped", "DTSTART;TZID=ZONE:20260329T010000\nDTEND;TZID=ZONE:20260329T040000", []string{"03-29 00:00 +120m"}},
		{"over the hour that comes twice", "DTSTART;TZID=ZONE:20261025T010000\nDTEND;TZID=ZONE:20261025T040000", []string{"10-24 23:00 +240m"}},
		{"daily at a time that is skipped once", "DTSTART;TZID=ZONE:20260328T023000\nDURATION:PT30M\nRRULE:FREQ=DAILY;COUNT=3", []string{
			"03-28 01:30 +30m 20260328T013000Z", "03-29 01:30 +30m 20260329T013000Z", "03-30 00:30 +30m 20260330T003000Z"}},
		{"daily at a time that comes twice once", "DTSTART;TZID=ZONE:20261024T023000\nDURATION:PT30M\nRRULE:FREQ=DAILY;COUNT=3", []string{
			"10-24 00:30 +30m 20261024T003000Z", "10-25 00:30 +30m 20261025T003000Z", "10-26 01:30 +30m 20261026T013000Z"}},
		{"weekly keeps its time on the wall", "DTSTART;TZID=ZONE:20260326T090000\nDURATION:PT30M\nRRULE:FREQ=WEEKLY;COUNT=2", []string{
			"03-26 08:00 +30m 20260326T080000Z", "04-02 07:00 +30m 20260402T070000Z"}},
		{"until is an instant", "DTSTART;TZID=ZONE:20260327T090000\nDURATION:PT30M\nRRULE:FREQ=DAILY;UNTIL=20260329T070000Z", []string{
			"03-27 08:00 +30m 20260327T080000Z", "03-28 08:00 +30m 20260328T080000Z", "03-29 07:00 +30m 20260329T070000Z"}},
		{"a duration in days is nominal", "DTSTART;TZID=ZONE:20260328T120000\nDURATION:P1D", []string{"03-28 11:00 +1380m"}},
		{"a duration in hours is exact", "DTSTART;TZID=ZONE:20260328T120000\nDURATION:PT24H", []string{"03-28 11:00 +1440m"}},
		{"an exception in another zone", "DTSTART;TZID=ZONE:20260328T090000\nDURATION:PT30M\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:20260329T070000Z", []string{
			"03-28 08:00 +30m 20260328T080000Z", "03-30 07:00 +30m 20260330T070000Z"}},
		{"the short day", "DTSTART;VALUE=DATE:20260329", []string{"03-28 23:00 +1380m"}},
		{"the long day", "DTSTART;VALUE=DATE:20261025", []string{"10-24 22:00 +1500m"}},
		{"days over the short day", "DTSTART;VALUE=DATE:20260328\nDTEND;VALUE=DATE:20260330\nRRULE:FREQ=WEEKLY;COUNT=2", []string{
			"03-27 23:00 +2820m 20260328", "04-03 22:00 +2880m 20260404"}},
	} {
		for _, zone := range []string{"Europe/Berlin", "Own"} {
			t.Run(test.name+" in "+zone, func(t *testing.T) {
				file := calendarOf(ownZone + eventOf("UID:a\n"+strings.ReplaceAll(test.event, "ZONE", zone)))
				testExpand(t, file, "Europe/Berlin", test.want)
			})
		}
	}
}

// TestReader checks what depends on where the reader is, and what does not.
func TestReader(t *testing.T) {
	for _, test := range []struct {
		name, lines   string
		berlin, tokyo string
	}{
		{"a time without a zone", eventOf("UID:a\nDTSTART:20260302T100000\nDURATION:PT1H"), "03-02 09:00 +60m", "03-02 01:00 +60m"},
		{"the calendar's zone for it", "X-WR-TIMEZONE:America/New_York\n" + eventOf("UID:a\nDTSTART:20260302T100000\nDURATION:PT1H"), "03-02 15:00 +60m", "03-02 15:00 +60m"},
		{"UTC is UTC", "X-WR-TIMEZONE:America/New_York\n" + eventOf("UID:a\nDTSTART:20260302T100000Z\nDURATION:PT1H"), "03-02 10:00 +60m", "03-02 10:00 +60m"},
		{"a zone is a zone", eventOf("UID:a\nDTSTART;TZID=America/New_York:20260302T100000\nDURATION:PT1H"), "03-02 15:00 +60m", "03-02 15:00 +60m"},
		{"a whole day", "X-WR-TIMEZONE:America/New_York\n" + eventOf("UID:a\nDTSTART;TZID=America/New_York;VALUE=DATE:20260302"), "03-01 23:00 +1440m", "03-01 15:00 +1440m"},
		{"a start with a zone, an end without", eventOf("UID:a\nDTSTART;TZID=America/New_York:20260302T100000\nDTEND:20260302T110000"), "03-02 15:00 +60m", "03-02 15:00 +60m"},
	} {
		t.Run(test.name, func(t *testing.T) {
			testExpand(t, calendarOf(test.lines), "Europe/Berlin", []string{test.berlin})
			testExpand(t, calendarOf(test.lines), "Asia/Tokyo", []string{test.tokyo})
		})
	}
}

// TestSeries checks what changes, dates and periods do to a rule.
func TestSeries(t *testing.T) {
	const weekly = "UID:a\nSUMMARY:old\nDTSTART;TZID=Europe/Berlin:20260312T100000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=4"
	const onward = "UID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:"
	for _, test := range []struct {
		name, events string
		want         []string
	}{
		{"one occurrence moves", eventOf(weekly) + eventOf("UID:a\nSUMMARY:new\nRECURRENCE-ID;TZID=Europe/Berlin:20260319T100000\nDTSTART;TZID=Europe/Berlin:20260320T150000\nDURATION:PT2H"), []string{
			"03-12 09:00 +60m 20260312T090000Z old", "03-20 14:00 +120m 20260319T090000Z new",
			"03-26 09:00 +60m 20260326T090000Z old", "04-02 08:00 +60m 20260402T080000Z old"}},
		{"this and all that follow, over a change of clocks", eventOf(weekly) + eventOf(onward+"20260319T100000\nSUMMARY:new\nDTSTART;TZID=Europe/Berlin:20260319T113000\nDURATION:PT30M"), []string{
			"03-12 09:00 +60m 20260312T090000Z old", "03-19 10:30 +30m 20260319T090000Z new",
			"03-26 10:30 +30m 20260326T090000Z new", "04-02 09:30 +30m 20260402T080000Z new"}},
		{"to another weekday; the change stands before its series", eventOf(onward+"20260326T100000\nSUMMARY:new\nDTSTART;TZID=Europe/Berlin:20260324T100000\nDURATION:PT1H") + eventOf(weekly), []string{
			"03-12 09:00 +60m 20260312T090000Z old", "03-19 09:00 +60m 20260319T090000Z old",
			"03-24 09:00 +60m 20260326T090000Z new", "03-31 08:00 +60m 20260402T080000Z new"}},
		{"twice, and one of them for itself", eventOf(weekly) +
			eventOf(onward+"20260319T100000\nSUMMARY:new\nDTSTART;TZID=Europe/Berlin:20260319T110000\nDURATION:PT1H") +
			eventOf(onward+"20260402T100000\nSUMMARY:newest\nDTSTART;TZID=Europe/Berlin:20260402T120000\nDURATION:PT1H") +
			eventOf("UID:a\nRECURRENCE-ID:20260326T090000Z\nSUMMARY:one\nDTSTART:20260326T060000Z\nDURATION:PT1H"), []string{
			"03-12 09:00 +60m 20260312T090000Z old", "03-19 10:00 +60m 20260319T090000Z new",
			"03-26 06:00 +60m 20260326T090000Z one", "04-02 10:00 +60m 20260402T080000Z newest"}},
		{"to another year", eventOf("UID:a\nDTSTART:20250106T100000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2") + eventOf("UID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE:20250106T100000Z\nDTSTART:20260706T100000Z\nDURATION:PT1H"), []string{
			"07-06 10:00 +60m 20250106T100000Z", "07-13 10:00 +60m 20250113T100000Z"}},
		{"from an occurrence that is gone", eventOf(weekly+"\nEXDATE;TZID=Europe/Berlin:20260319T100000") + eventOf(onward+"20260319T100000\nSUMMARY:new\nDTSTART;TZID=Europe/Berlin:20260319T110000\nDURATION:PT1H"), []string{
			"03-12 09:00 +60m 20260312T090000Z old", "03-26 10:00 +60m 20260326T090000Z new", "04-02 09:00 +60m 20260402T080000Z new"}},
		{"of whole days", eventOf("UID:a\nSUMMARY:old\nDTSTART;VALUE=DATE:20260301\nRRULE:FREQ=DAILY;COUNT=3") +
			eventOf("UID:a\nSUMMARY:new\nRECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20260302\nDTSTART;VALUE=DATE:20260303\nDTEND;VALUE=DATE:20260305"), []string{
			"02-28 23:00 +1440m 20260301 old", "03-02 23:00 +2880m 20260302 new", "03-03 23:00 +2880m 20260303 new"}},
		{"periods", eventOf("UID:a\nDTSTART:20260302T100000Z\nDURATION:PT1H\nRDATE;VALUE=PERIOD:20260303T100000Z/20260303T103000Z,20260304T100000Z/PT2H\nRDATE:20260305T100000Z"), []string{
			"03-02 10:00 +60m 20260302T100000Z", "03-03 10:00 +30m 20260303T100000Z", "03-04 10:00 +120m 20260304T100000Z", "03-05 10:00 +60m 20260305T100000Z"}},
		{"a period in a zone, over a change of clocks", eventOf("UID:a\nDTSTART;TZID=Europe/Berlin:20260302T100000\nDURATION:PT1H\nRDATE;VALUE=PERIOD;TZID=Europe/Berlin:20260329T010000/20260329T040000"), []string{
			"03-02 09:00 +60m 20260302T090000Z", "03-29 00:00 +120m 20260329T000000Z"}},
		{"a period says more than the rule", eventOf("UID:a\nDTSTART:20260302T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2\nRDATE;VALUE=PERIOD:20260303T100000Z/PT5M"), []string{
			"03-02 10:00 +60m 20260302T100000Z", "03-03 10:00 +5m 20260303T100000Z"}},
		{"a change of an occurrence that the rule does not know", eventOf(weekly) + eventOf("UID:a\nSUMMARY:new\nRECURRENCE-ID:20260601T000000Z\nDTSTART:20260601T100000Z\nDURATION:PT1H"), []string{
			"03-12 09:00 +60m 20260312T090000Z old", "03-19 09:00 +60m 20260319T090000Z old", "03-26 09:00 +60m 20260326T090000Z old",
			"04-02 08:00 +60m 20260402T080000Z old", "06-01 10:00 +60m 20260601T000000Z new"}},
		{"changes alone", eventOf("UID:a\nSUMMARY:new\nRECURRENCE-ID:20260301T100000Z\nDTSTART:20260302T100000Z\nDURATION:PT1H"), []string{
			"03-02 10:00 +60m 20260301T100000Z new"}},
		{"two series without a name", eventOf("DTSTART:20260302T100000Z\nDURATION:PT1H\nSUMMARY:one") + eventOf("DTSTART:20260303T100000Z\nDURATION:PT1H\nSUMMARY:two"), []string{
			"03-02 10:00 +60m  one", "03-03 10:00 +60m  two"}},
	} {
		t.Run(test.name, func(t *testing.T) { testExpand(t, calendarOf(test.events), "Europe/Berlin", test.want) })
	}
}

// TestEmptyWindow checks that nothing overlaps an empty window, even inside an event.
func TestEmptyWindow(t *testing.T) {
	file := Parse([]byte(calendarOf(eventOf("UID:a\nDTSTART:20260302T090000Z\nDURATION:PT3H"))))
	ten := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	for _, window := range []span.Span{span.New(ten, 0), span.New(ten, -time.Hour), span.New(ten, time.Hour)} {
		events, _ := file.Expand(window, time.UTC)
		if got := len(events) > 0; got == window.Empty() {
			t.Errorf("%v finds %v", window, formatEvents(events))
		}
	}
}

// TestWindow checks which events touch the hour from 10:00 to 11:00.
func TestWindow(t *testing.T) {
	window := span.New(time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC), time.Hour)
	for _, test := range []struct {
		name, lines string
		in          bool
	}{
		{"ends where it starts", "DTSTART:20260302T090000Z\nDTEND:20260302T100000Z", false},
		{"reaches into it", "DTSTART:20260302T090000Z\nDTEND:20260302T100001Z", true},
		{"lies around it", "DTSTART:20260101T000000Z\nDTEND:20260401T000000Z", true},
		{"starts at its last second", "DTSTART:20260302T105959Z\nDTEND:20260302T120000Z", true},
		{"starts where it ends", "DTSTART:20260302T110000Z\nDTEND:20260302T120000Z", false},
		{"no length, at its start", "DTSTART:20260302T100000Z", true},
		{"no length, at its end", "DTSTART:20260302T110000Z", false},
		{"the day around it", "DTSTART;VALUE=DATE:20260302", true},
		{"the day around it, ended on the same day", "DTSTART;VALUE=DATE:20260302\nDTEND;VALUE=DATE:20260302", true},
		{"the day before, ended on the same day", "DTSTART;VALUE=DATE:20260301\nDTEND;VALUE=DATE:20260301", false},
		{"the day before", "DTSTART;VALUE=DATE:20260301", false},
		{"a long occurrence of a series", "DTSTART:20251201T000000Z\nDURATION:P70D\nRRULE:FREQ=MONTHLY;COUNT=2", true},
		{"a series that is over", "DTSTART:20260101T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20260301T235959Z", false},
		{"a series that began long ago", "DTSTART:19010101T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY", true},
		{"a series yet to come", "DTSTART:20300101T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			events, problems := Parse([]byte(calendarOf(eventOf("UID:a\n"+test.lines)))).Expand(window, time.UTC)
			if got := len(events) == 1; got != test.in || len(problems) > 0 {
				t.Errorf("found %v, want %v; problems: %v", formatEvents(events), test.in, problems)
			}
		})
	}
}
