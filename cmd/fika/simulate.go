package main

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/app"
	"fika/internal/prose"
	"fika/internal/simulation"
	"fika/internal/terminal"
	"fika/planner"
)

// simulateFlags are the flags of fika simulate.
type simulateFlags struct {
	weeks, users, people, invitations int
	year                              bool
	policies                          []string
	shape, network, labels            string
	svg, curve                        string
	seeds                             []uint
}

func newSimulateCommand(a *cli) *cobra.Command {
	f := simulateFlags{weeks: 26, seeds: []uint{1}}
	cmd := &cobra.Command{
		Use:     "simulate",
		GroupID: information,
		Short:   "Simulate weeks of fika, compared with simpler policies",
		Long: `Simulates the coming weeks with invented answers, and counts the results. Without
a file it uses your own goals, rules, people and calendars, and assumes that the
coming weeks look like those of the last half year. With --network it uses a
whole organisation from a list of ties ("from to", or "time person person" per
line), in which many people use fika, each alone; --labels gives their
departments ("person department" per line), and --shape invents a network in
place of the file. It sends nothing and stores nothing.

--year is 52 weeks of a whole organisation with levels, managers, time zones and
leave, and also shows the weeks as those see them who are invited. A fifth of all
people use fika, and each may send two invitations a week.

The policies: fika plans; random picks anybody a goal allows; round-robin lets
goals and people take turns; overdue picks whoever you have not met for longest.
fika:2 spares people whom many ask twice as much as fika does, and fika:0 not at
all; with --year, --curve draws what that gives and costs.`,
		Example: "  fika simulate --weeks 13\n" +
			"  fika simulate --year --seed 1,2,3 --svg year.svg\n" +
			"  fika simulate --year --policy fika:0,fika,fika:2,random --curve curve.svg\n" +
			"  fika simulate --shape small-world --people 150 --users 15\n" +
			"  fika simulate --network email-Eu-core.txt --labels email-Eu-core-department-labels.txt --svg outcome.svg\n" +
			"  fika simulate --network tij_InVS.dat --users 20 --policy fika --seed 1,2,3 --json",
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			f.fill(cmd)
			if err := f.check(); err != nil {
				return err
			}
			answer, err := a.simulate(cmd.Context(), f)
			if err != nil {
				return err
			}
			if err := answer.draw(f); err != nil {
				return err
			}
			return a.answer(answer.Simulation, func(out *page) { out.simulation(answer) })
		},
	}
	flags := cmd.Flags()
	numberFlag(cmd, &f.weeks, "weeks", limits{1, 104}, "simulate `N` weeks, 1 to 104; with --year, 52 by default")
	flags.BoolVar(&f.year, "year", false, "a year of a whole organisation, also as its guests see it")
	numberFlag(cmd, &f.users, "users", limits{1, math.MaxInt}, "`N` people of the network use fika (default 80; with --year, a fifth)")
	numberFlag(cmd, &f.invitations, "invitations", limits{1, planner.CeilingPerWeek}, "`N` invitations per user and week (default 3; with --year, 2; in your own calendars, per_week of [rhythm])")
	flags.StringSliceVar(&f.policies, "policy", nil, "each `POLICY`: "+names(simulation.Policies())+" (default all)")
	flags.StringVar(&f.shape, "shape", "", "invent a network of this `SHAPE`: "+names(simulation.Shapes())+" (with --year, departments by default)")
	numberFlag(cmd, &f.people, "people", limits{simulation.MinInvented, simulation.MaxInvented}, "`N` people in an invented network (default 150; with --year, 1000)")
	flags.StringVar(&f.network, "network", "", "the `FILE` with the ties of an organisation")
	flags.StringVar(&f.labels, "labels", "", "the `FILE` with their departments; by default derived from the ties")
	seedFlag(cmd, &f.seeds, "seed", limits{1, math.MaxInt}, "random seeds `N`,...; for several, the mean is shown")
	flags.StringVar(&f.svg, "svg", "", "draw the outcome to `FILE`")
	flags.StringVar(&f.curve, "curve", "", "draw which aims of --year exclude each other to `FILE`")
	return cmd
}

// names joins names for a message.
func names[T ~string](list []T) string {
	var words []string
	for _, name := range list {
		words = append(words, string(name))
	}
	return strings.Join(words, ", ")
}

// fill sets what --year implies.
func (f *simulateFlags) fill(cmd *cobra.Command) {
	if f.year && !cmd.Flags().Changed("weeks") {
		f.weeks = 52
	}
	if f.year && f.network == "" {
		f.shape = cmp.Or(f.shape, string(simulation.Departments))
		f.people = cmp.Or(f.people, 1000)
	}
	if f.shape != "" {
		f.people = cmp.Or(f.people, 150)
	}
}

