package daemon

import (
	"context"
	"errors"

	"fika/calendar"
	"fika/internal/api"
	"fika/internal/store"
)

// unwanted reports whether in would create the event of a booking that has ended since,
// usually by the user's order. Its request is never sent again.
func unwanted(in store.Intent, b store.Booking) bool {
	return in.Kind != store.Withdraw && !b.State.Live()
}

// abandon decides about an unwanted intent whose request may have been sent, by the
// event found for it, or by err if there is none. What arrived is removed like any
// cancelled coffee, unless the user made it their own. A server may not show a new event
// at once: it counts as never arrived only if it is absent for a while after the end.
func (p *pass) abandon(ctx context.Context, in store.Intent, b store.Booking, e sourcedEvent, err error) error {
	absent := errors.Is(err, calendar.ErrNotFound)
	switch {
	case absent && p.now.Sub(b.Ended) < absence:
		return nil
	case absent:
		err = p.store.Drop(ctx, p.now, in, b.State, "nothing of it reached the calendar")
	case e.Mark.Booking != b.ID || e.Repeats:
		err = p.store.Forgo(ctx, p.now, in, "you made the event your own, so it stays")
	case in.Kind == store.Invite && b.Event != "" && p.stillBlock(b, e):
		err = p.store.Drop(ctx, p.now, in, b.State, "the invitation did not reach the calendar")
	default:
		err = p.store.Done(ctx, p.now, in, receipt(e))
	}
	if err != nil {
		return err
	}
	p.step("concluded")
	return p.certain(ctx, in, b)
}

// certain lifts the pause of the calendar of in that its unknown outcome caused.
func (p *pass) certain(ctx context.Context, in store.Intent, b store.Booking) error {
	home, ok := p.target(in, b)
	f := p.refusals[refusalKey{home.Name, everything}]
	if !ok || f.Booking != b.ID || f.Code != api.CodeUnknownOutcome {
		return nil
	}
	return p.relent(ctx, home)
}
