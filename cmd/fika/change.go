package main

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/apitext"
	"fika/internal/app"
	"fika/internal/prose"
)

// idOrPerson is the argument that names a coffee.
const idOrPerson = "the ID or the person of a coffee"

// idHelp explains how to name a coffee.
const idHelp = `An ID may be shortened while it matches only one coffee that may still happen.
Instead, you can give the guest's address or whole words of their name.`

func newApproveCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:     "approve ID | PERSON...",
		GroupID: daily,
		Short:   "Approve proposals and send the invitations",
		Long: `Approves proposals, or meetings that fika plan shows, and prints what is sent to
whom. If one of several cannot be approved, the others are. The next pass sends
the invitation: at once if fika is running, else with the next fika run. Until
then fika undo reverts the approval; after that, use fika cancel. To read the
invitation first: fika why ID --letter.

` + idHelp,
		Example:           "  fika approve k7q2fa\n  fika approve k7 m3",
		ValidArgsFunction: a.completeCoffees,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("%s needs the ID or the person of a proposal; fika bookings lists them", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, ids []string) error {
			answer := api.Approval{Changes: []api.Change{}}
			var failed []*api.Fault
			remote, err := withSession(cmd.Context(), a, func(s *app.Session) (bool, error) {
				for _, id := range ids {
					change, err := api.CallApprove.Make(cmd.Context(), s, api.BookingArgs{ID: id})
					switch {
					case cmd.Context().Err() != nil:
						return s.Remote, err
					case err != nil:
						failed = append(failed, withID(id, err))
					default:
						answer.Changes = append(answer.Changes, change)
					}
				}
				return s.Remote, nil
			})
			err = errors.Join(err, together(failed))
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

// together returns one error for what failed of several orders, with the code and the hint
// of the first; nil if none did.
func together(failed []*api.Fault) error {
	if len(failed) == 0 {
		return nil
	}
	all := *failed[0]
	for _, f := range failed[1:] {
		all.Text += "; " + f.Text
	}
	return &all
}

// withID adds the ID that an error is about, unless the error names it.
func withID(id string, err error) *api.Fault {
	f := app.Explain(err)
	if strings.Contains(f.Text, id) {
		return f
	}
	f.Text = id + ": " + f.Text
	return f
}

func newSkipCommand(a *cli) *cobra.Command {
	cmd := changeCommand(a, "skip", "Reject a proposal; the person rests a while", api.CallSkip)
	cmd.Long = "Ends a proposal that you do not want. Nobody is notified. The person rests four\nweeks.\n\n" + idHelp
	return cmd
}

func newMetCommand(a *cli) *cobra.Command {
	cmd := changeCommand(a, "met", "Record that a missed coffee did take place", api.CallMet)
	cmd.Long = `Only a guest who said yes counts as met. If they answered maybe, or not at all,
but came anyway, this records it: the coffee counts for its goal, and as the
last time that you met.

An ID may be shortened. Instead, you can give the guest's address or whole words
of their name, for the newest coffee with them that counts as missed.`
	return cmd
}

// changeCommand returns a command that changes one booking.
func changeCommand(a *cli, verb, short string, c api.Call[api.BookingArgs, api.Change]) *cobra.Command {
	return &cobra.Command{
		Use:     verb + " ID | PERSON",
		GroupID: daily,
		Short:   short,
		Example: "  fika " + verb + " k7q2fa",
		Args:    exactly(idOrPerson),

		ValidArgsFunction: a.completeCoffee,
		RunE: func(cmd *cobra.Command, args []string) error {
			return change(cmd.Context(), a, c, api.BookingArgs{ID: args[0]})
		},
	}
}

func newUndoCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:     "undo",
		GroupID: daily,
		Short:   "Undo the last approve, skip or move that was not sent",
		Example: "  fika undo",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return change(cmd.Context(), a, api.CallUndo, api.NoArgs{})
		},
	}
}

// change makes one change and prints the result.
func change[Args any](ctx context.Context, a *cli, c api.Call[Args, api.Change], args Args) error {
	remote := false
	answer, err := withSession(ctx, a, func(s *app.Session) (api.Change, error) {
		remote = s.Remote
		return c.Make(ctx, s, args)
	})
	if err != nil {
		return err
	}
	err = a.answer(answer, func(out *page) { out.change("Now "+string(answer.Booking.State), answer, remote) })
	a.sayWhen(remote, answer.Booking)
	return err
}

// change prints what an order did, what it means for the guest, and how to undo it. If
// remote, a running fika has the order and acts at once.
func (p *page) change(what string, a api.Change, remote bool) {
	b := a.Booking
	p.Line("%s: %s  %s, %s", what, b.ID, b.Name, p.From(b.Start, b.End))
	if l := a.Letter; l != nil && l.Problem == "" {
		p.Wrap("  ", "To "+strings.Join(l.Guests, ", ")+": "+strings.Join(prose.NonEmpty(`"`+l.Title+`"`, apitext.Place(l)), ", "))
	}
	if a.Effect != "" {
		p.Wrap("  ", a.Effect)
	}
	switch {
	case b.State != api.StateApproved:
	case remote && len(a.Holds) == 0:
		p.Wrap("  ", "It is sent at once. To cancel it: fika cancel "+b.ID)
	default:
		p.Wrap("  ", "To undo before it is sent: fika undo; afterwards: fika cancel "+b.ID)
	}
	for _, h := range a.Holds {
		p.Wrap("  on hold: ", h.Text)
		p.Hint(h.Hint)
	}
}

// sayWhen says when the calendar will change if no fika is running, unless b keeps it
// from changing.
func (a *cli) sayWhen(remote bool, b api.Booking) {
	switch {
	case remote:
	case b.State == api.StateApproved:
		a.say("fika is not running; the next fika run sends the invitation.")
	case !b.State.Live() && b.Event != "":
		a.say("fika is not running; the next fika run removes the event.")
	}
}
