package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"fika/web"
)

// office is a copy of testdata/office with a fika running in it. The clock is
// the real one, because [daemon.Daemon.Run] reads it; no test looks at a date.
type office struct {
	t   *testing.T
	dir string
	env []string // NAME=VALUE, beside what every office has

	talk  chan string // lines that the running fika says on stderr; closed when it ended
	ended chan int    // its exit code
}

// begin makes an office, starts fika run in it and waits until it listens.
func begin(t *testing.T) *office {
	o := furnish(t)
	o.begin()
	return o
}

// enter makes an office, starts run in it, and waits until it listens.
func enter(t *testing.T, run func(*app) int, env ...string) *office {
	t.Helper()
	o := furnish(t, env...)
	o.start(run)
	return o
}

// furnish makes an office in which nothing runs.
func furnish(t *testing.T, env ...string) *office {
	t.Helper()
	o := &office{t: t, dir: t.TempDir(), env: env}
	if err := os.CopyFS(o.dir, os.DirFS("testdata/office")); err != nil {
		t.Fatal(err)
	}
	return o
}

// begin starts fika run and waits until it listens. It ends with the test.
func (o *office) begin() {
	o.t.Helper()
	ctx, stop := context.WithCancel(o.t.Context())
	o.start(func(a *app) int { return a.run(ctx, []string{"run"}) })
	o.t.Cleanup(func() {
		stop()
		<-o.ended
	})
}

// start lets run begin, after the one before has ended.
func (o *office) start(run func(*app) int) {
	o.t.Helper()
	talk, ended := make(chan string, 1000), make(chan int, 1)
	o.talk, o.ended = talk, ended
	r, w := io.Pipe()
	go func() {
		defer close(talk)
		for lines := bufio.NewScanner(r); lines.Scan(); {
			talk <- lines.Text()
		}
	}()
	go func() {
		code := run(o.app(io.Discard, w))
		w.Close()
		ended <- code
	}()
	o.hear("running on")
}

func (o *office) app(stdout, stderr io.Writer) *app {
	return &app{stdin: strings.NewReader(""), stdout: stdout, stderr: stderr, now: time.Now,
		getenv: func(name string) string {
			for _, pair := range o.env {
				if value, ok := strings.CutPrefix(pair, name+"="); ok {
					return value
				}
			}
			return map[string]string{
				"FIKA_CONFIG":    filepath.Join(o.dir, "fika.toml"),
				"FIKA_STATE_DIR": filepath.Join(o.dir, "state"),
			}[name]
		}}
}

// hear reads what the running fika says until a line contains text.
func (o *office) hear(text string) {
	o.t.Helper()
	for line := range o.talk {
		if strings.Contains(line, text) {
			return
		}
	}
	o.t.Fatalf("fika ended without saying %q", text)
}

// fika runs another command beside the running one.
func (o *office) fika(args ...string) (code int, stdout, stderr string) {
	var out, talk bytes.Buffer
	code = o.app(&out, &talk).run(o.t.Context(), args)
	return code, out.String(), talk.String()
}

// configure writes a new configuration and asks fika to read it.
func (o *office) configure(change func(string) string) {
	o.t.Helper()
	o.edit(change)
	if err := syscall.Kill(os.Getpid(), syscall.SIGHUP); err != nil {
		o.t.Fatal(err)
	}
}

// edit writes a new configuration.
func (o *office) edit(change func(string) string) {
	o.t.Helper()
	path := filepath.Join(o.dir, "fika.toml")
	text, err := os.ReadFile(path)
	if err != nil {
		o.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(change(string(text))), 0o600); err != nil {
		o.t.Fatal(err)
	}
}

// holds are the codes of what holds fika, as status has them.
func (o *office) holds() string {
	o.t.Helper()
	code, out, talk := o.fika("status", "--json")
	var status struct{ Holds []struct{ Code string } }
	if err := json.Unmarshal([]byte(out), &status); code != 0 || err != nil {
		o.t.Fatalf("status: exit %d, %v, %s", code, err, talk)
	}
	var codes []string
	for _, h := range status.Holds {
		codes = append(codes, h.Code)
	}
	return strings.Join(codes, " ")
}

// TestRunAnswers asks a running fika: every question goes over the socket,
// since the lock is taken.
func TestRunAnswers(t *testing.T) {
	o := begin(t)
	for _, line := range []string{
		"plan", "bookings", "status", "goals", "people", "people show ana", "why-not ana", "log", "busy", "busy --person ana",
		"free", "events", "people rest ana", "people lift ana", "sync", "pause", "resume",
	} {
		for _, args := range [][]string{strings.Fields(line), append(strings.Fields(line), "--json")} {
			if code, out, talk := o.fika(args...); code != 0 || out == "" && line != "log" {
				t.Errorf("fika %s: exit %d, stdout %q, stderr %q", strings.Join(args, " "), code, out, talk)
			}
		}
	}
	if _, out, _ := o.fika("status"); !strings.Contains(out, "fika runs; ") {
		t.Errorf("status says nothing of the running fika:\n%s", out)
	}
	if _, out, _ := o.fika(); !strings.Contains(out, "fika runs; ") {
		t.Errorf("fika alone is not the status:\n%s", out)
	}
	if code, _, _ := o.fika("status", "--check"); code != exitDone {
		t.Errorf("status --check of a sound fika ends with %d", code)
	}
	if code, _, talk := o.fika("why", "zzzzzz"); code != exitFailed || !strings.Contains(talk, "hint: ") {
		t.Errorf("a refusal over the socket: exit %d, %s", code, talk)
	}
}

