package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/app"
	"fika/internal/prose"
)

func newPeopleCommand(a *cli) *cobra.Command {
	var onlyUnsure bool
	list := func(cmd *cobra.Command, _ []string) error {
		answer, err := call(cmd.Context(), a, api.CallPeople, api.NoArgs{})
		if err != nil {
			return err
		}
		if onlyUnsure {
			answer.People = unsure(answer.People)
		}
		return a.answer(answer, func(out *page) { out.people(answer, onlyUnsure) })
	}
	cmd := &cobra.Command{
		Use:     "people",
		GroupID: information,
		Short:   "List people and ties, and protect people from invitations",
		Long: `Prints everybody fika may invite, and how close you are according to your
calendars. Name a person by the address, the part of it before the @, or words
of the name that only they have. show also accepts the beginnings of words;
never, rest, lift, ok and forget need whole ones, so that "bo" does not match
Bose.

never and rest keep fika away from a person; lift undoes both, and makes fika
ignore earlier declines. What a source or the configuration says about a person
stays. forget erases what fika itself remembers about a person, except never.

A guest who writes "no fika" in the comment of an answer gets never, too, and
lift asks before it undoes that.

Some addresses may not be a colleague: contractors, groups, rooms, shared
mailboxes, and people without a name. Fika invites none of them before
fika people ok; --unsure lists those whom a goal looks for.`,
		Example: "  fika people\n  fika people show ana\n  fika people rest ana --until +8w\n  fika people never bo@example.com\n  fika people lift bo@example.com",
		Args:    noArgs,
		RunE:    list,
	}
	cmd.AddCommand(
		a.addFreshFlag(&cobra.Command{Use: "list", Short: "List everybody, the default", Example: "  fika people list", Args: noArgs, RunE: list}),
		newPeopleShowCommand(a), newPeopleRestCommand(a),
		newPeopleNeverCommand(a),
		newPeopleLiftCommand(a),
		newPeopleOKCommand(a),
		newPeopleForgetCommand(a),
	)
	cmd.Flags().BoolVar(&onlyUnsure, "unsure", false, "only those who need your ok before fika invites them")
	return a.addFreshFlag(cmd)
}

func newPeopleShowCommand(a *cli) *cobra.Command {
	return a.addFreshFlag(&cobra.Command{
		Use:     "show PERSON",
		Short:   "Show everything about a person, with all bookings",
		Example: "  fika people show ana@example.com",
		Args:    exactly("a PERSON"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.colleague(cmd, func(s *app.Session) (api.Colleague, error) {
				return api.CallPerson.Make(cmd.Context(), s, api.PersonArgs{Who: args[0]})
			})
		},
	})
}

func newPeopleNeverCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:     "never PERSON",
		Short:   "Never meet this person",
		Example: "  fika people never ana@example.com",
		Args:    exactly("a PERSON"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.colleague(cmd, func(s *app.Session) (api.Colleague, error) {
				return api.CallGuard.Make(cmd.Context(), s, api.GuardArgs{Who: args[0], Guard: api.GuardNever})
			})
		},
	}
}

func newPeopleLiftCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:   "lift PERSON",
		Short: "Undo never and rest, and ignore earlier declines",
		Long: `Undoes never and rest, and makes fika ignore earlier declines. If the person
asked not to be invited again, with "no fika" in an answer, fika says so and
asks before it lifts that; --yes lifts it without a question.`,
		Example: "  fika people lift ana@example.com",
		Args:    exactly("a PERSON"),
		RunE: func(cmd *cobra.Command, args []string) error {
			lift := func(despite bool) error {
				return a.colleague(cmd, func(s *app.Session) (api.Colleague, error) {
					return api.CallGuard.Make(cmd.Context(), s, api.GuardArgs{Who: args[0], Guard: api.GuardLift, Despite: despite})
				})
			}
			err := lift(a.flags.yes)
			var f *api.Fault
			if !errors.As(err, &f) || f.Code != api.CodeGuarded || !a.interactive() {
				return err
			}
			if err := a.confirm(cmd.Context(), f.Text+". Lift it all the same?"); err != nil {
				return err
			}
			return lift(true)
		},
	}
}

