package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// inProcess is a fika that runs in this process, in a copy of testdata/workspace. The
// clock is the real one, because [daemon.Daemon.Run] reads it; no test checks a date.
type inProcess struct {
	t   *testing.T
	dir string
	env []string // NAME=VALUE, in addition to the usual variables

	talk  chan string // the lines of stderr; closed when fika has ended
	ended chan int    // its exit code
}

// startInProcess starts fika run in a new folder and waits until it listens.
func startInProcess(t *testing.T) *inProcess {
	o := newInProcess(t)
	o.startRun()
	return o
}

// startInProcessWith calls run in a new folder and waits until it listens.
func startInProcessWith(t *testing.T, run func(*cli) int, env ...string) *inProcess {
	t.Helper()
	o := newInProcess(t, env...)
	o.start(run)
	return o
}

// newInProcess returns a new folder in which nothing runs.
func newInProcess(t *testing.T, env ...string) *inProcess {
	t.Helper()
	o := &inProcess{t: t, dir: t.TempDir(), env: env}
	if err := os.CopyFS(o.dir, os.DirFS("testdata/workspace")); err != nil {
		t.Fatal(err)
	}
	return o
}

// startRun starts fika run and waits until it listens. It ends with the test.
func (o *inProcess) startRun() {
	o.t.Helper()
	ctx, stop := context.WithCancel(o.t.Context())
	o.start(func(a *cli) int { return a.run(ctx, []string{"run"}) })
	o.t.Cleanup(func() {
		stop()
		<-o.ended
	})
}

// start calls run after the previous one has ended.
func (o *inProcess) start(run func(*cli) int) {
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
	o.waitForLine("running on")
}

func (o *inProcess) app(stdout, stderr io.Writer) *cli {
	return &cli{stdin: strings.NewReader(""), stdout: stdout, stderr: stderr, now: time.Now,
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

// waitForLine reads the running fika's output until a line contains text.
func (o *inProcess) waitForLine(text string) {
	o.t.Helper()
	for line := range o.talk {
		if strings.Contains(line, text) {
			return
		}
	}
	o.t.Fatalf("fika ended without saying %q", text)
}

// fika runs another command while one is running.
func (o *inProcess) fika(args ...string) (code int, stdout, stderr string) {
	var out, talk bytes.Buffer
	code = o.app(&out, &talk).run(o.t.Context(), args)
	return code, out.String(), talk.String()
}

// configure writes a new configuration and reloads it.
func (o *inProcess) configure(change func(string) string) {
	o.t.Helper()
	o.edit(change)
	if err := syscall.Kill(os.Getpid(), syscall.SIGHUP); err != nil {
		o.t.Fatal(err)
	}
}

// edit writes a new configuration.
func (o *inProcess) edit(change func(string) string) {
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

// holds returns the codes of the current holds.
func (o *inProcess) holds() string {
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
