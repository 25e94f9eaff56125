package daemon

import (
	"context"
	"errors"

	"fika/calendar"
	"fika/internal/api"
	"fika/internal/store"
)

// unwanted reports whether in is to write the event of a booking that has ended
// since, mostly by the user's order. Its request never leaves again.
func unwanted(in store.Intent, b store.Booking) bool {
	return in.Kind != store.Withdraw && !b.State.Live()
}

// abandon judges an unwanted intent whose request may have left, by the event that
// was found for it, or by err, which says that there is none. What arrived is taken
// away like any coffee that was cancelled, but for what the user made their own. A
// server may not show at once what it has taken: only what is absent for a while
// after the end counts as never arrived.
func (d *Daemon) abandon(ctx context.Context, s *scene, in store.Intent, b store.Booking, e sight, err error) error {
	absent := errors.Is(err, calendar.ErrNotFound)
	switch {
	case absent && s.now.Sub(b.Ended) < absence:
		return nil
	case absent:
		err = d.store.Drop(ctx, s.now, in, b.State, "nothing of it reached the calendar")
	case e.Mark.Booking != b.ID || e.Repeats:
		err = d.store.Forgo(ctx, s.now, in, "you made the event your own, so it stays")
	case in.Kind == store.Invite && b.Event != "" && s.stillHeld(b, e):
		err = d.store.Drop(ctx, s.now, in, b.State, "the invitation did not reach the calendar")
	default:
		err = d.store.Done(ctx, s.now, in, receipt(e))
	}
	if err != nil {
		return err
	}
	d.step("concluded")
	return d.certain(ctx, s, in, b)
}

// certain takes back the pause that the calendar of in was given because nobody
// knew what had become of it.
func (d *Daemon) certain(ctx context.Context, s *scene, in store.Intent, b store.Booking) error {
	home, ok := s.target(in, b)
	f := s.refusals[refusalKey{home.Name, everything}]
	if !ok || f.Booking != b.ID || api.Code(f.Code) != api.CodeUnknownOutcome {
		return nil
	}
	return d.relent(ctx, s, home)
}
