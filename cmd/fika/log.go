package main

import (
	"context"
	"encoding/json"
	"time"

	"github.com/spf13/cobra"

	"fika/daemon"
	"fika/web"
)

func newLogCommand(a *app) *cobra.Command {
	var follow bool
	var last int
	cmd := &cobra.Command{
		Use:     "log",
		GroupID: looking,
		Short:   "What fika did and why",
		Long: `Prints the newest entries of the log, oldest first. With --follow it goes on with
what the running fika does, one JSON object a line with --json.`,
		Example: "  fika log\n  fika log --last 0     all of it\n  fika log --follow",
		Args:    nothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if last < 0 {
				return usage("--last %d is less than nothing", last)
			}
			if follow {
				return a.follow(cmd.Context(), last)
			}
			answer, err := ask(cmd.Context(), a, func(s *session) (daemon.LogAnswer, error) {
				return s.History(cmd.Context(), 0, last)
			})
			if err != nil {
				return err
			}
			return a.answer(answer, func(out *page) { out.entries(answer.Entries) })
		},
	}
	cmd.Flags().BoolVar(&follow, "follow", false, "go on until interrupted; needs a running fika")
	cmd.Flags().IntVar(&last, "last", 40, "at most `N` entries, 0 for all")
	return cmd
}

// follow prints entries as they come until ctx ends.
func (a *app) follow(ctx context.Context, last int) error {
	const every = 2 * time.Second
	where, err := a.paths()
	if err != nil {
		return err
	}
	client, seen := web.NewClient(where.Socket), int64(0)
	for {
		answer, err := client.History(ctx, seen, last)
		if err != nil {
			return err
		}
		for _, e := range answer.Entries {
			if err := a.entry(e); err != nil {
				return err
			}
			seen = e.ID
		}
		last = 0
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(every):
		}
	}
}

// entry prints one entry on a line of its own, for output that goes on.
func (a *app) entry(e daemon.EntryAnswer) error {
	if !a.flags.json {
		return a.answer(e, func(out *page) { out.entries([]daemon.EntryAnswer{e}) })
	}
	text, err := json.Marshal(e)
	if err != nil {
		return err
	}
	_, err = a.stdout.Write(append(text, '\n'))
	return err
}

func (p *page) entries(list []daemon.EntryAnswer) {
	for _, e := range list {
		what := e.Kind
		for _, about := range []string{e.Booking, string(e.Person)} {
			if about != "" {
				what += " " + about
			}
		}
		if e.Text != "" {
			what += ": " + e.Text
		}
		p.wrap(p.when(e.At)+"  ", what)
	}
}
