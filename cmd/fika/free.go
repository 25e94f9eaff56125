package main

import (
	"time"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/app"
	"fika/internal/prose"
)

func newFreeCommand(a *cli) *cobra.Command {
	var person string
	var length time.Duration
	cmd := &cobra.Command{
		Use:     "free",
		GroupID: information,
		Short:   "List slots that the rules allow, for you or with a colleague",
		Long: `Prints where a coffee would fit, using the rules about time: your hours and
windows, notice, horizon, blackouts and public holidays, your busy time with its
buffers, full weeks, and the daily and weekly caps. With --person, the hours, the
holidays and the calendar of that colleague count too. fika why-not checks
whether the person may be invited at all: never, rest, the gap between two
coffees.

` + momentHelp,
		Example: "  fika free --to +2w\n  fika free --person ana --length 45m",
		Args:    noArgs,
	}
	window := windowFlags(cmd, a)
	a.addFreshFlag(cmd)
	cmd.Flags().StringVar(&person, "person", "", "slots for you and the colleague `P`")
	cmd.Flags().DurationVar(&length, "length", 0, "for this `LENGTH`, such as 45m (default: from the configuration)")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if cmd.Flags().Changed("length") && length <= 0 {
			return usage("--length must be more than 0, such as 45m, not %s", length)
		}
		answer, err := withSession(cmd.Context(), a, func(s *app.Session) (api.Free, error) {
			w, err := window(s)
			if err != nil {
				return api.Free{}, err
			}
			args := api.FreeArgs{Window: api.Span(w), Length: length, Who: person, Fresh: a.shouldRequestBusy(s)}
			return api.CallFree.Make(cmd.Context(), s, args)
		})
		if err != nil {
			return err
		}
		return a.answer(answer, func(out *page) {
			switch {
			case len(answer.Slots) > 0:
				out.starts(answer.Slots)
			case person != "":
				out.Line("No slot for both. To see every rule: fika why-not %s", person)
			default:
				out.Line("No slot. fika plan counts the slots that each rule excluded.")
			}
			out.holds(answer.Holds)
		})
	}
	return cmd
}

// starts prints slots. Those that follow each other by one step of the planner share a
// line, from the first start to the last end.
func (p *page) starts(slots []api.Span) {
	const step = 5 * time.Minute
	for len(slots) > 0 {
		n := 1
		for n < len(slots) && slots[n].Start.Sub(slots[n-1].Start) <= step {
			n++
		}
		line := p.From(slots[0].Start, slots[n-1].End)
		if n > 1 {
			line += ", " + prose.Count(n, "start")
		}
		p.Line("%s", line)
		slots = slots[n:]
	}
}
