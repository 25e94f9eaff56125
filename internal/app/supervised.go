package app

import (
	"strings"

	"fika/daemon"
)

// Messages of a running fika to the service manager that started it. Every user of the
// machine can read the status line, so it names neither people nor files.

// ready reports that the store, the configuration and the socket are ready. It does not
// wait for calendars: a machine may boot without a network, and fika answers anyway.
func (a *App) ready() { a.signal(a.o.Manager.Ready("running")) }

// alive feeds the watchdog. The guarded loop calls it after each pass, so a pass that
// hangs is detected. A failed pass counts as alive, since a restart does not fix a full
// disk.
func (a *App) alive(report daemon.Report, err error) {
	a.signal(a.o.Manager.Alive(statusLine(report, err), a.wiring.config.Load().Daemon.Every))
}

func statusLine(report daemon.Report, err error) string {
	if err != nil {
		return "the last pass failed; see the log"
	}
	at := "; last pass " + report.Now.UTC().Format("Mon 15:04 MST")
	if len(report.Holds) == 0 {
		return "well" + at
	}
	var codes []string
	for _, h := range report.Holds {
		codes = append(codes, string(h.Code))
	}
	return "nothing is sent: " + strings.Join(codes, ", ") + at
}

// signal logs that the service manager could not be reached. Fika continues either way.
func (a *App) signal(err error) {
	if err != nil {
		a.o.log().Warn("service manager", "err", err)
	}
}