func TestSecondRun(t *testing.T) {
	o := begin(t)
	for _, args := range [][]string{{"run"}, {"run", "--once"}} {
		if code, _, talk := o.fika(args...); code != exitLocked || !strings.Contains(talk, "it answers") {
			t.Errorf("fika %v: exit %d, %s", args, code, talk)
		}
	}
}

func TestSocketIsTaken(t *testing.T) {
	o := begin(t)
	code, _, talk := o.fika("run", "--state", filepath.Join(o.dir, "other"), "--socket", filepath.Join(o.dir, "state", "run", "fika.sock"))
	if code != exitDisk || !strings.Contains(talk, "another program answers") {
		t.Errorf("exit %d, %s", code, talk)
	}
}

// TestReload breaks the configuration under a running fika and mends it.
func TestReload(t *testing.T) {
	o := begin(t)
	good := ""
	o.configure(func(text string) string { good = text; return text + "\n[[goal]\n" })
	o.hear("fika.toml")
	if got := o.holds(); got != "config_invalid" {
		t.Errorf("broken: holds %q", got)
	}
	if code, out, _ := o.fika("goals"); code != exitDone || !strings.Contains(out, "field") {
		t.Errorf("the last good configuration is gone: exit %d\n%s", code, out)
	}

	o.configure(func(string) string { return strings.Replace(good, `"field"`, `"sales"`, 1) })
	o.hear("read again")
	if _, out, _ := o.fika("goals"); !strings.Contains(out, "sales") {
		t.Errorf("a new goal is not in force:\n%s", out)
	}
	if got := o.holds(); got != "" {
		t.Errorf("mended: holds %q", got)
	}

	if err := os.Mkdir(filepath.Join(o.dir, "second"), 0o700); err != nil {
		t.Fatal(err)
	}
	o.configure(func(text string) string {
		return text + "\n[[calendar]]\nname = \"second\"\nkind = \"vdir\"\npath = \"second\"\n"
	})
	o.hear("2 calendars")
	if _, out, _ := o.fika("status"); !strings.Contains(out, "second (vdir)") {
		t.Errorf("a new calendar is not read:\n%s", out)
	}
}

// TestChangeIsSeen writes the configuration and tells nobody.
func TestChangeIsSeen(t *testing.T) {
	o := begin(t)
	o.edit(func(text string) string { return strings.Replace(text, "meetings = 2", "meetings = 5", 1) })
	o.hear("goal field: 2 to 5 a quarter")
	if got := o.holds(); got != "" {
		t.Errorf("holds %q", got)
	}
}

// TestHalfSaved is fault F33: an editor that pauses in the middle of saving
// leaves a valid, smaller file. It is not believed.
func TestHalfSaved(t *testing.T) {
	o := begin(t)
	whole := ""
	o.edit(func(text string) string {
		whole = text
		return text[:strings.LastIndex(text, "[[goal]]")]
	})
	o.hear("not believed: goal circle is gone")
	if got := o.holds(); got != "config_shrunk" {
		t.Errorf("half saved: holds %q", got)
	}
	if _, out, _ := o.fika("goals"); !strings.Contains(out, "circle") {
		t.Errorf("the goal is gone:\n%s", out)
	}
	o.edit(func(string) string { return whole })
	o.hear("read again: nothing that counts changed")
	if got := o.holds(); got != "" {
		t.Errorf("saved: holds %q", got)
	}
}

// TestReloadCommand asks for the verdict on the file: it is there when the
// command ends, whether the file had settled or not.
func TestReloadCommand(t *testing.T) {
	o := begin(t)
	whole := ""
	o.edit(func(text string) string {
		whole = text
		return strings.Replace(text, "meetings = 2", "meetings = 5", 1)
	})
	if code, out, talk := o.fika("reload"); code != exitDone || !strings.Contains(out, "In force:\n  goal field: 2 to 5 a quarter") {
		t.Errorf("sound: exit %d, %s%s", code, out, talk)
	}
	o.edit(func(string) string { return "[me" })
	if code, _, talk := o.fika("reload"); code != exitConfig || !strings.Contains(talk, "fika.toml:1") {
		t.Errorf("broken: exit %d, %s", code, talk)
	}
	o.edit(func(string) string { return whole[:strings.LastIndex(whole, "[[goal]]")] })
	if code, out, _ := o.fika("reload", "--json"); code != exitAttention || !strings.Contains(out, `"verdict": "shrunk"`) {
		t.Errorf("shrunk: exit %d, %s", code, out)
	}
	if code, out, _ := o.fika("config", "diff"); code != exitAttention || !strings.Contains(out, "goal circle is gone") {
		t.Errorf("diff: exit %d, %s", code, out)
	}
	if got := o.holds(); got != "config_shrunk" {
		t.Errorf("shrunk: holds %q", got)
	}
	if code, out, _ := o.fika("config", "accept"); code != exitDone || !strings.Contains(out, "goal circle is gone") {
		t.Errorf("accept: exit %d, %s", code, out)
	}
	if got := o.holds(); got != "" {
		t.Errorf("accepted: holds %q", got)
	}
	if err := os.Chmod(filepath.Join(o.dir, "fika.toml"), 0o606); err != nil {
		t.Fatal(err)
	}
	if code, _, talk := o.fika("reload"); code != exitUnsafe {
		t.Errorf("unsafe: exit %d, %s", code, talk)
	}
	if got := o.holds(); got != "config_invalid" {
		t.Errorf("unsafe: holds %q", got)
	}
}

