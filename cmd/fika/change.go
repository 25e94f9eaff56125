package main

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/app"
	"fika/internal/english"
	"fika/internal/wording"
)

// idHelp says how the commands that change a coffee are told which one.
const idHelp = `An ID may be shortened as long as it fits one coffee that may still take place.
Instead of it you can give the address of the guest, or whole words of the name.`

func newApproveCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:     "approve ID...",
		GroupID: daily,
		Short:   "Send these invitations",
		Long: `Approves proposals, or meetings that fika plan shows, and prints what goes to whom.
The invitation goes out with the next pass: at once if fika runs, else with the
next fika run. Until then fika undo takes the word back, after that fika cancel.
To read it first: fika why ID --letter.

` + idHelp,
		Example: "  fika approve k7q2fa\n  fika approve k7 m3",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("%s needs the ID of a proposal; fika bookings lists them", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, ids []string) error {
			answer := api.Approval{Changes: []api.Change{}}
			remote, err := ask(cmd.Context(), a, func(s *app.Session) (bool, error) {
				for _, id := range ids {
					change, err := s.Approve(cmd.Context(), a.now(), id)
					if err != nil {
						return s.Remote, named(id, err)
					}
					answer.Changes = append(answer.Changes, change)
				}
				return s.Remote, nil
			})
			if len(answer.Changes) == 0 {
				return err
			}
			printed := a.answer(answer, func(out *page) {
				for _, change := range answer.Changes {
					out.change("Approved", change, remote)
				}
			})
			a.sayWhen(remote, answer.Changes[0].Booking)
			if err != nil {
				return err
			}
			return printed
		},
	}
}

// named says which of several ids an error is about, if it does not itself.
func named(id string, err error) error {
	f := app.Explain(err)
	if strings.Contains(f.Text, id) {
		return f
	}
	f.Text = id + ": " + f.Text
	return f
}

func newSkipCommand(a *cli) *cobra.Command {
	cmd := changeCommand(a, "skip", "Not this one; the person rests a while", app.Engine.Skip)
	cmd.Long = "Ends a proposal that you do not want. Nobody is told. The person rests four weeks.\n\n" + idHelp
	return cmd
}

func newMetCommand(a *cli) *cobra.Command {
	cmd := changeCommand(a, "met", "A coffee that counts as missed did take place", app.Engine.Met)
	cmd.Long = `Only a guest who said yes counts as met. Where they answered maybe, or nothing, and
came all the same, this says so: the coffee counts for its goal, and as the last
time that you met.

An ID may be shortened. Instead of it you can give the address of the guest, or
whole words of the name: that is the newest coffee with them that counts as missed.`
	return cmd
}

// changeCommand is a command that changes one booking.
func changeCommand(a *cli, verb, short string, do func(app.Engine, context.Context, time.Time, string) (api.Change, error)) *cobra.Command {
	return &cobra.Command{
		Use:     verb + " ID",
		GroupID: daily,
		Short:   short,
		Example: "  fika " + verb + " k7q2fa",
		Args:    exactly("the ID of a booking"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.change(cmd.Context(), func(s *app.Session) (api.Change, error) {
				return do(s, cmd.Context(), a.now(), args[0])
			})
		},
	}
}

func newUndoCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:     "undo",
		GroupID: daily,
		Short:   "Take back the last approve or skip that was not sent",
		Example: "  fika undo",
		Args:    nothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.change(cmd.Context(), func(s *app.Session) (api.Change, error) {
				return s.Undo(cmd.Context(), a.now())
			})
		},
	}
}

// change makes one change and prints what it did.
func (a *cli) change(ctx context.Context, do func(*app.Session) (api.Change, error)) error {
	remote := false
	answer, err := ask(ctx, a, func(s *app.Session) (api.Change, error) {
		remote = s.Remote
		return do(s)
	})
	if err != nil {
		return err
	}
	err = a.answer(answer, func(out *page) { out.change("Now "+string(answer.Booking.State), answer, remote) })
	a.sayWhen(remote, answer.Booking)
	return err
}

// change writes what an order did, what that means for the guest, and how it is
// taken back. remote: a running fika has it, and acts at once.
func (p *page) change(what string, a api.Change, remote bool) {
	b := a.Booking
	p.Line("%s: %s  %s, %s", what, b.ID, b.Name, p.From(b.Start, b.End))
	if l := a.Letter; l != nil && l.Problem == "" {
		p.Wrap("  ", "To "+strings.Join(l.Guests, ", ")+": "+strings.Join(english.Given(`"`+l.Title+`"`, wording.Place(l)), ", "))
	}
	if a.Effect != "" {
		p.Wrap("  ", a.Effect)
	}
	switch {
	case b.State != api.StateApproved:
	case remote && len(a.Holds) == 0:
		p.Wrap("  ", "It leaves at once. To take it back: fika cancel "+b.ID)
	default:
		p.Wrap("  ", "To take it back before it leaves: fika undo; afterwards: fika cancel "+b.ID)
	}
	for _, h := range a.Holds {
		p.Wrap("  it waits: ", h.Text)
		p.Hint(h.Hint)
	}
}

// sayWhen tells who has only changed the state when the calendar follows, if b
// lets it change.
func (a *cli) sayWhen(remote bool, b api.Booking) {
	switch {
	case remote:
	case b.State == api.StateApproved:
		a.say("No fika runs: the invitation goes out with the next fika run.")
	case !b.State.Live() && b.Event != "":
		a.say("No fika runs: the event goes away with the next fika run.")
	}
}
