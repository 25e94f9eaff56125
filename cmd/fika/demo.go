package main

import (
	"context"
	"os"
	"time"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/apitext"
	"fika/internal/app"
	"fika/internal/demo"
	"fika/internal/prose"
)

func newDemoCommand(a *cli) *cobra.Command {
	var dir string
	weeks := 4
	cmd := &cobra.Command{
		Use:     "demo",
		GroupID: operation,
		Short:   "Show fika working in an invented company, offline",
		Long: `Invents a company of sixty people with real .ics calendars, and simulates the
last weeks in it: fika plans and books, the colleagues answer, and you are Maya
Lind, who approves one proposal each morning. With --dir the company is kept.`,
		Example: "  fika demo\n  fika demo --dir ~/tallbark --weeks 2",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.demo(cmd.Context(), dir, weeks)
		},
	}
	cmd.Flags().StringVar(&dir, "dir", "", "keep the company in the new folder `DIR`")
	numberFlag(cmd, &weeks, "weeks", limits{1, 26}, "simulate `N` weeks, 1 to 26")
	return cmd
}

func (a *cli) demo(ctx context.Context, place string, weeks int) error {
	dir, err := demo.PrepareFolder(place)
	if err != nil {
		return err
	}
	if place == "" {
		defer os.RemoveAll(dir)
	}
	p, done, err := app.Demo(ctx, a.optionsAt(api.Paths{}), dir)
	if err != nil {
		return err
	}
	defer done()
	p.OnEntries = a.demoNews
	first := p.Until().AddDate(0, 0, -7*weeks)
	if err := a.play(ctx, p, first, weeks); err != nil {
		return err
	}
	if place == "" {
		dir = ""
	}
	return a.demoEnd(ctx, p, first, dir)
}

// showUnlessJSON prints a page, unless the answer is one document at the end.
func (a *cli) showUnlessJSON(text func(out *page)) error {
	if a.flags.json {
		return nil
	}
	return a.show(text)
}

// play simulates the weeks from first and shows the goals, the first plan with its
// reasons, and what happened.
func (a *cli) play(ctx context.Context, p *demo.Play, first time.Time, weeks int) error {
	p.Begin()
	goals, err := p.Goals(ctx, first)
	if err != nil {
		return err
	}
	plan, err := p.Plan(ctx, first)
	if err != nil {
		return err
	}
	err = a.showUnlessJSON(func(out *page) {
		out.Line("It is %s ago, and you are Maya Lind of Communications at Tallbark.", weeksWord(weeks))
		out.Head("Your goals:")
		out.Line("")
		out.goals(goals)
		out.Head("What fika would do, and why:")
		out.plan(plan, false)
		out.Head("The weeks, with a pass every two hours:")
		out.Line("")
	})
	if err != nil {
		return err
	}
	if err := p.Live(ctx, first); err != nil {
		return err
	}
	return p.End(ctx)
}

// demoNews shows what happened to bookings.
func (a *cli) demoNews(news []api.Entry) error {
	return a.showUnlessJSON(func(out *page) {
		for _, e := range news {
			out.Wrap("  "+out.When(e.At)+"  ", apitext.Entry(e, out.When))
		}
	})
}

// weeksWord returns n weeks in words.
func weeksWord(n int) string {
	words := []string{"no weeks", "a week", "two weeks", "three weeks", "four weeks", "five weeks", "six weeks"}
	if n < len(words) {
		return words[n]
	}
	return prose.Count(n, "week")
}

// demoEnd shows every coffee that became an event, with its file, the state of the
// goals, and how to continue in dir, where the company was kept; "" if it was not.
func (a *cli) demoEnd(ctx context.Context, p *demo.Play, first time.Time, dir string) error {
	all, err := p.Bookings(ctx)
	if err != nil {
		return err
	}
	goals, err := p.Goals(ctx, p.Until())
	if err != nil {
		return err
	}
	answer := api.Demo{From: first, To: p.Until(), Dir: dir, Goals: goals.Goals, Bookings: []api.DemoBooking{}}
	for _, b := range all.Bookings {
		answer.Bookings = append(answer.Bookings, api.DemoBooking{Booking: b, File: demo.EventFile(b)})
	}
	return a.answer(answer, func(out *page) {
		out.Line("")
		out.Line("The events, as .ics files that any calendar program reads:")
		out.Line("")
		out.demoEvents(answer.Bookings)
		out.Head("Where the goals stand now:")
		out.Line("")
		out.goals(goals)
		out.howToContinue(a.program, dir)
	})
}

func (p *page) demoEvents(list []api.DemoBooking) {
	var rows [][]string
	for _, b := range list {
		if b.File == "" {
			continue
		}
		const shown = len("calendars/work/fk") + 6 // enough for a shell to find the file
		file := b.File
		if len(file) > shown {
			file = file[:shown] + "*.ics"
		}
		rows = append(rows, []string{"  " + p.When(b.Start), p.Clip(b.Name, 18), apitext.State(b.State, b.Reply), file})
	}
	p.Table(rows...)
}

// howToContinue says how to continue; dir is where the company was kept, "" if it was not.
func (p *page) howToContinue(program, dir string) {
	if dir == "" {
		p.Head("The company was deleted. To keep one and continue:")
		p.Line("  %s demo --dir ~/tallbark", program)
		return
	}
	p.Head("The company is in " + dir + ". To continue, edit your goals and look again:")
	p.Line("")
	p.Line("  $EDITOR %s/fika.toml", dir)
	for _, verb := range []string{"plan", "today", "run"} {
		p.Line("  %s --config %[2]s/fika.toml --state %[2]s/state %[3]s", program, dir, verb)
	}
}
