// Package report helps to find faults: the doctor's checks, and the bundle for a bug
// report.
//
// The caller provides access to the running fika, the calendars and the people. The
// package checks them and changes nothing.
package report

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"fika/calendar"
	"fika/config"
	"fika/internal/api"
	"fika/internal/people"
	"fika/internal/prose"
	"fika/internal/store"
	"fika/planner"
)

// Fika answers questions about itself: either the running one, over its socket, or one
// made for this purpose.
type Fika interface {
	api.Caller
	Metrics(ctx context.Context) (string, error)
}

// Doctor checks everything that can go wrong.
type Doctor struct {
	Program api.Version // the one that runs the checks
	Paths   api.Paths
	Now     time.Time

	Config  *config.Config // nil if the file cannot be used
	Trouble error          // why it cannot be used
	Running Fika           // over the socket; nil if none is running
	Fresh   bool           // ask the running one for a pass first

	// People reads the colleagues that Config names.
	People func() ([]planner.Person, []people.Fault)
	// Open opens a calendar of Config with the store's data about it. The store may be
	// nil.
	Open func(config.Calendar, *store.Store) (calendar.Calendar, error)
	// Explain turns an error into a cause and a hint.
	Explain func(error) *api.Fault
}

// Look runs every check in order.
func (d Doctor) Look(ctx context.Context) []api.Check {
	l := &look{Doctor: d}
	l.everything(ctx)
	return l.found
}

// look is one run of the checks. Later checks use the results of earlier ones: calendars
// cannot be checked without a configuration.
type look struct {
	Doctor
	found []api.Check

	status   *api.Status            // of the running fika; may be nil
	reported map[string][]api.Check // by the running fika, per calendar name
	store    *store.Store           // nil if a running fika has it open, or if storeErr is set
	storeErr error                  // why the store could not be opened
	readable map[string]bool        // the calendars that this process can read
}

func (l *look) ok(name, format string, args ...any) {
	l.found = append(l.found, api.Check{Name: name, OK: true, Text: fmt.Sprintf(format, args...)})
}

func (l *look) attention(name, fix, format string, args ...any) {
	l.found = append(l.found, api.Check{Name: name, Text: fmt.Sprintf(format, args...), Fix: fix})
}

func (l *look) everything(ctx context.Context) {
	l.ok("program", "fika %s, %s", l.Program.Version, l.Program.Go)
	l.atConfig()
	l.atModes()
	l.atRunning(ctx)
	l.openStore(ctx)
	if l.Config != nil {
		l.atZone()
		l.atPeople()
		l.atCalendars(ctx)
	}
	l.atStore(ctx)
	if l.status != nil {
		l.atClock()
		l.atHolds()
		l.atSandbox()
	}
}

func (l *look) atConfig() {
	c := l.Config
	if c == nil {
		f := l.Explain(l.Trouble)
		l.attention("config", f.Hint, "%s", f.Text)
		return
	}
	if n := len(c.Warnings); n > 0 {
		l.attention("config", "fika config check", "%s: %s", l.Paths.Config, prose.Count(n, "warning"))
		return
	}
	l.ok("config", "%s: %s, %s", l.Paths.Config, prose.Count(len(c.Calendars), "calendar"), prose.Count(len(c.Goals), "goal"))
}

func (l *look) atZone() {
	// The program includes zone data for machines that have none. A zone in neither made
	// the configuration invalid.
	from := "the machine's data"
	if _, err := os.Stat("/usr/share/zoneinfo"); err != nil {
		from = "the program's own data"
	}
	at := l.Now.In(l.Config.Me.Zone)
	l.ok("zone", "%s, where it is %s; %s", l.Config.Me.Zone, at.Format("Mon 15:04 -07:00"), from)
}

func (l *look) atPeople() {
	list, faults := l.People()
	known := prose.Count(len(list), "colleague")
	switch {
	case len(list) == 0:
		l.attention("people", "name a list of colleagues in [people]; fika help goals", "the lists have no people")
	case len(faults) > 0:
		l.attention("people", "fika config check", "%s known; %s in the lists, first: %s", known, prose.Count(len(faults), "fault"), faults[0])
	default:
		l.ok("people", "%s", known)
	}
}

// openStore opens the store for later checks; atStore closes it.
func (l *look) openStore(ctx context.Context) {
	if l.status != nil {
		return
	}
	if _, l.storeErr = os.Stat(l.Paths.State); l.storeErr == nil { // opening it would create it
		l.store, l.storeErr = store.Open(ctx, l.Paths.State)
	}
}

// atStore reads the whole store: through the running fika, or directly under the lock if
// none is running.
func (l *look) atStore(ctx context.Context) {
	err := l.checkStore(ctx)
	var locked *store.LockedError
	switch {
	case errors.Is(err, os.ErrNotExist):
		l.ok("store", "none yet; the first pass creates it")
	case errors.As(err, &locked):
		l.attention("store", "wait for it to end, or stop it", "%v, and does not answer on %s", err, l.Paths.Socket)
	case err != nil:
		f := l.Explain(err)
		l.attention("store", f.Hint, "%s", f.Text)
	default:
		l.ok("store", "sound")
	}
}

func (l *look) checkStore(ctx context.Context) error {
	switch {
	case l.status != nil:
		_, err := api.CallCheckStore.Make(ctx, l.Running, api.NoArgs{})
		return err
	case l.storeErr != nil:
		return l.storeErr
	}
	return errors.Join(l.store.Check(ctx), l.store.Close())
}
