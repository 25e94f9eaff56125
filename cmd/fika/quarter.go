package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/apitext"
	"fika/internal/prose"
)

func newQuarterCommand(a *cli) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "quarter",
		GroupID: information,
		Short:   "Look back at the quarter: what came of each goal, and of your network",
		Long: `Prints one page for twenty minutes every three months: your network beside the
quarter before; of each goal whom it asked, who came, and what you kept of it;
whom you asked most; whom to thank; and whether your goals ask for more than your
caps allow. It counts and gives no grades. A goal that brings nothing says so: six
coffees without a note, or two quarters with few yes and no note.`,
		Example: "  fika quarter\n  fika quarter --json > quarter.json\n  fika config edit        to change or end a goal",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			answer, err := call(cmd.Context(), a, api.CallQuarter, api.NoArgs{})
			if err != nil {
				return err
			}
			return a.answer(answer, func(out *page) { out.quarter(answer) })
		},
	}
	return a.addFreshFlag(cmd)
}

func (p *page) quarter(a api.Quarter) {
	p.Line("The quarter from %s to %s.", p.statedDay(a.From), p.statedDay(a.To))
	p.Head("Your network:")
	for _, line := range apitext.QuarterNetwork(a) {
		p.Wrap("  ", line)
	}
	p.Head("What came of your goals:")
	for _, g := range a.Goals {
		p.Wrap("  "+g.Goal+"  ", g.Text)
		p.Wrap("    ", apitext.Yield(g))
		if doubt := apitext.DoubtAbout(g); doubt != "" {
			p.Wrap("    ", doubt)
		}
	}
	var asked, thank []string
	for _, t := range a.Asked {
		asked = append(asked, fmt.Sprintf("%s (%d times)", t.Name, t.Count))
	}
	for _, t := range a.Thank {
		thank = append(thank, t.Name)
	}
	p.Line("")
	if len(asked) > 0 {
		p.Wrap("", "You asked most: "+prose.List(asked)+".")
	}
	if len(thank) > 0 {
		p.Wrap("", "They gave you most, in coffees and in what you wrote down: "+prose.List(thank)+". Thank them.")
	}
	p.Wrap("", fmt.Sprintf("Your goals ask for %s a quarter; your caps allow about %d.", prose.Count(a.Demand, "coffee"), a.Allowed))
	if a.Expire > 0 {
		p.Wrap("", fmt.Sprintf("%s will be forgotten in the next 30 days.", prose.Count(a.Expire, "note")))
		p.Hint("fika export --notes")
	}
	p.Hint("to change or end a goal: fika config edit")
	p.age(a.View, a.Now)
}
