package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"fika/config"
	"fika/internal/people"
)

// TestColumns checks that the configuration maps exactly the columns of lists.
func TestColumns(t *testing.T) {
	if diff := cmp.Diff(people.Columns(), config.PeopleColumns()); diff != "" {
		t.Errorf("people (-) and config (+):\n%s", diff)
	}
}
