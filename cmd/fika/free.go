package main

import (
	"time"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/app"
	"fika/internal/english"
	"fika/internal/moment"
)

func newFreeCommand(a *cli) *cobra.Command {
	var person string
	var length time.Duration
	cmd := &cobra.Command{
		Use:     "free",
		GroupID: looking,
		Short:   "Slots that the rules allow, for you and for somebody else",
		Long: `Prints where a coffee could land, asking the rules about time: your hours and
windows, notice, horizon and blackouts, your busy time with its buffers, full
weeks, and the caps of a day and a week. With --person the hours and the calendar
of that colleague count too. Whether somebody may be asked at all, such as never,
rest and the gap between two coffees, is for fika why-not.

` + moment.Help,
		Example: "  fika free --to +2w\n  fika free --person ana --length 45m",
		Args:    nothing,
	}
	window := windowFlags(cmd, a)
	a.freshly(cmd)
	cmd.Flags().StringVar(&person, "person", "", "also free for the colleague `P`")
	cmd.Flags().DurationVar(&length, "length", 0, "how long, such as 45m (default as in the configuration)")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if length < 0 {
			return usage("--length %s is less than nothing", length)
		}
		answer, err := ask(cmd.Context(), a, func(s *app.Session) (api.Free, error) {
			w, err := window(s)
			if err != nil {
				return api.Free{}, err
			}
			return s.Free(cmd.Context(), a.now(), w, length, person, a.asks(s))
		})
		if err != nil {
			return err
		}
		return a.answer(answer, func(out *page) {
			switch {
			case len(answer.Slots) > 0:
				out.starts(answer.Slots)
			case person != "":
				out.Line("No slot for both. Every rule about it: fika why-not %s", person)
			default:
				out.Line("No slot. fika plan counts what the rules took away.")
			}
			out.holds(answer.Holds)
		})
	}
	return cmd
}

// starts writes slots, of which those that begin one step of the planner after
// the other are one line: from the first start to the last end.
func (p *page) starts(slots []api.Span) {
	const step = 5 * time.Minute
	for len(slots) > 0 {
		n := 1
		for n < len(slots) && slots[n].Start.Sub(slots[n-1].Start) <= step {
			n++
		}
		line := p.From(slots[0].Start, slots[n-1].End)
		if n > 1 {
			line += ", " + english.Count(n, "start")
		}
		p.Line("%s", line)
		slots = slots[n:]
	}
}
