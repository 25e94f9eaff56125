package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"fika/config"
	"fika/internal/api"
	"fika/internal/app"
	"fika/internal/people"
	"fika/internal/prose"
	"fika/internal/terminal"
)

func newConfigCommand(a *cli) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "config",
		GroupID: operation,
		Short:   "Check, compare or edit the configuration",
		Example: "  fika config check\n  fika config diff\n  fika config edit",
		Args:    noArgs,
		RunE:    a.help,
	}
	cmd.AddCommand(
		&cobra.Command{
			Use:   "check",
			Short: "Check the file and print every fault with its line",
			Long: `Reads the configuration, opens the calendars and the sources of people that it
names, and prints every fault with its line. Exits with 78 if fika cannot use
it, or if a topic or an offer breaks the sentence that a guest reads; with
warnings alone it exits with 0. It shows what guests read for each goal.`,
			Example: "  fika config check\n  fika config check --config draft.toml --json",
			Args:    noArgs,
			RunE:    func(*cobra.Command, []string) error { return a.checkConfig() },
		},
		&cobra.Command{
			Use:     "show",
			Short:   "Show the configuration with all defaults filled in",
			Example: "  fika config show",
			Args:    noArgs,
			RunE:    func(*cobra.Command, []string) error { return a.showConfig() },
		},
		newConfigDiffCommand(a), newConfigAcceptCommand(a), newConfigEditCommand(a),
	)
	return cmd
}

func (a *cli) showConfig() error {
	p, err := a.paths()
	if err != nil {
		return err
	}
	c, err := app.Load(p.Config)
	if err != nil {
		return err
	}
	text := string(c.Encode())
	return a.answer(api.Config{Path: p.Config, Config: c.Values(), TOML: text}, func(out *page) { out.WriteString(terminal.Lines(text)) })
}

func (a *cli) checkConfig() error {
	p, err := a.paths()
	if err != nil {
		return err
	}
	answer, faults, err := app.CheckConfig(a.optionsAt(p))
	if err != nil {
		return err
	}
	if printed := a.answer(answer, func(out *page) { out.check(answer, faults) }); printed != nil {
		return printed
	}
	if answer.OK {
		return nil
	}
	// The faults have been printed; the error does not repeat them.
	return api.NewFault(api.CodeConfigInvalid, p.Config+" has "+countErrors(faults))
}

// check prints the faults as a compiler does, then a summary.
func (p *page) check(a api.ConfigCheck, faults config.Faults) {
	for _, f := range a.Faults[:len(a.Faults)-len(faults)] {
		p.Line("%s", people.Fault{File: f.File, Line: f.Line, Col: f.Col, Text: "warning: " + f.Text})
		p.Hint(f.Hint)
	}
	p.WriteString(terminal.Lines(faults.Error()))
	if !a.OK {
		return
	}
	for i, s := range a.Sentences {
		if i == 0 {
			p.Head("What guests read for your goals:")
		}
		p.Wrap(fmt.Sprintf("  %s: ", s.Goal), s.Text)
	}
	if len(a.Sentences) > 0 {
		p.Line("")
	}
	p.Line("%s: %s, %s, %s; %s", a.Path, prose.Count(a.Calendars, "calendar"), prose.Count(a.People, "colleague"), prose.Count(a.Goals, "goal"), warnings(len(a.Faults)))
}

func warnings(n int) string {
	if n == 0 {
		return "no faults"
	}
	return prose.Count(n, "warning")
}
