package daemon_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fika/internal/store"
)

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
