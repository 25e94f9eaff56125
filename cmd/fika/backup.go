package main

import (
	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/app"
)

func newBackupCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:     "backup [FILE]",
		GroupID: operation,
		Short:   "Back up fika's data, even while it runs",
		Long: `Writes a copy of everything fika remembers to FILE, which must not exist, or to
the folder backups of the state. The copy is checked before it gets its name.
A running fika makes one every day and keeps those of the last seven days and of
the last four weeks. Restore one with: fika restore FILE`,
		Example: "  fika backup\n  fika backup /media/stick/fika.db",
		Args:    atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := a.options()
			if err != nil {
				return err
			}
			file, err := app.CopyName(o, firstArg(args))
			if err != nil {
				return err
			}
			answer, err := call(cmd.Context(), a, api.CallBackup, api.BackupArgs{Path: file})
			if err != nil {
				return err
			}
			return a.answer(answer, func(out *page) { out.Line("Copied to %s", answer.File) })
		},
	}
}

func newRestoreCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:     "restore FILE",
		GroupID: operation,
		Short:   "Restore a backup of fika's data",
		Long: `Replaces what fika remembers with the copy in FILE. Stop fika first. A copy that
is damaged, from another program or from a newer fika is refused. The old data
is kept beside it. The next pass compares the copy with the calendars and
learns what was sent since it was made; until then nothing is sent.`,
		Example: "  fika restore ~/.local/state/fika/backups/fika-2026-03-02.db",
		Args:    exactly("a file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := a.options()
			if err != nil {
				return err
			}
			aside, err := app.Restore(cmd.Context(), o, args[0])
			if err != nil {
				return err
			}
			return a.answer(api.Restore{Aside: aside}, func(out *page) {
				out.Line("Restored. To continue: fika run")
				if aside != "" {
					out.Line("The previous data: %s", aside)
				}
			})
		},
	}
}
