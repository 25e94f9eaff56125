package ics

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/calendar"
	"fika/internal/mailbox"
	"fika/internal/span"
)

// ownerInBerlin reads the calendars of these tests: one hour ahead of Greenwich.
func ownerInBerlin(t testing.TB) calendar.Owner {
	return calendar.Owner{Addresses: []mailbox.Address{"ana@example.com"}, Zone: zoneOf(t, "Europe/Berlin")}
}

// busyTime returns the owner's time that l takes, in the owner's zone: with doubts,
// and from rows alone.
func busyTime(o calendar.Owner, l calendar.Listing, window span.Span) (all, rows string) {
	write := func(events []calendar.Event) string {
		var spans []string
		for _, s := range o.Busy(events, window) {
			from, to := s.Start.In(o.Zone), s.End.In(o.Zone)
			text := from.Format("2 15:04") + "-" + to.Format("15:04")
			if from.YearDay() != to.YearDay() {
				text = from.Format("2 15:04") + " - " + to.Format("2 15:04")
			}
			spans = append(spans, text)
		}
		return strings.Join(spans, ", ")
	}
	return write(slices.Concat(l.Events, l.Doubts)), write(l.Events)
}

// march is the first week of the month.
var march = span.Span{Start: time.Date(2026, 3, 1, 23, 0, 0, 0, time.UTC), End: time.Date(2026, 3, 8, 23, 0, 0, 0, time.UTC)}

