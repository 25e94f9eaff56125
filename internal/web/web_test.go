package web

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/daemon"
	"fika/internal/api"
	"fika/internal/client"
	"fika/internal/people"
	"fika/internal/store"
	"fika/planner"
)

var morning = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

// running starts a daemon without calendars on a socket and returns both ends.
func running(t *testing.T) (*daemon.Daemon, *client.Client, string) {
	t.Helper()
	st, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "state"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	d := daemon.New(daemon.Options{
		Store: st,
		ReadPeople: func(context.Context) (people.Everybody, []people.Fault) {
			return people.Everybody{Colleagues: []planner.Person{{ID: "ana@example.com", Name: "Ana Ruiz"}}}, nil
		},
		Paused: func(time.Time) (store.Pause, bool, error) { return store.Pause{}, false, nil },
	}, daemon.Settings{Rules: planner.Rules{Me: "maya@example.com", Domains: []string{"example.com"}, Zone: time.UTC}})

	now := func() time.Time { return morning }
	calls := d.Calls(now)
	api.CallReload.Handle(calls, func(_ context.Context, a api.ReloadArgs) (api.Reload, error) {
		if a.Accept {
			return api.Reload{Verdict: api.ConfigTaken}, nil
		}
		return api.Reload{Verdict: api.ConfigShrunk, Changes: []api.ConfigChange{{Text: "goal a is gone", Loses: true}}}, nil
	})
	api.CallCompare.Handle(calls, func(_ context.Context, a api.CompareArgs) (api.ConfigDiff, error) {
		if a.Draft != nil {
			return api.ConfigDiff{Path: a.Draft.Path, Text: a.Draft.Text}, nil
		}
		return api.ConfigDiff{}, &api.Fault{Code: api.CodeFailed, Text: "not now"}
	})

	path := filepath.Join(t.TempDir(), "run", "fika.sock")
	l, err := Listen(path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- Serve(ctx, l, Service{Calls: calls, Daemon: d, Now: now, Version: "1.2"})
	}()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	return d, client.New(path), path
}

// TestSameAnswers checks that calls have the same answers directly and over the socket.
func TestSameAnswers(t *testing.T) {
	d, c, _ := running(t)
	direct := d.Calls(func() time.Time { return morning })
	type asked = func(api.Caller) (any, error)
	for name, ask := range map[string]asked{
		"plan":     making(t, api.CallPlan, api.NoArgs{}),
		"people":   making(t, api.CallPeople, api.NoArgs{}),
		"why-not":  making(t, api.CallWhyNot, api.WhyNotArgs{Who: "ana"}),
		"status":   making(t, api.CallStatus, api.NoArgs{}),
		"bookings": making(t, api.CallBookings, api.BookingsArgs{All: true}),
		"letters":  making(t, api.CallLetters, api.LettersArgs{Sample: 3}),
		"goals":    making(t, api.CallGoals, api.NoArgs{}),
		"mirror":   making(t, api.CallMirror, api.NoArgs{}),
		"guard": func(by api.Caller) (any, error) {
			a, err := api.CallGuard.Make(t.Context(), by, api.GuardArgs{Who: "ana", Guard: api.GuardRest, Until: morning.AddDate(0, 1, 0)})
			a.View = api.View{} // each order creates a new one
			return a, err
		},
		"checks":  making(t, api.CallChecks, api.NoArgs{}),
		"forget":  making(t, api.CallForget, api.PersonArgs{Who: "nobody"}),
		"forgets": making(t, api.CallPreviewForget, api.PersonArgs{Who: "ana"}),
		"cancels": making(t, api.CallPreviewCancel, api.PreviewCancelArgs{Until: morning.AddDate(0, 0, 9)}),
		"none":    making(t, api.CallCancelAll, api.CancelAllArgs{IDs: []string{"nope"}}),
		"log": func(by api.Caller) (any, error) {
			a, err := api.CallLog.Make(t.Context(), by, api.LogArgs{Limit: 1})
			a.Entries = nil
			return a, err
		},
		"missing": making(t, api.CallWhy, api.BookingArgs{ID: "nope"}),
		"invalid": making(t, api.CallGuard, api.GuardArgs{Who: "ana", Guard: "nap"}),
	} {
		t.Run(name, func(t *testing.T) {
			want, wantErr := ask(direct)
			got, gotErr := ask(c)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("direct against socket:\n%s", diff)
			}
			var w, g *api.Fault
			if errors.As(wantErr, &w) != errors.As(gotErr, &g) || w != nil && *w != *g || (wantErr == nil) != (gotErr == nil) {
				t.Errorf("direct fails with %v, the socket with %v", wantErr, gotErr)
			}
		})
	}
}

// making returns a function that makes one call.
func making[Args, Answer any](t *testing.T, c api.Call[Args, Answer], args Args) func(api.Caller) (any, error) {
	return func(by api.Caller) (any, error) { return c.Make(t.Context(), by, args) }
}

