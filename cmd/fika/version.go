package main

import (
	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/app"
)

func newVersionCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		GroupID: operation,
		Short:   "Show the version of fika",
		Example: "  fika version --json",
		Args:    noArgs,
		RunE: func(*cobra.Command, []string) error {
			answer := thisVersion()
			return a.answer(answer, func(out *page) {
				out.Line("fika %s", answer.Version)
				if answer.Commit != "" {
					out.Line("commit %s", answer.Commit)
				}
				out.Line("%s", answer.Go)
			})
		},
	}
}

// thisVersion describes the running program.
func thisVersion() api.Version { return app.Version(version) }
