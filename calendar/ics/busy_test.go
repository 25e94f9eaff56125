package ics

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/calendar"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
	"fika/internal/span"
)

func TestUpstreamBusy(t *testing.T) {
	dir := outsideData(t)
	testBusy(t, filepath.Join(dir, "busy.json"), filepath.Join(dir, "corpus/handmade-busy"))
}

func TestHandmadeBusy(t *testing.T) {
	testBusy(t, "testdata/busy.json", "testdata/corpus/handmade-busy")
}

// testBusy checks the whole way from a file to its owner's time.
func testBusy(t *testing.T, cases, dir string) {
	var suite struct {
		User  []mailbox.Address
		Zone  string
		Start time.Time
		End   time.Time
		Cases map[string]struct {
			Why  string
			Busy [][3]string // start, end, busy or tentative
		}
	}
	readJSON(t, cases, &suite)
	if len(suite.Cases) == 0 {
		t.Fatal("no cases")
	}
	owner := calendar.Owner{Addresses: suite.User, Zone: zoneOf(t, suite.Zone)}
	window := span.Span{Start: suite.Start, End: suite.End}
	for file, c := range suite.Cases {
		t.Run(file, func(t *testing.T) {
			l := Parse(read(t, filepath.Join(dir, file))).List(window, owner.Zone, Related{})
			events, problems := slices.Concat(l.Events, l.Doubts), l.Problems
			var want, got []string
			var spans []span.Span
			for _, row := range c.Busy {
				want = append(want, strings.Join(row[:], " "))
			}
			for _, b := range owner.Blocks(events, window) {
				got = append(got, fmt.Sprintf("%s %s %v", b.Span.Start.Format(time.RFC3339), b.Span.End.Format(time.RFC3339), b.Availability))
				spans = append(spans, b.Span)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: blocks (-want +got):\n%s\nproblems: %v", c.Why, diff, problems)
			}
			if diff := cmp.Diff(span.Merge(spans), owner.Busy(events, window)); diff != "" {
				t.Errorf("%s: busy (-want +got):\n%s", c.Why, diff)
			}
		})
	}
}

// at10 is an event of one hour; day is an all-day event. Both are on 2 March 2026, the
// day of these tests.
const (
	at10 = "DTSTART:20260302T100000Z\nDTEND:20260302T110000Z\n"
	day  = "DTSTART;VALUE=DATE:20260302\n"
)