// TestConfigCalls checks reloads and comparisons over the socket, with a draft as large
// as a file may be.
func TestConfigCalls(t *testing.T) {
	_, c, _ := running(t)
	got, err := api.CallReload.Make(t.Context(), c, api.ReloadArgs{})
	want := api.Reload{Verdict: api.ConfigShrunk, Changes: []api.ConfigChange{{Text: "goal a is gone", Loses: true}}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("reload: %v, %s", err, diff)
	}
	if got, err := api.CallReload.Make(t.Context(), c, api.ReloadArgs{Accept: true}); err != nil || got.Verdict != api.ConfigTaken {
		t.Errorf("accept: %v, %v", got, err)
	}
	var f *api.Fault
	if _, err := api.CallCompare.Make(t.Context(), c, api.CompareArgs{}); !errors.As(err, &f) || f.Text != "not now" {
		t.Errorf("compare: %v", err)
	}
	draft := api.Draft{Path: "/tmp/draft.toml", Text: strings.Repeat("# \u0000\"\n", 40000)} // as large as a file may be
	if got, err := api.CallCompare.Make(t.Context(), c, api.CompareArgs{Draft: &draft}); err != nil || got.Path != draft.Path || got.Text != draft.Text {
		t.Errorf("compare with a draft: %v", err)
	}
	if got := c.Version(); got != "1.2" {
		t.Errorf("the daemon has version %q, want 1.2", got)
	}
}

// TestSocketIsPrivate checks that only the user can open the socket and its folder.
func TestSocketIsPrivate(t *testing.T) {
	_, _, path := running(t)
	for _, f := range []struct {
		path string
		want os.FileMode
	}{{path, 0o600}, {filepath.Dir(path), 0o700}} {
		info, err := os.Stat(f.path)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != f.want {
			t.Errorf("%s has mode %04o, want %04o", f.path, got, f.want)
		}
	}
	if _, err := Listen(path); err == nil {
		t.Error("a second daemon took the socket of a running one")
	}
}

// TestListen checks that Listen replaces a socket that nobody answers on, and no other
// file.
func TestListen(t *testing.T) {
	dir := t.TempDir()
	stale := filepath.Join(dir, "stale.sock")
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: stale, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	l.SetUnlinkOnClose(false) // as a killed process leaves it
	l.Close()
	again, err := Listen(stale)
	if err != nil {
		t.Fatalf("a socket that nobody answers on: %v", err)
	}
	again.Close()

	file := filepath.Join(dir, "precious.txt")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Listen(file); err == nil {
		t.Error("a file was replaced as if it were a socket")
	}
	if text, err := os.ReadFile(file); err != nil || string(text) != "mine" {
		t.Errorf("the file is %q, %v", text, err)
	}
}

// TestReopen checks that the socket is made again after it was removed, or its folder
// was, while somebody is connected.
func TestReopen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "run", "fika.sock")
	l, err := Listen(path)
	if err != nil {
		t.Fatal(err)
	}
	calls := api.Handlers{}
	api.CallStatus.Handle(calls, func(context.Context, api.NoArgs) (api.Status, error) { return api.Status{Zone: "UTC"}, nil })
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- Serve(ctx, l, Service{Calls: calls}) }()
	answers := func(c *client.Client) {
		t.Helper()
		if a, err := api.CallStatus.Make(t.Context(), c, api.NoArgs{}); err != nil || a.Zone != "UTC" {
			t.Errorf("%+v, %v", a, err)
		}
	}
	connected := client.New(path)
	answers(connected)
	if again, err := l.Reopen(); again || err != nil {
		t.Errorf("a socket that is there: %v, %v", again, err)
	}
	if err := os.RemoveAll(filepath.Dir(path)); err != nil {
		t.Fatal(err)
	}
	if again, err := l.Reopen(); !again || err != nil {
		t.Errorf("a socket that is gone: %v, %v", again, err)
	}
	answers(connected)
	answers(client.New(path))
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}

	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if again, err := l.Reopen(); again || err == nil {
		t.Errorf("a file in the way: %v, %v", again, err)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "mine" {
		t.Errorf("the file is %q, %v", text, err)
	}
	if again, err := l.Reopen(); again || err != nil {
		t.Errorf("a closed socket: %v, %v", again, err)
	}
}

// TestCopies checks backups and exports over the socket, and that no file is
// overwritten.
func TestCopies(t *testing.T) {
	_, c, _ := running(t)
	path := filepath.Join(t.TempDir(), "copy.db")
	answer, err := api.CallBackup.Make(t.Context(), c, api.BackupArgs{Path: path})
	if err != nil || answer.File != path {
		t.Errorf("%+v, %v", answer, err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
	var f *api.Fault
	if _, err := api.CallBackup.Make(t.Context(), c, api.BackupArgs{Path: path}); !errors.As(err, &f) || f.Code != api.CodeInvalid {
		t.Errorf("in the place of another: %v", err)
	}
	if all, err := api.CallExport.Make(t.Context(), c, api.NoArgs{}); err != nil || all.Tables["bookings"] == nil {
		t.Errorf("%+v, %v", all, err)
	}
}
