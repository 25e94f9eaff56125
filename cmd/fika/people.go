package main

import (
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/app"
	"fika/internal/english"
	"fika/internal/moment"
)

func newPeopleCommand(a *cli) *cobra.Command {
	list := func(cmd *cobra.Command, _ []string) error {
		answer, err := ask(cmd.Context(), a, func(s *app.Session) (api.People, error) {
			return s.People(cmd.Context(), a.now())
		})
		if err != nil {
			return err
		}
		return a.answer(answer, func(out *page) { out.people(answer) })
	}
	cmd := &cobra.Command{
		Use:     "people",
		GroupID: looking,
		Short:   "Who is known, how close, and whom to leave alone",
		Long: `Prints everybody whom fika may invite, with what your calendars show of the tie.
A person is named by the address, the part of it before the @, or words of the
name that only they have. show also takes the beginnings of words; never, rest,
lift and forget need whole ones, so that "bo" is not taken for Bose.

never and rest keep fika away from somebody; lift takes both back, and with them
the declines so far. What a source or the configuration says of a person stays.
forget erases what fika itself remembers of one; never outlives it.`,
		Example: "  fika people\n  fika people show ana\n  fika people rest ana --until +8w\n  fika people never bo@example.com\n  fika people lift bo@example.com",
		Args:    nothing,
		RunE:    list,
	}
	cmd.AddCommand(
		a.freshly(&cobra.Command{Use: "list", Short: "Everybody, as without a command", Example: "  fika people list", Args: nothing, RunE: list}),
		newPeopleShowCommand(a), newPeopleRestCommand(a),
		guardCommand(a, api.GuardNever, "Never meet this person"),
		guardCommand(a, api.GuardLift, "Take back never and rest, and let declines no longer count"),
		newPeopleForgetCommand(a),
	)
	return a.freshly(cmd)
}

func newPeopleShowCommand(a *cli) *cobra.Command {
	return a.freshly(&cobra.Command{
		Use:     "show PERSON",
		Short:   "One person in full, with all bookings",
		Example: "  fika people show ana@example.com",
		Args:    exactly("a PERSON"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.colleague(cmd, func(s *app.Session) (api.Colleague, error) {
				return s.Colleague(cmd.Context(), a.now(), args[0])
			})
		},
	})
}

// guardCommand sets a guard that needs no date.
func guardCommand(a *cli, g api.GuardOrder, short string) *cobra.Command {
	return &cobra.Command{
		Use:     string(g) + " PERSON",
		Short:   short,
		Example: "  fika people " + string(g) + " ana@example.com",
		Args:    exactly("a PERSON"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.colleague(cmd, func(s *app.Session) (api.Colleague, error) {
				return s.Guarding(cmd.Context(), a.now(), args[0], g, time.Time{})
			})
		},
	}
}

func newPeopleRestCommand(a *cli) *cobra.Command {
	var until string
	cmd := &cobra.Command{
		Use:     "rest PERSON",
		Short:   "Leave this person alone for a while",
		Long:    "No coffee with this person before a day.\n\n" + moment.Help,
		Example: "  fika people rest ana --until +8w",
		Args:    exactly("a PERSON"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.colleague(cmd, func(s *app.Session) (api.Colleague, error) {
				zone, err := s.Zone(cmd.Context(), a.now())
				if err != nil {
					return api.Colleague{}, err
				}
				end, err := moment.Parse(until, a.now(), zone)
				if err == nil && !a.now().Before(end) {
					err = usage("--until %s is over already", until)
				}
				if err != nil {
					return api.Colleague{}, err
				}
				return s.Guarding(cmd.Context(), a.now(), args[0], api.GuardRest, end)
			})
		},
	}
	cmd.Flags().StringVar(&until, "until", "+12w", "nothing before the time `T`")
	return cmd
}

// colleague prints one person.
func (a *cli) colleague(cmd *cobra.Command, question func(*app.Session) (api.Colleague, error)) error {
	answer, err := ask(cmd.Context(), a, question)
	if err != nil {
		return err
	}
	return a.answer(answer, func(out *page) { out.colleague(answer) })
}

func (p *page) people(a api.People) {
	if len(a.People) == 0 {
		p.Line("Nobody is known. The configuration says under [people] where colleagues come from.")
	}
	var rows [][]string
	for _, one := range a.People {
		rows = append(rows, []string{p.Clip(one.Name, 20), p.Clip(one.Person, 27), p.Clip(one.Department, 18), tieWord(one)})
		if guard := guardWord(p, one); guard != "" {
			rows = append(rows, []string{"    " + guard})
		}
	}
	p.Table(rows...)
	p.problems(a.Problems)
}

func (p *page) colleague(a api.Colleague) {
	one := a.Person
	p.Line("%s", strings.TrimSpace(one.Name+" <"+one.Person+">"))
	var rows [][]string
	for _, row := range [][]string{
		{"work", strings.Join(english.Given(one.Title, one.Department, one.Level), ", ")},
		{"where", strings.Join(english.Given(one.Site, one.Zone), ", ")},
		{"also", strings.Join(one.Aliases, ", ")},
		{"tags", strings.Join(one.Tags, ", ")},
		{"tie", p.tie(one)},
		{"guard", guardWord(p, one)},
	} {
		if row[1] != "" {
			rows = append(rows, []string{"  " + row[0], row[1]})
		}
	}
	p.Table(rows...)
	if len(a.Bookings) > 0 {
		p.Head("Bookings:")
		p.bookings(a.Bookings)
	}
}

// addressList is addresses in one line.
func tieWord(one api.Person) string {
	if one.Tie == "" {
		return "new"
	}
	return string(one.Tie)
}

// tie is all that the calendars show of one tie.
func (p *page) tie(one api.Person) string {
	text := tieWord(one)
	if one.Last != nil {
		text += ", last met " + p.Day(*one.Last)
	}
	if one.Common > 0 {
		text += ", " + english.Count(one.Common, "contact") + " in common"
	}
	return text
}

// guardWord is all that keeps fika away from one.
func guardWord(p *page, one api.Person) string {
	var words []string
	if one.Never {
		words = append(words, "never")
	}
	if one.Rest != nil && one.Rest.After(p.Now) {
		words = append(words, "rests until "+p.Day(*one.Rest))
	}
	if one.Away != "" {
		words = append(words, "away until "+one.Away)
	}
	return strings.Join(words, ", ")
}
