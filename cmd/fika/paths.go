package main

import (
	"os"

	"github.com/spf13/cobra"
)

func newPathsCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:     "paths",
		GroupID: operation,
		Short:   "Show where the configuration, the state and the socket are",
		Long: `Prints where fika looks for its files. Flags take precedence over FIKA_CONFIG,
FIKA_STATE_DIR and FIKA_SOCKET, these over the directories that systemd sets, and
these over XDG_CONFIG_HOME, XDG_STATE_HOME and XDG_RUNTIME_DIR.`,
		Example: "  fika paths\n  fika paths --state /tmp/try",
		Args:    noArgs,
		RunE: func(*cobra.Command, []string) error {
			p, err := a.paths()
			if err != nil {
				return err
			}
			return a.answer(p, func(out *page) {
				out.Table([]string{"config", p.Config, exists(p.Config)}, []string{"state", p.State, exists(p.State)},
					[]string{"socket", p.Socket, exists(p.Socket)})
			})
		},
	}
}

func exists(path string) string {
	if _, err := os.Lstat(path); err != nil {
		return "(missing)"
	}
	return ""
}
