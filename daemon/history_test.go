package daemon_test

import (
	"encoding/json"
	"testing"

	"fika/internal/api"
)

// TestHistoryOfEnded checks that Ana's history is in the answer after her coffee was
// skipped, in the next days' views, and still in answers when these have dropped it.
func TestHistoryOfEnded(t *testing.T) {
	h := newHarness(t)
	h.pass(t, monday)
	b, err := h.booking(t.Context(), "ana")
	if err != nil {
		t.Fatal(err)
	}
	skipped, err := h.daemon.Skip(t.Context(), monday, b.ID)
	if err != nil {
		t.Fatal(err)
	}
	whole := skipped.Booking.History
	if len(whole) < 2 || whole[len(whole)-1].Kind != api.EntrySkipped {
		t.Fatalf("the answer to the order has the history %+v", whole)
	}
	for _, c := range []struct {
		days int
		kept bool
	}{{1, true}, {6, true}, {8, false}, {300, false}} {
		at := monday.AddDate(0, 0, c.days)
		if err := h.daemon.ReadView(t.Context(), at); err != nil {
			t.Fatal(err)
		}
		if v, err := h.daemon.View().Why(at, b.ID); err != nil || (len(v.Booking.History) > 0) != c.kept {
			t.Errorf("after %d days the view has %d entries, %v", c.days, len(v.Booking.History), err)
		}
		why, err := h.daemon.Why(t.Context(), at, b.ID)
		if err != nil {
			t.Fatal(err)
		}
		all, err := h.daemon.Bookings(t.Context(), at, true)
		if err != nil {
			t.Fatal(err)
		}
		for name, history := range map[string][]api.Entry{"why": why.Booking.History, "bookings": historyIn(all, b.ID)} {
			if inJSON(t, history) != inJSON(t, whole) {
				t.Errorf("after %d days %s has the history %+v, want %+v", c.days, name, history, whole)
			}
		}
	}
}

// historyIn returns the history of the booking with that id.
func historyIn(all api.Bookings, id string) []api.Entry {
	for _, b := range all.Bookings {
		if b.ID == id {
			return b.History
		}
	}
	return nil
}

func inJSON(t *testing.T, history []api.Entry) string {
	t.Helper()
	text, err := json.Marshal(history)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
