package main

import (
	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/app"
)

func newSyncCommand(a *cli) *cobra.Command {
	var full bool
	cmd := &cobra.Command{
		Use:     "sync",
		GroupID: operation,
		Short:   "Ask the running fika for a pass now",
		Long: `Asks the running fika for a pass now. With --full it first forgets what the
calendars contained. Use that for the hold calendar_emptied, if you did delete
most of your events.`,
		Example: "  fika sync\n  fika sync --full",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			remote, err := withSession(cmd.Context(), a, func(s *app.Session) (bool, error) {
				_, err := api.CallSync.Make(cmd.Context(), s, api.SyncArgs{All: full})
				return s.Remote, err
			})
			if err != nil {
				return err
			}
			return a.answer(api.Sync{Running: remote}, func(out *page) {
				if remote {
					out.Line("fika is making a pass now. To see what it did: fika log")
				} else {
					out.Line("fika is not running; the next fika run reads the calendars.")
				}
			})
		},
	}
	cmd.Flags().BoolVar(&full, "full", false, "forget earlier doubts, such as a calendar that lost most of its events")
	return cmd
}
