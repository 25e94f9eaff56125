package daemon_test

import (
	"path/filepath"
	"slices"
	"testing"
)

// TestNoCopyUnderAWrongClock checks that no copy of the store is made while the clock
// is wrong: there is one copy a day, so one with a wrong date would replace a better
// one.
func TestNoCopyUnderAWrongClock(t *testing.T) {
	h := newHarness(t)
	copies := func() []string {
		t.Helper()
		paths, err := filepath.Glob(filepath.Join(h.dir, "state", "backups", "*.db"))
		if err != nil {
			t.Fatal(err)
		}
		return paths
	}
	h.pass(t, monday)
	before := copies()
	if len(before) != 1 {
		t.Fatalf("the first day left %q", before)
	}
	h.pass(t, monday.AddDate(0, 0, -1), "clock_back")
	if after := copies(); !slices.Equal(after, before) {
		t.Errorf("a clock that was set back left %q, before there was %q", after, before)
	}
}
