package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"fika/internal/api"
	"fika/internal/client"
	"fika/internal/store"
)

// TestRunAfterACommand checks that fika starts although a command has the store for a
// moment.
func TestRunAfterACommand(t *testing.T) {
	h := newHome(t)
	st, err := store.Open(t.Context(), h.o.Paths.State)
	if err != nil {
		t.Fatal(err)
	}
	closed := make(chan error, 1)
	time.AfterFunc(300*time.Millisecond, func() { closed <- st.Close() })
	a, err := New(t.Context(), h.o)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Error(err)
	}
	if err := <-closed; err != nil {
		t.Error(err)
	}
}

// TestZoneWithoutCalendars checks that the zone is known although no calendar can be
// read: resting somebody needs a date, but no calendar.
func TestZoneWithoutCalendars(t *testing.T) {
	h := startHome(t)
	want := h.statusAfterPass().Zone
	if err := os.RemoveAll(filepath.Join(h.dir, "calendars")); err != nil {
		t.Fatal(err)
	}
	if status := h.statusAfterPass(); len(status.Holds) == 0 {
		t.Fatal("the calendar can still be read")
	}
	zone := ask(h, func(s *Session) (*time.Location, error) { return s.Zone(t.Context(), time.Now()) })
	if zone.String() != want || want == "" {
		t.Errorf("it is %s, want %s", zone, want)
	}
}

// TestEveryCallIsAnswered checks that a running fika answers every call that call.go
// declares. How it answers is tested elsewhere.
func TestEveryCallIsAnswered(t *testing.T) {
	h := startHome(t)
	text, err := os.ReadFile("../api/call.go")
	if err != nil {
		t.Fatal(err)
	}
	declared := regexp.MustCompile(`= (?:question|order|pass)\[.*\]\("(.*)"\)`).FindAllSubmatch(text, -1)
	if len(declared) < 30 {
		t.Errorf("only %d calls were found", len(declared))
	}
	c := client.New(h.o.Paths.Socket)
	for _, name := range declared {
		var f *api.Fault
		if _, err := c.Call(t.Context(), api.Request{Name: string(name[1])}); errors.As(err, &f) && strings.Contains(f.Text, "does not know") {
			t.Error(err)
		}
	}
}

// TestWaiting checks that fika says once what an order waits for.
func TestWaiting(t *testing.T) {
	calls := api.Handlers{}
	if got := waiting(t.Context(), calls); got != "waiting for the running fika" {
		t.Errorf("no status: %s", got)
	}
	pass := &api.PassNow{Since: time.Date(2026, 3, 2, 9, 4, 0, 0, time.UTC), Does: "reads Work"}
	api.CallStatus.Handle(calls, func(context.Context, api.NoArgs) (api.Status, error) { return api.Status{Pass: pass}, nil })
	if got := waiting(t.Context(), calls); got != "waiting for a pass that reads Work, since 09:04" {
		t.Errorf("beside a pass: %s", got)
	}
	var said []string
	o := Options{Wait: func(what func(context.Context) string) func() {
		said = append(said, what(t.Context()))
		return func() {}
	}}
	api.CallUndo.Handle(calls, func(context.Context, api.NoArgs) (api.Change, error) { return api.Change{}, nil })
	for _, remote := range []bool{true, false} {
		s := &Session{Remote: remote, o: o, fika: calls}
		if _, err := api.CallUndo.Make(t.Context(), s, api.NoArgs{}); err != nil {
			t.Error(err)
		}
		if _, err := api.CallStatus.Make(t.Context(), s, api.NoArgs{}); err != nil {
			t.Error(err)
		}
	}
	if got, want := strings.Join(said, "; "), "waiting for a pass that reads Work, since 09:04; reading the calendars; reading the calendars; reading the calendars"; got != want {
		t.Errorf("it says %s, want %s", got, want)
	}
}

// TestRemovedSocket checks that a running fika whose socket was removed makes it again
// after the next pass.
func TestRemovedSocket(t *testing.T) {
	h := startHome(t)
	if err := os.Remove(h.o.Paths.Socket); err != nil {
		t.Fatal(err)
	}
	h.edit(func(text string) string { return text + "\n# a change causes a pass\n" })
	h.asked <- syscall.SIGHUP
	h.waitForLine("somebody removed the socket; it is there again")
	h.status()
}
