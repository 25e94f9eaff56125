package main

import (
	"strings"

	"github.com/spf13/cobra"

	"fika/daemon"
)

func newWhyNotCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "why-not PERSON",
		GroupID: looking,
		Short:   "Why there is no coffee with somebody: every rule",
		Long: `Prints what every rule says about one person, for each goal. PERSON is an
address, the part of it before the @, or a part of the name.`,
		Example: "  fika why-not ana@example.com\n  fika why-not ana ruiz",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("%s needs a PERSON", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			answer, err := ask(cmd.Context(), a, func(s *session) (daemon.WhyNotAnswer, error) {
				return s.WhyNot(cmd.Context(), a.now(), strings.Join(args, " "))
			})
			if err != nil {
				return err
			}
			return a.answer(answer, func(out *page) {
				out.line("%s <%s>", answer.Name, answer.Person)
				out.verdicts("What the rules say:", answer.Verdicts)
			})
		},
	}
}