// TestBusyRules checks what the lines of an event mean for its owner, Ana in Berlin,
// which is one hour ahead of Greenwich on that day.
func TestBusyRules(t *testing.T) {
	const hour, maybe = "10:00-11:00 busy", "10:00-11:00 tentative"
	event := func(lines string) string { return calendarOf("BEGIN:VEVENT\nUID:a\n" + lines + "\nEND:VEVENT\n") }
	for _, test := range []struct {
		name, file, want string
	}{
		{"nothing said", event(at10), hour},
		{"a parameter has the address", event(at10 + "ATTENDEE;PARTSTAT=DECLINED;EMAIL=Ana@Example.com:/principals/17"), ""},
		{"an alias accepted, the address declined", event(at10 + "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@alias.example\nATTENDEE;PARTSTAT=DECLINED:mailto:ana@example.com"), hour},
		{"delegated", event(at10 + "ATTENDEE;PARTSTAT=DELEGATED:mailto:ana@example.com"), ""},
		{"maybe", event(at10 + "ATTENDEE;PARTSTAT=TENTATIVE:mailto:ana@example.com"), maybe},
		{"no answer", event(at10 + "ATTENDEE:mailto:ana@example.com"), maybe},
		{"an answer of their own making", event(at10 + "ATTENDEE;PARTSTAT=X-SOON:mailto:ana@example.com"), maybe},
		{"the older name of Microsoft's word", event(at10 + "X-MICROSOFT-MSNCALENDAR-BUSYSTATUS:FREE"), ""},
		{"the newer name wins", event(at10 + "X-MICROSOFT-MSNCALENDAR-BUSYSTATUS:FREE\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY"), hour},
		{"busy is said before transparent", event(at10 + "TRANSP:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY"), hour},
		{"what was intended does not count", event(at10 + "X-MICROSOFT-CDO-INTENDEDSTATUS:FREE"), hour},
		{"a private event", event(at10 + "CLASS:PRIVATE"), hour},
		{"no length", event("DTSTART:20260302T100000Z"), ""},
		{"ends before it starts", event("DTSTART:20260302T100000Z\nDTEND:20260302T090000Z"), "10:00-23:00 busy"},
		{"a whole day that ends on the same day", event(day + "DTEND;VALUE=DATE:20260302"), "23:00-23:00 busy"},
		{"a whole day of Ana's", event(day), "23:00-23:00 busy"},
		{"a whole day with a zone is still hers", event("DTSTART;TZID=Asia/Tokyo:20260302"), "23:00-23:00 busy"},
		{"Microsoft's whole day is at its hours", event("X-MICROSOFT-CDO-ALLDAYEVENT:TRUE\nDTSTART:20260302T120000Z\nDTEND:20260302T180000Z"), "12:00-18:00 busy"},
		{"an answered occurrence", calendarOf(
			"BEGIN:VEVENT\nUID:a\n" + at10 + "RRULE:FREQ=DAILY;COUNT=2\nEND:VEVENT\n" +
				"BEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20260302T100000Z\n" + at10 + "ATTENDEE;PARTSTAT=DECLINED:mailto:ana@example.com\nEND:VEVENT\n"), ""},
		{"two copies, the newer is cancelled", calendarOf(
			"BEGIN:VEVENT\nUID:a\nSEQUENCE:2\nSTATUS:CANCELLED\n" + at10 + "END:VEVENT\nBEGIN:VEVENT\nUID:a\nSEQUENCE:1\n" + at10 + "END:VEVENT\n"), ""},
		{"a cancelled file", calendarOf("METHOD:CANCEL\nBEGIN:VEVENT\nUID:a\n" + at10 + "END:VEVENT\n"), ""},
		{"an answer to somebody", calendarOf("METHOD:REPLY\nBEGIN:VEVENT\nUID:a\n" + at10 + "END:VEVENT\n"), ""},
		{"a request", calendarOf("METHOD:REQUEST\nBEGIN:VEVENT\nUID:a\n" + at10 + "END:VEVENT\n"), hour},
		{"a task", calendarOf("BEGIN:VTODO\nUID:a\n" + at10 + "END:VTODO\n"), ""},
		{"published times", calendarOf("BEGIN:VFREEBUSY\nUID:a\n" +
			"FREEBUSY:20260302T060000Z/PT1H,20260302T063000Z/20260302T073000Z\nFREEBUSY;FBTYPE=FREE:20260302T080000Z/PT1H\n" +
			"FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260302T090000Z/PT1H\nFREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20260302T110000Z/PT1H\nEND:VFREEBUSY\n"),
			"06:00-07:30 busy, 09:00-10:00 tentative, 11:00-12:00 busy"},
	} {
		t.Run(test.name, func(t *testing.T) {
			ana := calendar.Owner{Addresses: []mailbox.Address{"ana@example.com", "a@alias.example"}, Zone: zoneOf(t, "Europe/Berlin")}
			start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
			window := span.New(start, 36*time.Hour)
			l := Parse([]byte(test.file)).List(window, ana.Zone, Related{})
			var got []string
			for _, b := range ana.Blocks(slices.Concat(l.Events, l.Doubts), window) {
				got = append(got, fmt.Sprintf("%s-%s %v", b.Span.Start.Format("15:04"), b.Span.End.Format("15:04"), b.Availability))
			}
			if diff := cmp.Diff(test.want, strings.Join(got, ", ")); diff != "" {
				t.Errorf("blocks (-want +got):\n%s", diff)
			}
		})
	}
}

// calendarOf returns a file with these lines in one VCALENDAR.
func calendarOf(lines string) string {
	return strings.ReplaceAll("BEGIN:VCALENDAR\nVERSION:2.0\n"+lines+"END:VCALENDAR\n", "\n", "\r\n")
}

// TestAttendee checks what a file says about an invited person.
func TestAttendee(t *testing.T) {
	ana := calendar.Attendee{Address: "ana@example.com", Reply: rsvp.NoReply}
	with := func(change func(*calendar.Attendee)) calendar.Attendee {
		a := ana
		change(&a)
		return a
	}
	undelivered := func(code string) calendar.Attendee {
		return with(func(a *calendar.Attendee) { a.DeliveryFailure = code })
	}
	for _, test := range []struct {
		params string
		want   calendar.Attendee
	}{
		{"", ana},
		{";PARTSTAT=accepted", with(func(a *calendar.Attendee) { a.Reply = rsvp.Accepted })},
		{";PARTSTAT=X-PERHAPS", ana},
		{";CUTYPE=ROOM", with(func(a *calendar.Attendee) { a.Room = true })},
		{";ROLE=NON-PARTICIPANT", with(func(a *calendar.Attendee) { a.NonParticipant = true })},
		{";ROLE=OPT-PARTICIPANT", ana},
		{";SCHEDULE-STATUS=1.1", ana},
		{";SCHEDULE-STATUS=2.0", ana},
		{";SCHEDULE-STATUS=3.7", undelivered("3.7")},
		{`;SCHEDULE-STATUS="3.8"`, undelivered("3.8")},
		{`;SCHEDULE-STATUS="5.1,5.3"`, undelivered("5.1,5.3")},
		{`;SCHEDULE-STATUS="5.1,1.2"`, ana},
		{";SCHEDULE-STATUS=soon", ana},
	} {
		file := calendarOf(eventOf("UID:a\nDTSTART:20260302T100000Z\nDURATION:PT1H\nATTENDEE" + test.params + ":mailto:ana@example.com"))
		events, _ := Parse([]byte(file)).Expand(the2026, time.UTC)
		if diff := cmp.Diff([]calendar.Attendee{test.want}, events[0].Attendees); diff != "" {
			t.Errorf("ATTENDEE%s (-want +got):\n%s", test.params, diff)
		}
	}
}
