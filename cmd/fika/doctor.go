package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"fika/calendar"
	"fika/config"
	"fika/daemon"
	"fika/span"
	"fika/store"
	"fika/web"
)

// DoctorAnswer is everything that was looked at: fika.doctor/v1.
type DoctorAnswer struct {
	Schema string        `json:"schema"`
	OK     bool          `json:"ok"`
	Checks []CheckedLine `json:"checks"`
}

// CheckedLine is one thing that was looked at.
type CheckedLine struct {
	Check string `json:"check"`
	OK    bool   `json:"ok"`
	Text  string `json:"text"`
	Fix   string `json:"fix,omitempty"`
}

func newDoctorCommand(a *app) *cobra.Command {
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

func (a *app) doctor(ctx context.Context) error {
	p, err := a.paths()
	if err != nil {
		return err
	}
	d := &doctor{app: a, paths: p, now: a.now()}
	done := a.waiting("looking")
	d.look(ctx)
	done()
	answer := DoctorAnswer{Schema: "fika.doctor/v1", OK: true, Checks: []CheckedLine{}}
	for _, c := range d.found {
		answer.Checks = append(answer.Checks, CheckedLine{c.Name, c.OK, c.Text, c.Fix})
		answer.OK = answer.OK && c.OK
	}
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
		p.wrap(fmt.Sprintf("%s%-10s ", mark, c.Check), c.Text)
		p.hint(c.Fix)
	}
}

// doctor looks at one thing after the other. What one finds, later ones use: a
// calendar cannot be looked at without a configuration.
type doctor struct {
	app   *app
	paths paths
	now   time.Time
	found []calendar.Check

	config *config.Config       // nil if it cannot be used
	status *daemon.StatusAnswer // of the running fika; nil if there is none
	mine   map[string]bool      // calendars that this command can read
}

func (d *doctor) ok(name, format string, args ...any) {
	d.found = append(d.found, calendar.Check{Name: name, OK: true, Text: fmt.Sprintf(format, args...)})
}

func (d *doctor) attention(name, fix, format string, args ...any) {
	d.found = append(d.found, calendar.Check{Name: name, Text: fmt.Sprintf(format, args...), Fix: fix})
}

func (d *doctor) look(ctx context.Context) {
	v := thisVersion()
	d.ok("program", "fika %s, %s", v.Version, v.Go)
	d.lookAtConfig()
	d.lookAtModes()
	if d.config != nil {
		d.lookAtZone()
		d.lookAtPeople()
		d.lookAtCalendars(ctx)
	}
	d.lookAtDaemon(ctx)
	d.lookAtStore(ctx)
	if d.status != nil {
		d.lookAtClock()
		d.lookAtHolds()
		d.lookAtSandbox()
	}
}

func (d *doctor) lookAtConfig() {
	c, err := load(d.paths.Config)
	if err != nil {
		f := explain(err)
		d.attention("config", f.hint, "%s", f.text)
		return
	}
	d.config = c
	if n := len(c.Warnings); n > 0 {
		d.attention("config", "fika config check", "%s: %s", d.paths.Config, count(n, "warning"))
		return
	}
	d.ok("config", "%s: %s, %s", d.paths.Config, count(len(c.Calendars), "calendar"), count(len(c.Goals), "goal"))
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
	list, faults := readPeople(d.config)
	switch {
	case len(list) == 0:
		d.attention("people", "name a list of colleagues in [people]; fika help goals", "nobody is known")
	case len(faults) > 0:
		d.attention("people", "fika config check", "%s known; %s in the lists, first: %s", count(len(list), "colleague"), count(len(faults), "fault"), faults[0])
	default:
		d.ok("people", "%s", count(len(list), "colleague"))
	}
}

// lookAtCalendars reads every calendar once, in the week from now.
func (d *doctor) lookAtCalendars(ctx context.Context) {
	d.mine = map[string]bool{}
	week := span.Span{Start: d.now, End: d.now.AddDate(0, 0, 7)}
	w := &wiring{app: d.app, state: d.paths.State}
	w.current.Store(d.config)
	defer w.close()
	for _, c := range d.config.Calendars {
		name := "calendar"
		opened, err := w.openCalendar(c, nil)
		if err != nil {
			d.attention(name, explain(err).hint, "%s: %v", c.Name, err)
			continue
		}
		listing, err := opened.List(ctx, week)
		switch {
		case err != nil:
			d.attention(name, "mend it or take it out of the configuration", "%s (%s) cannot be read: %v", c.Name, c.Kind, err)
		case len(listing.Problems) > 0:
			d.attention(name, "mend the files; fika events shows the rest", "%s (%s): %s not understood, first: %s",
				c.Name, c.Kind, count(len(listing.Problems), "event"), listing.Problems[0])
		default:
			d.ok(name, "%s (%s): %s this week", c.Name, c.Kind, count(len(listing.Events), "event"))
		}
		d.mine[c.Name] = err == nil
		if late, ok := opened.(*lateCalendar); ok && err == nil {
			opened, _ = late.use() // it answered a moment ago
		}
		if more, ok := opened.(calendar.Checker); ok {
			d.found = append(d.found, more.Check(ctx, d.now)...)
		}
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
		f := explain(err)
		d.attention("store", f.hint, "%s", f.text)
	default:
		d.ok("store", "sound")
	}
}

func (d *doctor) checkStore(ctx context.Context) error {
	if d.status != nil {
		return web.NewClient(d.paths.Socket).CheckStore(ctx)
	}
	if _, err := os.Stat(d.paths.State); err != nil { // to open it would make it
		return err
	}
	st, err := store.Open(ctx, d.paths.State)
	if err != nil {
		return err
	}
	return errors.Join(st.Check(ctx), st.Close())
}
