package daemon_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fika/internal/store"
)

// TestGuestUnreadableAtSending checks that the user has to decide about a coffee that
// fika approved by itself if the guest's calendar cannot be read any more when the undo
// window ends.
func TestGuestUnreadableAtSending(t *testing.T) {
	h := newHarness(t)
	h.pass(t, monday)
	if b, err := h.booking(t.Context(), "bo"); err != nil || b.State != store.Approved {
		t.Fatalf("it is %s, %v", b.State, err)
	}
	if err := os.RemoveAll(filepath.Join(h.dir, "bo")); err != nil {
		t.Fatal(err)
	}
	for _, now := range []time.Time{monday.Add(3 * time.Hour), monday.Add(4 * time.Hour)} {
		h.pass(t, now)
		b, err := h.booking(t.Context(), "bo")
		if err != nil || b.State != store.Proposed || b.Sent || b.Event != "" {
			t.Fatalf("it is %s, sent: %t, %v", b.State, b.Sent, err)
		}
	}
	b, err := h.booking(t.Context(), "bo")
	if err != nil {
		t.Fatal(err)
	}
	entries, err := h.store.Log(t.Context(), 0, b.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	if last := entries[len(entries)-1]; !strings.Contains(last.Note, "for you to approve") {
		t.Errorf("the log ends with %q", last.Note)
	}
}
