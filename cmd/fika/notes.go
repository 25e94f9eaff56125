package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/app"
	"fika/internal/prose"
)

func newNotesCommand(a *cli) *cobra.Command {
	var n api.NotesArgs
	var since string
	cmd := &cobra.Command{
		Use:     "notes [WORDS]",
		GroupID: information,
		Short:   "Find what you wrote down",
		Long: `Prints your notes, the newest first: those with all the words, or with words that
begin like them. Case and accents do not matter.

` + momentHelp,
		Example: "  fika notes late deliveries\n  fika notes --person ana --since -90d\n  fika notes --open          promises that are not kept yet",
		RunE: func(cmd *cobra.Command, args []string) error {
			n.Words = strings.Join(args, " ")
			answer, err := withSession(cmd.Context(), a, func(s *app.Session) (api.Notes, error) {
				from, err := a.start(cmd.Context(), s, since)
				if err != nil {
					return api.Notes{}, err
				}
				n.Since = from
				return api.CallNotes.Make(cmd.Context(), s, n)
			})
			if err != nil {
				return err
			}
			return a.answer(answer, func(out *page) {
				if out.notes(answer.Notes); len(answer.Notes) == 0 {
					out.Line("No such notes. To write one: fika note ID \"...\"")
				}
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&n.Person, "person", "", "about `PERSON`")
	f.StringVar(&n.Topic, "topic", "", "with `TOPIC`, without the #")
	f.StringVar(&since, "since", "", "written since the time `T`")
	f.BoolVar(&n.Open, "open", false, "promises that are not kept yet")
	if err := cmd.RegisterFlagCompletionFunc("topic", a.completeTopic(true)); err != nil {
		panic(err) // the flag is declared above
	}
	cmd.AddCommand(newEditNoteCommand(a), newForgetNoteCommand(a))
	return cmd
}

func newEditNoteCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:               "edit NOTE TEXT",
		Short:             "Replace the text of a note",
		ValidArgsFunction: a.completeNote(false),
		Example:           `  fika notes edit N3 "Bo solved it for Lisbon #late-deliveries"`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) < 2 {
				return usage("%s needs a NOTE such as N3 and a TEXT", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return printNotes(cmd, a, api.CallEditNote, api.EditNoteArgs{ID: args[0], Text: strings.Join(args[1:], " ")}, "")
		},
	}
}

func newForgetNoteCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:   "forget NOTE",
		Short: "Erase a note, in the backups too",
		Long: `Erases a note for good. The daily backups next to the store are removed with it,
because they have it too; the next one is made by the next pass. Copies that you
made elsewhere are yours to remove.`,
		Example:           "  fika notes forget N3",
		ValidArgsFunction: a.completeNote(false),
		Args:              exactly("a NOTE such as N3"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.confirm(cmd.Context(), fmt.Sprintf("Erase %s for good, and the daily backups with it?", args[0])); err != nil {
				return err
			}
			return printNotes(cmd, a, api.CallForgetNote, api.NoteIDArgs{ID: args[0]}, "Erased:")
		},
	}
}

func newDoneCommand(a *cli) *cobra.Command {
	var undo bool
	cmd := &cobra.Command{
		Use:               "done NOTE",
		GroupID:           daily,
		Short:             "Tell fika that a promise was kept",
		ValidArgsFunction: a.completeNote(true),
		Example:           "  fika done N3\n  fika done N3 --undo",
		Args:              exactly("a NOTE such as N3"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return printNotes(cmd, a, api.CallDone, api.DoneArgs{ID: args[0], Undo: undo}, "")
		},
	}
	cmd.Flags().BoolVar(&undo, "undo", false, "it was not kept after all")
	return cmd
}

// printNotes makes a call and prints the notes that it returns, below title.
func printNotes[Args any](cmd *cobra.Command, a *cli, c api.Call[Args, api.Notes], args Args, title string) error {
	answer, err := call(cmd.Context(), a, c, args)
	if err != nil {
		return err
	}
	return a.answer(answer, func(out *page) {
		if title != "" {
			out.Line("%s", title)
		}
		out.notes(answer.Notes)
	})
}

// notes prints notes, each with its text below.
func (p *page) notes(list []api.Note) {
	for _, n := range list {
		about := n.Name
		if n.Booking != "" {
			about += " (" + n.Booking + ")"
		}
		state := ""
		switch {
		case n.Done != nil:
			state = ", done " + p.Day(*n.Done)
		default:
			state = p.due(n)
		}
		p.Line("%-4s %s, %s, %s%s", n.ID, p.Day(n.At), about, noteWords[n.Kind], state)
		p.Wrap("     ", n.Text)
	}
}

// noteWords say what a note is.
var noteWords = map[api.NoteKind]string{
	api.NoteLearned: "learned", api.NoteProblem: "a problem of theirs", api.NoteSolved: "solved by them", api.NotePromise: "you promised",
	api.NoteOwes: "they promised", api.NoteReads: "how they like to be informed", api.NoteGap: "what you lack", api.NoteFeedback: "about you",
}

// due says by when a note has to be done, "" if it does not say.
func (p *page) due(n api.Note) string {
	if n.Due == "" {
		return ""
	}
	return ", by " + p.statedDay(n.Due)
}

// statedDay returns a day of a document as people write it.
func (p *page) statedDay(text string) string {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return text
	}
	return p.Day(day)
}

func (p *page) topics(list []api.Topic) {
	for _, t := range list {
		p.Line("#%-24s %s, %s, last on %s", t.Topic, prose.Count(t.People, "person"), prose.Count(t.Departments, "department"), p.Day(t.Newest))
	}
}

func newTopicsCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:     "topics",
		GroupID: information,
		Short:   "Show what your notes are about",
		Long: `Prints the #topics of your notes of the last 91 days, the newest first, with how
many people named each, and in how many departments.`,
		Example: "  fika topics",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			answer, err := call(cmd.Context(), a, api.CallTopics, api.NoArgs{})
			if err != nil {
				return err
			}
			return a.answer(answer, func(out *page) {
				out.topics(answer.Topics)
				if len(answer.Topics) == 0 {
					out.Line("No topics. A topic is a word with # in a note: fika note ana \"... #pricing\"")
				}
			})
		},
	}
}
