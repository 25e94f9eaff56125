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
func enter(t *testing.T, run func(*cli) int, env ...string) *office {
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
	o.start(func(a *cli) int { return a.run(ctx, []string{"run"}) })
	o.t.Cleanup(func() {
		stop()
		<-o.ended
	})
}

// start lets run begin, after the one before has ended.
func (o *office) start(run func(*cli) int) {
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

func (o *office) app(stdout, stderr io.Writer) *cli {
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

// hear reads the running fika's output until a line contains text.
func (o *office) hear(text string) {
	o.t.Helper()
	for line := range o.talk {
		if strings.Contains(line, text) {
			return
		}
	}
	o.t.Fatalf("fika ended without saying %q", text)
}

// fika runs another command while one is running.
func (o *office) fika(args ...string) (code int, stdout, stderr string) {
	var out, talk bytes.Buffer
	code = o.app(&out, &talk).run(o.t.Context(), args)
	return code, out.String(), talk.String()
}

// configure writes a new configuration and reloads it.
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

// holds returns the codes of the current holds.
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
