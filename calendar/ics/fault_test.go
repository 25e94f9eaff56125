package ics

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestFaults checks that a faulty part of a file is reported at its line, and that the good
// event next to it is still read.
func TestFaults(t *testing.T) {
	const good = "BEGIN:VEVENT\nUID:good\nDTSTART:20260302T100000Z\nDURATION:PT1H\nEND:VEVENT\n"
	for _, test := range []struct {
		name, file string
		want       string // the UIDs that are found
		problems   []string
	}{
		{"nothing is wrong", calendarOf(good), "good", nil},
		{"an empty file", "", "", []string{"0: this is not a calendar"}},
		{"a page instead of a calendar", "<!DOCTYPE html>\n<p>Please sign in: https://example.com</p>\n", "", []string{"0: this is not a calendar"}},

		{"no DTSTART", calendarOf(eventOf("UID:bad") + good), "good", []string{"3: an event without DTSTART is skipped"}},
		{"a DTSTART that is none", calendarOf(eventOf("UID:bad\nDTSTART:tomorrow") + good), "good", []string{"3: the event is skipped: DTSTART:tomorrow is not a time"}},
		{"a day that does not exist", calendarOf(eventOf("UID:bad\nDTSTART:20260230T100000Z") + good), "good", []string{"3: the event is skipped: DTSTART:20260230T100000Z is not a time"}},
		{"a DTEND that is none", calendarOf(eventOf("UID:bad\nDTSTART:20260302T090000Z\nDTEND:later") + good), "bad good", []string{"6: the end cannot be read, so the day counts as busy to its end: DTEND:later is not a time"}},
		{"a duration that is none", calendarOf(eventOf("UID:bad\nDTSTART:20260302T090000Z\nDURATION:1h") + good), "bad good", []string{`6: the duration cannot be read, so the day counts as busy to its end: "1h" is not a duration`}},
		{"a negative duration", calendarOf(eventOf("UID:bad\nDTSTART:20260302T090000Z\nDURATION:-PT1H") + good), "bad good", []string{"6: the event ends before it starts, so the day counts as busy to its end"}},
		{"a rule that is none", calendarOf(eventOf("UID:bad\nDTSTART:20260302T090000Z\nRRULE:often") + good), "bad good", []string{"6: only the first occurrence is known: the rule has no FREQ"}},
		{"an exception that is none", calendarOf(eventOf("UID:bad\nDTSTART:20260302T090000Z\nRRULE:FREQ=DAILY;COUNT=2\nEXDATE:20260303T090000Z,never") + good), "bad good", []string{"7: an exception is ignored: EXDATE:never is not a time"}},
		{"a date that is none", calendarOf(eventOf("UID:bad\nDTSTART:20260302T090000Z\nRDATE:never,20260303T090000Z") + good), "bad good bad", []string{"6: a date is skipped: RDATE:never is not a time"}},
		{"a period without an end", calendarOf(eventOf("UID:bad\nDTSTART:20260302T090000Z\nRDATE;VALUE=PERIOD:20260303T090000Z/soon") + good), "bad good", []string{"6: a date is skipped: soon is not the end of a period"}},
		{"a RECURRENCE-ID that is none", calendarOf(eventOf("UID:bad\nDTSTART:20260302T090000Z\nRECURRENCE-ID:that") + good), "bad good", []string{"6: which occurrence this replaces is unclear: RECURRENCE-ID:that is not a time"}},
		{"an unknown zone", calendarOf(eventOf("UID:bad\nDTSTART;TZID=Atlantis:20260302T090000") + good), "bad good", []string{`5: the time zone "Atlantis" is unknown, the time is read in your own`}},
		{"a calendar's zone that is none", calendarOf("X-WR-TIMEZONE:Atlantis\n" + eventOf("UID:bad\nDTSTART:20260302T090000") + good), "bad good",
			[]string{`3: the time zone "Atlantis" of the calendar is unknown, times without a zone are read in your own`}},
		{"a zone without an offset", calendarOf("BEGIN:VTIMEZONE\nTZID:Atlantis\nEND:VTIMEZONE\n" + eventOf("UID:bad\nDTSTART;TZID=Atlantis:20260302T090000") + good), "bad good", []string{`8: the time zone "Atlantis" is unknown, the time is read in your own`}},
		{"a part of a zone without an offset", calendarOf("BEGIN:VTIMEZONE\nTZID:Atlantis\nBEGIN:STANDARD\nDTSTART:20260101T000000\nEND:STANDARD\nEND:VTIMEZONE\n" + eventOf("UID:bad\nDTSTART;TZID=Atlantis:20260302T090000") + good), "bad good", []string{`11: the time zone "Atlantis" is unknown, the time is read in your own`}},
		{"a published time that is none", calendarOf("BEGIN:VFREEBUSY\nUID:bad\nFREEBUSY:now/later,20260302T080000Z/later,20260302T090000Z/PT1H\nEND:VFREEBUSY\n" + good), "bad good", []string{"5: a period is skipped: FREEBUSY:now is not a time", "5: a period is skipped: later is not the end of a period"}},

		{"an event that has no END", calendarOf("BEGIN:VEVENT\nUID:bad\nDTSTART:20260302T090000Z\n" + good), "bad good", []string{"6: VEVENT has no END"}},
		{"an alarm that has no END", calendarOf(eventOf("UID:bad\nDTSTART:20260302T090000Z\nBEGIN:VALARM\nDTSTART:20200101T000000Z") + good), "bad good", []string{"8: VALARM has no END"}},
		{"an end without a beginning", calendarOf("END:VEVENT\n" + good), "good", []string{"3: the end of a VEVENT that never began"}},
		{"cut off in an event", strings.TrimSuffix(calendarOf(good+"BEGIN:VEVENT\nUID:bad\nDTSTART:20260302T09"), "END:VCALENDAR\r\n"), "good",
			[]string{"8: VEVENT has no END", "1: VCALENDAR has no END", "8: the event is skipped: DTSTART:20260302T09 is not a time; that day counts as busy"}},
		{"a second calendar in the first", "BEGIN:VCALENDAR\n" + eventOf("UID:bad\nDTSTART:20260302T090000Z") + calendarOf(good), "bad good", []string{"6: VCALENDAR has no END"}},
		{"no calendar around it", good, "good", nil},
		{"bytes of anything", "BEGIN:VCALENDAR\n\x00\xff:\xfe\n;;;===\n" + good + "END:VCALENDAR\n", "good", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			events, problems := Parse([]byte(test.file)).Expand(the2026, time.UTC)
			var uids, reports []string
			for _, e := range events {
				uids = append(uids, e.UID)
			}
			for _, p := range problems {
				reports = append(reports, fmt.Sprintf("%d: %s", p.Line, p.Text))
			}
			if diff := cmp.Diff(test.want, strings.Join(uids, " ")); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.problems, reports); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}
