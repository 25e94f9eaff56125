package main

import (
	"cmp"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/app"
)

func newPeopleForgetCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:   "forget PERSON",
		Short: "Erase what fika remembers of this person, but for never",
		Long: `Erases what fika remembers of a person: the name in bookings that are over and in
the log, where an opaque mark stays, and all that was said of them. There is no
way back.

What keeps fika away from them stays: your never, two declines, two invitations in
a row without an answer, a rest that is not over. It is kept as a keyed hash of the
address: fika compares it with your list of people, and no address can be read from
it. fika people lift with the whole address takes it back.

Your calendars, your list of people and the configuration are yours, and are not
touched. Anybody without such a guard who is still in your list may be proposed
again. For somebody who is no longer in your list, give the whole address.`,
		Example: "  fika people forget ana@example.com",
		Args:    exactly("a PERSON"),
		RunE: func(cmd *cobra.Command, args []string) error {
			known, err := ask(cmd.Context(), a, func(s *app.Session) (api.Forgotten, error) {
				return s.Forgetting(cmd.Context(), a.now(), args[0])
			})
			if err != nil {
				return err
			}
			if err := a.confirm(forgetQuestion(a.newPage(nil), known)); err != nil {
				return err
			}
			answer, err := ask(cmd.Context(), a, func(s *app.Session) (api.Forgotten, error) {
				return s.Forget(cmd.Context(), a.now(), known.Person)
			})
			if err != nil {
				return err
			}
			return a.answer(answer, func(out *page) { out.forgotten(answer) })
		},
	}
}

// forgetQuestion names who is about to be forgotten, and what stays.
func forgetQuestion(p *page, a api.Forgotten) string {
	who := a.Person
	if a.Name != "" {
		who = a.Name + " <" + who + ">"
	}
	question := "Erase all that fika remembers of " + who + ", for good? "
	if kept := p.kept(a); kept != "" {
		return question + kept + " stays, as a hash of the address."
	}
	return question + "No guard stays: to keep fika away from them, say fika people never " + a.Person + " before."
}

// kept is the guard that outlives a person, "" if none does.
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
	if kept := p.kept(a); kept != "" {
		p.Wrap("  ", kept+" stays, as a hash of the address. To take it back: fika people lift "+a.Person)
		return
	}
	p.Line("  No guard stays: whoever is in your list may be proposed again.")
}
