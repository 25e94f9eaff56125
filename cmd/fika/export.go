package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/terminal"
)

func newExportCommand(a *cli) *cobra.Command {
	var person string
	var notes bool
	cmd := &cobra.Command{
		Use:     "export",
		GroupID: operation,
		Short:   "Print everything fika remembers, as JSON",
		Long: `Prints every row of every table of the state as one JSON document, for other
programs and for you. It contains no copies of calendars and no tokens.

With --person it prints only what is about one person: what you would show them if
they asked. What your lists and calendars say about them is not fika's and not in
it.

With --notes it prints your notes as Markdown, the newest first; with --json too,
as JSON.`,
		Example: "  fika export > fika.json\n  fika export --person ana@example.com\n  fika export --notes > notes.md",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case notes:
				return a.exportNotes(cmd.Context(), person)
			case person != "":
				return exportTables(cmd.Context(), a, api.CallExportOf, api.PersonArgs{Who: person})
			}
			return exportTables(cmd.Context(), a, api.CallExport, api.NoArgs{})
		},
	}
	cmd.Flags().StringVar(&person, "person", "", "only about `PERSON`")
	cmd.Flags().BoolVar(&notes, "notes", false, "only your notes, as Markdown")
	return cmd
}

func exportTables[Args any](ctx context.Context, a *cli, c api.Call[Args, api.Export], args Args) error {
	answer, err := call(ctx, a, c, args)
	if err != nil {
		return err
	}
	out, err := api.Document(answer)
	if err != nil {
		return err
	}
	return a.write(out)
}

// exportNotes prints notes as Markdown, or as JSON if the user wants that.
func (a *cli) exportNotes(ctx context.Context, person string) error {
	answer, err := call(ctx, a, api.CallNotes, api.NotesArgs{Person: person})
	if err != nil {
		return err
	}
	if a.flags.json {
		return a.answer(answer, nil)
	}
	return a.write([]byte(markdownOf(answer.Notes)))
}

// markdownOf returns notes as Markdown: one item each, below the day.
func markdownOf(notes []api.Note) string {
	var text strings.Builder
	text.WriteString("# Notes\n")
	day := ""
	for _, n := range notes {
		if on := n.At.Format("Monday, 2 January 2006"); on != day {
			day = on
			fmt.Fprintf(&text, "\n## %s\n\n", day)
		}
		state := ""
		switch {
		case n.Done != nil:
			state = ", done " + n.Done.Format("2006-01-02")
		case n.Due != "":
			state = ", by " + n.Due
		}
		fmt.Fprintf(&text, "- **%s**, %s%s: %s (%s)\n", terminal.Visible(n.Name), noteWords[n.Kind], state, terminal.Visible(n.Text), n.ID)
	}
	return text.String()
}
