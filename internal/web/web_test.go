package web

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"reflect"
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
		ReadPeople: func(context.Context) ([]planner.Person, []people.Fault) {
			return []planner.Person{{ID: "ana@example.com", Name: "Ana Ruiz"}}, nil
		},
		Paused: func(time.Time) (store.Pause, bool, error) { return store.Pause{}, false, nil },
	}, daemon.Settings{Rules: planner.Rules{Me: "maya@example.com", Domains: []string{"example.com"}, Zone: time.UTC}})

	path := filepath.Join(t.TempDir(), "run", "fika.sock")
	l, err := Listen(path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- Serve(ctx, l, Service{
			Daemon: d, Now: func() time.Time { return morning }, Version: "1.2",
			Reload: func(_ context.Context, accept bool) (api.Reload, error) {
				if accept {
					return api.Reload{Verdict: api.ConfigTaken}, nil
				}
				return api.Reload{Verdict: api.ConfigShrunk, Changes: []api.ConfigChange{{Text: "goal a is gone", Loses: true}}}, nil
			},
			Compare: func(_ context.Context, draft *api.Draft) (api.ConfigDiff, error) {
				if draft != nil {
					return api.ConfigDiff{Path: draft.Path, Text: draft.Text}, nil
				}
				return api.ConfigDiff{}, &api.Fault{Code: api.CodeFailed, Text: "not now"}
			},
		})
	}()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	return d, client.New(path), path
}

// TestSameAnswers asks the daemon directly and over the socket.
func TestSameAnswers(t *testing.T) {
	d, c, _ := running(t)
	ctx := t.Context()
	type asked interface {
		Plan(context.Context, time.Time) (api.Plan, error)
		People(context.Context, time.Time) (api.People, error)
		WhyNot(context.Context, time.Time, string, time.Time, bool) (api.WhyNot, error)
		Status(context.Context, time.Time) (api.Status, error)
		Bookings(context.Context, time.Time, bool) (api.Bookings, error)
		Goals(context.Context, time.Time) (api.Goals, error)
		OrderGuard(context.Context, time.Time, string, api.GuardOrder, time.Time) (api.Colleague, error)
		Forget(context.Context, time.Time, string) (api.Forgotten, error)
		PreviewCancel(context.Context, time.Time, string, time.Time) (api.Cancellation, error)
		CancelAll(context.Context, time.Time, []string) (api.Cancellation, error)
		PreviewForget(context.Context, time.Time, string) (api.Forgotten, error)
		Checks(context.Context, time.Time) (api.Checks, error)
		History(context.Context, int64, int) (api.Log, error)
		Why(context.Context, time.Time, string) (api.Why, error)
	}
	for name, ask := range map[string]func(asked) (any, error){
		"plan":     func(e asked) (any, error) { return e.Plan(ctx, morning) },
		"people":   func(e asked) (any, error) { return e.People(ctx, morning) },
		"why-not":  func(e asked) (any, error) { return e.WhyNot(ctx, morning, "ana", time.Time{}, false) },
		"status":   func(e asked) (any, error) { return e.Status(ctx, morning) },
		"bookings": func(e asked) (any, error) { return e.Bookings(ctx, morning, true) },
		"goals":    func(e asked) (any, error) { return e.Goals(ctx, morning) },
		"guard": func(e asked) (any, error) {
			a, err := e.OrderGuard(ctx, morning, "ana", api.GuardRest, morning.AddDate(0, 1, 0))
			a.View = api.View{} // each order creates a new one
			return a, err
		},
		"checks":  func(e asked) (any, error) { return e.Checks(ctx, morning) },
		"forget":  func(e asked) (any, error) { return e.Forget(ctx, morning, "nobody") },
		"forgets": func(e asked) (any, error) { return e.PreviewForget(ctx, morning, "ana") },
		"cancels": func(e asked) (any, error) { return e.PreviewCancel(ctx, morning, "", morning.AddDate(0, 0, 9)) },
		"none":    func(e asked) (any, error) { return e.CancelAll(ctx, morning, []string{"nope"}) },
		"log":     func(e asked) (any, error) { a, err := e.History(ctx, 0, 1); a.Entries = nil; return a, err },
		"missing": func(e asked) (any, error) { return e.Why(ctx, morning, "nope") },
	} {
		t.Run(name, func(t *testing.T) {
			want, wantErr := ask(d)
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

// TestEveryCallIsServed calls every method of the client without arguments: a daemon of
// the same version knows them all.
func TestEveryCallIsServed(t *testing.T) {
	_, c, _ := running(t)
	client := reflect.ValueOf(c)
	for i := range client.NumMethod() {
		method, name := client.Method(i), client.Type().Method(i).Name
		if method.Type().NumIn() == 0 {
			continue
		}
		args := []reflect.Value{reflect.ValueOf(t.Context())}
		for j := 1; j < method.Type().NumIn(); j++ {
			args = append(args, reflect.Zero(method.Type().In(j)))
		}
		results := method.Call(args)
		var f *api.Fault
		if err, _ := results[len(results)-1].Interface().(error); errors.As(err, &f) && strings.Contains(f.Text, "does not know") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestConfigCalls(t *testing.T) {
	_, c, _ := running(t)
	got, err := c.Reload(t.Context(), false)
	want := api.Reload{Verdict: api.ConfigShrunk, Changes: []api.ConfigChange{{Text: "goal a is gone", Loses: true}}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("reload: %v, %s", err, diff)
	}
	if got, err := c.Reload(t.Context(), true); err != nil || got.Verdict != api.ConfigTaken {
		t.Errorf("accept: %v, %v", got, err)
	}
	var f *api.Fault
	if _, err := c.Compare(t.Context(), nil); !errors.As(err, &f) || f.Text != "not now" {
		t.Errorf("compare: %v", err)
	}
	draft := api.Draft{Path: "/tmp/draft.toml", Text: strings.Repeat("# \u0000\"\n", 40000)} // as large as a file may be
	if got, err := c.Compare(t.Context(), &draft); err != nil || got.Path != draft.Path || got.Text != draft.Text {
		t.Errorf("compare with a draft: %v", err)
	}
	if got := c.Version(); got != "1.2" {
		t.Errorf("the daemon has version %q, want 1.2", got)
	}
}

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

func TestCopies(t *testing.T) {
	_, c, _ := running(t)
	path := filepath.Join(t.TempDir(), "copy.db")
	answer, err := c.Backup(t.Context(), path)
	if err != nil || answer.File != path {
		t.Errorf("%+v, %v", answer, err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
	var f *api.Fault
	if _, err := c.Backup(t.Context(), path); !errors.As(err, &f) || f.Code != api.CodeInvalid {
		t.Errorf("in the place of another: %v", err)
	}
	if all, err := c.Export(t.Context()); err != nil || all.Tables["bookings"] == nil {
		t.Errorf("%+v, %v", all, err)
	}
}
