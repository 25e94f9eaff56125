package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/app"
)

func newDoctorCommand(a *cli) *cobra.Command {
	return a.addFreshFlag(&cobra.Command{
		Use:     "doctor",
		GroupID: operation,
		Short:   "Check the installation and suggest fixes",
		Long: `Checks the program, the configuration, who else can read and write the files,
the calendars, the people, the store, the running fika, its clock, and what its
service manager hides from it. It changes nothing. Of calendars on a network it
tells what the running fika found in its last pass; only without a running fika
it asks their servers. Exits with 3 if something needs your attention.`,
		Example: "  fika doctor\n  fika doctor --json | jq '.checks[] | select(.ok | not)'",
		Args:    noArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.doctor(cmd.Context()) },
	})
}

func (a *cli) doctor(ctx context.Context) error {
	o, err := a.options()
	if err != nil {
		return err
	}
	d, done := app.Doctor(o, thisVersion())
	defer done()
	d.Fresh = a.flags.fresh
	stop := a.showProgress(checking)
	checks := d.Look(ctx)
	stop()
	attention := func(c api.Check) bool { return !c.OK }
	answer := api.Doctor{OK: !slices.ContainsFunc(checks, attention), Checks: checks}
	if err := a.answer(answer, func(out *page) { out.doctor(answer) }); err != nil {
		return err
	}
	if !answer.OK {
		return errAttention
	}
	return nil
}

func (p *page) doctor(a api.Doctor) {
	for _, c := range a.Checks {
		mark := "ok         "
		if !c.OK {
			mark = "ATTENTION  "
		}
		p.Wrap(fmt.Sprintf("%s%-10s ", mark, c.Name), c.Text)
		p.Hint(c.Fix)
	}
}
