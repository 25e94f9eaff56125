package main

import (
	"slices"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/app"
)

func newPeopleOKCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:   "ok PERSON",
		Short: "Allow invitations to somebody who may be no colleague",
		Long: `Says that fika may invite a person about whom it would ask first: somebody
without a name, or whose name or address is like that of a contractor, a group,
a room or a shared mailbox. fika people --unsure lists them. People whom you met
over a coffee, and those whose address a goal names, need no ok.

fika people forget undoes it.`,
		Example: "  fika people --unsure\n  fika people ok test@example.com",
		Args:    exactly("a PERSON"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.colleague(cmd, func(s *app.Session) (api.Colleague, error) {
				return api.CallGuard.Make(cmd.Context(), s, api.GuardArgs{Who: args[0], Guard: api.GuardOK})
			})
		},
	}
}

// unsure returns those of list who need the user's ok.
func unsure(list []api.Person) []api.Person {
	return slices.DeleteFunc(list, func(one api.Person) bool { return !one.Waits })
}

// doubtWord says why one may be no colleague, if that matters.
func doubtWord(one api.Person) string {
	switch {
	case one.AskedAbout == "":
		return ""
	case one.Waits:
		return "needs your ok: " + one.AskedAbout
	case one.OK:
		return "your ok, asked because it " + one.AskedAbout
	}
	return ""
}
