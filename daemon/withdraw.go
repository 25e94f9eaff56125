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
func (d *Daemon) remove(ctx context.Context, s *scene, in store.Intent, b store.Booking) error {
	home, ok := s.home(b)
	if !ok {
		return d.store.Drop(ctx, s.now, in, b.State, fmt.Sprintf("calendar %q is no longer configured; the event stays there", b.Calendar))
	}
	if b.Edited {
		// The user's order removes an event that they changed, but never a whole series
		// or one that is no longer fika's.
		if e, err := d.find(ctx, s, b); err == nil && (e.Repeats || e.Mark.Booking != b.ID) {
			return d.store.Drop(ctx, s.now, in, b.State, kept(s.changes(b, e.Event)))
		}
	}
	if e, ok := s.eventOf(b); ok {
		if why := s.comes(b, e.Event); why != "" {
			return d.store.Drop(ctx, s.now, in, b.State, why)
		}
	}
	err := home.Calendar.Remove(ctx, placeOf(b), d.writeFarewell(ctx, s, home, b))
	d.step("removed")
	switch {
	case err == nil:
		s.removed(home, placeOf(b))
		err = errors.Join(d.store.Done(ctx, s.now, in, store.Receipt{}), d.changeAccepted(ctx, s, home))
	case errors.Is(err, calendar.ErrChanged), errors.Is(err, calendar.ErrNotFound):
		err = d.removeChanged(ctx, s, in, b)
	default:
		return d.removalFailed(ctx, s, home, in, b, err)
	}
	if err != nil {
		return err
	}
	d.step("withdrawn")
	return nil
}

// removeChanged decides about an event that changed or moved since fika last saw it. A
// move to another calendar does not save it, and neither does an answer, unless it
// reverses the reason for the removal; a change by the user does.
func (d *Daemon) removeChanged(ctx context.Context, s *scene, in store.Intent, b store.Booking) error {
	e, err := d.seek(ctx, s, in, b)
	switch {
	case errors.Is(err, calendar.ErrNotFound):
		return d.conclude(ctx, s, in, b, e, err)
	case errors.Is(err, calendar.ErrUnsent):
		return d.notNow(ctx, s, in, b, err)
	case err != nil:
		return d.doubt(ctx, s, in, err.Error())
	}
	if change := s.changes(b, s.silent(b, e.Event)); change.any() {
		return d.store.Drop(ctx, s.now, in, b.State, kept(change))
	}
	if why := s.comes(b, e.Event); why != "" {
		return d.store.Drop(ctx, s.now, in, b.State, why)
	}
	err = e.source.Calendar.Remove(ctx, e.Place(), e.ETag)
	switch {
	case errors.Is(err, calendar.ErrChanged):
		return nil // changed meanwhile; the next pass decides
	case err != nil && !errors.Is(err, calendar.ErrNotFound):
		return d.removalFailed(ctx, s, e.source, in, b, err)
	}
	s.removed(e.source, e.Place())
	return d.store.Done(ctx, s.now, in, store.Receipt{})
}

// comes says why the event e of b stays although the guest had said no or nothing; "" if
// it can be removed. It stays if they said yes or maybe in the meantime, for instance
// while a hold delayed the removal: a guest who now says yes must not get a
// cancellation.
func (s *scene) comes(b store.Booking, e calendar.Event) string {
	if b.State != store.Released && b.State != store.Declined {
		return ""
	}
	reply, _ := s.answer(e, b.Person)
	if reply != rsvp.Accepted && reply != rsvp.Maybe {
		return ""
	}
	return fmt.Sprintf("%s said %s meanwhile; the event stays in your calendar", b.Name, reply.Words())
}

// removalFailed leaves an event that could not be removed for a later pass.
func (d *Daemon) removalFailed(ctx context.Context, s *scene, src Source, in store.Intent, b store.Booking, err error) error {
	if isRefusal(err) || errors.Is(err, calendar.ErrUnsent) || errors.Is(err, calendar.ErrReadOnly) {
		return d.refrain(ctx, s, src, b.ID, holdForWrite(src, err), err)
	}
	return d.unknown(ctx, s, src, in, b, fmt.Sprintf("taking %s away: %v", b.ID, err), err)
}
