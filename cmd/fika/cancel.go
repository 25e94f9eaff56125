package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/apitext"
	"fika/internal/app"
	"fika/internal/prose"
)

func newCancelCommand(a *cli) *cobra.Command {
	var all bool
	cmd := &cobra.Command{
		Use:     "cancel ID | PERSON | --all",
		GroupID: daily,
		Short:   "Cancel a booking, or all of them; invited guests see it",
		Long: `Ends a booking in any state. Its event is removed by the next pass, and an
invited guest sees that, so fika asks first; scripts use --yes. If the calendar
delivers it, as Google does, the cancellation says in one line that something
came up on your side. With a folder, fika itself notifies nobody.

With --all it cancels every future coffee that is booked, held or about to be
sent, and asks once. Proposals stay, and so does anything you changed in your
calendar: fika lists both. For a sick day: fika pause --cancel-until.

` + idHelp,
		Example:           "  fika cancel k7q2fa\n  fika cancel --all",
		ValidArgsFunction: a.completeCoffee,
		Args: func(cmd *cobra.Command, args []string) error {
			if all {
				return noArgs(cmd, args)
			}
			return exactly(idOrPerson)(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if all {
				return a.cancelAll(cmd.Context())
			}
			return a.cancel(cmd.Context(), args[0])
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "every future coffee")
	return cmd
}

// cancel asks about one coffee and cancels it.
func (a *cli) cancel(ctx context.Context, id string) error {
	known, err := a.previewCancel(ctx, id, time.Time{})
	if err != nil {
		return err
	}
	b := known.Cancelled[0].Booking
	if err := a.confirm(ctx, cancelQuestion(a.newPage(nil), known.Cancelled[0])); err != nil {
		return err
	}
	return change(ctx, a, api.CallCancel, api.BookingArgs{ID: b.ID})
}

// previewCancel returns what would be cancelled.
func (a *cli) previewCancel(ctx context.Context, what string, until time.Time) (api.Cancellation, error) {
	return call(ctx, a, api.CallPreviewCancel, api.PreviewCancelArgs{ID: what, Until: until})
}

// cancelQuestion names the coffee to cancel and who will notice.
func cancelQuestion(p *page, c api.Cancelled) string {
	b := c.Booking
	who := apitext.Answers(b, cmp.Or(c.Called, b.Name)) + " and will see it."
	if len(b.Guests) > 1 {
		who = apitext.Answers(b, "") + "; both will see it."
	}
	if b.State == api.StateProposed || b.State == api.StateApproved {
		who = "Nobody was invited yet."
	}
	return fmt.Sprintf("Cancel the coffee with %s, %s? %s", b.Name, p.When(b.Start), who)
}

func (a *cli) cancelAll(ctx context.Context) error {
	known, err := a.previewCancel(ctx, "", time.Time{})
	if err != nil {
		return err
	}
	if err := a.confirmCancel(ctx, known); err != nil {
		return err
	}
	answer, remote, err := a.cancelThese(ctx, known)
	if err != nil {
		return err
	}
	err = a.answer(answer, func(out *page) { out.cancelled(answer) })
	if !remote && len(answer.Cancelled) > 0 {
		a.say("fika is not running; the next fika run removes the events.")
	}
	return err
}

// confirmCancel asks once about everything to cancel.
func (a *cli) confirmCancel(ctx context.Context, known api.Cancellation) error {
	if len(known.Cancelled) == 0 {
		return nil // nothing to ask about
	}
	p := a.newPage(nil)
	var told []string
	for _, c := range known.Cancelled {
		b := c.Booking
		if !a.flags.yes {
			a.say("  %s  %s, %s, %s", b.ID, p.When(b.Start), b.Name, apitext.State(b.State, b.Reply))
		}
		if b.State == api.StateBooked {
			told = append(told, b.Name)
		}
	}
	question := "Cancel " + prose.Count(len(known.Cancelled), "coffee") + "? "
	switch len(told) {
	case 0:
		question += "Nobody was invited yet."
	case 1:
		question += told[0] + " will see it."
	default:
		question += prose.List(told) + " will see it."
	}
	return a.confirm(ctx, question)
}

// cancelThese cancels the coffees in known, and adds the ones that stay.
func (a *cli) cancelThese(ctx context.Context, known api.Cancellation) (answer api.Cancellation, remote bool, err error) {
	var ids []string
	for _, c := range known.Cancelled {
		ids = append(ids, c.Booking.ID)
	}
	answer, err = withSession(ctx, a, func(s *app.Session) (api.Cancellation, error) {
		remote = s.Remote
		return api.CallCancelAll.Make(ctx, s, api.CancelAllArgs{IDs: ids})
	})
	answer.Staying = append(answer.Staying, known.Staying...)
	return answer, remote, err
}

// cancelled prints the result for several coffees. It prints what they share once.
func (p *page) cancelled(a api.Cancellation) {
	if len(a.Cancelled) == 0 {
		p.Line("No coffee to cancel.")
	} else {
		p.Line("Cancelled:")
	}
	var effects, hints []string
	for _, c := range a.Cancelled {
		p.Line("  %s  %s, %s", c.Booking.ID, c.Booking.Name, p.From(c.Booking.Start, c.Booking.End))
		effects = append(effects, c.Effect)
	}
	for _, effect := range distinct(effects) {
		p.Wrap("  ", effect)
	}
	for _, h := range a.Holds {
		p.Wrap("  on hold: ", h.Text)
		p.Hint(h.Hint)
	}
	if len(a.Staying) > 0 {
		p.Head("Not cancelled:")
	}
	for _, s := range a.Staying {
		p.Wrap("  "+s.Booking.ID+"  ", fmt.Sprintf("%s, %s: %s", s.Booking.Name, p.From(s.Booking.Start, s.Booking.End), s.Why))
		hints = append(hints, s.Hint)
	}
	for _, hint := range distinct(hints) {
		p.Hint(hint)
	}
}

// distinct returns texts without duplicates.
func distinct(texts []string) []string {
	var list []string
	for _, t := range texts {
		if !slices.Contains(list, t) {
			list = append(list, t)
		}
	}
	return list
}
