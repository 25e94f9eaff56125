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
		GroupID: running,
		Short:   "Make the running fika read the configuration now",
		Long: `Makes the running fika read the configuration at once, and says what became of it:
what is different now, or why the file is not in force. Ends with 78 if it is no
configuration, with 77 if others may write it, and with 3 if it may be half saved
(see fika config accept). It returns once fika has looked at everything by the new
configuration, so that the next question is answered by it. Fika sees a changed file by itself within two seconds;
this is for scripts.`,
		Example: "  fika reload\n  fika reload --wait && fika plan",
		Args:    nothing,
	}
	// Scripts ask for it, and no reload answers earlier.
	cmd.Flags().Bool("wait", false, "wait for the verdict and the pass after it, as always")
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
		Short: "What would change if the file came into force",
		Long: `Compares the file with the configuration in force, that of the running fika or of
the last run, and says in words what would change: in the goals and rules, among
the proposals, and of what is booked. Nothing is done.

A running fika takes a changed file within two seconds, so there is nothing left
to compare. With FILE another file is compared, such as a copy that you edit; the
paths in it are meant from where the configuration lies.`,
		Example: "  fika config diff\n  fika config diff draft.toml",
		Args:    atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			answer, err := a.compare(cmd.Context(), args)
			if err != nil {
				return err
			}
			return a.judged(answer, answer, "Would change")
		},
	}
}

func newConfigAcceptCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:   "accept",
		Short: "The file is whole, though something is gone from it",
		Long: `A file that is half saved is a valid one with fewer goals, people, guards or limits.
So fika does not take a file that breaks off in the middle of the one before, or
that lost most goals, the people, or what protected somebody. It sends nothing
until the rest is saved or this command says that it was meant.`,
		Example: "  fika config diff\n  fika config accept",
		Args:    nothing,
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

// compare compares the file that args name, or the configuration itself.
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

// reloaded prints what became of the file.
func (a *cli) reloaded(answer api.Reload) error {
	return a.judged(answer, api.ConfigDiff(answer), "In force")
}

// judged prints what becomes of a file, to programs as document, and ends as the
// verdict asks.
func (a *cli) judged(document any, answer api.ConfigDiff, taken string) error {
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
		p.Line("Nothing that counts is different.")
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

// effectWords is the second half of what a change means.
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
