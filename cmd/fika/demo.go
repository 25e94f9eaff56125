package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fika/config"
	"fika/daemon"
	"fika/internal/api"
	"fika/internal/app"
	"fika/internal/demo"
	"fika/internal/english"
	"fika/internal/store"
	"fika/planner"
)

const demoSeed = 7 // of the invented company; any other would do

// DemoAnswer is what became of the weeks in the invented company: fika.demo/v1.
type DemoAnswer struct {
	Schema   string         `json:"schema"`
	From     time.Time      `json:"from"`
	To       time.Time      `json:"to"`
	Dir      string         `json:"dir,omitempty"` // where the company was kept
	Goals    []api.Goal     `json:"goals"`         // where they stand at the end
	Bookings []LandedAnswer `json:"bookings"`
}

// LandedAnswer is a booking with the file that its event lies in, relative to
// the company's folder; "" for a booking without an event.
type LandedAnswer struct {
	api.Booking
	File string `json:"file"`
}

func newDemoCommand(a *cli) *cobra.Command {
	var dir string
	weeks := 4
	cmd := &cobra.Command{
		Use:     "demo",
		GroupID: running,
		Short:   "Show fika at work in an invented company, offline",
		Long: `Invents a company of sixty people with real .ics calendars, and lives the last
weeks in it: fika plans and books, the colleagues answer, you are Maya Lind and
say yes to one proposal each morning. With --dir everything is kept to play on.`,
		Example: "  fika demo\n  fika demo --dir ~/tallbark --weeks 2",
		Args:    nothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.demo(cmd.Context(), dir, weeks)
		},
	}
	cmd.Flags().StringVar(&dir, "dir", "", "keep the company in the new folder `DIR`")
	cmd.Flags().IntVar(&weeks, "weeks", weeks, "weeks to live through, 1 to 26")
	return cmd
}

func (a *cli) demo(ctx context.Context, place string, weeks int) error {
	if weeks < 1 || weeks > 26 {
		return usage("--weeks is 1 to 26, not %d", weeks)
	}
	dir, err := emptyFolder(place)
	if err != nil {
		return err
	}
	if place == "" {
		defer os.RemoveAll(dir)
	}
	now := a.now()
	c := demo.Invent(demoSeed, now)
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
	o := a.optionsAt(app.Paths{Config: cfg.Path, State: filepath.Join(dir, "state")})
	o.Carried = true
	w := app.Wire(o, cfg)
	d, err := w.Daemon(st)
	if err != nil {
		return err
	}
	defer w.Close()
	first := now.In(cfg.Me.Zone).AddDate(0, 0, -7*weeks)
	// It looks ten days less ahead than the file says: whoever plays on has weeks to
	// plan.
	near := app.Settings(cfg)
	near.Rules.Horizon -= 10
	d.Configure(near)
	s := &stage{app: a, company: c, daemon: d, dir: dir, until: now}
	if err := s.play(ctx, first, now, weeks); err != nil {
		return err
	}
	if err := s.openNewWeek(ctx, app.Settings(cfg), now); err != nil {
		return err
	}
	// The weeks were lived after it: config diff compares with it.
	if err := app.Begin(o.Paths); err != nil {
		return err
	}
	return s.end(ctx, first, now, place != "")
}

