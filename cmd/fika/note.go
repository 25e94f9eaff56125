package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/app"
	"fika/internal/date"
	"fika/internal/note"
	"fika/internal/prose"
)

func newNoteCommand(a *cli) *cobra.Command {
	texts := map[api.NoteKind]*string{}
	var by string
	cmd := &cobra.Command{
		Use:     "note ID|PERSON [TEXT]",
		GroupID: daily,
		Short:   "Write down what you learned from a coffee or a person",
		Long: `Writes one line about a coffee, by its ID, or about a person: a fact, a promise
or a question, never a judgement. Notes stay on this machine. Their text is never
in an invitation, a message or the log, and fika notes forget erases them.

Words with # are topics: #late-deliveries. fika topics counts them. The topic of
a --problem or of something --solved may be the reason in an invitation to the
person who told you: "You told me about late deliveries in March."

Day is tomorrow, fri, 2026-03-10 or +7d.`,
		Example: `  fika note k7q2 "customers skip the Monday order #late-deliveries"
  fika note ana --promise "send the pricing page" --by fri
  fika note ana --reads "five lines, mail, mornings"`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("%s needs an ID or a PERSON", cmd.CommandPath())
			}
			return nil
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
			if len(args) == 0 {
				return a.completeCoffee(cmd, args, typed)
			}
			return a.completeTopic(false)(cmd, args, typed)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			n := api.NoteArgs{About: args[0]}
			if text := strings.Join(args[1:], " "); text != "" {
				n.Notes = append(n.Notes, api.NewNote{Kind: api.NoteLearned, Text: text})
			}
			for _, k := range noteFlags {
				if *texts[k.kind] != "" {
					n.Notes = append(n.Notes, api.NewNote{Kind: k.kind, Text: *texts[k.kind]})
				}
			}
			if len(n.Notes) == 0 {
				return usage("%s needs a TEXT, or a flag such as --promise", cmd.CommandPath())
			}
			return a.note(cmd.Context(), n, by)
		},
	}
	for _, k := range noteFlags {
		texts[k.kind] = cmd.Flags().String(string(k.kind), "", k.about)
	}
	cmd.Flags().StringVar(&by, "by", "", "the `DAY` on which what was promised is due")
	return cmd
}

// noteFlags are the flags for the kinds of notes beside what was learned.
var noteFlags = []struct {
	kind  api.NoteKind
	about string
}{
	{api.NotePromise, "what you promised: `TEXT`; fika today reminds you"},
	{api.NoteOwes, "what they promised you: `TEXT`"},
	{api.NoteProblem, "what troubles them: `TEXT`"},
	{api.NoteSolved, "what they have solved: `TEXT`"},
	{api.NoteReads, "how they like to be informed: `TEXT`"},
	{api.NoteGap, "what you lack for the role you want, as they see it: `TEXT`"},
	{api.NoteFeedback, "an honest word about you: `TEXT`"},
}

// note writes notes that are due by a day, and asks before it begins a topic that is spelled
// nearly like an old one.
func (a *cli) note(ctx context.Context, n api.NoteArgs, by string) error {
	answer, err := withSession(ctx, a, func(s *app.Session) (api.Notes, error) {
		zone, err := s.Zone(ctx, a.now())
		if err != nil {
			return api.Notes{}, err
		}
		if n.By, err = parseDay(by, a.now(), zone); err != nil {
			return api.Notes{}, err
		}
		known, err := api.CallTopics.Make(ctx, s, api.NoArgs{})
		if err != nil {
			return api.Notes{}, err
		}
		for i := range n.Notes {
			if n.Notes[i].Text, err = a.knownTopics(ctx, n.Notes[i].Text, known); err != nil {
				return api.Notes{}, err
			}
		}
		return api.CallNote.Make(ctx, s, n)
	})
	if err != nil {
		return err
	}
	return a.answer(answer, func(out *page) { out.notes(answer.Notes) })
}

// knownTopics returns text with topics that the user has used before, where they say that
// a new one is a slip.
func (a *cli) knownTopics(ctx context.Context, text string, known api.Topics) (string, error) {
	var names []string
	for _, t := range known.Topics {
		names = append(names, t.Topic)
	}
	for _, topic := range note.Topics(text) {
		near := prose.Nearest(topic, names, func(int) int { return 1 })
		if slices.Contains(names, topic) || near == "" {
			continue
		}
		if !a.interactive() || a.flags.yes {
			a.say("#%s is new; you have used #%s before", topic, near)
			continue
		}
		reply, err := a.prompt().line(ctx, fmt.Sprintf("#%s is new; you have used #%s before. Write #%s? [Y/n]", topic, near, near), "y")
		if err != nil {
			return "", err
		}
		if strings.HasPrefix(strings.ToLower(reply), "y") {
			text = replaceTopic(text, topic, near)
		}
	}
	return text, nil
}

// replaceTopic replaces a topic in text, whatever its case there.
func replaceTopic(text, old, replacement string) string {
	words := strings.SplitAfter(text, " ")
	for i, word := range words {
		if slices.Contains(note.Topics(word), old) {
			at := strings.Index(strings.ToLower(word), "#"+old)
			words[i] = word[:at] + "#" + replacement + word[at+1+len(old):]
		}
	}
	return strings.Join(words, "")
}

// parseDay returns a day as YYYY-MM-DD: what parseMoment accepts, or a weekday, which means
// the next one after today. An empty text is no day.
func parseDay(text string, now time.Time, zone *time.Location) (string, error) {
	if text == "" {
		return "", nil
	}
	today := date.Of(now, zone)
	for ahead := 1; ahead <= 7; ahead++ {
		day := today.AddDays(ahead)
		if name := strings.ToLower(day.Weekday().String()); len(text) >= 3 && strings.HasPrefix(name, strings.ToLower(text)) {
			return day.String(), nil
		}
	}
	t, err := parseMoment(text, now, zone)
	if err != nil {
		return "", err
	}
	return date.Of(t, zone).String(), nil
}