// TestReloadWithOtherCalendars needs a new generation; the answer comes anyway.
func TestReloadWithOtherCalendars(t *testing.T) {
	o := begin(t)
	if err := os.Mkdir(filepath.Join(o.dir, "second"), 0o700); err != nil {
		t.Fatal(err)
	}
	o.edit(func(text string) string {
		return text + "\n[[calendar]]\nname = \"second\"\nkind = \"vdir\"\npath = \"second\"\n"
	})
	if code, out, talk := o.fika("reload"); code != exitDone || !strings.Contains(out, "calendar second is new") {
		t.Errorf("exit %d, %s%s", code, out, talk)
	}
	o.hear("2 calendars")
}

// TestReloadToUnknownCalendar keeps the last good configuration where the new
// one is sound and this fika cannot work after it.
func TestReloadToUnknownCalendar(t *testing.T) {
	o := begin(t)
	o.edit(func(text string) string {
		return text + "\n[[calendar]]\nname = \"far\"\nkind = \"caldav\"\nendpoint = \"https://127.0.0.1/dav\"\nuser = \"maya\"\npassword_file = \"secret\"\n"
	})
	if code, _, talk := o.fika("reload"); code != exitConfig || !strings.Contains(talk, `cannot read calendars of kind "caldav"`) {
		t.Errorf("exit %d, %s", code, talk)
	}
	if got := o.holds(); got != "config_invalid" {
		t.Errorf("holds %q", got)
	}
}

// TestOtherVersion asks a fika of another version, as runs on after an update.
func TestOtherVersion(t *testing.T) {
	path := filepath.Join(t.TempDir(), "fika.sock")
	l, err := web.Listen(path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	compare := func(context.Context) (web.ConfigAnswer, error) { return web.ConfigAnswer{Verdict: web.Taken}, nil }
	go func() { ended <- web.Serve(ctx, l, web.Service{Version: "0.0.1", Compare: compare}) }()
	var out, talk bytes.Buffer
	a := &app{stdin: strings.NewReader(""), stdout: &out, stderr: &talk, now: time.Now, getenv: func(string) string { return t.TempDir() }}
	if code := a.run(t.Context(), []string{"config", "diff", "--socket", path}); code != exitDone || !strings.Contains(talk.String(), "the running fika is 0.0.1") {
		t.Errorf("exit %d, %s%s", code, out.String(), talk.String())
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestGoingOn follows a running fika and is told when that ends.
func TestGoingOn(t *testing.T) {
	for _, line := range []string{"log --follow", "log --follow --json", "status --watch", "status --watch --json"} {
		t.Run(line, func(t *testing.T) {
			t.Parallel() // each waits for questions that are not answered any more
			ctx, stop := context.WithCancel(t.Context())
			o := enter(t, func(a *app) int { return a.run(ctx, []string{"run"}) })
			if code, _, talk := o.fika("sync"); code != exitDone {
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
			if code := <-ended; code != exitNoDaemon || !strings.Contains(talk.String(), "has ended") {
				t.Errorf("exit %d, %s", code, talk.String())
			}
			if code := <-o.ended; code != exitDone {
				t.Errorf("fika run: exit %d", code)
			}
		})
	}
}

// TestPauseReachesRun presses the stop button beside a running fika.
func TestPauseReachesRun(t *testing.T) {
	o := begin(t)
	if code, _, talk := o.fika("pause"); code != exitDone {
		t.Fatalf("pause: exit %d, %s", code, talk)
	}
	if got := o.holds(); got != "paused" {
		t.Errorf("holds %q", got)
	}
	if code, _, _ := o.fika("status", "--check"); code != exitAttention {
		t.Errorf("status --check ends with %d", code)
	}
}

// TestStop ends a running fika with a signal, the way its unit does.
func TestStop(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
		o := enter(t, func(a *app) int { return a.main([]string{"run"}) })
		if err := syscall.Kill(os.Getpid(), sig); err != nil {
			t.Fatal(err)
		}
		o.hear("stopped")
		if code := <-o.ended; code != exitDone {
			t.Errorf("%v: exit %d", sig, code)
		}
		if _, err := net.Dial("unix", filepath.Join(o.dir, "state", "run", "fika.sock")); err == nil {
			t.Errorf("%v: somebody still answers", sig)
		}
	}
}
