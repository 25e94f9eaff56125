package report

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fika/internal/api"
	"fika/internal/store"
)

// atRunning checks the running fika.
func (l *look) atRunning(ctx context.Context) {
	if l.Running == nil {
		l.attention("running", "fika service install, or: fika run", "fika is not running")
		return
	}
	if l.Fresh {
		if _, err := api.CallFresh.Make(ctx, l.Running, api.NoArgs{}); err != nil {
			f := l.Explain(err)
			l.attention("pass", f.Hint, "a new pass failed, so what follows is from an earlier one: %s", f.Text)
		}
	}
	status, err := api.CallStatus.Make(ctx, l.Running, api.NoArgs{})
	if err != nil {
		f := l.Explain(err)
		l.attention("running", f.Hint, "the running fika answered with an error: %s", f.Text)
		return
	}
	l.status = &status
	l.reported = map[string][]api.Check{}
	if said, err := api.CallChecks.Make(ctx, l.Running, api.NoArgs{}); err == nil { // another version may not know
		for _, c := range said.Calendars {
			l.reported[c.Name] = c.Checks
		}
	}
	if mine := l.Program.Version; status.Version != mine {
		l.attention("running", "restart it: fika service install, or systemctl restart fika", "the running fika is %q, this is %q", status.Version, mine)
		return
	}
	if status.Seen.IsZero() {
		l.ok("running", "the same version; it has not read the calendars yet")
		return
	}
	l.ok("running", "the same version; it last read the calendars on %s", status.Seen.Format("Mon 2 Jan 15:04"))
}

// atClock compares the clock with the last pass, the only other clock available.
func (l *look) atClock() {
	const slack, patience = 2 * time.Minute, 10 * time.Minute
	last := l.status.LastPass
	switch {
	case last == nil:
		l.ok("clock", "no pass yet to compare with")
	case last.After(l.Now.Add(slack)):
		l.attention("clock", "set the clock; fika then continues", "the last pass was at %s, which is in the future: the clock was set back",
			last.Format(time.RFC3339))
	case l.Config != nil && l.Now.After(last.Add(l.Config.Daemon.Every+patience)):
		l.attention("clock", "fika log, then restart it", "the last pass was at %s, but one is due every %s: passes fail, or the clock was set forward",
			last.Format(time.RFC3339), l.Config.Daemon.Every)
	default:
		l.ok("clock", "it agrees with the last pass, at %s", last.Format("15:04"))
	}
}

func (l *look) atHolds() {
	for _, h := range l.status.Holds {
		l.attention("hold", h.Hint, "%s: %s", h.Code, h.Text)
	}
	if len(l.status.Holds) == 0 {
		l.ok("holds", "nothing stops fika from sending")
	}
}

// atSandbox reports how the service manager restricts the running fika, and whether it
// hides a file that this process can read.
func (l *look) atSandbox() {
	for _, c := range l.status.Calendars {
		if c.Problem != "" && l.readable[c.Name] {
			l.attention("sandbox", "let the unit access the file: docs/service.md, \"Opening one more folder\"",
				"the running fika cannot read calendar %s, but you can: %s", c.Name, c.Problem)
			return
		}
	}
	l.ok("sandbox", "%s; it hides nothing that fika needs", sandbox(l.pid()))
}

// pid returns the process that holds the lock on the state, or 0 if unknown.
func (l *look) pid() int {
	text, err := os.ReadFile(filepath.Join(l.Paths.State, store.LockFile))
	if err != nil {
		return 0
	}
	pid := 0
	fmt.Sscan(string(text), &pid) //nolint:errcheck // 0 on error
	return pid
}

// sandbox describes the kernel's restrictions on a process. The unit does not show them:
// a user's systemd skips directives that it cannot apply.
func sandbox(pid int) string {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return "its restrictions are not known here"
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