func (f *simulateFlags) check() error {
	unknown := func(p string) bool { return simulation.Policy(p).Check() != nil }
	switch at := slices.IndexFunc(f.policies, unknown); {
	case at >= 0:
		return usage("--policy must be one of %s, or fika:FACTOR, not %q", names(simulation.Policies()), f.policies[at])
	case f.curve != "" && !f.year:
		return usage("--curve needs --year")
	case f.shape != "" && !slices.Contains(simulation.Shapes(), simulation.Shape(f.shape)):
		return usage("--shape must be one of %s, not %q", names(simulation.Shapes()), f.shape)
	case f.shape != "" && f.network != "":
		return usage("--shape and --network exclude each other")
	case f.shape == "" && f.people != 0:
		return usage("--people needs --shape or --year")
	case f.network == "" && (f.labels != "" || f.shape == "" && f.users != 0):
		return usage("--labels and --users need --network")
	}
	return nil
}

// simulated is the document, with the data for the page and the chart.
type simulated struct {
	api.Simulation
	measures []simulation.Measure
	outcomes []*simulation.Outcome
}

// draw draws the pictures that f asks for.
func (a *simulated) draw(f simulateFlags) error {
	for _, picture := range []struct {
		file string
		draw func() string
	}{
		{f.svg, func() string { return simulation.Chart(a.title(), a.measures, a.outcomes) }},
		{f.curve, func() string { return simulation.Curve(a.title(), simulation.CurvePairs(), a.outcomes) }},
	} {
		if picture.file == "" {
			continue
		}
		if err := os.WriteFile(picture.file, []byte(picture.draw()), 0o644); err != nil {
			return api.NewFault(api.CodeUnwritable, err.Error())
		}
	}
	return nil
}

// simulate runs the weeks of every policy.
func (a *cli) simulate(ctx context.Context, f simulateFlags) (answer simulated, err error) {
	o, err := a.options()
	if err != nil {
		return answer, err
	}
	s := app.Simulation{
		Network: f.network, Labels: f.labels, Shape: simulation.Shape(f.shape), People: f.people, Users: f.users, Year: f.year,
		Weeks: f.weeks, Invitations: f.invitations, Seeds: f.seeds, Policies: simulation.Policies(),
	}
	if len(f.policies) > 0 {
		s.Policies = nil
		for _, p := range f.policies {
			s.Policies = append(s.Policies, simulation.Policy(p))
		}
	}
	answer.measures = s.Measures()
	tell, done := a.progress()
	defer done()
	s.Progress = tell
	answer.Simulation, answer.outcomes, err = app.Simulate(ctx, o, s)
	return answer, err
}

// progress shows a person at a terminal how many weeks are done, on one line. done
// erases it.
func (a *cli) progress() (tell func(weeks, all int), done func()) {
	if a.flags.quiet || !terminal.Is(a.stderr) {
		return nil, func() {}
	}
	return func(weeks, all int) { fmt.Fprintf(a.stderr, "\r\x1b[Kweek %d of %d", weeks, all) },
		func() { fmt.Fprint(a.stderr, "\r\x1b[K") }
}

// title says what was simulated.
func (a *simulated) title() string {
	seeds := "seed " + fmt.Sprint(a.Seeds[0])
	if len(a.Seeds) > 1 {
		seeds = fmt.Sprintf("mean of %d seeds", len(a.Seeds))
	}
	return fmt.Sprintf("%s among %d people, %s, %s a week; %s",
		prose.Count(a.Users, "user"), a.People, prose.Count(a.Weeks, "week"), prose.Count(a.Invitations, "invitation"), seeds)
}

func (p *page) simulation(a simulated) {
	p.Line("%s", a.title())
	p.Line("")
	head := []string{""}
	for _, o := range a.outcomes {
		head = append(head, string(o.Policy))
	}
	rows := [][]string{append(head, "at the start")}
	for _, row := range a.measures {
		cells := []string{row.Text}
		for _, o := range a.outcomes {
			cells = append(cells, row.Format(row.Of(o)))
		}
		if row.Start != nil {
			cells = append(cells, row.Format(row.Start(a.outcomes[0])))
		}
		rows = append(rows, cells)
	}
	p.Table(rows...)
	if len(a.Goals) > 0 {
		p.Head(fmt.Sprintf("Your goals after %s of fika:", prose.Count(a.Weeks, "week")))
	}
	for _, g := range a.Goals {
		p.Line("  %s: %s", g.Goal, g.Text)
	}
	p.problems(a.Problems)
}