// emptyFolder makes dir, absolute, or a temporary folder if dir is "". One that
// holds anything is somebody's.
func emptyFolder(dir string) (string, error) {
	if dir == "" {
		return os.MkdirTemp("", "fika-demo-")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	switch entries, err := os.ReadDir(dir); {
	case errors.Is(err, os.ErrNotExist):
	case err != nil:
		return "", &api.Fault{Code: api.CodeDisk, Text: err.Error(), Hint: "--dir wants a new folder"}
	case len(entries) > 0:
		return "", usage("%s is not empty; --dir wants a new folder", dir)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", &api.Fault{Code: api.CodeDisk, Text: err.Error(), Hint: "name a folder that can be made with --dir"}
	}
	return dir, nil
}

// stage is where the demo plays.
type stage struct {
	app     *cli
	company *demo.Company
	daemon  *daemon.Daemon
	dir     string
	until   time.Time // the weeks last
	told    int64     // the newest entry of the log that was shown
}

// show prints a page, unless the answer is one document at the end.
func (s *stage) show(text func(out *page)) error {
	if s.app.flags.json {
		return nil
	}
	return s.app.show(text)
}

// play lives the weeks from first to now and shows them: the goals, the first
// plan with its reasons, what happened.
func (s *stage) play(ctx context.Context, first, now time.Time, weeks int) error {
	goals, err := s.daemon.Goals(ctx, first)
	if err != nil {
		return err
	}
	plan, err := s.daemon.Plan(ctx, first)
	if err != nil {
		return err
	}
	err = s.show(func(out *page) {
		out.line("It is %s ago, and you are Maya Lind of Communications at Tallbark.", weeksWord(weeks))
		out.head("Your goals:")
		out.line("")
		out.goals(goals)
		out.head("What fika would do, and why:")
		out.plan(plan, false)
		out.head("The weeks, with a look every two hours:")
		out.line("")
	})
	if err != nil {
		return err
	}
	return s.live(ctx, first, now)
}

// weeksWord is n weeks as people say it.
func weeksWord(n int) string {
	words := []string{"no weeks", "a week", "two weeks", "three weeks", "four weeks", "five weeks", "six weeks"}
	if n < len(words) {
		return words[n]
	}
	return english.Count(n, "week")
}

// live makes a pass every two hours of each working day, with an answering
// company around it and a Maya who says yes to one proposal each morning.
func (s *stage) live(ctx context.Context, first, now time.Time) error {
	year, month, day := first.Date()
	for morning := time.Date(year, month, day, 8, 0, 0, 0, first.Location()); morning.Before(now); morning = morning.AddDate(0, 0, 1) {
		if morning.Weekday() == time.Saturday || morning.Weekday() == time.Sunday {
			continue
		}
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
			if _, err := s.daemon.Pass(ctx, at); err != nil {
				return err
			}
			if err := s.tell(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// openNewWeek looks as far ahead as the file says, for one more coffee at a time,
// until two proposals wait for a yes. The rest of the new week stays free, so that
// a change of the file has a place to show.
func (s *stage) openNewWeek(ctx context.Context, all daemon.Settings, now time.Time) error {
	defer s.daemon.Configure(all)
	goals := slices.Clone(all.Goals)
	for i := range goals {
		goals[i].Mode = planner.Propose // what fika approves itself waits for nobody
	}
	for range 2 {
		live, err := s.daemon.Bookings(ctx, now, false)
		if err != nil {
			return err
		}
		open, more := 0, all
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
		s.daemon.Configure(more)
		if _, err := s.daemon.Pass(ctx, now); err != nil {
			return err
		}
		if err := s.tell(ctx); err != nil {
			return err
		}
	}
	return nil
}

// sayYes approves the first proposal that can be. Of those for the time after the
// weeks Maya leaves two open.
func (s *stage) sayYes(ctx context.Context, at time.Time) error {
	bookings, err := s.daemon.Bookings(ctx, at, false)
	if err != nil {
		return err
	}
	open := slices.DeleteFunc(bookings.Bookings, func(b api.Booking) bool { return b.State != api.StateProposed })
	const left, soon = 2, 3 * 24 * time.Hour
	for i, b := range open {
		if b.Start.After(s.until.Add(soon)) && len(open)-i <= left {
			continue
		}
		_, err := s.daemon.Approve(ctx, at, b.ID)
		var f *api.Fault
		if errors.As(err, &f) {
			continue // its slot went meanwhile; the pass says so
		}
		return err
	}
	return nil
}

// tell shows what happened to bookings since it was called last. That a request
// is on its way is left out: the same pass says that it arrived.
func (s *stage) tell(ctx context.Context) error {
	news, err := s.daemon.History(ctx, s.told, 0)
	if err != nil {
		return err
	}
	if n := len(news.Entries); n > 0 {
		s.told = news.Entries[n-1].ID
	}
	return s.show(func(out *page) {
		for _, e := range news.Entries {
			if e.Booking != "" && e.Kind != string(api.StateSending) {
				out.wrap("  "+out.when(e.At)+"  ", out.sentence(e))
			}
		}
	})
}

// end shows every coffee that became an event, with its file, where the goals
// stand, and how to play on.
func (s *stage) end(ctx context.Context, first, now time.Time, kept bool) error {
	all, err := s.daemon.Bookings(ctx, now, true)
	if err != nil {
		return err
	}
	goals, err := s.daemon.Goals(ctx, now)
	if err != nil {
		return err
	}
	answer := DemoAnswer{Schema: api.SchemaDemo, From: first, To: now.In(first.Location()), Goals: goals.Goals, Bookings: []LandedAnswer{}}
	if kept {
		answer.Dir = s.dir
	}
	for _, b := range all.Bookings {
		landed := LandedAnswer{Booking: b}
		if b.Event != "" {
			landed.File = strings.Join([]string{"calendars", b.Calendar, b.Event + ".ics"}, "/")
		}
		answer.Bookings = append(answer.Bookings, landed)
	}
	return s.app.answer(answer, func(out *page) {
		out.line("")
		out.line("Where it landed, as .ics files that any calendar program reads:")
		out.line("")
		out.landed(answer.Bookings)
		out.head("Where the goals stand now:")
		out.line("")
		out.goals(goals)
		out.farewell(s.app.program, answer.Dir)
	})
}

func (p *page) landed(list []LandedAnswer) {
	var rows [][]string
	for _, b := range list {
		if b.File == "" {
			continue
		}
		const shown = len("calendars/work/fk") + 6 // enough for a shell to find the one file
		file := b.File
		if len(file) > shown {
			file = file[:shown] + "*.ics"
		}
		rows = append(rows, []string{"  " + p.when(b.Start), p.clip(b.Name, 18), standing(b.State, b.Reply), file})
	}
	p.table(rows...)
}

// farewell says how to play on; dir is where the company was kept, "" if it was
// not.
func (p *page) farewell(program, dir string) {
	if dir == "" {
		p.head("The company is gone again. To keep one and play on:")
		p.line("  %s demo --dir ~/tallbark", program)
		return
	}
	p.head("The company is in " + dir + ". To play on, edit your goals and look again:")
	p.line("")
	p.line("  $EDITOR %s/fika.toml", dir)
	for _, verb := range []string{"plan", "run"} {
		p.line("  %s --config %[2]s/fika.toml --state %[2]s/state %[3]s", program, dir, verb)
	}
}
