package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"fika/internal/api"
)

// home is a folder with a configuration in which fika runs. The clock is the real
// one, because the daemon's loop reads it; no test looks at a date.
type home struct {
	t   *testing.T
	dir string
	o   Options

	asked chan os.Signal // makes it read the configuration
	said  chan string    // the lines that it prints
	ended chan error     // how it ended
}

// newHome makes a home in which nothing runs.
func newHome(t *testing.T) *home {
	t.Helper()
	h := &home{t: t, dir: t.TempDir(), asked: make(chan os.Signal, 1), said: make(chan string, 1000), ended: make(chan error, 1)}
	h.o = Options{
		Paths:    api.Paths{Config: filepath.Join(h.dir, "fika.toml"), State: filepath.Join(h.dir, "state"), Socket: filepath.Join(h.dir, "run", "fika.sock")},
		Now:      time.Now,
		Say:      func(format string, args ...any) { h.said <- fmt.Sprintf(format, args...) },
		Complain: func(f *api.Fault) { h.said <- f.Text },
	}
	if err := os.CopyFS(h.dir, os.DirFS("../../cmd/fika/testdata/workspace")); err != nil {
		t.Fatal(err)
	}
	return h
}

// startHome makes a home, starts fika in it and waits until it listens. Fika stops at
// the end of the test.
func startHome(t *testing.T) *home {
	t.Helper()
	h := newHome(t)
	a, err := New(t.Context(), h.o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	go func() { h.ended <- a.Run(ctx, h.asked) }()
	t.Cleanup(func() {
		stop()
		if err := <-h.ended; err != nil {
			t.Error(err)
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	h.waitForLine("running on")
	return h
}

// waitForLine reads the output of the running fika until a line contains text.
func (h *home) waitForLine(text string) {
	h.t.Helper()
	for {
		select {
		case line := <-h.said:
			if strings.Contains(line, text) {
				return
			}
		case err := <-h.ended:
			h.ended <- err
			h.t.Fatalf("fika ended without saying %q: %v", text, err)
		}
	}
}

// write writes a file.
func (h *home) write(name, text string) {
	h.t.Helper()
	if err := os.WriteFile(filepath.Join(h.dir, name), []byte(text), 0o600); err != nil {
		h.t.Fatal(err)
	}
}

// edit writes a new configuration.
func (h *home) edit(change func(string) string) {
	h.t.Helper()
	text, err := os.ReadFile(h.o.Paths.Config)
	if err != nil {
		h.t.Fatal(err)
	}
	h.write("fika.toml", change(string(text)))
}

// configure writes a new configuration and asks fika to read it.
func (h *home) configure(change func(string) string) {
	h.t.Helper()
	h.edit(change)
	h.asked <- syscall.SIGHUP
}

func (h *home) mkdir(name string) {
	h.t.Helper()
	if err := os.Mkdir(filepath.Join(h.dir, name), 0o700); err != nil {
		h.t.Fatal(err)
	}
}

// ask puts a question to the running fika.
func ask[A any](h *home, question func(*Session) (A, error)) A {
	h.t.Helper()
	s, err := Open(h.t.Context(), h.o)
	if err != nil {
		h.t.Fatal(err)
	}
	answer, err := question(s)
	if err = errors.Join(err, s.Close()); err != nil || !s.Remote {
		h.t.Fatalf("%v, of a running fika: %v", err, s.Remote)
	}
	return answer
}

func (h *home) status() api.Status {
	h.t.Helper()
	return ask(h, func(s *Session) (api.Status, error) { return api.CallStatus.Make(h.t.Context(), s, api.NoArgs{}) })
}

// statusAfterPass returns the status after a pass that begins now.
func (h *home) statusAfterPass() api.Status {
	h.t.Helper()
	return ask(h, func(s *Session) (api.Status, error) {
		if _, err := api.CallFresh.Make(h.t.Context(), s, api.NoArgs{}); err != nil {
			return api.Status{}, err
		}
		return api.CallStatus.Make(h.t.Context(), s, api.NoArgs{})
	})
}

// holdCodes returns the codes of the current holds.
func (h *home) holdCodes() string {
	h.t.Helper()
	var codes []string
	for _, hold := range h.status().Holds {
		codes = append(codes, string(hold.Code))
	}
	return strings.Join(codes, " ")
}

// goalNames returns the names of the goals.
func (h *home) goalNames() string {
	h.t.Helper()
	answer := ask(h, func(s *Session) (api.Goals, error) {
		if _, err := api.CallFresh.Make(h.t.Context(), s, api.NoArgs{}); err != nil { // whoever hears of a change may be faster than its pass
			return api.Goals{}, err
		}
		return api.CallGoals.Make(h.t.Context(), s, api.NoArgs{})
	})
	var names []string
	for _, g := range answer.Goals {
		names = append(names, g.Goal)
	}
	return strings.Join(names, " ")
}
