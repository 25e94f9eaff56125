package main

import (
	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/app"
)

func newBackupCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:     "backup [FILE]",
		GroupID: running,
		Short:   "Copy what fika remembers, while it runs",
		Long: `Writes a copy of everything that fika remembers to FILE, which must not exist, or
into the folder backups of the state. The copy is checked before it has its name.
A running fika makes one every day by itself, and keeps those of the last seven
days and of the last four weeks. Put one back with: fika restore FILE`,
		Example: "  fika backup\n  fika backup /media/stick/fika.db",
		Args:    atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := a.options()
			if err != nil {
				return err
			}
			file, err := app.CopyName(o, first(args))
			if err != nil {
				return err
			}
			answer, err := ask(cmd.Context(), a, func(s *app.Session) (api.Backup, error) {
				return s.Backup(cmd.Context(), file)
			})
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
		GroupID: running,
		Short:   "Put a copy of what fika remembers back",
		Long: `Replaces what fika remembers by the copy in FILE. Stop fika before. A copy that is
damaged, of another program or of a newer fika is refused. What was there stays
beside it. The next pass compares the copy with the calendars, and remembers what
was sent since it was made; until then nothing is sent.`,
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
				out.Line("Restored. To go on: fika run")
				if aside != "" {
					out.Line("What was there before: %s", aside)
				}
			})
		},
	}
}

func newExportCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:     "export",
		GroupID: running,
		Short:   "Print everything that fika remembers, as JSON",
		Long: `Prints every row of every table of the state as one JSON document, for other
programs and for your own eyes. Copies of calendars are not in it, and no tokens.`,
		Example: "  fika export > fika.json",
		Args:    nothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			answer, err := ask(cmd.Context(), a, func(s *app.Session) (api.Export, error) {
				return s.Export(cmd.Context())
			})
			if err != nil {
				return err
			}
			out, err := api.Document(answer)
			if err != nil {
				return err
			}
			_, err = a.stdout.Write(out)
			return err
		},
	}
}
