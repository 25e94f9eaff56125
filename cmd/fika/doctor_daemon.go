package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"fika/internal/api"
	"fika/internal/app"
	"fika/internal/client"
	"fika/internal/store"
)

// private is a file, who may not get at it, and what mends that.
type private struct {
	what, path string
	forbidden  os.FileMode
	fix        string
}

// privates are the files that are the user's alone to read, or at least to
// write: the configuration and the lists decide whom fika invites.
func (d *doctor) privates() []private {
	const others, write = 0o077, 0o022
	files := []private{
		{"the configuration", d.paths.Config, write, "chmod go-w"},
		{"its folder", filepath.Dir(d.paths.Config), write, "chmod go-w"},
		{"the state folder", d.paths.State, others, "chmod 700"},
		{"the socket", d.paths.Socket, others, "chmod 600"},
	}
	if d.config != nil {
		for _, path := range slices.Concat(d.config.People.CSV, d.config.People.VCard) {
			files = append(files, private{"a list of colleagues", path, write, "chmod go-w"})
		}
	}
	return files
}

// lookAtModes looks who else gets at the files.
func (d *doctor) lookAtModes() {
	me, before := os.Geteuid(), len(d.found)
	for _, f := range d.privates() {
		info, err := os.Stat(f.path)
		if err != nil {
			continue // the check of what it is for says so
		}
		// Where anybody may write but names are their owner's, as in /tmp, no
		// file can be put in the place of another's.
		sticky := info.IsDir() && info.Mode()&os.ModeSticky != 0
		if info.Mode().Perm()&f.forbidden != 0 && !sticky {
			d.attention("modes", f.fix+" "+f.path, "%s %s has mode %04o: others get to it", f.what, f.path, info.Mode().Perm())
		}
		owner, ok := info.Sys().(*syscall.Stat_t)
		if ok && me != 0 && owner.Uid != 0 && int(owner.Uid) != me {
			d.attention("modes", fmt.Sprintf("chown %d %s", me, f.path), "%s %s belongs to user %d", f.what, f.path, owner.Uid)
		}
	}
	if len(d.found) == before {
		d.ok("modes", "what is yours alone is")
	}
}

// lookAtDaemon asks the running fika how it is.
func (d *doctor) lookAtDaemon(ctx context.Context) {
	if !app.Answers(d.paths.Socket) {
		d.attention("running", "fika service install, or: fika run", "no fika runs: nobody looks at your calendar")
		return
	}
	c := client.New(d.paths.Socket)
	status, err := c.Status(ctx, d.now)
	if err != nil {
		f := app.Explain(err)
		d.attention("running", f.Hint, "the running fika answers with: %s", f.Text)
		return
	}
	d.status = &status
	d.told = map[string][]api.Check{}
	if told, err := c.Checks(ctx, d.now); err == nil { // another version may not know
		for _, one := range told.Calendars {
			d.told[one.Name] = one.Checks
		}
	}
	if mine := thisVersion().Version; status.Version != mine {
		d.attention("running", "restart it: fika service install, or systemctl restart fika", "the running fika is %q, this is %q", status.Version, mine)
		return
	}
	d.ok("running", "the same version")
}

// lookAtClock compares the clock with the last pass, which is the only other
// clock there is.
func (d *doctor) lookAtClock() {
	const slack, patience = 2 * time.Minute, 10 * time.Minute
	last := d.status.LastPass
	switch {
	case last == nil:
		d.ok("clock", "no pass yet to compare with")
	case last.After(d.now.Add(slack)):
		d.attention("clock", "set the clock; fika goes on by itself", "the last pass was at %s, which is yet to come: the clock was set back",
			last.Format(time.RFC3339))
	case d.config != nil && d.now.After(last.Add(d.config.Daemon.Every+patience)):
		d.attention("clock", "fika log, then restart it", "the last pass was at %s, but one is due every %s: passes fail, or the clock was set forward",
			last.Format(time.RFC3339), d.config.Daemon.Every)
	default:
		d.ok("clock", "it agrees with the last pass, at %s", last.Format("15:04"))
	}
}

func (d *doctor) lookAtHolds() {
	for _, h := range d.status.Holds {
		d.attention("hold", h.Hint, "%s: %s", h.Code, h.Text)
	}
	if len(d.status.Holds) == 0 {
		d.ok("holds", "nothing keeps fika from sending")
	}
}

// lookAtSandbox says what the service manager took from the running fika, and
// whether it took too much: a file that this command reads and fika does not.
func (d *doctor) lookAtSandbox() {
	for _, c := range d.status.Calendars {
		if c.Problem != "" && d.mine[c.Name] {
			d.attention("sandbox", "let the unit see the file: docs/service.md, \"Opening one more folder\"",
				"the running fika cannot read calendar %s, which you can: %s", c.Name, c.Problem)
			return
		}
	}
	d.ok("sandbox", "%s; it hides nothing that fika needs", sandbox(d.pid()))
}

// pid is the process that has the state, 0 if that cannot be told.
func (d *doctor) pid() int {
	text, err := os.ReadFile(filepath.Join(d.paths.State, store.LockFile))
	if err != nil {
		return 0
	}
	pid := 0
	fmt.Sscan(string(text), &pid) //nolint:errcheck // 0 then
	return pid
}

// sandbox is what the kernel says of a process. Directives in a unit are a wish:
// where a user's systemd cannot carry one out, it goes on without.
func sandbox(pid int) string {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return "what holds it cannot be told here"
	}
	fields := map[string]string{}
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(line, ":")
		fields[name] = strings.TrimSpace(value)
	}
	switch {
	case fields["Seccomp"] == "2" && fields["NoNewPrivs"] == "1":
		return "system calls are filtered, privileges cannot be gained"
	case fields["NoNewPrivs"] == "1":
		return "privileges cannot be gained, system calls are not filtered"
	}
	return "none, as for any program started by hand"
}
