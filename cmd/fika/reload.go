package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/app"
)

func newReloadCommand(a *cli) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "reload",
		GroupID: operation,
		Short:   "Make the running fika reread the configuration now",
		Long: `Makes the running fika reread the configuration now, and prints the result: what
changed, or why the file is not used. Exits with 78 if the file is invalid, with
77 if others can write it, and with 3 if it may be half saved (see fika config
accept). It returns after the pass with the new configuration, so that the next
question uses it. Fika notices a changed file within two seconds anyway; this is
for scripts.`,
		Example: "  fika reload\n  fika reload --wait && fika plan",
		Args:    noArgs,
	}
	// For scripts that pass it; every reload waits.
	cmd.Flags().Bool("wait", false, "no effect: it always waits for the next pass")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		o, err := a.options()
		if err != nil {
			return err
		}
		answer, err := app.Reload(cmd.Context(), o)
		if err != nil {
			return err
		}
		return a.reloaded(answer)
	}
	return cmd
}

func newConfigDiffCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:   "diff [FILE]",
		Short: "Show what would change if the file were used",
		Long: `Compares the file with the configuration in force, of the running fika or the
last run, and says in words what would change: in the goals and rules, in the
proposals, and in what is booked. It changes nothing.

A running fika uses a changed file within two seconds, so nothing is left to
compare. With FILE it compares another file, such as a copy that you edited; its
relative paths are resolved as in the configuration itself.`,
		Example: "  fika config diff\n  fika config diff draft.toml",
		Args:    atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			answer, err := a.compare(cmd.Context(), args)
			if err != nil {
				return err
			}
			return a.printVerdict(answer, answer, "Would change")
		},
	}
}

func newConfigAcceptCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:   "accept",
		Short: "Confirm a file from which something was removed",
		Long: `A half-saved file is a valid one with fewer goals, people, guards or limits. So
fika does not use a file that stops in the middle of the previous one, or that
lost most goals, the people, or protection for somebody. It sends nothing until
the rest is saved or this command confirms the file.`,
		Example: "  fika config diff\n  fika config accept",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := a.options()
			if err != nil {
				return err
			}
			answer, err := app.Accept(cmd.Context(), o)
			if err != nil {
				return err
			}
			return a.reloaded(answer)
		},
	}
}

// compare compares the file in args, or the configuration itself.
func (a *cli) compare(ctx context.Context, args []string) (answer api.ConfigDiff, err error) {
	var draft *api.Draft
	if len(args) > 0 {
		if draft, err = app.ReadDraft(args[0]); err != nil {
			return answer, err
		}
	}
	o, err := a.options()
	if err != nil {
		return answer, err
	}
	return app.Compare(ctx, o, draft)
}

// reloaded prints the decision about the file.
func (a *cli) reloaded(answer api.Reload) error {
	return a.printVerdict(answer, api.ConfigDiff(answer), "In force")
}

// printVerdict prints the decision about a file, as document with --json, and returns the
// matching error.
func (a *cli) printVerdict(document any, answer api.ConfigDiff, taken string) error {
	if answer.Verdict == api.ConfigRefused {
		return &api.Fault{Code: answer.Code, Text: answer.Text, Hint: answer.Hint}
	}
	err := a.answer(document, func(out *page) { out.configChanges(answer, taken) })
	if err == nil && answer.Verdict == api.ConfigShrunk {
		return errAttention
	}
	return err
}

func (p *page) configChanges(a api.ConfigDiff, taken string) {
	if len(a.Changes) == 0 {
		p.Line("Nothing relevant is different.")
		return
	}
	if a.Verdict == api.ConfigShrunk {
		p.Wrap("", "Not in force: "+a.Text+".")
		p.Hint(a.Hint)
		taken = "Would change"
	}
	p.Head(taken + ":")
	for _, c := range a.Changes {
		p.Wrap("  ", c.Text)
	}
	if e := a.Effect; e != nil {
		p.Wrap("  ", effectWords(*e))
	}
}

// effectWords describes the effect of a change on the plan.
func effectWords(e api.ConfigEffect) string {
	return fmt.Sprintf("%s, %s", changing(e.Proposals, "proposal"), changing(e.Booked, "booked meeting"))
}

func changing(n int, thing string) string {
	switch n {
	case 0:
		return "no " + thing + " changes"
	case 1:
		return "1 " + thing + " changes"
	}
	return fmt.Sprintf("%d %ss change", n, thing)
}
