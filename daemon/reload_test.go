package daemon_test

import (
	"testing"
	"time"
)

// TestAnswersBesideReload checks that each answer is in one zone, the old or the new,
// while the settings change. The race detector checks the rest.
func TestAnswersBesideReload(t *testing.T) {
	h := newHarness(t)
	if _, err := h.daemon.Pass(t.Context(), time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	utc := h.settings
	utc.Rules.Zone = time.UTC
	reloaded := make(chan struct{})
	go func() {
		defer close(reloaded)
		for range 200 {
			h.daemon.Configure(utc)
			h.daemon.Configure(h.settings)
		}
	}()
	for busy := true; busy; {
		select {
		case <-reloaded:
			busy = false
		default:
		}
		bookings, err := h.daemon.Bookings(t.Context(), time.Now(), true)
		if err != nil || len(bookings.Bookings) == 0 {
			t.Fatalf("%d bookings, %v", len(bookings.Bookings), err)
		}
		for _, b := range bookings.Bookings {
			if b.Start.Location() != b.End.Location() {
				t.Fatalf("booking %s goes from %v to %v", b.ID, b.Start, b.End)
			}
		}
		if _, err := h.daemon.History(t.Context(), 0, 0); err != nil {
			t.Fatal(err)
		}
	}
}