// TestUnreadablePartsAreBusy checks for each unreadable part of an event which time
// counts as busy, that the rows stay the same, and that it is reported once.
func TestUnreadablePartsAreBusy(t *testing.T) {
	const ten = "DTSTART;TZID=Europe/Berlin:20260302T100000\n"
	for _, test := range []struct {
		name, lines string
		rows, all   string
		problem     string // "" if there is none
	}{
		{"hour 24 is the next midnight", ten + "DTEND;TZID=Europe/Berlin:20260302T240000", "2 10:00 - 3 00:00", "2 10:00 - 3 00:00", ""},
		{"hour 24 without seconds", ten + "DTEND;TZID=Europe/Berlin:20260302T2400", "2 10:00 - 3 00:00", "2 10:00 - 3 00:00", ""},
		{"it starts at hour 24", "DTSTART;TZID=Europe/Berlin:20260302T240000\nDURATION:PT1H", "3 00:00-01:00", "3 00:00-01:00", ""},
		{"there is no minute after hour 24", ten + "DTEND;TZID=Europe/Berlin:20260302T240100", "", "2 10:00 - 3 00:00", "the end cannot be read"},

		{"an end that is none", ten + "DTEND:later", "", "2 10:00 - 3 00:00", "the end cannot be read"},
		{"a duration that is none", ten + "DURATION:PT1.5H", "", "2 10:00 - 3 00:00", "the duration cannot be read"},
		{"a duration without its unit", ten + "DURATION:PT1H30", "", "2 10:00 - 3 00:00", "the duration cannot be read"},
		{"a duration and more", ten + "DURATION:PT1H;", "", "2 10:00 - 3 00:00", "the duration cannot be read"},
		{"an end that is none, and a duration", ten + "DTEND:later\nDURATION:PT1H", "2 10:00-11:00", "2 10:00-11:00", "the end cannot be read"},
		{"it ends before it starts", ten + "DTEND;TZID=Europe/Berlin:20260302T090000", "", "2 10:00 - 3 00:00", "ends before it starts"},
		{"of a series each time", ten + "DTEND:later\nRRULE:FREQ=DAILY;COUNT=2", "", "2 10:00 - 3 00:00, 3 10:00 - 4 00:00", "the end cannot be read"},
		{"the end of the day where the reader is", "DTSTART:20260302T223000Z\nDTEND:later", "", "2 23:30 - 3 00:00", "the end cannot be read"},
		{"an end in a zone that is unknown", ten + "DTEND;TZID=Atlantis:20260302T110000", "2 10:00-11:00", "2 10:00 - 3 00:00", `"Atlantis" is unknown`},

		{"a zone that is unknown", "DTSTART;TZID=Atlantis:20260302T100000\nDTEND;TZID=Atlantis:20260302T110000", "2 10:00-11:00", "2 02:00-03:00, 2 10:00-11:00, 2 16:00-17:00", `"Atlantis" is unknown`},
		{"and no end", "DTSTART;TZID=Atlantis:20260302T100000\nDTEND:later", "", "2 02:00 - 3 00:00", `"Atlantis" is unknown`},
		{"of a series each time", "DTSTART;TZID=Atlantis:20260302T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2", "2 10:00-11:00, 3 10:00-11:00",
			"2 02:00-03:00, 2 10:00-11:00, 2 16:00-17:00, 3 02:00-03:00, 3 10:00-11:00, 3 16:00-17:00", `"Atlantis" is unknown`},
		{"a whole day stays one", "DTSTART;TZID=Atlantis;VALUE=DATE:20260302", "2 00:00 - 3 00:00", "2 00:00 - 3 00:00", ""},

		{"a rule of which a part is unknown", ten + "DURATION:PT1H\nRRULE:FREQ=DAILY;INTERVAL=2;UNTIL=20260306T235959Z;BYMOON=FULL", "2 10:00-11:00",
			"2 10:00-11:00, 4 10:00-11:00, 6 10:00-11:00", "only the first occurrence is known"},
		{"a count", ten + "DURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2;BYDAY=MON", "2 10:00-11:00", "2 10:00-11:00, 3 10:00-11:00", "only the first occurrence is known"},
		{"no count that is one", ten + "DURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=many", "2 10:00-11:00", "2 10:00-11:00", "only the first occurrence is known"},
		{"what it leaves out stays out", ten + "DURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3;BYDAY=MON\nEXDATE;TZID=Europe/Berlin:20260303T100000", "2 10:00-11:00",
			"2 10:00-11:00, 4 10:00-11:00", "only the first occurrence is known"},
		{"whole days", "DTSTART;VALUE=DATE:20260302\nRRULE:FREQ=DAILY;COUNT=2;BYMOON=FULL", "2 00:00 - 3 00:00", "2 00:00 - 4 00:00", "only the first occurrence is known"},
		{"a rule that says nothing", ten + "DURATION:PT1H\nRRULE:often", "2 10:00-11:00", "2 10:00-11:00", "only the first occurrence is known"},
		{"a frequency that is unknown may be any day", ten + "DURATION:PT1H\nRRULE:FREQ=FORTNIGHTLY;INTERVAL=3;COUNT=2;UNTIL=20260305T000000Z", "2 10:00-11:00",
			"2 10:00-11:00, 3 10:00-11:00, 4 10:00-11:00", "FREQ=FORTNIGHTLY is not a frequency"},
		{"and one without an end has none", "DTSTART;TZID=Europe/Berlin:20260209T100000\nDURATION:PT1H\nRRULE:COUNT=2;FREQ=WEEKDAYS", "",
			"2 10:00-11:00, 3 10:00-11:00, 4 10:00-11:00, 5 10:00-11:00, 6 10:00-11:00, 7 10:00-11:00, 8 10:00-11:00", "FREQ=WEEKDAYS is not a frequency"},
		{"one that is empty says nothing", ten + "DURATION:PT1H\nRRULE:FREQ=;COUNT=2", "2 10:00-11:00", "2 10:00-11:00", "only the first occurrence is known"},
		{"an EXRULE", ten + "DURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2\nEXRULE:FREQ=WEEKLY;BYDAY=TU", "2 10:00-11:00, 3 10:00-11:00", "2 10:00-11:00, 3 10:00-11:00", "EXRULE is not followed"},

		{"nothing but the day", "DTSTART:20260302T09\nDURATION:PT1H", "", "2 00:00 - 3 00:00", "that day counts as busy"},
		{"a day with dashes", "DTSTART:2026-03-02T09:00:00", "", "2 00:00 - 3 00:00", "that day counts as busy"},
		{"an hour that is none", "DTSTART:20260302T250000Z\nDURATION:PT1H", "", "2 00:00 - 3 00:00", "that day counts as busy"},
		{"no start, but an end", "DTEND:20260302T100000Z", "", "2 00:00 - 3 00:00", "that day counts as busy"},
		{"the day of a series", "DTSTART:20260302T09\nRRULE:FREQ=DAILY;COUNT=2", "", "2 00:00 - 4 00:00", "that day counts as busy"},
		{"a day that does not exist", "DTSTART:20260230T100000Z", "", "", "is skipped"},
		{"a date of which nothing but the day", ten + "DURATION:PT1H\nRDATE:20260304T9", "2 10:00-11:00", "2 10:00-11:00, 4 00:00 - 5 00:00", "a date is skipped"},

		{"the way to it", ten + "DURATION:PT1H\nX-APPLE-TRAVEL-DURATION;VALUE=DURATION:PT45M", "2 09:15-11:00", "2 09:15-11:00", ""},
		{"the way each time", ten + "DURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2\nX-APPLE-TRAVEL-DURATION:PT30M", "2 09:30-11:00, 3 09:30-11:00", "2 09:30-11:00, 3 09:30-11:00", ""},
		{"a way that is none", ten + "DURATION:PT1H\nX-APPLE-TRAVEL-DURATION:far", "2 10:00-11:00", "2 00:00-11:00", "the travel time cannot be read"},
		{"a way of weeks", ten + "DURATION:PT1H\nX-APPLE-TRAVEL-DURATION:P3W", "2 10:00-11:00", "2 00:00-11:00", "the travel time cannot be read"},
		{"no way to a whole day", "DTSTART;VALUE=DATE:20260302\nX-APPLE-TRAVEL-DURATION:PT45M", "2 00:00 - 3 00:00", "2 00:00 - 3 00:00", ""},

		{"what stands twice", ten + "DTSTART:20260305T100000Z\nDURATION:PT1H", "2 10:00-11:00", "2 10:00-11:00", "DTSTART occurs twice"},
		{"a state that stands twice", ten + "DURATION:PT1H\nSTATUS:CONFIRMED\nSTATUS:CANCELLED", "2 10:00-11:00", "2 10:00-11:00", "STATUS occurs twice"},
		{"declined is free all the same", ten + "DTEND:later\nATTENDEE;PARTSTAT=DECLINED:mailto:ana@example.com", "", "", "the end cannot be read"},
	} {
		t.Run(test.name, func(t *testing.T) {
			// Another event uses New York's zone, and a colleague lives in Tokyo.
			const abroad = "BEGIN:VEVENT\nUID:far\nDTSTART;TZID=America/New_York:20250101T100000\nEND:VEVENT\n"
			file := Parse([]byte(calendarOf(eventOf("UID:a\n"+test.lines) + abroad)))
			owner := ownerInBerlin(t)
			l := file.List(march, owner.Zone, Related{Zones: []*time.Location{zoneOf(t, "Asia/Tokyo")}})
			all, rows := busyTime(owner, l, march)
			// Tokyo is eight hours ahead of Berlin: 02:00. New York is six behind: 16:00.
			if diff := cmp.Diff(test.rows, rows); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.all, all); diff != "" {
				t.Errorf("busy (-want +got):\n%s", diff)
			}
			switch {
			case test.problem == "" && len(l.Problems) > 0:
				t.Errorf("tells %v", l.Problems)
			case test.problem != "":
				told := 0
				for _, p := range l.Problems {
					if strings.Contains(p.Text, test.problem) && p.UID == "a" && p.Line > 0 {
						told++
					}
				}
				if told != 1 {
					t.Errorf("tells %v, want %q of a, once", l.Problems, test.problem)
				}
			}
			for _, d := range l.Doubts {
				if d.Doubt == "" {
					t.Errorf("no reason for %v", d.Span)
				}
			}
		})
	}
}

