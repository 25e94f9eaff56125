package app

import (
	"errors"
	"testing"
	"time"

	"fika/daemon"
	"fika/internal/store"
)

// TestStatusLine checks that the status for the service manager describes fika without
// names, because every user of the machine may read it.
func TestStatusLine(t *testing.T) {
	at := daemon.Report{Now: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)}
	held := at
	held.Holds = []store.Hold{{Code: "paused", Text: "because of Ana"}, {Code: "calendar_unreadable", Text: "/home/maya"}}
	for _, c := range []struct {
		report daemon.Report
		err    error
		want   string
	}{
		{at, nil, "well; last pass Mon 08:00 UTC"},
		{held, nil, "nothing is sent: paused, calendar_unreadable; last pass Mon 08:00 UTC"},
		{at, errors.New("open /home/maya"), "the last pass failed; see the log"},
	} {
		if got := statusLine(c.report, c.err); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
