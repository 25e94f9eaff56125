package daemon_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fika/internal/span"
	"fika/internal/store"
)

// canStart reports whether fika counts a start at that time as free, for half an hour,
// for Maya and who.
func canStart(t *testing.T, h *harness, now, at time.Time, who string) bool {
	t.Helper()
	a, err := h.daemon.Free(t.Context(), now, span.Span{Start: at, End: at.Add(30 * time.Minute)}, 0, who, true)
	if err != nil {
		t.Fatal(err)
	}
	return len(a.Slots) > 0
}

// TestCoffeeOfTheUserIsBusy checks that only the event of a booking, at its place, is
// not busy for fika. Whatever else the user made of it is their own.
func TestCoffeeOfTheUserIsBusy(t *testing.T) {
	booked := func(t *testing.T) (*harness, store.Booking, time.Time) {
		h := newHarness(t)
		now := time.Date(2026, 3, 2, 8, 0, 0, 0, h.settings.Rules.Zone)
		for range 2 {
			if _, err := h.daemon.Pass(t.Context(), now); err != nil {
				t.Fatal(err)
			}
			if b, err := h.booking(t.Context(), "ana"); err != nil {
				t.Fatal(err)
			} else if b.State == store.Proposed {
				if _, err := h.daemon.Approve(t.Context(), now, b.ID); err != nil {
					t.Fatal(err)
				}
			}
		}
		b, err := h.booking(t.Context(), "ana")
		if err != nil || b.State != store.Booked {
			t.Fatalf("%+v, %v", b, err)
		}
		return h, b, now
	}
	week := func(b store.Booking) time.Time { return b.Span.Start.AddDate(0, 0, 7) }
	copied := func(t *testing.T, h *harness, b store.Booking, folder string) {
		f := folders{h.dir, h.settings.Rules.Zone}
		text, err := os.ReadFile(f.path(b))
		if err != nil {
			t.Fatal(err)
		}
		moved := strings.ReplaceAll(string(text), b.Span.Start.Format("20060102T"), week(b).Format("20060102T"))
		if err := os.WriteFile(filepath.Join(h.dir, folder, b.Event+".ics"), []byte(moved), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, test := range map[string]struct {
		alter func(*testing.T, *harness, store.Booking)
		who   string
	}{
		"made weekly": {func(t *testing.T, h *harness, b store.Booking) {
			if err := h.others.alter(b, []string{"repeats"}); err != nil {
				t.Fatal(err)
			}
		}, ""},
		"copied to another day":        {func(t *testing.T, h *harness, b store.Booking) { copied(t, h, b, "private") }, ""},
		"weekly for the guest as well": {func(t *testing.T, h *harness, b store.Booking) { copied(t, h, b, "bo") }, "bo"},
	} {
		t.Run(name, func(t *testing.T) {
			h, b, now := booked(t)
			if !canStart(t, h, now, week(b), test.who) {
				t.Fatal("a week later is not free to begin with")
			}
			test.alter(t, h, b)
			now = now.Add(time.Minute)
			if _, err := h.daemon.Pass(t.Context(), now); err != nil {
				t.Fatal(err)
			}
			if canStart(t, h, now, week(b), test.who) {
				t.Error("a week later counts as free")
			}
			if after, err := h.booking(t.Context(), "ana"); err != nil || after.State != store.Booked || !after.Span.Start.Equal(b.Span.Start) {
				t.Errorf("the coffee is %+v, %v", after, err)
			}
		})
	}
}

// TestMarkOfAColleague checks that an invitation from a colleague's fika is never taken
// for a booking of the user's, not even with a new store.
func TestMarkOfAColleague(t *testing.T) {
	h := newHarness(t)
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, h.settings.Rules.Zone)
	theirs := func(uid, day string) {
		text := fmt.Sprintf(strings.ReplaceAll(`BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//fika//fika//EN
BEGIN:VEVENT
UID:%s
DTSTAMP:20260301T080000Z
DTSTART:%sT090000Z
DTEND:%sT092500Z
SUMMARY:Coffee: Ana and Maya
X-FIKA-BOOKING:abcdef
X-FIKA-GENERATION:1
ORGANIZER;CN=Ana Test:mailto:ana@example.com
ATTENDEE;CN=Ana Test;ROLE=CHAIR;PARTSTAT=ACCEPTED:mailto:ana@example.com
ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:%s
END:VEVENT
END:VCALENDAR
`, "\n", "\r\n"), uid, day, day, me)
		if err := os.WriteFile(filepath.Join(h.dir, "work", uid+".ics"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	theirs("fkone", "20260305")
	theirs("fktwo", "20260306") // invited anew, and the first copy stayed
	report, err := h.daemon.Pass(t.Context(), now)
	if err != nil || len(report.Holds) > 0 || len(report.Problems) > 0 {
		t.Errorf("holds %+v, problems %q, %v", report.Holds, report.Problems, err)
	}
	bookings, err := h.store.Bookings(context.Background(), now.AddDate(-1, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range bookings {
		if b.ID == "abcdef" {
			t.Errorf("fika took the meeting of a colleague for its own: %+v", b)
		}
	}
}

// TestF57TwoEvents checks that nothing is sent while a coffee has a second event in the
// calendar, and that the coffee is unchanged once one of them is gone.
func TestF57TwoEvents(t *testing.T) {
	h := newHarness(t)
	h.pass(t, monday)
	if err := h.approve(t.Context(), "ana", monday); err != nil {
		t.Fatal(err)
	}
	h.pass(t, monday.Add(time.Minute))
	b, err := h.booking(t.Context(), "ana")
	if err != nil {
		t.Fatal(err)
	}
	event := filepath.Join(h.dir, "work", b.Event+".ics")
	text, err := os.ReadFile(event)
	if err != nil {
		t.Fatal(err)
	}
	twin := filepath.Join(h.dir, "work", "twin.ics")
	if err := os.WriteFile(twin, []byte(strings.ReplaceAll(string(text), b.Event, "twin")), 0o600); err != nil {
		t.Fatal(err)
	}
	for n := range 2 {
		report, err := h.pass(t, monday.Add(time.Duration(2+n)*time.Minute), "two_events")
		if err != nil || !strings.Contains(report.Holds[0].Text, "coffee "+b.ID+" has two events") {
			t.Errorf("holds %v, %v", report.Holds, err)
		}
	}
	if now, err := h.booking(t.Context(), "ana"); err != nil || now.State != store.Booked || now.Event != b.Event || now.Edited {
		t.Errorf("it became %+v, %v", now, err)
	}
	if err := os.Remove(twin); err != nil {
		t.Fatal(err)
	}
	h.pass(t, monday.Add(5*time.Minute))
}
