package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/app"
)

func newWhyNotCommand(a *cli) *cobra.Command {
	var when string
	cmd := &cobra.Command{
		Use:     "why-not PERSON",
		GroupID: information,
		Short:   "Explain why there is no coffee with somebody: every rule",
		Long: `Prints the verdict of every rule on one person, for each goal, including every
one that forbids. For a goal that does not look for the person it prints only
the rules that forbid. PERSON is an address, the part of it before the @, or a
part of the name: whole words match before beginnings, and those before letters
inside a word. With --at it asks about one start. If the rules allow a coffee,
it says what insisting on it would cost the plan.

` + momentHelp,
		Example: "  fika why-not ana@example.com\n  fika why-not ana ruiz --at \"2026-03-10 14:00\"",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("%s needs a PERSON", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			answer, err := withSession(cmd.Context(), a, func(s *app.Session) (api.WhyNot, error) {
				at, err := a.start(cmd.Context(), s, when)
				if err != nil {
					return api.WhyNot{}, err
				}
				return api.CallWhyNot.Make(cmd.Context(), s, api.WhyNotArgs{Who: strings.Join(args, " "), At: at, Fresh: a.shouldRequestBusy(s)})
			})
			if err != nil {
				return err
			}
			return a.answer(answer, func(out *page) { out.whyNot(answer) })
		},
	}
	a.addFreshFlag(cmd)
	cmd.Flags().StringVar(&when, "at", "", "about a coffee that starts at the time `T`")
	return cmd
}

// start parses text as a time in the user's zone; zero if text is empty.
func (a *cli) start(ctx context.Context, s *app.Session, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	zone, err := s.Zone(ctx, a.now())
	if err != nil {
		return time.Time{}, err
	}
	return parseMoment(text, a.now(), zone)
}

// at formats a start for people.
func (p *page) at(t time.Time) string { return p.Day(t) + " " + t.Format("15:04") }

func (p *page) whyNot(a api.WhyNot) {
	p.Line("%s <%s>", a.Name, a.Person)
	p.verdicts("What the rules say:", a.Verdicts)
	p.Head("If you insist:")
	switch w := a.With; {
	case w == nil:
		p.Line("  the rules allow no coffee")
	case w.Score >= w.Best:
		p.Wrap("  ", fmt.Sprintf("%s for %s; the plan would score the same", p.at(w.Start), w.Goal))
	default:
		p.Wrap("  ", fmt.Sprintf("%s for %s at best; the plan would score %.2f instead of %.2f", p.at(w.Start), w.Goal, w.Score, w.Best))
	}
}
