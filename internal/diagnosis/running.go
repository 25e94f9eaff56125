package diagnosis

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

// checkRunning checks the running fika.
func (x *examination) checkRunning(ctx context.Context) {
	if x.Running == nil {
		x.problem("running", "fika service install, or: fika run", "fika is not running")
		return
	}
	if x.Fresh {
		if _, err := api.CallFresh.Make(ctx, x.Running, api.NoArgs{}); err != nil {
			f := x.Explain(err)
			x.problem("pass", f.Hint, "a new pass failed, so what follows is from an earlier one: %s", f.Text)
		}
	}
	status, err := api.CallStatus.Make(ctx, x.Running, api.NoArgs{})
	if err != nil {
		f := x.Explain(err)
		x.problem("running", f.Hint, "the running fika answered with an error: %s", f.Text)
		return
	}
	x.status = &status
	x.reported = map[string][]api.Check{}
	if said, err := api.CallChecks.Make(ctx, x.Running, api.NoArgs{}); err == nil { // another version may not know
		for _, c := range said.Calendars {
			x.reported[c.Name] = c.Checks
		}
	}
	if mine := x.Program.Version; status.Version != mine {
		x.problem("running", "restart it: fika service install, or systemctl restart fika", "the running fika is %q, this is %q", status.Version, mine)
		return
	}
	if status.Seen.IsZero() {
		x.ok("running", "the same version; it has not read the calendars yet")
		return
	}
	x.ok("running", "the same version; it last read the calendars on %s", status.Seen.Format("Mon 2 Jan 15:04"))
}

// checkClock compares the clock with the last pass, the only other clock available.
func (x *examination) checkClock() {
	const slack, patience = 2 * time.Minute, 10 * time.Minute
	last := x.status.LastPass
	switch {
	case last == nil:
		x.ok("clock", "no pass yet to compare with")
	case last.After(x.Now.Add(slack)):
		x.problem("clock", "set the clock; fika then continues", "the last pass was at %s, which is in the future: the clock was set back",
			last.Format(time.RFC3339))
	case x.Config != nil && x.Now.After(last.Add(x.Config.Daemon.Every+patience)):
		x.problem("clock", "fika log, then restart it", "the last pass was at %s, but one is due every %s: passes fail, or the clock was set forward",
			last.Format(time.RFC3339), x.Config.Daemon.Every)
	default:
		x.ok("clock", "it agrees with the last pass, at %s", last.Format("15:04"))
	}
}

func (x *examination) checkHolds() {
	for _, h := range x.status.Holds {
		x.problem("hold", h.Hint, "%s: %s", h.Code, h.Text)
	}
	if len(x.status.Holds) == 0 {
		x.ok("holds", "nothing stops fika from sending")
	}
}

// checkSandbox reports how the service manager restricts the running fika, and whether it
// hides a file that this process can read.
func (x *examination) checkSandbox() {
	for _, c := range x.status.Calendars {
		if c.Problem != "" && x.readable[c.Name] {
			x.problem("sandbox", "let the unit access the file: docs/service.md, \"Opening one more folder\"",
				"the running fika cannot read calendar %s, but you can: %s", c.Name, c.Problem)
			return
		}
	}
	x.ok("sandbox", "%s; it hides nothing that fika needs", sandbox(x.pid()))
}

// pid returns the process that holds the lock on the state, or 0 if unknown.
func (x *examination) pid() int {
	text, err := os.ReadFile(filepath.Join(x.Paths.State, store.LockFile))
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
