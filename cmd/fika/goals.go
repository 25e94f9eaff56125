package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/app"
)

func newGoalsCommand(a *cli) *cobra.Command {
	return a.freshly(&cobra.Command{
		Use:     "goals",
		GroupID: looking,
		Short:   "How far every goal has come, and how goals are written",
		Long: `Prints how far every goal has come in its period.

A goal says whom you want to meet, how often, and how freely fika may act:

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
  weight = 3                   1 to 5, against your other goals
  mode   = "propose"           you approve each; or hold, or book

Instead of a number, want can ask for one person in each department,
{ cover = "department", per = "quarter" }, or for everybody at a rhythm,
{ each = "6w", latest = "10w" }. Mode hold blocks the slot on your own calendar
and waits for you, book sends by itself after the time to undo. Change the file
and look at fika plan: nothing else needs to be told.`,
		Example: "  fika goals\n  fika goals --json",
		Args:    nothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			answer, err := ask(cmd.Context(), a, func(s *app.Session) (api.Goals, error) {
				return s.Goals(cmd.Context(), a.now())
			})
			if err != nil {
				return err
			}
			return a.answer(answer, func(out *page) { out.goals(answer) })
		},
	})
}

func (p *page) goals(a api.Goals) {
	if len(a.Goals) == 0 {
		p.Line("No goals. How to write one: fika help goals")
	}
	widest := 0
	for _, g := range a.Goals {
		widest = max(widest, len([]rune(p.Clip(g.Goal, 20))))
	}
	for _, g := range a.Goals {
		p.Wrap(fmt.Sprintf("%-*s  ", widest, p.Clip(g.Goal, 20)), g.Text)
	}
}
