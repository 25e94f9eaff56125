package main

import (
	"context"
	"fmt"
	"math"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/apitext"
	"fika/internal/app"
	"fika/internal/client"
)

func newLogCommand(a *cli) *cobra.Command {
	var follow bool
	last := 40
	cmd := &cobra.Command{
		Use:     "log",
		GroupID: information,
		Short:   "Show what fika did and why",
		Long: `Prints the newest log entries, oldest first. With --follow it keeps printing what
the running fika does, with --json as one JSON object per line.`,
		Example: "  fika log\n  fika log --last 0     all of it\n  fika log --follow",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if follow {
				return a.follow(cmd.Context(), last)
			}
			answer, err := call(cmd.Context(), a, api.CallLog, api.LogArgs{Limit: last})
			if err != nil {
				return err
			}
			return a.answer(answer, func(out *page) { out.entries(answer.Entries) })
		},
	}
	cmd.Flags().BoolVar(&follow, "follow", false, "keep printing until interrupted; needs a running fika")
	numberFlag(cmd, &last, "last", limits{0, math.MaxInt}, "at most `N` entries, 0 for all")
	return cmd
}

// follow prints entries as they come until ctx ends.
func (a *cli) follow(ctx context.Context, last int) error {
	where, err := a.paths()
	if err != nil {
		return err
	}
	c, seen := client.New(where.Socket), int64(0)
	fetch := func() (api.Log, error) { return api.CallLog.Make(ctx, c, api.LogArgs{After: seen, Limit: last}) }
	return app.Follow(ctx, fetch, func(answer api.Log) error {
		last = 0
		for _, e := range answer.Entries {
			if err := a.entry(e); err != nil {
				return err
			}
			seen = e.ID
		}
		return nil
	})
}

// entry prints an entry on one line, however long, because readers of a journal count
// lines.
func (a *cli) entry(e api.Entry) error {
	if !a.flags.json {
		return a.show(func(out *page) { out.Line("%s%s", out.lead(e), apitext.Entry(e, out.When)) })
	}
	return a.jsonLine(e)
}

func (p *page) entries(list []api.Entry) {
	for _, e := range list {
		p.Wrap(p.lead(e), apitext.Entry(e, p.When))
	}
}

// lead returns the time and the ID of the booking.
func (p *page) lead(e api.Entry) string {
	return fmt.Sprintf("%s  %-6s  ", p.When(e.At), e.Booking)
}
