package demo

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"fika/daemon"
	"fika/internal/api"
	"fika/planner"
)

// Play simulates some weeks in a company whose user has fika: fika plans and books,
// the colleagues answer, Maya approves one proposal each morning, and writes down what
// she learned.
type Play struct {
	// OnEntries is called after each pass with the log entries about bookings, oldest
	// first.
	OnEntries func([]api.Entry) error

	company  *Company
	dir      string
	daemon   *daemon.Daemon
	settings daemon.Settings // as the configuration has them
	until    time.Time       // the weeks end
	seen     int64           // the newest entry passed to OnEntries
	remarks  []remark        // that Maya will write down
	noted    map[string]bool // IDs of the coffees that she wrote about
}

// NewPlay returns the play of c, which was written to dir, that ends at until. d has not
// made a pass yet, and has these settings.
func NewPlay(c *Company, dir string, d *daemon.Daemon, settings daemon.Settings, until time.Time) *Play {
	return &Play{company: c, dir: dir, daemon: d, settings: settings, until: until.In(settings.Rules.Zone),
		remarks: loadRemarks(), noted: map[string]bool{}}
}

// Until is when the weeks end, in the user's zone.
func (p *Play) Until() time.Time { return p.until }

// Plan returns what fika would do at t.
func (p *Play) Plan(ctx context.Context, t time.Time) (api.Plan, error) {
	return daemon.Ask(ctx, p.daemon, t, (*daemon.View).Plan)
}

// Goals returns how the goals stand at t.
func (p *Play) Goals(ctx context.Context, t time.Time) (api.Goals, error) {
	return daemon.Ask(ctx, p.daemon, t, (*daemon.View).Goals)
}

// Bookings returns all bookings, past ones too, at the end of the weeks.
func (p *Play) Bookings(ctx context.Context) (api.Bookings, error) {
	return p.daemon.Bookings(ctx, p.until, true)
}

// Begin shortens the horizon of the configuration by ten days, so that there is time
// left to plan for a user who continues.
func (p *Play) Begin() {
	near := p.settings
	near.Rules.Horizon -= 10
	p.daemon.Configure(near)
}

// Live runs a pass every two hours of each working day from first on.
func (p *Play) Live(ctx context.Context, first time.Time) error {
	year, month, day := first.Date()
	for morning := time.Date(year, month, day, 8, 0, 0, 0, first.Location()); morning.Before(p.until); morning = morning.AddDate(0, 0, 1) {
		if morning.Weekday() == time.Saturday || morning.Weekday() == time.Sunday {
			continue
		}
		for hour := range 6 {
			at := morning.Add(time.Duration(2*hour) * time.Hour)
			if at.After(p.until) {
				return nil
			}
			if hour == 1 {
				if err := p.approveOne(ctx, at); err != nil {
					return err
				}
			}
			if _, err := p.company.Answer(p.dir, at); err != nil {
				return err
			}
			if err := p.pass(ctx, at); err != nil {
				return err
			}
			if err := errors.Join(p.writeRemarks(ctx, at), p.writeAboutCoffees(ctx, at)); err != nil {
				return err
			}
		}
	}
	return nil
}

// approveOne approves the first proposal that can be approved. Maya leaves two of
// those after the simulated weeks unanswered.
func (p *Play) approveOne(ctx context.Context, at time.Time) error {
	bookings, err := p.daemon.Bookings(ctx, at, false)
	if err != nil {
		return err
	}
	open := slices.DeleteFunc(bookings.Bookings, func(b api.Booking) bool { return b.State != api.StateProposed })
	const left, soon = 2, 3 * 24 * time.Hour
	for i, b := range open {
		if b.Start.After(p.until.Add(soon)) && len(open)-i <= left {
			continue
		}
		_, err := p.daemon.Approve(ctx, at, b.ID)
		var f *api.Fault
		if errors.As(err, &f) {
			continue // its slot was taken in the meantime; the pass says so
		}
		return err
	}
	return nil
}

// pass runs a pass and reports it. It omits that a request is being sent, because the
// same pass reports the result.
func (p *Play) pass(ctx context.Context, at time.Time) error {
	if _, err := p.daemon.Pass(ctx, at); err != nil {
		return err
	}
	news, err := p.daemon.History(ctx, p.seen, 0)
	if err != nil {
		return err
	}
	if n := len(news.Entries); n > 0 {
		p.seen = news.Entries[n-1].ID
	}
	return p.OnEntries(slices.DeleteFunc(news.Entries, func(e api.Entry) bool { return e.Booking == "" || e.Kind == api.EntrySending }))
}

// End plans with the full horizon, one more coffee at a time, until two proposals wait
// for the user. The rest of the new week stays free, so that a configuration change has
// a visible effect.
func (p *Play) End(ctx context.Context) error {
	defer p.daemon.Configure(p.settings)
	goals := slices.Clone(p.settings.Goals)
	for i := range goals {
		goals[i].Mode = planner.ModePropose // otherwise fika would approve it itself
	}
	for range 2 {
		live, err := p.daemon.Bookings(ctx, p.until, false)
		if err != nil {
			return err
		}
		open, more := 0, p.settings
		more.Goals, more.Rules.Open = goals, 1
		for _, b := range live.Bookings {
			if b.State == api.StateProposed {
				open++
			}
			if b.Reply.Open() {
				more.Rules.Open++
			}
		}
		if open >= 2 {
			return nil
		}
		p.daemon.Configure(more)
		if err := p.pass(ctx, p.until); err != nil {
			return err
		}
	}
	return nil
}

// EventFile returns the path of a booking's event, relative to the folder of the
// company, with slashes; "" if it has none.
func EventFile(b api.Booking) string {
	if b.Event == "" {
		return ""
	}
	return strings.Join([]string{"calendars", b.Calendar, b.Event + ".ics"}, "/")
}
