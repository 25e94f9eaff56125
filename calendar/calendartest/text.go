package calendartest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fika/calendar"
)

func textIsKept(t *testing.T, backend Backend) {
	cal := backend.Open(t)
	for i, text := range []string{
		"plain",
		`semicolon; comma, colon: "quotes" back\slash \n \, \;`,
		"Grüße, Åsa från Öland; čeština, Ελληνικά, 日本語, עברית",
		"family 👩‍👩‍👧‍👦 flag 🇸🇪 combining e\u0301",
		strings.Repeat("long words without end ", 200) + "end",
		strings.Repeat("é", 999),
		strings.Repeat("日本", 333),
		"percent %d %s, <b>angle</b>, & ampersand, {brace}",
	} {
		d := backend.coffee(calendar.EventID(fmt.Sprintf("fkletter%d", i)))
		d.Title, d.Location, d.Text = text, text, text+"\n\nsecond paragraph\n\tindented: "+text
		insert(t, cal, d)
		wantMatch(t, fmt.Sprintf("the event about %.20q", text), find(t, backend.Open(t), d.ID), d)
	}
}

// hostileTextIsEscaped writes text that would create another event if it were not
// escaped. The calendar may change control characters, but there must be exactly one
// event.
func hostileTextIsEscaped(t *testing.T, backend Backend) {
	cal := backend.Open(t)
	backend.Add(t, ForeignEvent{UID: "foreign1", Title: "Standup", Span: backend.from("2026-03-02 09:00", time.Hour), Zone: backend.Zone})
	for i, text := range []string{
		"x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil\r\nDTSTART:20260302T100000Z\r\nSUMMARY:evil\r\nEND:VEVENT\r\nBEGIN:VEVENT",
		"x\nATTENDEE:mailto:mallory@example.com\nRRULE:FREQ=DAILY",
		"x\rEND:VCALENDAR\r",
		"nul \x00 bell \a escape \x1b delete \x7f",
		"line \u2028 paragraph \u2029 next \u0085 bidi \u202e",
		"not UTF-8 \xff\xfe",
		"ends in a backslash \\",
	} {
		d := backend.coffee(calendar.EventID(fmt.Sprintf("fkevil%d", i)))
		d.Title, d.Location, d.Text = text, text, text
		d.Guests = []calendar.Person{{Address: ann, Name: text}}
		d.Organizer.Name = text
		d.Private = false
		e := insert(t, cal, d)
		if !e.Span.Start.Equal(d.Span.Start) || !e.Span.End.Equal(d.Span.End) {
			t.Errorf("%.20q moved the event to %v", text, e.Span)
		}

		fresh := backend.Open(t)
		found := find(t, fresh, d.ID)
		if got := guests(found); len(got) != 1 || got[0] != ann {
			t.Errorf("%.20q changed the guests to %v", text, got)
		}
		if found.Mark != d.Mark {
			t.Errorf("%.20q changed the mark to %+v", text, found.Mark)
		}
		if n := len(list(t, fresh, backend.year()).Events); n != i+2 {
			t.Fatalf("after %.20q the calendar holds %d events, want %d", text, n, i+2)
		}
	}
}
