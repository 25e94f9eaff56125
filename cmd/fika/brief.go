package main

import (
	"fmt"
	"strings"

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
last met, what the goal asks, what you promised each other, and your notes. It is
for you alone, and has nothing from the web.`,
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

func (p *page) brief(a api.Brief) {
	for _, one := range a.People {
		p.Wrap("", strings.Join(prose.NonEmpty(one.Name, one.Title, one.Department, one.Site), ", "))
	}
	if c := a.Coffee; c != nil {
		p.briefCoffee(c, a.People)
	}
	for _, one := range a.People {
		p.briefPerson(one, len(a.People) > 1)
	}
}

func (p *page) briefCoffee(c *api.BriefCoffee, people []api.BriefPerson) {
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
	p.Wrap("", strings.Join(prose.NonEmpty(when, c.Place, link), ", "))
	if c.Progress != "" {
		p.Wrap("", "Goal "+c.Goal+": "+c.Progress)
	}
	for _, question := range c.Questions {
		p.Wrap("Ask: ", question)
	}
}

// briefPerson prints what is known about one person. Lines without content are left out.
func (p *page) briefPerson(b api.BriefPerson, several bool) {
	who := ""
	if several {
		who = b.Name + ": "
	}
	for _, question := range b.Ask {
		p.Wrap("Ask: ", who+question)
	}
	if b.LastMet != nil {
		met := who + "you last met on " + p.Day(*b.LastMet)
		if t := b.Together; t != nil && t.Start.Format("2006-01-02") == b.LastMet.Format("2006-01-02") {
			met += fmt.Sprintf(", in %q", t.Title)
			if t.Others > 0 {
				met += fmt.Sprintf(" with %s", prose.Count(t.Others, "other"))
			}
		}
		p.Wrap("", met+"; "+prose.Count(b.Coffees, "coffee")+" so far")
	}
	for _, n := range b.Promised {
		p.Wrap("", who+"you promised: "+n.Text+due(n))
	}
	for _, n := range b.Owed {
		p.Wrap("", who+"they promised: "+n.Text+due(n))
	}
	if b.Reads != "" {
		p.Wrap("", who+"reads: "+b.Reads)
	}
	for _, n := range b.Notes {
		p.Wrap("", fmt.Sprintf("%s%s (%s)", who, n.Text, p.Day(n.At)))
	}
}

func due(n api.Note) string {
	if n.Due == "" {
		return ""
	}
	return ", by " + n.Due
}
