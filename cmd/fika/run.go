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
		GroupID: operation,
		Short:   "Run fika: make a pass every few minutes, until stopped",
		Long: `Runs fika in the foreground: a pass every few minutes, and at once when the
configuration changes or a command asks for one. It prints one line per event.
After the first SIGINT or SIGTERM a pass in progress gets a few seconds to
finish, and fika exits with 0; a second signal kills it at once. SIGHUP rereads
the configuration. A configuration that becomes invalid, during a run or between
two, does not end fika: it keeps the last good one, and sends nothing until the
file is fixed.

With --once it makes one pass and exits: with 3 if something holds fika up or
could not be read.`,
		Example: "  fika run\n  fika run --once",
		Args:    noArgs,
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
			// An idle daemon should be small, even if reads are slower. Near the soft
			// limit, a pass over very many events collects garbage more often instead of
			// growing.
			debug.SetGCPercent(50)
			debug.SetMemoryLimit(64 << 20)
			hangup := make(chan os.Signal, 1)
			signal.Notify(hangup, syscall.SIGHUP)
			defer signal.Stop(hangup)
			return errors.Join(r.Run(cmd.Context(), hangup), r.Close())
		},
	}
	cmd.Flags().BoolVar(&once, "once", false, "make one pass and exit")
	return cmd
}

// once makes one pass. After a signal it has a few seconds to finish.
func (a *cli) once(cmd *cobra.Command, r *app.App) error {
	answer, err := r.Once(cmd.Context())
	if err != nil {
		return err
	}
	if err := a.answer(answer, func(out *page) { out.pass(answer) }); err != nil {
		return err
	}
	needsUser := func(h api.Hold) bool { return h.Code != api.CodeCaps } // a full cap is what the user asked for
	if slices.ContainsFunc(answer.Holds, needsUser) || len(answer.Problems) > 0 {
		return errAttention
	}
	return nil
}

func (p *page) pass(a api.Pass) {
	// New holds are printed below, with advice.
	happened := slices.DeleteFunc(slices.Clone(a.Entries), func(e api.Entry) bool { return e.Kind == api.EntryHold })
	p.entries(happened)
	if len(happened) == 0 {
		p.Line("Nothing changed.")
	}
	p.holds(a.Holds)
	p.problems(a.Problems)
}
