package main

import (
	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/apitext"
	"fika/internal/prose"
	"fika/internal/terminal"
)

func newWeekCommand(a *cli) *cobra.Command {
	var markdown bool
	cmd := &cobra.Command{
		Use:     "week",
		GroupID: daily,
		Short:   "Look back at the week, and decide on the next two",
		Long: `Prints one page for the end of a week, for five minutes: the proposals of the
next two weeks, to decide on them together; the coffees that are coming; what you
promised and what others promised you; and the topics that two people or more
named. With a [[notify]] for "week", a message reminds you on Friday at 15:00,
unless you are away, in a blackout, or above busy_week.

With --markdown it prints Markdown, to keep; with --json too, JSON.`,
		Example: "  fika week\n  fika approve k7q2 m3xw      two of the proposals at once\n  fika week --markdown > week.md",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			answer, err := call(cmd.Context(), a, api.CallWeek, api.NoArgs{})
			if err != nil {
				return err
			}
			if markdown && !a.flags.json {
				return a.write([]byte(terminal.Lines(apitext.WeekMarkdown(answer))))
			}
			return a.answer(answer, func(out *page) { out.week(answer) })
		},
	}
	cmd.Flags().BoolVar(&markdown, "markdown", false, "print Markdown")
	return a.addFreshFlag(cmd)
}

func (p *page) week(a api.Week) {
	p.Line("The week to %s, and the next two.", p.Day(a.Now))
	if a.Skipped != "" {
		p.Wrap("", "No message is sent about it: "+a.Skipped+".")
	}
	p.weekMeetings("To decide:", a.Decide)
	if len(a.Decide) > 0 {
		p.Hint(approveAll(a.Decide))
		p.Hint("fika skip ID")
	}
	p.weekMeetings("Coming:", a.Coming)
	p.weekNotes("You promised:", a.Mine)
	if len(a.Mine) > 0 {
		p.Hint("fika done " + a.Mine[0].ID)
	}
	p.weekNotes("They promised:", a.Theirs)
	if len(a.Topics) > 0 {
		p.Head("What several people named:")
		p.topics(a.Topics)
	}
	p.Line("")
	if len(a.Decide)+len(a.Coming)+len(a.Mine)+len(a.Theirs)+len(a.Topics) == 0 {
		p.Line("Nothing waits.")
	}
	if a.Days.Of > 0 {
		p.Line("Kept %d of the last %s.", a.Days.Kept, prose.Count(a.Days.Of, "working day"))
	}
	p.age(a.View, a.Now)
}

// approveAll is the command for all of the proposals, for whoever wants to take out some.
func approveAll(proposals []api.Meeting) string {
	command := "fika approve"
	for _, m := range proposals {
		command += " " + m.ID
	}
	return command
}

func (p *page) weekMeetings(head string, list []api.Meeting) {
	if len(list) == 0 {
		return
	}
	p.Head(head)
	var rows [][]string
	for _, m := range list {
		rows = append(rows, []string{"  " + m.ID, p.When(m.Start), m.Name, p.Clip(m.Goal, 18), apitext.State(m.State, m.Reply)})
	}
	p.Table(rows...)
}

func (p *page) weekNotes(head string, list []api.Note) {
	if len(list) == 0 {
		return
	}
	p.Head(head)
	for _, n := range list {
		p.Wrap("  "+n.ID+"  ", n.Name+": "+n.Text+p.due(n))
	}
}
