package main

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fika/daemon"
	"fika/internal/store"
)

// TestSupervised plays the service manager of a running fika: it hears when
// fika is ready, that each pass feeds the watchdog, and when fika ends.
func TestSupervised(t *testing.T) {
	path := filepath.Join(t.TempDir(), "notify")
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	hear := func(begins string) string {
		t.Helper()
		for {
			text := make([]byte, 4096)
			n, err := conn.Read(text)
			if err != nil {
				t.Fatal(err)
			}
			if message := string(text[:n]); strings.HasPrefix(message, begins) {
				return message
			}
		}
	}

	ctx, stop := context.WithCancel(t.Context())
	o := enter(t, func(a *cli) int { return a.run(ctx, []string{"run"}) }, "NOTIFY_SOCKET="+path, "WATCHDOG_USEC=60000000")
	hear("READY=1")
	if got := hear("STATUS="); !strings.HasPrefix(got, "STATUS=well; last pass ") || !strings.Contains(got, "\nWATCHDOG=1\nWATCHDOG_USEC=360000000") {
		t.Errorf("after a pass: %q; want it well, and the next sign of life within a minute after the pause of five", got)
	}

	o.configure(func(text string) string { return text + "\n[[goal]\n" })
	hear("RELOADING=1\nMONOTONIC_USEC=")
	hear("READY=1")
	hear("STATUS=nothing is sent: config_invalid; last pass ")

	stop()
	hear("STOPPING=1")
	if code := <-o.ended; code != exitDone {
		t.Errorf("exit %d", code)
	}
}

// TestStatusLine says how fika is without a name: every user of the machine
// may read it.
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
		{at, errors.New("open /home/maya"), "the last pass failed; the log says why"},
	} {
		if got := statusLine(c.report, c.err); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
