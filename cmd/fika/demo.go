package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"fika/company"
	"fika/config"
	"fika/daemon"
	"fika/store"
)

const demoSeed = 7 // of the invented company; any other would do

func newDemoCommand(a *app) *cobra.Command {
	var dir string
	weeks := 4
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Show fika at work in an invented company, offline",
		Long: `Invents a company of sixty people with real .ics calendars, and lives the last
weeks in it: fika plans and books, the colleagues answer, you are Maya Lind and
say yes to one proposal each morning. With --dir everything is kept to play on.`,
		Example: "  fika demo\n  fika demo --dir ~/tallbark --weeks 2",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.demo(cmd.Context(), dir, weeks)
		},
	}
	cmd.Flags().StringVar(&dir, "dir", "", "keep the company in this new folder")
	cmd.Flags().IntVar(&weeks, "weeks", weeks, "weeks to live through, 1 to 26")
	return cmd
}

func (a *app) demo(ctx context.Context, dir string, weeks int) error {
	if weeks < 1 || weeks > 26 {
		return usage("--weeks is 1 to 26, not %d", weeks)
	}
	kept := dir != ""
	if !kept {
		tmp, err := os.MkdirTemp("", "fika-demo-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(tmp)
		dir = tmp
	}
	dir, err := emptyFolder(dir)
	if err != nil {
		return err
	}
	now := a.now()
	c := company.Invent(demoSeed, now)
	if err := c.Write(dir); err != nil {
		return err
	}
	cfg, err := config.Load(filepath.Join(dir, "fika.toml"))
	if err != nil {
		return err
	}
	st, err := store.Open(ctx, filepath.Join(dir, "state"))
	if err != nil {
		return err
	}
	defer st.Close()
	d, err := a.daemon(cfg, st, filepath.Join(dir, "state"))
	if err != nil {
		return err
	}
	s := stage{company: c, daemon: d, dir: dir, out: a.stdout, zone: cfg.Me.Zone}
	if err := s.play(ctx, a, now, weeks); err != nil {
		return err
	}
	s.farewell(kept)
	return nil
}

// emptyFolder makes dir, absolute. One that holds anything is somebody's.
func emptyFolder(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	switch entries, err := os.ReadDir(dir); {
	case errors.Is(err, os.ErrNotExist):
	case err != nil:
		return "", err
	case len(entries) > 0:
		return "", usage("%s is not empty; --dir wants a new folder", dir)
	}
	return dir, os.MkdirAll(dir, 0o700)
}

// stage is where the demo plays.
type stage struct {
	company *company.Company
	daemon  *daemon.Daemon
	dir     string
	out     io.Writer
	zone    *time.Location
}

// play lives the weeks before now and shows them: the first plan with its
// reasons, what happened, where it landed.
func (s stage) play(ctx context.Context, a *app, now time.Time, weeks int) error {
	first := now.In(s.zone).AddDate(0, 0, -7*weeks)
	fmt.Fprintf(s.out, "You are Maya Lind of Communications at Tallbark, %d weeks ago. Your goals:\n\n", weeks)
	goals, err := s.daemon.Goals(ctx, first)
	if err != nil {
		return err
	}
	if err := a.printGoals(goals); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "\nWhat fika would do, and why:\n\n")
	plan, err := s.daemon.Plan(ctx, first)
	if err != nil {
		return err
	}
	if err := a.printPlan(plan); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "\nThe weeks, hour by hour:\n\n")
	if err := s.live(ctx, first, now); err != nil {
		return err
	}
	return s.landed(ctx, now)
}

// live makes a pass every two hours of the working day, with an answering
// company around it and a Maya who says yes to one proposal each morning.
func (s stage) live(ctx context.Context, first, now time.Time) error {
	year, month, day := first.Date()
	for morning := time.Date(year, month, day, 8, 0, 0, 0, s.zone); morning.Before(now); morning = morning.AddDate(0, 0, 1) {
		for hour := range 6 {
			at := morning.Add(time.Duration(2*hour) * time.Hour)
			if at.After(now) {
				return nil
			}
			if hour == 1 {
				if err := s.sayYes(ctx, at); err != nil {
					return err
				}
			}
			if _, err := s.company.Answer(s.dir, at); err != nil {
				return err
			}
			report, err := s.daemon.Pass(ctx, at)
			if err != nil {
				return err
			}
			if err := s.tell(ctx, at, report); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s stage) sayYes(ctx context.Context, at time.Time) error {
	bookings, err := s.daemon.Bookings(ctx, at, false)
	if err != nil {
		return err
	}
	for _, b := range bookings.Bookings {
		if b.State == store.Proposed {
			_, err := s.daemon.Approve(ctx, at, b.ID)
			var f *daemon.Fault
			if errors.As(err, &f) {
				continue // its slot went meanwhile; the pass says so
			}
			return err
		}
	}
	return nil
}

// tell prints what a pass did, a line each.
func (s stage) tell(ctx context.Context, at time.Time, report daemon.Report) error {
	if len(report.Entries) == 0 {
		return nil
	}
	all, err := s.daemon.Bookings(ctx, at, true)
	if err != nil {
		return err
	}
	about := map[string]daemon.BookingAnswer{}
	for _, b := range all.Bookings {
		about[b.ID] = b
	}
	for _, e := range report.Entries {
		b, ok := about[e.Booking]
		if !ok || e.Kind == string(store.Sending) {
			continue
		}
		line := fmt.Sprintf("  %s  %-10s %s, %s", at.Format("Mon 2 Jan 15:04"), e.Kind, b.Name, b.Start.Format("Mon 2 Jan 15:04"))
		if e.Text != "" {
			line += " (" + e.Text + ")"
		}
		fmt.Fprintln(s.out, line)
	}
	return nil
}

// landed shows every coffee that became an event, with its file.
func (s stage) landed(ctx context.Context, now time.Time) error {
	all, err := s.daemon.Bookings(ctx, now, true)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "\nWhere it landed, as .ics files that any calendar program reads:\n\n")
	table := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	for _, b := range all.Bookings {
		if b.Event != "" {
			fmt.Fprintf(table, "  %s\t%s\t%s\t%s\n", b.Start.Format("Mon 2 Jan 15:04"), b.Name, b.State, file(b))
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	goals, err := s.daemon.Goals(ctx, now)
	if err != nil {
		return err
	}
	fmt.Fprintln(s.out, "\nWhere the goals stand now:")
	for _, g := range goals.Goals {
		fmt.Fprintf(s.out, "  %s\n", g.Text)
	}
	return nil
}

// file is a short name of the event's file.
func file(b daemon.BookingAnswer) string {
	name := b.Event
	if len(name) > 12 {
		name = name[:12] + "..."
	}
	return strings.Join([]string{"calendars", b.Calendar, name + ".ics"}, "/")
}

func (s stage) farewell(kept bool) {
	if !kept {
		fmt.Fprintf(s.out, "\nThe company is gone again. To keep one and play on: fika demo --dir ~/tallbark\n")
		return
	}
	fmt.Fprintf(s.out, `
The company is in %[1]s. To play on, edit your goals and look again:

  $EDITOR %[1]s/fika.toml
  fika --config %[1]s/fika.toml --state %[1]s/state plan
  fika --config %[1]s/fika.toml --state %[1]s/state run
`, s.dir)
}
