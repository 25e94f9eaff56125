package daemon

import (
	"context"
	"errors"
	"fmt"

	"fika/calendar"
	"fika/internal/api"
	"fika/internal/store"
)

// resolve looks for the events of intents whose request may have been sent: after a
// crash or a lost answer the calendar knows what happened, not the store. An intent
// whose event is found is done; otherwise it may be sent again, unless its booking has
// ended. An invitation that was never sent is taken back: it was decided on calendars
// that may have changed since.
func (d *Daemon) resolve(ctx context.Context, s *scene) error {
	intents, err := d.store.Intents(ctx)
	if err != nil {
		return err
	}
	for _, in := range intents {
		b, err := d.store.Booking(ctx, in.Booking)
		if err != nil {
			return err
		}
		switch {
		case in.Attempt > 0:
			err = d.resolveOne(ctx, s, in, b)
		case unwanted(in, b):
			err = d.store.Drop(ctx, s.now, in, b.State, "nothing had been sent")
		case in.Kind == store.Invite:
			err = d.store.Drop(ctx, s.now, in, store.Approved, "not sent yet, and looked at again")
		}
		if err != nil {
			return fmt.Errorf("booking %s: %w", b.ID, err)
		}
	}
	return nil
}

func (d *Daemon) resolveOne(ctx context.Context, s *scene, in store.Intent, b store.Booking) error {
	if _, ok := s.target(in, b); !ok && in.Kind != store.Withdraw {
		if s.now.After(b.Span.End) {
			return d.store.Drop(ctx, s.now, in, store.Expired, fmt.Sprintf("calendar %q is no longer configured, and nobody knows whether it was sent", in.Calendar))
		}
		return d.doubt(ctx, s, in, fmt.Sprintf("calendar %q is no longer configured, so fika does not see whether %s was sent", in.Calendar, b.ID))
	}
	if in.Amiss {
		return d.watchAmiss(ctx, s, in, b)
	}
	e, err := d.seek(ctx, s, in, b)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return d.conclude(ctx, s, in, b, e, err)
}

// watchAmiss closes an intent whose event the calendar changed, once it is over:
// whatever the calendar shows, the guest may have come. If the user has cancelled it, it
// closes at once: they were told to look for it themselves.
func (d *Daemon) watchAmiss(ctx context.Context, s *scene, in store.Intent, b store.Booking) error {
	if in.Kind != store.Withdraw && s.now.Before(b.Span.End) && !unwanted(in, b) {
		return nil
	}
	return d.store.Forgo(ctx, s.now, in, "the calendar made something else of it, and nobody knows what became of that")
}

// seek looks for the event of in wherever it can be: the user may have moved it, and
// fika may write to another calendar since the request.
func (d *Daemon) seek(ctx context.Context, s *scene, in store.Intent, b store.Booking) (sourcedEvent, error) {
	was := b.Place
	if was.Event == "" {
		was = store.Place{Calendar: in.Calendar, CalendarID: in.CalendarID, Event: in.Event}
	}
	e, err := d.locate(ctx, was)
	if errors.Is(err, calendar.ErrNotFound) {
		for _, found := range s.marked[b.ID] {
			if found.ID != "" && found.Instance == "" && found.Mark.Generation == b.Generation {
				return found, nil
			}
		}
	}
	return e, err
}

// conclude decides about one intent by the event found for it.
func (d *Daemon) conclude(ctx context.Context, s *scene, in store.Intent, b store.Booking, e sourcedEvent, err error) error {
	switch {
	case errors.Is(err, calendar.ErrNotFound) && in.Kind == store.Withdraw:
		gone, err := d.gone(ctx, s, b, err, "the event that is to go is on none of your calendars")
		if !gone {
			return err
		}
		return d.store.Done(ctx, s.now, in, store.Receipt{})
	case errors.Is(err, calendar.ErrDeleted):
		return d.deleted(ctx, s, in, b)
	case unwanted(in, b) && (err == nil || errors.Is(err, calendar.ErrNotFound)):
		return d.abandon(ctx, s, in, b, e, err)
	case errors.Is(err, calendar.ErrNotFound):
		return nil
	case errors.Is(err, calendar.ErrUnsent):
		home, _ := s.target(in, b)
		s.holdCalendar(home.Name, "asked", err)
		return nil
	case err != nil:
		return d.doubt(ctx, s, in, fmt.Sprintf("the calendar does not say whether %s was sent: %v", b.ID, err))
	case e.Mark.Booking != b.ID:
		return d.doubt(ctx, s, in, fmt.Sprintf("the event %s is there, but it is not fika's", in.Event))
	case in.Kind == store.Withdraw:
		return nil
	case in.Kind == store.Invite && b.Event != "" && s.stillBlock(b, e):
		return nil // the request did not arrive
	}
	if err := d.store.Done(ctx, s.now, in, receipt(e)); err != nil {
		return err
	}
	d.step("concluded")
	return d.relent(ctx, s, e.source)
}

// deleted closes an intent whose event existed and was deleted, which means no.
func (d *Daemon) deleted(ctx context.Context, s *scene, in store.Intent, b store.Booking) error {
	at := b.Place
	if at.Event == "" {
		at = store.Place{Calendar: in.Calendar, CalendarID: in.CalendarID, Event: in.Event}
	}
	if err := d.store.Lost(ctx, s.now, in, at, "you deleted the event"); err != nil {
		return err
	}
	d.step("concluded")
	return d.certain(ctx, s, in, b)
}

// stillBlock reports whether e is still the blocked slot of b, so that the request to
// invite did not arrive. An invitation has its guest. But the user may have removed the
// guest after it arrived, and then it must not be sent again. Only an event with the old
// version, or with the text of a blocked slot and no guests, is certainly a blocked
// slot.
func (s *scene) stillBlock(b store.Booking, e sourcedEvent) bool {
	if s.invites(e.Event, b.Person) {
		return false
	}
	return e.ETag == b.ETag || len(s.strangers(b, e.Event)) == 0 && !e.AttendeesOmitted && isBlock(b, e.Event)
}

func (d *Daemon) doubt(ctx context.Context, s *scene, in store.Intent, problem string) error {
	s.hold(api.CodeUnknownOutcome, problem)
	return d.store.Doubt(ctx, s.now, in, problem)
}

// unknown records that the outcome of a change sent to src is unknown.
func (d *Daemon) unknown(ctx context.Context, s *scene, src Source, in store.Intent, b store.Booking, problem string, err error) error {
	code := api.CodeUnknownOutcome
	if errors.Is(err, calendar.ErrWrongResult) {
		code = api.CodeCalendarAmiss
	}
	if err := d.refrain(ctx, s, src, b.ID, newHold(code, s.now, problem), err); err != nil {
		return err
	}
	if errors.Is(err, calendar.ErrWrongResult) {
		return d.store.Disown(ctx, s.now, in, problem)
	}
	return d.store.Doubt(ctx, s.now, in, problem)
}

// notNow leaves the intent for a later pass: nothing was changed, and nothing is in
// doubt.
func (d *Daemon) notNow(ctx context.Context, s *scene, in store.Intent, b store.Booking, err error) error {
	home, _ := s.target(in, b)
	d.log.Debug("later", "intent", in.ID, "error", err)
	return d.refrain(ctx, s, home, b.ID, holdForWrite(home, err), err)
}
