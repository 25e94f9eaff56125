package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"fika/config"
	"fika/internal/api"
	"fika/internal/app"
	"fika/internal/client"
	"fika/internal/english"
	"fika/internal/store"
)

// DoctorAnswer is everything that was looked at: fika.doctor/v1.
type DoctorAnswer struct {
	Schema string      `json:"schema"`
	OK     bool        `json:"ok"`
	Checks []api.Check `json:"checks"`
}

func newDoctorCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:     "doctor",
		GroupID: running,
		Short:   "Look at everything that can go wrong; each line with its fix",
		Long: `Looks at the program, the configuration, who else may read and write the files,
the calendars, the people, the store, the running fika, its clock and what its
service manager hides from it. Changes nothing, and asks a network only where a
calendar lies on one. Ends with 3 if something needs your attention.`,
		Example: "  fika doctor\n  fika doctor --json | jq '.checks[] | select(.ok | not)'",
		Args:    nothing,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.doctor(cmd.Context()) },
	}
}

func (a *cli) doctor(ctx context.Context) error {
	p, err := a.paths()
	if err != nil {
		return err
	}
	d := &doctor{app: a, paths: p, now: a.now()}
	done := a.waiting("looking")
	d.look(ctx)
	done()
	attention := func(c api.Check) bool { return !c.OK }
	answer := DoctorAnswer{Schema: api.SchemaDoctor, OK: !slices.ContainsFunc(d.found, attention), Checks: d.found}
	if err := a.answer(answer, func(out *page) { out.doctor(answer) }); err != nil {
		return err
	}
	if !answer.OK {
		return errAttention
	}
	return nil
}

func (p *page) doctor(a DoctorAnswer) {
	for _, c := range a.Checks {
		mark := "ok         "
		if !c.OK {
			mark = "ATTENTION  "
		}
		p.wrap(fmt.Sprintf("%s%-10s ", mark, c.Name), c.Text)
		p.hint(c.Fix)
	}
}

// doctor looks at one thing after the other. What one finds, later ones use: a
// calendar cannot be looked at without a configuration.
type doctor struct {
	app   *cli
	paths app.Paths
	now   time.Time
	found []api.Check

	config *config.Config         // nil if it cannot be used
	status *api.Status            // of the running fika; nil if there is none
	told   map[string][]api.Check // what the running fika says of calendars, by name
	store  *store.Store           // nil where a running fika has it, and with shut
	shut   error                  // why the store could not be opened
	mine   map[string]bool        // calendars that this command can read
}

func (d *doctor) ok(name, format string, args ...any) {
	d.found = append(d.found, api.Check{Name: name, OK: true, Text: fmt.Sprintf(format, args...)})
}

func (d *doctor) attention(name, fix, format string, args ...any) {
	d.found = append(d.found, api.Check{Name: name, Text: fmt.Sprintf(format, args...), Fix: fix})
}

func (d *doctor) look(ctx context.Context) {
	v := thisVersion()
	d.ok("program", "fika %s, %s", v.Version, v.Go)
	d.lookAtConfig()
	d.lookAtModes()
	d.lookAtDaemon(ctx)
	d.openStore(ctx)
	if d.config != nil {
		d.lookAtZone()
		d.lookAtPeople()
		d.lookAtCalendars(ctx)
	}
	d.lookAtStore(ctx)
	if d.status != nil {
		d.lookAtClock()
		d.lookAtHolds()
		d.lookAtSandbox()
	}
}

func (d *doctor) lookAtConfig() {
	c, err := app.Load(d.paths.Config)
	if err != nil {
		f := app.Explain(err)
		d.attention("config", f.Hint, "%s", f.Text)
		return
	}
	d.config = c
	if n := len(c.Warnings); n > 0 {
		d.attention("config", "fika config check", "%s: %s", d.paths.Config, english.Count(n, "warning"))
		return
	}
	d.ok("config", "%s: %s, %s", d.paths.Config, english.Count(len(c.Calendars), "calendar"), english.Count(len(c.Goals), "goal"))
}

func (d *doctor) lookAtZone() {
	// The program carries its own zone data for machines without any; a name
	// that neither knows was refused with the configuration.
	from := "the machine's data"
	if _, err := os.Stat("/usr/share/zoneinfo"); err != nil {
		from = "the program's own data"
	}
	at := d.now.In(d.config.Me.Zone)
	d.ok("zone", "%s, where it is %s; %s", d.config.Me.Zone, at.Format("Mon 15:04 -07:00"), from)
}

func (d *doctor) lookAtPeople() {
	list, faults := app.ReadPeople(d.config)
	switch {
	case len(list) == 0:
		d.attention("people", "name a list of colleagues in [people]; fika help goals", "nobody is known")
	case len(faults) > 0:
		d.attention("people", "fika config check", "%s known; %s in the lists, first: %s", english.Count(len(list), "colleague"), english.Count(len(faults), "fault"), faults[0])
	default:
		d.ok("people", "%s", english.Count(len(list), "colleague"))
	}
}

// lookAtStore reads the whole store: through the fika that has it, or under the
// lock if none has.
func (d *doctor) lookAtStore(ctx context.Context) {
	err := d.checkStore(ctx)
	var locked *store.LockedError
	switch {
	case errors.Is(err, os.ErrNotExist):
		d.ok("store", "there is none yet; the first pass makes it")
	case errors.As(err, &locked):
		d.attention("store", "wait for it, or end it", "%v, and does not answer on %s", err, d.paths.Socket)
	case err != nil:
		f := app.Explain(err)
		d.attention("store", f.Hint, "%s", f.Text)
	default:
		d.ok("store", "sound")
	}
}

func (d *doctor) checkStore(ctx context.Context) error {
	switch {
	case d.status != nil:
		return client.New(d.paths.Socket).CheckStore(ctx)
	case d.shut != nil:
		return d.shut
	}
	return errors.Join(d.store.Check(ctx), d.store.Close())
}

// openStore opens the store for what follows; the last look closes it.
func (d *doctor) openStore(ctx context.Context) {
	if d.status != nil {
		return
	}
	if _, d.shut = os.Stat(d.paths.State); d.shut == nil { // to open it would make it
		d.store, d.shut = store.Open(ctx, d.paths.State)
	}
}
