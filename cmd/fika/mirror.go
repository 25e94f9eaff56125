package main

import (
	"cmp"
	"context"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/apitext"
	"fika/internal/app"
)

func newMirrorCommand(a *cli) *cobra.Command {
	var how, add bool
	cmd := &cobra.Command{
		Use:     "mirror",
		GroupID: information,
		Short:   "Show your network as your calendar shows it, and who is missing",
		Long: `Shows whom you met in the last 90 days, by your own calendars: how many people,
how concentrated your hours are, how much goes to your own department, which
departments and levels you did not meet, and who is going quiet. Nothing of it
leaves the machine, nobody else is judged, and there is no grade: these numbers
were studied on groups and on managers, not as a measure of one person. What is
worth knowing is who is missing. With --how, each number has its formula, its
source and its limit.

The last line is one step: a goal that would bring you somebody you miss. On a
terminal, fika asks whether to add it to your configuration; --add does it
without asking. The goal proposes and sends nothing by itself. Change it in the
file like any other.`,
		Example: "  fika mirror\n  fika mirror --how\n  fika mirror --add",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			answer, err := call(cmd.Context(), a, api.CallMirror, api.NoArgs{})
			if err != nil {
				return err
			}
			if add {
				return a.addStep(cmd.Context(), answer.Step)
			}
			if how {
				answer.How = apitext.MirrorHow()
			}
			if err := a.answer(answer, func(out *page) { out.mirror(answer) }); err != nil {
				return err
			}
			return a.offerStep(cmd.Context(), answer.Step)
		},
	}
	cmd.Flags().BoolVar(&how, "how", false, "explain each number: formula, source and limit")
	cmd.Flags().BoolVar(&add, "add", false, "add the goal of the last line to the configuration")
	cmd.MarkFlagsMutuallyExclusive("how", "add")
	return a.addFreshFlag(cmd)
}

func (p *page) mirror(a api.Mirror) {
	p.Wrap("", apitext.MirrorTitle(a)+":")
	for _, line := range apitext.Mirror(a) {
		p.Wrap("  ", line)
	}
	if s := a.Step; s != nil {
		p.Head("One step: " + s.Text)
		for line := range strings.Lines(s.TOML) {
			p.Line("  %s", strings.TrimRight(line, "\n"))
		}
		p.Hint("to add it: fika mirror --add")
	} else if a.TooLittle == nil {
		p.Wrap("", "Your goals already look for everybody who is missing here.")
	}
	if len(a.How) > 0 {
		p.Head("How:")
		for _, h := range a.How {
			p.Wrap("  "+h.Code+": ", h.Text)
			if h.Source != "" {
				p.Wrap("      ", "Source: "+h.Source+".")
			}
			p.Wrap("      ", "Limit: "+h.Limit)
		}
	}
}

// offerStep asks whether to add the goal of a step, if there is somebody to ask.
func (a *cli) offerStep(ctx context.Context, s *api.MirrorStep) error {
	if s == nil || a.flags.json || a.flags.quiet || !a.interactive() {
		return nil
	}
	answer, err := a.prompt().line(ctx, "[a] add it to "+a.configName()+", [l] later", "l")
	if err != nil || !strings.HasPrefix(strings.ToLower(answer), "a") {
		return err
	}
	return a.addStep(ctx, s)
}

// configName returns what the configuration is called, without its folder.
func (a *cli) configName() string {
	p, _ := a.paths() // the name is for display
	return cmp.Or(filepath.Base(p.Config), "fika.toml")
}

// addStep adds the goal of a step to the configuration, and puts it in force.
func (a *cli) addStep(ctx context.Context, s *api.MirrorStep) error {
	if s == nil {
		return api.NewFault(api.CodeNotFound, "the mirror has no step to add")
	}
	o, err := a.options()
	if err != nil {
		return err
	}
	if err := app.AddGoal(o.Paths.Config, s.TOML); err != nil {
		return err
	}
	answer, err := app.Use(context.WithoutCancel(ctx), o)
	if err != nil {
		return err
	}
	return a.reloaded(answer)
}
