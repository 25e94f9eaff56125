package main

import (
	"strings"
	"testing"
	"time"

	"fika/internal/api"
	"fika/internal/terminal"
)

// TestForgetQuestion checks that the question names the person and the guard that is
// kept.
func TestForgetQuestion(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	rest := time.Date(2026, 4, 27, 0, 0, 0, 0, time.UTC)
	ana := api.Forgotten{Person: "ana@example.com", Name: "Ana Ruiz"}
	never, resting, nameless := ana, ana, api.Forgotten{Person: "x@example.com"}
	never.Never, resting.Rest = true, &rest
	for want, a := range map[string]api.Forgotten{
		"Ana Ruiz <ana@example.com>, for good? Never is kept, as a hash of the address.":                                   never,
		"Ana Ruiz <ana@example.com>, for good? The rest until Mon 27 Apr is kept, as a hash of the address.":               resting,
		"Ana Ruiz <ana@example.com>, for good? No guard is kept: to keep fika away from them, first run fika people never": ana,
		"remembers about x@example.com, for good?":                                                                         nameless,
	} {
		if got := forgetQuestion(&page{terminal.Page{Now: now}}, a); !strings.Contains(got, want) {
			t.Errorf("it asks %q, want %q", got, want)
		}
	}
}
