package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"fika/internal/api"
)

func newGoalsCommand(a *cli) *cobra.Command {
	return a.addFreshFlag(&cobra.Command{
		Use:     "goals",
		GroupID: information,
		Short:   "Show the progress of every goal, and how to write goals",
		Long: `Prints the progress of every goal in its period.

A goal says who you want to meet, how often, and how much fika may do by itself:

  [[goal]]
  id     = "field"
  kind   = "value"             value for the organisation, or career
  theme  = "sales_wins"
  topic  = "what customers ask for this quarter"      the guest reads this, inside
                               a sentence: no question; fika config check shows it
  why    = "Pricing reacts one quarter late"          nobody ever reads this
  from   = { department = ["Sales"], level_max = "manager" }
  tie    = ["new", "weak"]     new, weak, dormant, warm; left out: any
  want   = { meetings = 3, per = "quarter" }
  weight = 3                   1 to 5, compared with your other goals
  mode   = "propose"           you approve each; or hold, or book

Instead of a number, want can ask for one person in each department,
{ cover = "department", per = "quarter" }, or for everybody at a rhythm,
{ each = "6w", latest = "10w" }. Mode hold blocks the slot on your own calendar
and waits for you; book sends by itself after the undo window. Change the file,
then run fika plan: nothing else is needed.`,
		Example: "  fika goals\n  fika goals --json",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			answer, err := call(cmd.Context(), a, api.CallGoals, api.NoArgs{})
			if err != nil {
				return err
			}
			return a.answer(answer, func(out *page) { out.goals(answer) })
		},
	})
}

func (p *page) goals(a api.Goals) {
	if len(a.Goals) == 0 {
		p.Line("No goals. To learn how to write one: fika help goals")
	}
	widest := 0
	for _, g := range a.Goals {
		widest = max(widest, len([]rune(p.Clip(g.Goal, 20))))
	}
	for _, g := range a.Goals {
		p.Wrap(fmt.Sprintf("%-*s  ", widest, p.Clip(g.Goal, 20)), g.Text)
	}
}
