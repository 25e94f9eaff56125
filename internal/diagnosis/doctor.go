// Package diagnosis helps to find faults: the doctor's checks, and the bundle for a bug
// report.
//
// The caller provides access to the running fika, the calendars and the people. The
// package checks them and changes nothing.
package diagnosis

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"fika/calendar"
	"fika/config"
	"fika/internal/api"
	"fika/internal/holiday"
	"fika/internal/people"
	"fika/internal/prose"
	"fika/internal/store"
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

	Config    *config.Config // nil if the file cannot be used
	ConfigErr error          // why it cannot be used
	Running   Fika           // over the socket; nil if none is running
	Fresh     bool           // ask the running one for a pass first

	// People reads the colleagues that Config names.
	People func() (people.Everybody, []people.Fault)
	// Holidays reads the files of days off that Config names.
	Holidays func(context.Context) error
	// Open opens a calendar of Config with the store's data about it. The store may be
	// nil.
	Open func(config.Calendar, *store.Store) (calendar.Calendar, error)
	// OpenChannel opens a way for messages, and sends nothing.
	OpenChannel func(config.Notify) error
	// Explain turns an error into a cause and a hint.
	Explain func(error) *api.Fault
}

// Look runs every check in order.
func (d Doctor) Look(ctx context.Context) []api.Check {
	x := &examination{Doctor: d}
	x.checkAll(ctx)
	return x.found
}

// examination is one run of the checks. Later checks use the results of earlier ones:
// calendars cannot be checked without a configuration.
type examination struct {
	Doctor
	found []api.Check

	status   *api.Status            // of the running fika; may be nil
	reported map[string][]api.Check // by the running fika, per calendar name
	store    *store.Store           // nil if a running fika has it open, or if storeErr is set
	storeErr error                  // why the store could not be opened
	readable map[string]bool        // the calendars that this process can read
}

func (x *examination) ok(name, format string, args ...any) {
	x.found = append(x.found, api.Check{Name: name, OK: true, Text: fmt.Sprintf(format, args...)})
}

func (x *examination) problem(name, fix, format string, args ...any) {
	x.found = append(x.found, api.Check{Name: name, Text: fmt.Sprintf(format, args...), Fix: fix})
}

func (x *examination) checkAll(ctx context.Context) {
	x.ok("program", "fika %s, %s", x.Program.Version, x.Program.Go)
	x.checkConfig()
	x.checkModes()
	x.checkRunning(ctx)
	x.openStore(ctx)
	if x.Config != nil {
		x.checkZone()
		x.checkPeople()
		x.checkGoals()
		x.checkPlaces()
		x.checkHolidays(ctx)
		x.checkCalendars(ctx)
		x.checkMessages()
	}
	x.checkStore(ctx)
	if x.status != nil {
		x.checkClock()
		x.checkHolds()
		x.checkSandbox()
	}
}

func (x *examination) checkConfig() {
	c := x.Config
	if c == nil {
		f := x.Explain(x.ConfigErr)
		x.problem("config", f.Hint, "%s", f.Text)
		return
	}
	if n := len(c.Warnings); n > 0 {
		x.problem("config", "fika config check", "%s: %s", x.Paths.Config, prose.Count(n, "warning"))
		return
	}
	x.ok("config", "%s: %s, %s", x.Paths.Config, prose.Count(len(c.Calendars), "calendar"), prose.Count(len(c.Goals), "goal"))
}

func (x *examination) checkZone() {
	// The program includes zone data for machines that have none. A zone in neither made
	// the configuration invalid.
	from := "the machine's data"
	if _, err := os.Stat("/usr/share/zoneinfo"); err != nil {
		from = "the program's own data"
	}
	at := x.Now.In(x.Config.Me.Zone)
	x.ok("zone", "%s, where it is %s; %s", x.Config.Me.Zone, at.Format("Mon 15:04 -07:00"), from)
}

