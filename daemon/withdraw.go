package daemon

import (
	"context"
	"errors"
	"fmt"

	"fika/calendar"
	"fika/internal/rsvp"
	"fika/internal/store"
)

// remove removes the event of an ended booking, unless the user changed it since.
func (p *pass) remove(ctx context.Context, in store.Intent, b store.Booking) error {
	home, ok := p.home(b)
	if !ok {
		return p.store.Drop(ctx, p.now, in, b.State, fmt.Sprintf("calendar %q is no longer configured; the event stays there", b.Calendar))
	}
	if b.Edited {
		// The user's order removes an event that they changed, but never a whole series
		// or one that is no longer fika'p.
		if e, err := p.find(ctx, p.observation, b); err == nil && (e.Repeats || e.Mark.Booking != b.ID) {
			return p.store.Drop(ctx, p.now, in, b.State, kept(p.changes(b, e.Event)))
		}
	}
	if e, ok := p.eventOf(b); ok {
		if why := p.comes(b, e.Event); why != "" {
			return p.store.Drop(ctx, p.now, in, b.State, why)
		}
	}
	err := p.calendar(home).Remove(ctx, placeOf(b), p.writeFarewell(ctx, home, b))
	p.step("removed")
	switch {
	case err == nil:
		p.removed(home, placeOf(b))
		err = errors.Join(p.store.Done(ctx, p.now, in, store.Receipt{}), p.changeAccepted(ctx, home))
	case errors.Is(err, calendar.ErrChanged), errors.Is(err, calendar.ErrNotFound):
		err = p.removeChanged(ctx, in, b)
	default:
		return p.removalFailed(ctx, home, in, b, err)
	}
	if err != nil {
		return err
	}
	p.step("withdrawn")
	return nil
}

// removeChanged decides about an event that changed or moved since fika last saw it. A
// move to another calendar does not save it, and neither does an answer, unless it
// reverses the reason for the removal; a change by the user does.
func (p *pass) removeChanged(ctx context.Context, in store.Intent, b store.Booking) error {
	e, err := p.seek(ctx, in, b)
	switch {
	case errors.Is(err, calendar.ErrNotFound):
		return p.conclude(ctx, in, b, e, err)
	case errors.Is(err, calendar.ErrUnsent):
		return p.notNow(ctx, in, b, err)
	case err != nil:
		return p.doubt(ctx, in, err.Error())
	}
	if change := p.changes(b, p.silent(b, e.Event)); change.any() {
		return p.store.Drop(ctx, p.now, in, b.State, kept(change))
	}
	if why := p.comes(b, e.Event); why != "" {
		return p.store.Drop(ctx, p.now, in, b.State, why)
	}
	err = p.calendar(e.source).Remove(ctx, e.Place(), e.ETag)
	switch {
	case errors.Is(err, calendar.ErrChanged):
		return nil // changed meanwhile; the next pass decides
	case err != nil && !errors.Is(err, calendar.ErrNotFound):
		return p.removalFailed(ctx, e.source, in, b, err)
	}
	p.removed(e.source, e.Place())
	return p.store.Done(ctx, p.now, in, store.Receipt{})
}

// comes says why the event e of b stays although the guest had said no or nothing; "" if
// it can be removed. It stays if they said yes or maybe in the meantime, for instance
// while a hold delayed the removal: a guest who now says yes must not get a
// cancellation.
func (o *observation) comes(b store.Booking, e calendar.Event) string {
	if b.State != store.Released && b.State != store.Declined {
		return ""
	}
	reply, _ := o.answer(e, b.Person)
	if reply != rsvp.Accepted && reply != rsvp.Maybe {
		return ""
	}
	return fmt.Sprintf("%s said %s meanwhile; the event stays in your calendar", b.Name, reply.Words())
}

// removalFailed leaves an event that could not be removed for a later pass.
func (p *pass) removalFailed(ctx context.Context, src Source, in store.Intent, b store.Booking, err error) error {
	if isRefusal(err) || errors.Is(err, calendar.ErrUnsent) || errors.Is(err, calendar.ErrReadOnly) {
		return p.refrain(ctx, src, b.ID, holdForWrite(src, err), err)
	}
	return p.unknown(ctx, src, in, b, fmt.Sprintf("taking %s away: %v", b.ID, err), err)
}
