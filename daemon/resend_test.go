package daemon_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fika/daemon"
	"fika/internal/date"
	"fika/internal/holiday"
	"fika/internal/store"
)

// TestResendIsCheckedAgain begins after a crash: the intent to invite Ana and its attempt
// are recorded, and nothing is in the calendar. The invitation is sent again only if it
// still fits, to the calendar of the first request, and never if that calendar made
// something else of it.
func TestResendIsCheckedAgain(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(h *harness, b store.Booking, in store.Intent) error
		before time.Duration // of the start, when fika looks again; 0: at once
		state  store.State
		events int
	}{
		{"nothing has changed", nil, 0, store.Booked, 1},
		{"the slot is taken", func(h *harness, b store.Booking, _ store.Intent) error {
			return h.others.occupy("work", b.Span)
		}, 0, store.Expired, 0},
		{"its day is a public holiday by now", func(h *harness, b store.Booking, _ store.Intent) error {
			addDaysOff(h).days = []holiday.Holiday{{Date: date.Of(b.Span.Start, h.settings.Rules.Zone), Name: "a day of mourning"}}
			h.settings.Rules.Region = "XX"
			h.daemon.Configure(h.settings)
			return nil
		}, 0, store.Expired, 0},
		{"it is too late", nil, 3 * time.Hour, store.Expired, 0},
		{"fika books in another calendar by now", func(h *harness, _ store.Booking, _ store.Intent) error {
			h.restartWith(func(o *daemon.Options) { o.Calendars[0].Book, o.Calendars[1].Book = false, true })
			return nil
		}, 0, store.Booked, 1},
		{"the calendar made something else of it", func(h *harness, _ store.Booking, in store.Intent) error {
			return h.store.MarkAltered(t.Context(), monday, in, "something else")
		}, 0, store.Unknown, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			h, ctx := newHarness(t), t.Context()
			h.settings.Goals = h.settings.Goals[:1] // Ana's
			h.daemon.Configure(h.settings)
			h.pass(t, monday)
			if err := h.approve(ctx, "ana", monday); err != nil {
				t.Fatal(err)
			}
			b, err := h.booking(ctx, "ana")
			if err != nil {
				t.Fatal(err)
			}
			in, err := h.store.Intend(ctx, monday, b.ID, store.Invite, "fk"+strings.Repeat("a", 40), nil)
			if err != nil {
				t.Fatal(err)
			}
			in.Calendar = "work"
			if err := h.store.Attempt(ctx, in); err != nil {
				t.Fatal(err)
			}
			if test.change != nil {
				if err := test.change(h, b, in); err != nil {
					t.Fatal(err)
				}
			}
			now := monday.Add(time.Minute)
			if test.before > 0 {
				now = b.Span.Start.Add(-test.before)
			}
			for range 2 {
				if _, err := h.daemon.Pass(ctx, now); err != nil {
					t.Fatal(err)
				}
				now = now.Add(time.Minute)
			}
			if b, err = h.store.Booking(ctx, b.ID); err != nil || b.State != test.state {
				t.Errorf("it is %s, want %s: %v", b.State, test.state, err)
			}
			paths, err := filepath.Glob(filepath.Join(h.dir, "*", "fk*.ics"))
			if err != nil || len(paths) != test.events {
				t.Errorf("events: %v, %v", paths, err)
			}
			for _, path := range paths {
				if filepath.Base(filepath.Dir(path)) != "work" {
					t.Errorf("it was sent to another calendar: %s", path)
				}
			}
		})
	}
}