// TestIdentity checks which events of one UID count. Each row of the files is a
// VEVENT with that UID.
func TestIdentity(t *testing.T) {
	const (
		head   = "DTSTAMP:20260101T000000Z\n"
		series = head + "DTSTART:20260302T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\n" // 10:00 in Berlin, on the 2nd to the 4th
		moved  = head + "RECURRENCE-ID:20260303T090000Z\nDTSTART:20260303T140000Z\nDURATION:PT1H\n"
		single = head + "DTSTART:20260305T090000Z\nDURATION:PT1H\n"
	)
	for _, test := range []struct {
		name      string
		calendars [][]string
		want      string // busy, doubts and all
		rows      string // "" if the same
	}{
		{"three events", [][]string{{single, strings.ReplaceAll(single, "T09", "T11"), strings.ReplaceAll(single, "T09", "T13")}}, "5 10:00-11:00, 5 12:00-13:00, 5 14:00-15:00", ""},
		{"a series and a single event", [][]string{{series, single}}, "2 10:00-11:00, 3 10:00-11:00, 4 10:00-11:00, 5 10:00-11:00", ""},
		{"with another DTSTAMP", [][]string{{single, "DTSTAMP:20260201T000000Z\nDTSTART:20260306T090000Z\nDURATION:PT1H\n"}}, "5 10:00-11:00, 6 10:00-11:00", ""},
		{"a newer version replaces", [][]string{{single, "SEQUENCE:1\nDTSTART:20260306T090000Z\nDURATION:PT1H\n"}}, "6 10:00-11:00", ""},
		{"in any order", [][]string{{"SEQUENCE:1\nDTSTART:20260306T090000Z\nDURATION:PT1H\n", single}}, "6 10:00-11:00", ""},
		{"but not in another calendar", [][]string{{single}, {"SEQUENCE:1\nSTATUS:CANCELLED\n" + single}}, "5 10:00-11:00", ""},
		{"an occurrence of a series beside a single event", [][]string{{single, series, moved}}, "2 10:00-11:00, 3 15:00-16:00, 4 10:00-11:00, 5 10:00-11:00", ""},

		{"moved in the same calendar", [][]string{{series, moved}}, "2 10:00-11:00, 3 15:00-16:00, 4 10:00-11:00", ""},
		{"moved in another calendar", [][]string{{series}, {moved}}, "2 10:00-11:00, 3 15:00-16:00, 4 10:00-11:00", ""},
		{"moved in a calendar before it", [][]string{{moved}, {series}}, "2 10:00-11:00, 3 15:00-16:00, 4 10:00-11:00", ""},
		{"cancelled in another calendar", [][]string{{series}, {moved + "STATUS:CANCELLED\n"}}, "2 10:00-11:00, 4 10:00-11:00", ""},
		{"all that follow, in another calendar", [][]string{{series}, {strings.Replace(moved, "ID:", "ID;RANGE=THISANDFUTURE:", 1)}}, "2 10:00-11:00, 3 15:00-16:00, 4 15:00-16:00", ""},
		{"moved in a calendar that has the series too", [][]string{{series}, {series, moved}}, "2 10:00-11:00, 3 10:00-11:00, 3 15:00-16:00, 4 10:00-11:00", ""},

		{"moved and left out", [][]string{{series + "EXDATE:20260303T090000Z\n", moved}}, "2 10:00-11:00, 3 15:00-16:00, 4 10:00-11:00", "2 10:00-11:00, 4 10:00-11:00"},
		{"and left out without a zone", [][]string{{strings.ReplaceAll(series, "DTSTART:20260302T090000Z", "DTSTART;TZID=Europe/Berlin:20260302T100000") + "EXDATE:20260303T100000\n", moved}},
			"2 10:00-11:00, 3 15:00-16:00, 4 10:00-11:00", "2 10:00-11:00, 4 10:00-11:00"},
		{"left out alone", [][]string{{series + "EXDATE:20260303T090000Z\n"}}, "2 10:00-11:00, 4 10:00-11:00", ""},
		{"moved twice, equally new", [][]string{{series, moved, strings.ReplaceAll(moved, "T14", "T16")}}, "2 10:00-11:00, 3 15:00-16:00, 3 17:00-18:00, 4 10:00-11:00",
			"2 10:00-11:00, 3 17:00-18:00, 4 10:00-11:00"},
		{"moved twice, one is newer", [][]string{{series, moved, "SEQUENCE:1\n" + strings.ReplaceAll(moved, "T14", "T16")}}, "2 10:00-11:00, 3 17:00-18:00, 4 10:00-11:00", ""},
		{"what it replaces is unclear", [][]string{{series, "SEQUENCE:1\n" + strings.ReplaceAll(moved, "ID:20260303T090000Z", "ID:that")}},
			"2 10:00-11:00, 3 10:00-11:00, 3 15:00-16:00, 4 10:00-11:00", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var file strings.Builder
			for _, events := range test.calendars {
				var lines strings.Builder
				for _, e := range events {
					lines.WriteString(eventOf("UID:a\n" + strings.TrimSpace(e)))
				}
				file.WriteString(calendarOf(lines.String()))
			}
			owner := ownerInBerlin(t)
			l := Parse([]byte(file.String())).List(march, owner.Zone, Related{})
			all, rows := busyTime(owner, l, march)
			if test.rows == "" {
				test.rows = test.want
			}
			if diff := cmp.Diff([]string{test.want, test.rows}, []string{all, rows}); diff != "" {
				t.Errorf("busy, rows (-want +got):\n%s", diff)
			}
		})
	}
}

