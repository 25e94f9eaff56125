package main

import (
	"time"

	"github.com/spf13/cobra"

	"fika/daemon"
)

func newFreeCommand(a *app) *cobra.Command {
	var person string
	var length time.Duration
	cmd := &cobra.Command{
		Use:     "free",
		GroupID: looking,
		Short:   "Slots that the rules allow, for you and for somebody else",
		Long: `Prints every slot in which a coffee could land under all rules: hours, windows,
notice, buffers and caps.

` + momentHelp,
		Example: "  fika free --to +2w\n  fika free --person ana --length 45m",
		Args:    nothing,
	}
	window := windowFlags(cmd, a)
	cmd.Flags().StringVar(&person, "person", "", "also free for the colleague `P`")
	cmd.Flags().DurationVar(&length, "length", 0, "how long, such as 45m (default as in the configuration)")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if length < 0 {
			return usage("--length %s is less than nothing", length)
		}
		answer, err := ask(cmd.Context(), a, func(s *session) (daemon.FreeAnswer, error) {
			w, err := window(s)
			if err != nil {
				return daemon.FreeAnswer{}, err
			}
			return s.Free(cmd.Context(), a.now(), w, length, person)
		})
		if err != nil {
			return err
		}
		return a.answer(answer, func(out *page) {
			if len(answer.Slots) == 0 {
				out.line("No slot. fika plan counts what the rules took away.")
			}
			out.spans(answer.Slots)
			out.holds(answer.Holds)
		})
	}
	return cmd
}
