package main

import (
	"context"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"fika/internal/api"
)

// TestSupervised acts as the service manager of a running fika: it is notified when fika
// is ready, after each pass for the watchdog, and when fika stops.
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
	o := startInProcessWith(t, func(a *cli) int { return a.run(ctx, []string{"run"}) }, "NOTIFY_SOCKET="+path, "WATCHDOG_USEC=60000000")
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
	if code := <-o.ended; code != api.ExitDone {
		t.Errorf("exit %d", code)
	}
}
