package daemon_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fika/daemon"
	"fika/internal/date"
	"fika/internal/holiday"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

// outOfOffice is an event as Outlook exports it.
const outOfOffice = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:out\r\nDTSTAMP:20260101T000000Z\r\n" +
	"DTSTART:20260302T080000Z\r\nDTEND:20260302T160000Z\r\nX-MICROSOFT-CDO-BUSYSTATUS:OOF\r\nSUMMARY:Out\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

// TestSendingWaitsForTheDay approves a coffee on a day that is none to send or to get an
// invitation. It stays approved, says why, and leaves on the next day, even if fika was
// restarted meanwhile.
func TestSendingWaitsForTheDay(t *testing.T) {
	today := date.New(2026, 3, 2)
	for name, test := range map[string]struct {
		before func(h *harness) error
		want   string // in what status says
	}{
		"nothing":    {func(*harness) error { return nil }, ""},
		"guest away": {func(h *harness) error { return h.others.occupy("ana", span.New(monday.Add(time.Hour), 8*time.Hour)) }, "Ana seems to be away; it can leave on 3 March"},
		"user away": {func(h *harness) error {
			return os.WriteFile(filepath.Join(h.dir, "work", "out.ics"), []byte(outOfOffice), 0o600)
		}, "you are out of office; it can leave on 3 March"},
		"blackout": {func(h *harness) error {
			h.settings.Rules.Blackouts = []planner.Blackout{{From: today, To: today}}
			return nil
		}, "in your blackout"},
		"own holiday":  {func(h *harness) error { h.settings.Rules.Region = "XX"; return nil }, "a public holiday in XX"},
		"her holiday":  {func(h *harness) error { h.people[0].Region = "XX"; return nil }, "a public holiday of Ana's"},
		"source":       {func(h *harness) error { h.people[0].AwayUntil = date.New(2026, 2, 27); return nil }, "Ana is just back, after being away until 27 February; it can leave on 3 March"},
		"another away": {func(h *harness) error { return h.others.occupy("bo", span.New(monday.Add(time.Hour), 8*time.Hour)) }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			off := addDaysOff(h)
			h.pass(t, monday)
			off.days = []holiday.Holiday{{Date: today, Name: "Foundation Day"}}
			if err := test.before(h); err != nil {
				t.Fatal(err)
			}
			h.restartWith(func(*daemon.Options) {})
			if err := h.approve(t.Context(), "ana", monday.Add(time.Minute)); err != nil {
				t.Fatal(err)
			}
			h.pass(t, monday.Add(2*time.Minute))
			b, err := h.booking(t.Context(), "ana")
			if err != nil {
				t.Fatal(err)
			}
			if waits := test.want != ""; waits != (b.State == store.Approved) {
				t.Errorf("ana is %s", b.State)
			}
			status, err := h.daemon.Status(t.Context(), monday.Add(3*time.Minute))
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range status.Next {
				if m.Person == "ana@example.com" && !strings.Contains(m.Waits, test.want) {
					t.Errorf("status says %q, want %q", m.Waits, test.want)
				}
			}
			h.pass(t, monday.AddDate(0, 0, 1))
			if b, err = h.booking(t.Context(), "ana"); err != nil || b.State != store.Booked {
				t.Errorf("the day after, ana is %s, %v", b.State, err)
			}
		})
	}
}
