package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"fika/internal/api"
	"fika/internal/web"
)

// TestRunAnswers runs commands while fika runs: every one uses the socket, because
// the state is locked.
func TestRunAnswers(t *testing.T) {
	o := startInProcess(t)
	for _, line := range []string{
		"plan", "bookings", "status", "goals", "mirror", "letters", "people", "people show ana", "why-not ana", "log", "busy", "busy --person ana",
		"free", "events", "people rest ana", "people lift ana", "sync", "pause", "resume",
	} {
		for _, args := range [][]string{strings.Fields(line), append(strings.Fields(line), "--json")} {
			if code, out, talk := o.fika(args...); code != 0 || out == "" && line != "log" {
				t.Errorf("fika %s: exit %d, stdout %q, stderr %q", strings.Join(args, " "), code, out, talk)
			}
		}
	}
	if _, out, _ := o.fika("status"); !strings.Contains(out, "fika is running; ") {
		t.Errorf("status says nothing of the running fika:\n%s", out)
	}
	if _, out, _ := o.fika(); !strings.Contains(out, "fika is running; ") {
		t.Errorf("fika alone is not the status:\n%s", out)
	}
	if code, _, _ := o.fika("status", "--check"); code != api.ExitDone {
		t.Errorf("status --check of a sound fika ends with %d", code)
	}
	if code, _, talk := o.fika("why", "zzzzzz"); code != api.ExitFailed || !strings.Contains(talk, "hint: ") {
		t.Errorf("a refusal over the socket: exit %d, %s", code, talk)
	}
}

func TestSecondRun(t *testing.T) {
	o := startInProcess(t)
	for _, args := range [][]string{{"run"}, {"run", "--once"}} {
		if code, _, talk := o.fika(args...); code != api.ExitLocked || !strings.Contains(talk, "it answers") {
			t.Errorf("fika %v: exit %d, %s", args, code, talk)
		}
	}
}

func TestSocketIsTaken(t *testing.T) {
	o := startInProcess(t)
	code, _, talk := o.fika("run", "--state", filepath.Join(o.dir, "other"), "--socket", filepath.Join(o.dir, "state", "run", "fika.sock"))
	if code != api.ExitFailed || !strings.Contains(talk, "another program is listening") {
		t.Errorf("exit %d, %s", code, talk)
	}
}

// TestOtherVersion runs a command with a fika of another version, as after an update.
func TestOtherVersion(t *testing.T) {
	path := filepath.Join(t.TempDir(), "fika.sock")
	l, err := web.Listen(path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	calls := api.Handlers{}
	api.CallCompare.Handle(calls, func(context.Context, api.CompareArgs) (api.ConfigDiff, error) {
		return api.ConfigDiff{Verdict: api.ConfigTaken}, nil
	})
	go func() { ended <- web.Serve(ctx, l, web.Service{Version: "0.0.1", Calls: calls}) }()
	var out, talk bytes.Buffer
	a := &cli{stdin: strings.NewReader(""), stdout: &out, stderr: &talk, now: time.Now, getenv: func(string) string { return t.TempDir() }}
	if code := a.run(t.Context(), []string{"config", "diff", "--socket", path}); code != api.ExitDone || !strings.Contains(talk.String(), "the running fika is 0.0.1") {
		t.Errorf("exit %d, %s%s", code, out.String(), talk.String())
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestGoingOn follows a running fika until it ends.
func TestGoingOn(t *testing.T) {
	for _, line := range []string{"log --follow", "log --follow --json", "status --watch", "status --watch --json"} {
		t.Run(line, func(t *testing.T) {
			t.Parallel() // each waits for questions that are not answered any more
			ctx, stop := context.WithCancel(t.Context())
			o := startInProcessWith(t, func(a *cli) int { return a.run(ctx, []string{"run"}) })
			if code, _, talk := o.fika("sync"); code != api.ExitDone {
				t.Fatal(talk)
			}
			r, w := io.Pipe()
			ended := make(chan int)
			var talk bytes.Buffer
			go func() {
				code := o.app(w, &talk).run(t.Context(), strings.Fields(line))
				w.Close()
				ended <- code
			}()
			lines := bufio.NewScanner(r)
			if !lines.Scan() {
				t.Error("nothing was shown")
			}
			go io.Copy(io.Discard, r) //nolint:errcheck // ends with w
			stop()
			if code := <-ended; code != api.ExitNoDaemon || !strings.Contains(talk.String(), "has ended") {
				t.Errorf("exit %d, %s", code, talk.String())
			}
			if code := <-o.ended; code != api.ExitDone {
				t.Errorf("fika run: exit %d", code)
			}
		})
	}
}

// TestPauseReachesRun pauses a running fika.
func TestPauseReachesRun(t *testing.T) {
	o := startInProcess(t)
	if code, _, talk := o.fika("pause"); code != api.ExitDone {
		t.Fatalf("pause: exit %d, %s", code, talk)
	}
	if got := o.holds(); got != "paused" {
		t.Errorf("holds %q", got)
	}
	if code, _, _ := o.fika("status", "--check"); code != api.ExitAttention {
		t.Errorf("status --check ends with %d", code)
	}
}

// TestStop ends a running fika with a signal, the way its unit does.
func TestStop(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
		o := startInProcessWith(t, func(a *cli) int { return a.main([]string{"run"}) })
		if err := syscall.Kill(os.Getpid(), sig); err != nil {
			t.Fatal(err)
		}
		o.waitForLine("stopped")
		if code := <-o.ended; code != api.ExitDone {
			t.Errorf("%v: exit %d", sig, code)
		}
		if _, err := net.Dial("unix", filepath.Join(o.dir, "state", "run", "fika.sock")); err == nil {
			t.Errorf("%v: somebody still answers", sig)
		}
	}
}
