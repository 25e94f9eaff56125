package main

import (
	"cmp"
	"fmt"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/prose"
)

func newPeopleForgetCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:   "forget PERSON",
		Short: "Erase what fika remembers about a person, except never",
		Long: `Erases what fika remembers about a person: their name in past bookings and in
the log, which keep an opaque mark, and everything you told fika about them.
This cannot be undone.

Whatever keeps fika away from them stays: your never, two declines, two
unanswered invitations in a row, a rest that is not over. It is kept as a keyed
hash of the address: fika compares it with your list of people, but nobody can
read an address from it. fika people lift with the whole address removes it.

Your calendars, your list of people and the configuration are not touched. A
person without such a guard who is still in your list may be proposed again. For
somebody who is no longer in your list, give the whole address.`,
		Example: "  fika people forget ana@example.com",
		Args:    exactly("a PERSON"),
		RunE: func(cmd *cobra.Command, args []string) error {
			known, err := call(cmd.Context(), a, api.CallPreviewForget, api.PersonArgs{Who: args[0]})
			if err != nil {
				return err
			}
			if err := a.confirm(cmd.Context(), forgetQuestion(a.newPage(nil), known)); err != nil {
				return err
			}
			answer, err := call(cmd.Context(), a, api.CallForget, api.PersonArgs{Who: known.Person})
			if err != nil {
				return err
			}
			return a.answer(answer, func(out *page) { out.forgotten(answer) })
		},
	}
}

// forgetQuestion names the person to forget, and what is kept.
func forgetQuestion(p *page, a api.Forgotten) string {
	who := a.Person
	if a.Name != "" {
		who = a.Name + " <" + who + ">"
	}
	question := "Erase all that fika remembers about " + who + ", for good? "
	if kept := p.kept(a); kept != "" {
		return question + kept + " is kept, as a hash of the address."
	}
	return question + "No guard is kept: to keep fika away from them, first run fika people never " + a.Person + "."
}

// kept names the guard that is kept, "" if there is none.
func (p *page) kept(a api.Forgotten) string {
	switch {
	case a.Never:
		return "Never"
	case a.Rest != nil:
		return "The rest until " + p.Day(*a.Rest)
	}
	return ""
}

func (p *page) forgotten(a api.Forgotten) {
	p.Line("Forgotten: %s", cmp.Or(a.Name, a.Person))
	if len(a.Mentions) > 0 {
		p.Wrap("", fmt.Sprintf("Notes about others that may name them stay: %s", prose.List(a.Mentions)))
		p.Hint("fika notes forget " + a.Mentions[0])
	}
	if kept := p.kept(a); kept != "" {
		p.Wrap("  ", kept+" is kept, as a hash of the address. To remove it: fika people lift "+a.Person)
		return
	}
	p.Line("  No guard is kept: if they are in your list, they may be proposed again.")
}