func newPeopleRestCommand(a *cli) *cobra.Command {
	var until string
	cmd := &cobra.Command{
		Use:     "rest PERSON",
		Short:   "Leave this person alone for a while",
		Long:    "Keeps fika from planning a coffee with this person before a day.\n\n" + momentHelp,
		Example: "  fika people rest ana --until +8w",
		Args:    exactly("a PERSON"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.colleague(cmd, func(s *app.Session) (api.Colleague, error) {
				zone, err := s.Zone(cmd.Context(), a.now())
				if err != nil {
					return api.Colleague{}, err
				}
				end, err := parseMoment(until, a.now(), zone)
				if err == nil && !a.now().Before(end) {
					err = usage("--until %s is in the past", until)
				}
				if err != nil {
					return api.Colleague{}, err
				}
				return api.CallGuard.Make(cmd.Context(), s, api.GuardArgs{Who: args[0], Guard: api.GuardRest, Until: end})
			})
		},
	}
	cmd.Flags().StringVar(&until, "until", "+12w", "no coffee before the time `T`")
	return cmd
}

// colleague prints one person.
func (a *cli) colleague(cmd *cobra.Command, question func(*app.Session) (api.Colleague, error)) error {
	answer, err := withSession(cmd.Context(), a, question)
	if err != nil {
		return err
	}
	return a.answer(answer, func(out *page) { out.colleague(answer) })
}

func (p *page) people(a api.People, onlyUnsure bool) {
	switch {
	case len(a.People) > 0:
	case onlyUnsure:
		p.Line("Nobody needs your ok.")
	default:
		p.Line("No people. Set where colleagues come from under [people] in the configuration.")
	}
	var rows [][]string
	for _, one := range a.People {
		rows = append(rows, []string{p.Clip(one.Name, 20), p.Clip(one.Person, 27), p.Clip(one.Department, 18), tieWord(one)})
		if guard := guardWord(p, one); guard != "" {
			rows = append(rows, []string{"    " + guard})
		}
	}
	p.Table(rows...)
	if a.UnknownWishes > 0 {
		p.Line("%s of the wishes files about nobody of these.", prose.Count(a.UnknownWishes, "row"))
	}
	p.problems(a.Problems)
}

func (p *page) colleague(a api.Colleague) {
	one := a.Person
	p.Line("%s", strings.TrimSpace(one.Name+" <"+one.Person+">"))
	var rows [][]string
	for _, row := range [][]string{
		{"work", strings.Join(prose.NonEmpty(one.Title, one.Department, one.Level), ", ")},
		{"to you", relationWord(one)},
		{"because", one.Because},
		{"where", strings.Join(prose.NonEmpty(one.Site, one.Zone), ", ")},
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

// relationWord says what one is to the user.
func relationWord(one api.Person) string {
	return map[api.Relation]string{
		api.RelationManager: "your manager",
		api.RelationSkip:    "the manager of your manager",
		api.RelationReport:  "reports to you",
		api.RelationPeer:    "has the same manager",
	}[one.Relation]
}

// tieWord names the tie; an unknown one is new.
func tieWord(one api.Person) string {
	if one.Tie == "" {
		return "new"
	}
	return string(one.Tie)
}

// tie describes everything the calendars show about one tie.
func (p *page) tie(one api.Person) string {
	text := tieWord(one)
	if one.Last != nil {
		text += ", last met " + p.Day(*one.Last)
	}
	if one.Common > 0 {
		text += ", " + prose.Count(one.Common, "contact") + " in common"
	}
	return text
}

func neverWord(one api.Person) string {
	if one.OwnWish {
		return "never, as they asked"
	}
	return "never"
}

// wishWord says what somebody asks for in a wishes file.
func wishWord(w *api.Wish) string {
	switch {
	case w == nil:
		return ""
	case w.Fika == "no":
		return "asked not to be invited, in " + w.File
	case w.Fika == "unclear":
		return "not invited, as their wish in " + w.File + " is not understood"
	}
	asked := strings.TrimPrefix(w.Fika, "yes")
	if w.Most != "" {
		asked = strings.Join(prose.NonEmpty(asked, "at most "+w.Most), ", ")
	}
	return fmt.Sprintf("asked for %s, in %s", asked, w.File)
}

// guardWord describes everything that keeps fika away from one.
func guardWord(p *page, one api.Person) string {
	var words []string
	if one.Never {
		words = append(words, neverWord(one))
	}
	if one.Rest != nil && one.Rest.After(p.Now) {
		words = append(words, "rests until "+p.Day(*one.Rest))
	}
	if one.Away != "" {
		words = append(words, "away until "+one.Away)
	}
	return strings.Join(prose.NonEmpty(append(words, wishWord(one.Wish), doubtWord(one))...), ", ")
}
