package main

import (
	"errors"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"syscall"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/app"
)

func newRunCommand(a *cli) *cobra.Command {
	var once bool
	cmd := &cobra.Command{
		Use:     "run",
		GroupID: running,
		Short:   "Do it: look every few minutes, until stopped",
		Long: `Runs fika in the foreground: a pass every few minutes, and at once when the
configuration changes or a command asks. Prints one line for each thing that
happened. The first SIGINT or SIGTERM gives a pass that is on its way a few
seconds to end, and fika ends with 0; the second ends it at once. SIGHUP reads the configuration
again. A configuration that turns bad, while fika runs or between two runs, does not
end it: the last good one stays, and nothing is sent until the file is mended.

With --once it makes one pass and ends: with 3 if something stands in the way or
could not be read.`,
		Example: "  fika run\n  fika run --once",
		Args:    nothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := a.options()
			if err != nil {
				return err
			}
			r, err := app.New(cmd.Context(), o)
			if err != nil {
				return err
			}
			if once {
				return errors.Join(a.once(cmd, r), r.Close())
			}
			// A daemon that idles all day should be small, and may be slow to read.
			// A pass over very many events works harder rather than to grow on; the limit
			// is a soft one.
			debug.SetGCPercent(50)
			debug.SetMemoryLimit(64 << 20)
			hangup := make(chan os.Signal, 1)
			signal.Notify(hangup, syscall.SIGHUP)
			defer signal.Stop(hangup)
			return errors.Join(r.Run(cmd.Context(), hangup), r.Close())
		},
	}
	cmd.Flags().BoolVar(&once, "once", false, "make one pass and end")
	return cmd
}

// once makes one pass. A signal gives it a few seconds to end.
func (a *cli) once(cmd *cobra.Command, r *app.App) error {
	answer, err := r.Once(cmd.Context())
	if err != nil {
		return err
	}
	if err := a.answer(answer, func(out *page) { out.pass(answer) }); err != nil {
		return err
	}
	needsUser := func(h api.Hold) bool { return h.Code != api.CodeCaps } // a cap is a wish kept
	if slices.ContainsFunc(answer.Holds, needsUser) || len(answer.Problems) > 0 {
		return errAttention
	}
	return nil
}

func (p *page) pass(a api.Pass) {
	// A new hold is told below, with what to do about it.
	happened := slices.DeleteFunc(slices.Clone(a.Entries), func(e api.Entry) bool { return e.Kind == "hold" })
	p.entries(happened)
	if len(happened) == 0 {
		p.Line("Nothing changed.")
	}
	p.holds(a.Holds)
	p.problems(a.Problems)
}