func (x *examination) checkPeople() {
	everybody, faults := x.People()
	list := everybody.Colleagues
	known := prose.Count(len(list), "colleague")
	switch {
	case len(list) == 0:
		x.problem("people", "name a list of colleagues in [people]; fika help goals", "the lists have no people")
	case len(faults) > 0:
		x.problem("people", "fika config check", "%s known; %s in the lists, first: %s", known, prose.Count(len(faults), "fault"), faults[0])
	default:
		doubts, wishes := 0, 0
		for _, p := range list {
			if p.Doubt() != "" {
				doubts++
			}
			if !p.Wish.IsZero() {
				wishes++
			}
		}
		if doubts > 0 {
			known += fmt.Sprintf("; fika asks you before it first invites %d of them: fika people --unsure", doubts)
		}
		if len(x.Config.People.Wishes) > 0 {
			known += fmt.Sprintf("; wishes of %d, and %s about nobody in your lists", wishes, prose.Count(everybody.UnknownWishes, "row"))
		}
		x.ok("people", "%s", known)
	}
}

// checkGoals names the first goal that the rules about managers and levels keep from whom
// it looks for.
func (x *examination) checkGoals() {
	everybody, _ := x.People()
	switch faults := x.Config.OutOfReach(everybody.Colleagues); len(faults) {
	case 0:
	case 1:
		x.problem("goals", "fika config check", "%s", faults[0].Text)
	default:
		x.problem("goals", "fika config check", "%s of goals, first: %s", prose.Count(len(faults), "warning"), faults[0].Text)
	}
}

// checkHolidays says whose public holidays are known.
func (x *examination) checkHolidays(ctx context.Context) {
	if err := x.Holidays(ctx); err != nil {
		x.problem("holidays", "fika config check", "a file of days off cannot be read: %v", err)
		return
	}
	everybody, _ := x.People()
	list := everybody.Colleagues
	mine := x.Config.Rules.Region
	regions := []holiday.Region{mine}
	placed := 0
	for _, p := range list {
		if p.Region != "" {
			placed++
			regions = append(regions, p.Region)
		}
	}
	slices.Sort(regions)
	regions = slices.DeleteFunc(slices.Compact(regions), func(r holiday.Region) bool { return r == "" || x.Config.KnowsHolidays(r) })
	colleagues := fmt.Sprintf("the region of %d of %s is known", placed, prose.Count(len(list), "colleague"))
	switch {
	case len(regions) > 0:
		x.problem("holidays", "add a [[holidays]] with a file of the days off", "no public holidays are known for %s", prose.List(texts(regions)))
	case mine == "":
		x.ok("holidays", "none of yours: region in [me] is not stated; %s", colleagues)
	default:
		x.ok("holidays", "yours are those of %s; %s", holiday.Name(mine), colleagues)
	}
}

func texts(regions []holiday.Region) (list []string) {
	for _, r := range regions {
		list = append(list, string(r))
	}
	return list
}

// openStore opens the store for later checks; checkStore closes it.
func (x *examination) openStore(ctx context.Context) {
	if x.status != nil {
		return
	}
	if _, x.storeErr = os.Stat(x.Paths.State); x.storeErr == nil { // opening it would create it
		x.store, x.storeErr = store.Open(ctx, x.Paths.State)
	}
}

// checkStore reads the whole store: through the running fika, or directly under the lock if
// none is running.
func (x *examination) checkStore(ctx context.Context) {
	err := x.readStore(ctx)
	var locked *store.LockedError
	switch {
	case errors.Is(err, os.ErrNotExist):
		x.ok("store", "none yet; the first pass creates it")
	case errors.As(err, &locked):
		x.problem("store", "wait for it to end, or stop it", "%v, and does not answer on %s", err, x.Paths.Socket)
	case err != nil:
		f := x.Explain(err)
		x.problem("store", f.Hint, "%s", f.Text)
	default:
		x.ok("store", "sound")
	}
}

func (x *examination) readStore(ctx context.Context) error {
	switch {
	case x.status != nil:
		_, err := api.CallCheckStore.Make(ctx, x.Running, api.NoArgs{})
		return err
	case x.storeErr != nil:
		return x.storeErr
	}
	return errors.Join(x.store.Check(ctx), x.store.Close())
}