// TestDetachedOverrides checks what is reported about occurrences without their series, whenever they
// are.
func TestDetachedOverrides(t *testing.T) {
	const moved = "UID:a\nRECURRENCE-ID:20260303T090000Z\nDTSTART:20270303T140000Z\nDURATION:PT1H"
	owner := ownerInBerlin(t)
	strays := func(file string, beside ...*File) string {
		var names []string
		for _, e := range Parse([]byte(file)).List(march, owner.Zone, Related{Overrides: beside}).DetachedOverrides {
			names = append(names, fmt.Sprintf("%s %s %s", e.UID, e.Instance, e.Span.Start.Format(time.DateOnly)))
		}
		return strings.Join(names, ", ")
	}
	if got, want := strays(calendarOf(eventOf(moved))), "a 20260303T090000Z 2027-03-03"; got != want {
		t.Errorf("strays %q, want %q", got, want)
	}
	series := calendarOf(eventOf("UID:a\nDTSTART:20260302T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2"))
	if got := strays(series + calendarOf(eventOf(moved))); got != "" {
		t.Errorf("%q strays beside its series", got)
	}
	l := Parse([]byte(series)).List(march, owner.Zone, Related{Overrides: []*File{Parse([]byte(calendarOf(eventOf(moved))))}})
	if all, _ := busyTime(owner, l, march); all != "2 10:00-11:00" {
		t.Errorf("busy at %q beside a file that moves the 3rd into another year", all)
	}
}

// TestUnknownZoneAmongMany checks that a file full of zones takes no longer, and that no
// time that one of them may mean is free.
func TestUnknownZoneAmongMany(t *testing.T) {
	var many []*time.Location
	for i := range 1000 {
		many = append(many, time.FixedZone("", 60*(i%1400)-600*60))
	}
	file := Parse([]byte(calendarOf(eventOf("UID:a\nDTSTART;TZID=Atlantis:20260304T100000\nDURATION:PT1H"))))
	owner := ownerInBerlin(t)
	l := file.List(march, owner.Zone, Related{Zones: many})
	if all, _ := busyTime(owner, l, march); all != "3 21:00 - 5 00:00" {
		t.Errorf("busy at %s", all)
	}
	if len(l.Doubts) != 1 {
		t.Errorf("%d doubts", len(l.Doubts))
	}
}
