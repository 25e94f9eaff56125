package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

// workspace runs fika as a program, in a folder with a fika.toml, the state, and its
// own home, so that no files of the machine's user are touched.
type workspace struct {
	t   *testing.T
	dir string
	now time.Time // the time for new processes; zero means the machine's clock
}

// command returns a command that runs fika, or another program, in the workspace.
func (d *workspace) command(name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(d.t.Context(), name, args...)
	home := filepath.Join(d.dir, "home")
	cmd.Dir = d.dir
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + home, "XDG_CONFIG_HOME=" + home, "XDG_DATA_HOME=" + home, "XDG_CACHE_HOME=" + home,
		"LC_ALL=C.UTF-8", "TZ=Europe/Stockholm",
		"FIKA_CONFIG=" + filepath.Join(d.dir, "fika.toml"), "FIKA_STATE_DIR=" + filepath.Join(d.dir, "state"),
	}
	if !d.now.IsZero() {
		cmd.Env = append(cmd.Env, "FIKA_TEST_NOW="+d.now.Format(time.RFC3339))
	}
	return cmd
}

// addPastInvitations makes the state that of an installation that has sent the invitations
// that its user approves, so that fika may act on its own. They were sent long ago, to
// people who have left.
func (d *workspace) addPastInvitations() {
	d.t.Helper()
	ctx := d.t.Context()
	st, err := store.Open(ctx, filepath.Join(d.dir, "state"))
	if err != nil {
		d.t.Fatal(err)
	}
	defer st.Close()
	sent := time.Date(2023, 5, 2, 8, 0, 0, 0, time.UTC)
	for i := range planner.ApproveFirst {
		m := planner.Meeting{Person: mailbox.Address(fmt.Sprintf("former%d@example.com", i)), Span: span.New(sent.AddDate(0, 0, 3+i), 25*time.Minute)}
		b, err := st.Propose(ctx, sent, store.Proposal{Meeting: m, Name: fmt.Sprint("Former ", i), Due: sent})
		if err != nil {
			d.t.Fatal(err)
		}
		in, err := st.Intend(ctx, sent, b.ID, store.Invite, "former"+fmt.Sprint(i), nil)
		if err == nil {
			err = st.Done(ctx, sent, in, store.Receipt{})
		}
		if err == nil {
			_, err = st.End(ctx, m.Span.Start, b.ID, store.Released, store.Cause{By: api.ByFika}, true)
		}
		if err != nil {
			d.t.Fatal(err)
		}
	}
	removals, err := st.Intents(ctx)
	for _, in := range removals {
		err = errors.Join(err, st.Done(ctx, sent, in, store.Receipt{}))
	}
	if err != nil {
		d.t.Fatal(err)
	}
}

// mustRun runs a program and returns its stdout. The test ends if its exit code is
// not 0.
func (d *workspace) mustRun(name string, args ...string) string {
	d.t.Helper()
	stdout, stderr, code := d.runCommand(name, args...)
	if code != 0 {
		d.t.Fatalf("%s %s: exit %d\n%s%s", name, strings.Join(args, " "), code, stdout, stderr)
	}
	return stdout
}

// runCommand runs a program and returns its output and exit code.
func (d *workspace) runCommand(name string, args ...string) (stdout, stderr string, code int) {
	d.t.Helper()
	cmd := d.command(name, args...)
	var out, talk bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &talk
	err := cmd.Run()
	if cmd.ProcessState == nil {
		d.t.Fatal(err)
	}
	return out.String(), talk.String(), cmd.ProcessState.ExitCode()
}

// passUntilDone makes passes until fika has finished everything in progress.
func (d *workspace) passUntilDone() {
	d.t.Helper()
	for range 10 {
		if strings.Contains(d.mustRun("fika", "run", "--once"), "Nothing changed.") {
			return
		}
	}
}

// wantQuietPasses checks that nothing happens in two passes.
func (d *workspace) wantQuietPasses() {
	d.t.Helper()
	for range 2 {
		if said := d.mustRun("fika", "run", "--once"); !strings.Contains(said, "Nothing changed.") {
			d.t.Errorf("a quiet pass was not quiet:\n%s", said)
		}
	}
}

// wantSettled checks that no booking is in progress and that each event exists. It
// returns the bookings by ID.
func (d *workspace) wantSettled(there func(event string) bool) map[string]api.Booking {
	d.t.Helper()
	states := map[api.State]int{}
	bookings := map[string]api.Booking{}
	for _, b := range d.bookings() {
		bookings[b.ID] = b
		states[b.State]++
		if b.State == api.StateSending || b.State == api.StateUnknown {
			d.t.Errorf("%s is still %s", b.ID, b.State)
		}
		if b.Event != "" && !there(b.Event) {
			d.t.Errorf("%s is %s, and its event is not there", b.ID, b.State)
		}
	}
	d.t.Logf("bookings: %v", states)
	return bookings
}

// file returns the path of a file in the workspace.
func (d *workspace) file(name string) string { return filepath.Join(d.dir, filepath.FromSlash(name)) }

// write writes a file in the workspace.
func (d *workspace) write(name, text string) {
	d.t.Helper()
	if err := os.MkdirAll(filepath.Dir(d.file(name)), 0o700); err != nil {
		d.t.Fatal(err)
	}
	if err := os.WriteFile(d.file(name), []byte(text), 0o600); err != nil {
		d.t.Fatal(err)
	}
}

// read reads a file in the workspace.
func (d *workspace) read(name string) string {
	d.t.Helper()
	text, err := os.ReadFile(d.file(name))
	if err != nil {
		d.t.Fatal(err)
	}
	return string(text)
}

// process is a fika run in a workspace.
type process struct {
	t    *testing.T
	cmd  *exec.Cmd
	talk *bufio.Scanner // of its stderr
}

// run starts fika run --debug, which logs each pass to stderr.
func (d *workspace) run() *process {
	d.t.Helper()
	cmd := d.command("fika", "run", "--debug")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		d.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	p := &process{d.t, cmd, bufio.NewScanner(stderr)}
	d.t.Cleanup(p.kill)
	return p
}

// waitForLine reads the process's output until a line contains text.
func (p *process) waitForLine(text string) {
	p.t.Helper()
	for p.talk.Scan() {
		if strings.Contains(p.talk.Text(), text) {
			return
		}
	}
	p.t.Fatalf("fika ended without saying %q", text)
}

// kill ends the process at once, as a power cut would, and waits for its end.
// It may be called twice.
func (p *process) kill() {
	if p.cmd.ProcessState == nil {
		p.cmd.Process.Kill() //nolint:errcheck // it may have ended
		p.cmd.Wait()         //nolint:errcheck // it was killed
	}
}
