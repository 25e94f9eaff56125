package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/prose"
)

func newBriefCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:     "brief ID|PERSON",
		GroupID: daily,
		Short:   "Show what to know before a coffee",
		Long: `Prints what you know about whom you are about to meet: who they are, when you
last met, what the goal asks, what you promised each other, your notes, and who
else spoke of the same. It has twelve lines at most. It is for you alone, and has
nothing from the web.`,
		Example:           "  fika brief k7q2\n  fika brief ana",
		Args:              exactly("an ID or a PERSON"),
		ValidArgsFunction: a.completeCoffee,
		RunE: func(cmd *cobra.Command, args []string) error {
			answer, err := call(cmd.Context(), a, api.CallBrief, api.BriefArgs{About: args[0]})
			if err != nil {
				return err
			}
			return a.answer(answer, func(out *page) { out.brief(answer) })
		},
	}
}

// maxBriefLines is what one reads on the way to a coffee.
const maxBriefLines = 12

// briefLine is a line of a brief. What matters less, by a higher rank, is left out first.
type briefLine struct {
	rank         int
	prefix, text string
}

// The ranks of lines. Of each kind, the first line matters more than the next.
const (
	rankWho = 10 * iota
	rankPromised
	rankQuestion
	rankMet
	rankOwed
	rankReads
	rankNote
	rankElse
	rankGoal
)

func (p *page) brief(a api.Brief) {
	var lines []briefLine
	add := func(rank int, prefix, text string) { lines = append(lines, briefLine{rank, prefix, text}) }
	for _, one := range a.People {
		add(rankWho, "", strings.Join(prose.NonEmpty(one.Name, one.Title, one.Department, one.Site), ", "))
	}
	if a.Coffee != nil {
		p.briefCoffee(*a.Coffee, a.People, add)
	}
	for _, one := range a.People {
		p.briefPerson(one, len(a.People) > 1, add)
	}
	for _, line := range mostImportant(lines, maxBriefLines) {
		p.Wrap(line.prefix, line.text)
	}
}

// mostImportant returns at most n of lines, in their order.
func mostImportant(lines []briefLine, n int) (kept []briefLine) {
	ranks := make([]int, len(lines))
	for i, line := range lines {
		ranks[i] = line.rank*len(lines) + i // of equal ones the first
	}
	sorted := slices.Sorted(slices.Values(ranks))
	for i, line := range lines {
		if ranks[i] <= sorted[min(n, len(lines))-1] {
			kept = append(kept, line)
		}
	}
	return kept
}

func (p *page) briefCoffee(c api.BriefCoffee, people []api.BriefPerson, add func(rank int, prefix, text string)) {
	when := fmt.Sprintf("%s-%s", p.When(c.Start), c.End.Format("15:04"))
	for _, one := range people {
		if one.TheirStart != nil {
			when += fmt.Sprintf(" (%s for %s)", one.TheirStart.Format("15:04"), one.Name)
		}
	}
	link := ""
	if c.OwesLink {
		link = "its link is missing"
	}
	add(rankWho, "", strings.Join(prose.NonEmpty(when, c.Place, link), ", "))
	if c.Progress != "" {
		add(rankGoal, "", "Goal "+c.Goal+": "+c.Progress)
	}
	for i, question := range c.Questions {
		add(rankQuestion+i, "Ask: ", question)
	}
}

// briefPerson adds what is known about one person. Lines without content are left out.
func (p *page) briefPerson(b api.BriefPerson, several bool, add func(rank int, prefix, text string)) {
	who := ""
	if several {
		who = b.Name + ": "
	}
	for i, question := range b.Ask {
		add(rankQuestion+i, "Ask: ", who+question)
	}
	if met := p.lastMet(b); met != "" {
		add(rankMet, "", who+met)
	}
	for i, n := range b.Promised {
		add(rankPromised+i, "You promised: ", who+n.Text+p.due(n))
	}
	for i, n := range b.Owed {
		add(rankOwed+i, "They promised: ", who+n.Text+p.due(n))
	}
	if b.Reads != "" {
		add(rankReads, "Reads: ", who+b.Reads)
	}
	for i, n := range b.Notes {
		add(rankNote+i, "You noted: ", fmt.Sprintf("%s%s (%s)", who, n.Text, p.Day(n.At)))
	}
	for i, other := range b.Others {
		add(rankElse+i, "Who else: ", fmt.Sprintf("%s%s, #%s (your note of %s)", who, other.Name, other.Topic, p.Day(other.At)))
	}
}

// lastMet says when the user last met somebody, and in what, "" if never.
func (p *page) lastMet(b api.BriefPerson) string {
	if b.LastMet == nil {
		return ""
	}
	met := "You last met on " + p.Day(*b.LastMet)
	if t := b.Together; t != nil && t.Start.Format(time.DateOnly) == b.LastMet.Format(time.DateOnly) {
		met += fmt.Sprintf(", in %q", t.Title)
		if t.Others > 0 {
			met += fmt.Sprintf(" with %s", prose.Count(t.Others, "other"))
		}
	}
	if b.Coffees == 0 {
		return met + ". First coffee."
	}
	return met + ". " + prose.Count(b.Coffees, "coffee") + " so far."
}
