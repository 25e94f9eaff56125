package main

import (
	"context"
	"fmt"
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
	weeks, users, invitations    int
	policy, network, labels, svg string
	seeds                        []uint
}

func newSimulateCommand(a *cli) *cobra.Command {
	f := simulateFlags{weeks: 26, users: 80, seeds: []uint{1}}
	cmd := &cobra.Command{
		Use:     "simulate",
		GroupID: information,
		Short:   "Simulate weeks of fika, compared with simpler policies",
		Long: `Simulates the coming weeks with invented answers, and counts the results. Without
a file it uses your own goals, rules, people and calendars, and assumes that the
coming weeks look like those of the last half year. With --network it uses a
whole organisation from a list of ties ("from to", or "time person person" per
line), in which many people use fika, each alone; --labels gives their
departments ("person department" per line). It sends nothing and stores nothing.

The policies: fika plans; random picks anybody a goal allows; round-robin lets
goals and people take turns; overdue picks whoever you have not met for longest.`,
		Example: "  fika simulate --weeks 13\n" +
			"  fika simulate --network email-Eu-core.txt --labels email-Eu-core-department-labels.txt --svg outcome.svg\n" +
			"  fika simulate --network tij_InVS.dat --users 20 --policy fika --seed 1,2,3 --json",
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.check(cmd); err != nil {
				return err
			}
			answer, err := a.simulate(cmd.Context(), f)
			if err != nil {
				return err
			}
			if f.svg != "" {
				if err := os.WriteFile(f.svg, []byte(simulation.Chart(answer.title(), answer.outcomes)), 0o644); err != nil {
					return api.NewFault(api.CodeUnwritable, err.Error())
				}
			}
			return a.answer(answer.Simulation, func(out *page) { out.simulation(answer) })
		},
	}
	flags := cmd.Flags()
	flags.IntVar(&f.weeks, "weeks", f.weeks, "simulate `N` weeks, 1 to 104")
	flags.IntVar(&f.users, "users", f.users, "`N` people of the network use fika")
	flags.IntVar(&f.invitations, "invitations", 0, "`N` invitations per user and week (default 3; in your own calendars, per_week of [rhythm])")
	flags.StringVar(&f.policy, "policy", "", "one `POLICY`: "+policyNames()+" (default all)")
	flags.StringVar(&f.network, "network", "", "the `FILE` with the ties of an organisation")
	flags.StringVar(&f.labels, "labels", "", "the `FILE` with their departments; by default derived from the ties")
	flags.UintSliceVar(&f.seeds, "seed", f.seeds, "random seeds `N`,...; for several, the mean is shown")
	flags.Lookup("seed").DefValue = "1" // as the user would write it; pflag shows [1]
	flags.StringVar(&f.svg, "svg", "", "draw the outcome to `FILE`")
	return cmd
}

func policyNames() string {
	var names []string
	for _, p := range simulation.Policies() {
		names = append(names, string(p))
	}
	return strings.Join(names, ", ")
}

func (f *simulateFlags) check(cmd *cobra.Command) error {
	switch {
	case f.weeks < 1 || f.weeks > 104:
		return usage("--weeks must be 1 to 104, not %d", f.weeks)
	case f.users < 1:
		return usage("--users must be at least 1, not %d", f.users)
	case f.invitations < 0 || f.invitations > planner.CeilingPerWeek:
		return usage("--invitations must be 1 to %d, not %d", planner.CeilingPerWeek, f.invitations)
	case len(f.seeds) == 0:
		return usage("--seed needs a number")
	case f.policy != "" && !slices.Contains(simulation.Policies(), simulation.Policy(f.policy)):
		return usage("--policy must be one of %s, not %q", policyNames(), f.policy)
	case f.network == "" && (f.labels != "" || cmd.Flags().Changed("users")):
		return usage("--labels and --users need --network")
	}
	return nil
}

// simulated is the document, with the data for the page and the chart.
type simulated struct {
	api.Simulation
	outcomes []*simulation.Outcome
}

// simulate runs the weeks of every policy.
func (a *cli) simulate(ctx context.Context, f simulateFlags) (answer simulated, err error) {
	o, err := a.options()
	if err != nil {
		return answer, err
	}
	s := app.Simulation{
		Network: f.network, Labels: f.labels, Users: f.users, Weeks: f.weeks, Invitations: f.invitations, Seeds: f.seeds,
		Policies: simulation.Policies(), Begin: a.progress(f.weeks),
	}
	if f.policy != "" {
		s.Policies = []simulation.Policy{simulation.Policy(f.policy)}
	}
	answer.Simulation, answer.outcomes, err = app.Simulate(ctx, o, s)
	return answer, err
}

// progress shows a person at a terminal how far a run is, on one line. done erases it.
func (a *cli) progress(weeks int) func(policy simulation.Policy, seed uint64) (tell func(week int), done func()) {
	return func(policy simulation.Policy, seed uint64) (tell func(week int), done func()) {
		if a.flags.quiet || !terminal.Is(a.stderr) {
			return nil, func() {}
		}
		return func(week int) { fmt.Fprintf(a.stderr, "\r\x1b[K%s, seed %d: week %d of %d", policy, seed, week, weeks) },
			func() { fmt.Fprint(a.stderr, "\r\x1b[K") }
	}
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
	for _, row := range simulation.Measures() {
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
