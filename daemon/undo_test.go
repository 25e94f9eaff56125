package daemon_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"fika/internal/api"
	"fika/internal/store"
	"fika/planner"
)

// oneDay returns a fika with room for one coffee on one day, after a skip that gave the
// day to somebody else.
func oneDay(t *testing.T) (h *harness, now time.Time, skipped, instead store.Booking) {
	t.Helper()
	h = newHarness(t)
	zone := h.settings.Rules.Zone
	h.settings.Rules.PerDay, h.settings.Rules.Horizon = 1, 3
	for i := range h.settings.Goals {
		h.settings.Goals[i].Mode = planner.ModePropose
	}
	h.daemon.Configure(h.settings)
	now = day(2).At(8*60, zone)
	one := func() store.Booking {
		t.Helper()
		all, err := h.store.Bookings(t.Context(), now)
		if err != nil {
			t.Fatal(err)
		}
		var live []store.Booking
		for _, b := range all {
			if b.State.Live() {
				live = append(live, b)
			}
		}
		if len(live) != 1 {
			t.Fatalf("%d live bookings, want the day to have one: %+v", len(live), live)
		}
		return live[0]
	}
	mustPass(t, h, now)
	skipped = one()
	now = now.Add(time.Minute)
	if _, err := h.daemon.Skip(t.Context(), now, skipped.ID); err != nil {
		t.Fatal(err)
	}
	mustPass(t, h, now)
	instead = one()
	return h, now.Add(time.Minute), skipped, instead
}

// TestUndoneSkipKeepsItsID checks that the ID printed by undo can be approved.
func TestUndoneSkipKeepsItsID(t *testing.T) {
	h, now, skipped, instead := oneDay(t)
	ctx := t.Context()
	a, err := h.daemon.Undo(ctx, now)
	if err != nil || a.Booking.ID != skipped.ID || !strings.Contains(a.Effect, instead.ID) {
		t.Fatalf("%+v, %v; want %s, and that %s gives way", a, err, skipped.ID, instead.ID)
	}
	for range 3 {
		mustPass(t, h, now)
	}
	for id, want := range map[string]store.State{skipped.ID: store.Proposed, instead.ID: store.Expired} {
		if b, err := h.store.Booking(ctx, id); err != nil || b.State != want {
			t.Errorf("%s is %s (%v), want %s", id, b.State, err, want)
		}
	}
	if _, err := h.daemon.Approve(ctx, now, skipped.ID); err != nil {
		t.Errorf("approve the ID that undo printed: %v", err)
	}
	mustPass(t, h, now)
	if b, err := h.store.Booking(ctx, skipped.ID); err != nil || b.State != store.Booked {
		t.Errorf("it is %s, %v", b.State, err)
	}
}

// TestUndoSaysWhatHasTheSlot checks that undo names what has the slot by now: an
// approved coffee, or a meeting.
func TestUndoSaysWhatHasTheSlot(t *testing.T) {
	h, now, skipped, instead := oneDay(t)
	ctx := t.Context()
	if _, err := h.daemon.Approve(ctx, now, instead.ID); err != nil {
		t.Fatal(err)
	}
	mustPass(t, h, now)
	_, err := h.daemon.Undo(ctx, now)
	var f *api.Fault
	if !errors.As(err, &f) || f.Code != api.CodeGuarded || !strings.Contains(f.Text, instead.ID) || f.Hint == "" {
		t.Errorf("undo while %s has the day: %v", instead.ID, err)
	}
	if b, err := h.store.Booking(ctx, skipped.ID); err != nil || b.State != store.Skipped {
		t.Errorf("it is %s (%v), and was given an ID that dies", b.State, err)
	}

	h, now, skipped, _ = oneDay(t)
	if err := h.others.occupy("work", skipped.Span); err != nil {
		t.Fatal(err)
	}
	h.readCalendars(t, now)
	if _, err := h.daemon.Undo(ctx, now); !errors.As(err, &f) || f.Code != api.CodeGuarded || !strings.Contains(f.Text, "taken in your calendar") {
		t.Errorf("undo while a meeting has the slot: %v", err)
	}
}
