package ics

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fika/calendar"
	"fika/internal/span"
)

// TestBombs checks that expansion of a hostile file stops early, reports why, and does not
// hide the event next to it. Without the limits most of these would run for hours, so the
// test does not measure time.
func TestBombs(t *testing.T) {
	march := span.Span{Start: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), End: time.Date(2026, 3, 23, 0, 0, 0, 0, time.UTC)}
	const start = "DTSTART:20200101T100000Z\nDURATION:PT1S\n"
	for _, test := range []struct {
		name, lines string
		want        string // part of a report; "" if there is nothing to report
	}{
		{"components in each other", strings.Repeat("BEGIN:X\n", 100_000), "nested too deeply"},
		{"more components than a file may hold", strings.Repeat("BEGIN:VEVENT\nEND:VEVENT\n", maxComponents), "too many components"},
		{"events that never end", strings.Repeat("BEGIN:VEVENT\n", 10_000), "has no END"},
		{"a line of folds", eventOf(start + "UID:a\nSUMMARY:" + strings.Repeat("x\n ", 2*maxValue)), ""},
		{"a line of parameters", eventOf(start + "UID:a\nATTENDEE" + strings.Repeat(";A=\"", 200_000) + ":x"), ""},
		{"a parameter of quotes", eventOf(start + "UID:a\nATTENDEE;CN=" + strings.Repeat(`"`, 1_000_001) + ":x"), ""},
		{"exceptions", eventOf(start + "UID:a\nRRULE:FREQ=DAILY\nEXDATE:" + strings.Repeat("20260303T100000Z,", 60_000)), ""},
		{"every second", eventOf(start + "UID:a\nRRULE:FREQ=SECONDLY"), "repeats too often"},
		{"every second of the week, counted", eventOf(start + "UID:a\nRRULE:FREQ=SECONDLY;COUNT=999999999"), "goes on for too long"},
		{"every minute of two thousand years", eventOf("UID:a\nDTSTART:00260101T100000Z\nRRULE:FREQ=MINUTELY;BYDAY=MO"), ""},
		{"a day that never comes", eventOf(start + "UID:a\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), ""},
		{"a second that never comes", eventOf(start + "UID:a\nRRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30;BYHOUR=3"), ""},
		{"an interval beyond all numbers", eventOf(start + "UID:a\nRRULE:FREQ=SECONDLY;INTERVAL=9223372036854775807"), ""},
		{"a length beyond all numbers", eventOf("UID:a\nDTSTART:20200101T100000Z\nDURATION:P999999999W"), "is not a duration"},
		{"times beyond a day", eventOf(start + "UID:a\nRRULE:FREQ=DAILY;BYMINUTE=" + numbers(60) + ";BYSECOND=" + numbers(60)), "too many times a day"},
		{"dates that move by thousands of years", eventOf(start+"UID:a\nRRULE:FREQ=DAILY") + eventOf("UID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE:20200102T100000Z\nDTSTART:99980101T100000Z"), ""},
		{"days that never come, more than the file may look for", strings.Repeat(eventOf(start+"RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), 300), "goes on for too long"},
		{"every second, often", strings.Repeat(eventOf(start+"RRULE:FREQ=SECONDLY"), 6), "too many occurrences"},
		{"positions that never match", strings.Repeat(eventOf("DTSTART:19000101T100000Z\nRRULE:FREQ=HOURLY;COUNT=1000000;BYMINUTE="+numbers(60)+";BYSECOND=0,15,30,45;BYSETPOS=300,301,"+numbers(367)[len(numbers(302))+1:]), 100), "goes on for too long"},
		{"a zone of seconds", "BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nDTSTART:20250101T000000\nTZOFFSETTO:+0100\nRRULE:FREQ=SECONDLY\nEND:STANDARD\nEND:VTIMEZONE\n" + eventOf("UID:a\nDTSTART;TZID=X:20260302T100000"), "changes too often"},
		{"the name of a zone", eventOf("UID:a\nDTSTART;TZID=" + strings.Repeat("a/", 500_000) + ":20260302T100000"), "is unknown"},
		{"names of zones", eventsInUnknownZones(1_000), "is unknown"},
		{"a long length of a rule from the first year", eventOf("UID:a\nDTSTART:00010101T100000Z\nDURATION:P3650000D\nRRULE:FREQ=DAILY"), "repeats too often"},
		{"events of one UID, and as many moved ones", strings.Repeat(eventOf(start+"UID:a"), 2_000) + strings.Repeat(eventOf("UID:a\nRECURRENCE-ID:20260302T100000Z\n"+start), 2_000), "one UID"},
		{"series of one UID, and as many moved ones, each alone", strings.Repeat("END:VCALENDAR\nBEGIN:VCALENDAR\n"+eventOf(start+"UID:a\nRRULE:FREQ=YEARLY"), 2_000) +
			strings.Repeat("END:VCALENDAR\nBEGIN:VCALENDAR\n"+eventOf("UID:a\nRECURRENCE-ID:20260302T100000Z\n"+start), 2_000), "one UID"},
		{"problems", strings.Repeat(eventOf("UID:a"), 2*maxProblems), "without DTSTART"},
	} {
		t.Run(test.name, func(t *testing.T) {
			const good = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:good\nDTSTART:20260302T000000Z\nDURATION:PT1H\nEND:VEVENT\nEND:VCALENDAR\n"
			events, problems := Parse([]byte(good+calendarOf(test.lines))).Expand(march, time.UTC)
			if !slices.ContainsFunc(events, func(e calendar.Event) bool { return e.UID == "good" }) {
				t.Errorf("the good event is not among %d", len(events))
			}
			reported := slices.ContainsFunc(problems, func(p calendar.Problem) bool { return strings.Contains(p.Text, test.want) })
			if reported != (test.want != "") && len(problems) > 0 || test.want != "" && !reported {
				t.Errorf("%d problems, first %v, want %q", len(problems), first(problems), test.want)
			}
			if len(problems) > maxProblems {
				t.Errorf("%d problems", len(problems))
			}
		})
	}
}

// eventsInUnknownZones returns n events, each in a zone with a different, long and vague name.
func eventsInUnknownZones(n int) string {
	var b strings.Builder
	for i := range n {
		name := fmt.Sprintf("(UTC+01:00) %d %s", i, strings.Repeat("x y ", 55))
		b.WriteString(eventOf("UID:" + fmt.Sprint(i) + "\nDTSTART;TZID=\"" + name + "\":20260302T100000\nDURATION:PT1H"))
	}
	return b.String()
}

func first(problems []calendar.Problem) string {
	if len(problems) == 0 {
		return "none"
	}
	return fmt.Sprintf("%.100s", problems[0])
}
