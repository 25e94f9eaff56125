package daemon_test

import (
	"testing"

	"fika/daemon"
	"fika/internal/api"
)

// TestNotesAreKept checks that passes erase a note when it is as old as the user wants, and
// not before.
func TestNotesAreKept(t *testing.T) {
	h := newHarness(t)
	h.settings.KeepNotes = 10
	h.restartWith(func(*daemon.Options) {})
	if _, err := h.daemon.AddNotes(t.Context(), monday, api.NoteArgs{About: "ana", Notes: []api.NewNote{{Kind: api.NoteLearned, Text: "they pay late"}}}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ days, want int }{{10, 1}, {11, 0}} {
		now := monday.AddDate(0, 0, c.days)
		if _, err := h.daemon.Pass(t.Context(), now); err != nil {
			t.Fatal(err)
		}
		notes, err := h.daemon.Notes(t.Context(), now, api.NotesArgs{})
		if err != nil || len(notes.Notes) != c.want {
			t.Errorf("after %d days: %+v, %v", c.days, notes, err)
		}
	}
}
