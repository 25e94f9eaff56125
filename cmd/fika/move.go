package main

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"fika/internal/api"
	"fika/internal/apitext"
	"fika/internal/app"
)

func newMoveCommand(a *cli) *cobra.Command {
	return &cobra.Command{
		Use:     "move ID | PERSON TIME",
		GroupID: daily,
		Short:   "Move a proposal or a booked coffee to another start",
		Long: `Gives a coffee another start. Every rule is asked, as fika why-not --at asks it;
a start that breaks one is refused, with all that it breaks.

A proposal stays at the new start whatever fika plans later, and fika undo brings
it back until it is sent. If the coffee is in the calendar, the next pass moves
the same event: its text, its guests and your own changes stay. A guest who was
invited is asked again, so fika asks you first; scripts use --yes. A guest is
told of another time at most once a day, and three times in all.

TIME is a start on your clock, such as "2026-03-10 14:00". A clock that a day does
not have, or has twice, is refused; RFC 3339 with an offset says which one.

` + idHelp,
		Example:           "  fika move k7q2fa \"2026-03-10 14:00\"\n  fika move ana@example.com 2026-03-10T14:00:00+01:00 --yes",
		Args:              exactly(idOrPerson, "a TIME, such as \"2026-03-10 14:00\""),
		ValidArgsFunction: a.completeCoffee,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.move(cmd.Context(), args[0], args[1])
		},
	}
}

// move asks about the coffee if its guest knows about it, and moves it.
func (a *cli) move(ctx context.Context, id, when string) error {
	known, err := withSession(ctx, a, func(s *app.Session) (api.Change, error) {
		zone, err := s.Zone(ctx, a.now())
		if err != nil {
			return api.Change{}, err
		}
		start, err := parseStart(when, a.now(), zone)
		if err != nil {
			return api.Change{}, err
		}
		return api.CallPreviewMove.Make(ctx, s, api.MoveArgs{ID: id, Start: start})
	})
	if err != nil {
		return err
	}
	stays := known.Booking.MovingTo.Equal(known.Booking.Start)
	if known.Booking.State == api.StateBooked && !stays {
		if err := a.confirm(ctx, moveQuestion(a.newPage(nil), known.Booking)); err != nil {
			return err
		}
	}
	remote := false
	answer, err := withSession(ctx, a, func(s *app.Session) (api.Change, error) {
		remote = s.Remote
		return api.CallMove.Make(ctx, s, api.MoveArgs{ID: known.Booking.ID, Start: *known.Booking.MovingTo})
	})
	if err != nil {
		return err
	}
	if stays {
		return a.answer(answer, func(out *page) { out.change("Stays", answer, remote) })
	}
	err = a.answer(answer, func(out *page) { out.moved(answer, remote) })
	if !remote && answer.Booking.MovingTo != nil {
		a.say("fika is not running; the next fika run moves the event.")
		return err
	}
	a.sayWhen(remote, answer.Booking)
	return err
}

// moveQuestion names the coffee to move and who will notice.
func moveQuestion(p *page, b api.Booking) string {
	again := "is asked again"
	if len(b.Guests) > 1 {
		again = "both are asked again"
	}
	return fmt.Sprintf("Move the coffee with %s from %s to %s? They see it: %s, and %s.",
		b.Name, p.When(b.Start), p.When(*b.MovingTo), apitext.Answers(b, cmp.Or(b.Name, b.Person)), again)
}

// moved prints where a coffee is now, or is about to be, and what that means.
func (p *page) moved(a api.Change, remote bool) {
	b := a.Booking
	if b.MovingTo == nil {
		p.change("Moved", a, remote)
		if b.State == api.StateProposed {
			p.Wrap("  ", "To undo: fika undo")
		}
		return
	}
	p.Line("Moving: %s  %s, from %s to %s", b.ID, b.Name, p.When(b.Start), p.When(*b.MovingTo))
	p.Wrap("  ", a.Effect)
	for _, h := range a.Holds {
		p.Wrap("  on hold: ", h.Text)
		p.Hint(h.Hint)
	}
}

// parseStart is [parseMoment] for the start of a meeting. A clock that the day does not
// have, or has twice, is refused: nobody should meet at an hour that somebody guessed.
func parseStart(text string, now time.Time, zone *time.Location) (time.Time, error) {
	t, err := parseMoment(text, now, zone)
	wall, ok := wallClock(text)
	if err != nil || !ok {
		return t, err
	}
	if !sameClock(t, wall, zone) {
		return time.Time{}, usage("the clocks in %s are put forward, so there is no %s", zone, wall.Format(minuteLayout))
	}
	for _, shift := range []time.Duration{30 * time.Minute, time.Hour, 2 * time.Hour} { // no zone shifts by more
		for _, other := range []time.Time{t.Add(-shift), t.Add(shift)} {
			if !sameClock(other, wall, zone) {
				continue
			}
			early, late := t.In(zone), other.In(zone)
			if late.Before(early) {
				early, late = late, early
			}
			f := usage("the clocks in %s are put back, so there is %s twice", zone, wall.Format(minuteLayout))
			f.Hint = fmt.Sprintf("write %s for the first, or %s for the second", early.Format(time.RFC3339), late.Format(time.RFC3339))
			return time.Time{}, f
		}
	}
	return t, nil
}

// sameClock reports whether clocks in zone show wall, a time in UTC, at t.
func sameClock(t, wall time.Time, zone *time.Location) bool {
	return t.In(zone).Format(minuteLayout) == wall.Format(minuteLayout)
}
