package app

import (
	"strings"

	"fika/daemon"
)

// What a running fika tells the service manager that started it. The status
// line is for every user of the machine to read: it has no names in it, neither
// of people nor of files.

// ready says that the store, the configuration and the socket are there. It
// does not wait for calendars: a machine may boot without a network, and fika
// answers all the same.
func (a *App) ready() { a.signal(a.o.Manager.Ready("running")) }

// alive feeds the watchdog. It is called by the loop that the watchdog guards,
// after a pass: a pass that hangs is not fed for by anybody else. One that
// fails counts as alive, since a restart does not mend a full disk.
func (a *App) alive(report daemon.Report, err error) {
	a.signal(a.o.Manager.Alive(statusLine(report, err), a.wiring.config.Load().Daemon.Every))
}

func statusLine(report daemon.Report, err error) string {
	if err != nil {
		return "the last pass failed; the log says why"
	}
	at := "; last pass " + report.Now.UTC().Format("Mon 15:04 MST")
	if len(report.Holds) == 0 {
		return "well" + at
	}
	var codes []string
	for _, h := range report.Holds {
		codes = append(codes, h.Code)
	}
	return "nothing is sent: " + strings.Join(codes, ", ") + at
}

// signal notes that the service manager did not hear. Whether it did changes
// nothing for fika.
func (a *App) signal(err error) {
	if err != nil {
		a.o.log().Warn("service manager", "err", err)
	}
}
