package apitext_test

import (
	"testing"

	"fika/internal/api"
	"fika/internal/apitext"
)

// TestRejected checks how rejected people and slots are counted by reason.
func TestRejected(t *testing.T) {
	slots := map[string]int{"busy": 3, "past": 12, "own": 3, "of a fika to come": 1}
	if got, want := apitext.Slots(slots), "12 in the past, 3 too close to another coffee, 3 while you are busy, 1 of a fika to come"; got != want {
		t.Errorf("slots:\n got %s\nwant %s", got, want)
	}
	people := []api.Verdict{{Code: "away"}, {Code: "rest"}, {Code: "declined"}, {Code: "skipped"}}
	if got, want := apitext.People(people), "3 resting, 1 away"; got != want {
		t.Errorf("people:\n got %s\nwant %s", got, want)
	}
	if got := apitext.Slots(nil); got != "" {
		t.Errorf("no slots: %q", got)
	}
}
