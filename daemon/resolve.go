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
func (p *pass) resolve(ctx context.Context) error {
	intents, err := p.store.Intents(ctx)
	if err != nil {
		return err
	}
	for _, in := range intents {
		b, err := p.store.Booking(ctx, in.Booking)
		if err != nil {
			return err
		}
		switch {
		case in.Attempt > 0:
			err = p.resolveOne(ctx, in, b)
		case unwanted(in, b):
			err = p.store.Drop(ctx, p.now, in, b.State, "nothing had been sent")
		case in.Kind == store.Invite:
			err = p.store.Drop(ctx, p.now, in, store.Approved, "not sent yet, and looked at again")
		}
		if err != nil {
			return fmt.Errorf("booking %s: %w", b.ID, err)
		}
	}
	return nil
}

func (p *pass) resolveOne(ctx context.Context, in store.Intent, b store.Booking) error {
	if _, ok := p.target(in, b); !ok && in.Kind != store.Withdraw {
		if p.now.After(b.Span.End) {
			return p.store.Drop(ctx, p.now, in, store.Expired, fmt.Sprintf("calendar %q is no longer configured, and nobody knows whether it was sent", in.Calendar))
		}
		return p.doubt(ctx, in, fmt.Sprintf("calendar %q is no longer configured, so fika does not see whether %s was sent", in.Calendar, b.ID))
	}
	if in.Amiss {
		return p.watchAmiss(ctx, in, b)
	}
	e, err := p.seek(ctx, in, b)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return p.conclude(ctx, in, b, e, err)
}

// watchAmiss closes an intent whose event the calendar changed, once it is over:
// whatever the calendar shows, the guest may have come. If the user has cancelled it, it
// closes at once: they were told to look for it themselves.
func (p *pass) watchAmiss(ctx context.Context, in store.Intent, b store.Booking) error {
	if in.Kind != store.Withdraw && p.now.Before(b.Span.End) && !unwanted(in, b) {
		return nil
	}
	return p.store.Forgo(ctx, p.now, in, "the calendar made something else of it, and nobody knows what became of that")
}

// seek looks for the event of in wherever it can be: the user may have moved it, and
// fika may write to another calendar since the request.
func (p *pass) seek(ctx context.Context, in store.Intent, b store.Booking) (sourcedEvent, error) {
	was := b.Place
	if was.Event == "" {
		was = store.Place{Calendar: in.Calendar, CalendarID: in.CalendarID, Event: in.Event}
	}
	e, err := p.locate(ctx, p.sources, was)
	if errors.Is(err, calendar.ErrNotFound) {
		for _, found := range p.marked[b.ID] {
			if found.ID != "" && found.Instance == "" && found.Mark.Generation == b.Generation {
				return found, nil
			}
		}
	}
	return e, err
}

// conclude decides about one intent by the event found for it.
func (p *pass) conclude(ctx context.Context, in store.Intent, b store.Booking, e sourcedEvent, err error) error {
	switch {
	case errors.Is(err, calendar.ErrNotFound) && in.Kind == store.Withdraw:
		gone, err := p.gone(ctx, b, err, "the event that is to go is on none of your calendars")
		if !gone {
			return err
		}
		return p.store.Done(ctx, p.now, in, store.Receipt{})
	case errors.Is(err, calendar.ErrDeleted):
		return p.deleted(ctx, in, b)
	case unwanted(in, b) && (err == nil || errors.Is(err, calendar.ErrNotFound)):
		return p.abandon(ctx, in, b, e, err)
	case errors.Is(err, calendar.ErrNotFound):
		return nil
	case errors.Is(err, calendar.ErrUnsent):
		home, _ := p.target(in, b)
		p.hold(calendarHold(home.Name, "asked", err))
		return nil
	case err != nil:
		return p.doubt(ctx, in, fmt.Sprintf("the calendar does not say whether %s was sent: %v", b.ID, err))
	case e.Mark.Booking != b.ID:
		return p.doubt(ctx, in, fmt.Sprintf("the event %s is there, but it is not fika's", in.Event))
	case in.Kind == store.Withdraw:
		return nil
	case in.Kind == store.Invite && b.Event != "" && p.stillBlock(b, e):
		return nil // the request did not arrive
	}
	if err := p.store.Done(ctx, p.now, in, receipt(e)); err != nil {
		return err
	}
	p.step("concluded")
	return p.relent(ctx, e.source)
}

// deleted closes an intent whose event existed and was deleted, which means no.
func (p *pass) deleted(ctx context.Context, in store.Intent, b store.Booking) error {
	at := b.Place
	if at.Event == "" {
		at = store.Place{Calendar: in.Calendar, CalendarID: in.CalendarID, Event: in.Event}
	}
	if err := p.store.Lost(ctx, p.now, in, at, "you deleted the event"); err != nil {
		return err
	}
	p.step("concluded")
	return p.certain(ctx, in, b)
}

// stillBlock reports whether e is still the blocked slot of b, so that the request to
// invite did not arrive. An invitation has its guest. But the user may have removed the
// guest after it arrived, and then it must not be sent again. Only an event with the old
// version, or with the text of a blocked slot and no guests, is certainly a blocked
// slot.
func (o *observation) stillBlock(b store.Booking, e sourcedEvent) bool {
	if o.invites(e.Event, b.Person) {
		return false
	}
	return e.ETag == b.ETag || len(o.strangers(b, e.Event)) == 0 && !e.AttendeesOmitted && isBlock(b, e.Event)
}

func (p *pass) doubt(ctx context.Context, in store.Intent, problem string) error {
	p.hold(newHold(api.CodeUnknownOutcome, problem))
	return p.store.Doubt(ctx, p.now, in, problem)
}

// unknown records that the outcome of a change sent to src is unknown.
func (p *pass) unknown(ctx context.Context, src Source, in store.Intent, b store.Booking, problem string, err error) error {
	code := api.CodeUnknownOutcome
	if errors.Is(err, calendar.ErrWrongResult) {
		code = api.CodeCalendarAmiss
	}
	if err := p.refrain(ctx, src, b.ID, newHold(code, problem), err); err != nil {
		return err
	}
	if errors.Is(err, calendar.ErrWrongResult) {
		return p.store.Disown(ctx, p.now, in, problem)
	}
	return p.store.Doubt(ctx, p.now, in, problem)
}

// notNow leaves the intent for a later pass: nothing was changed, and nothing is in
// doubt.
func (p *pass) notNow(ctx context.Context, in store.Intent, b store.Booking, err error) error {
	home, _ := p.target(in, b)
	p.log.Debug("later", "intent", in.ID, "error", err)
	return p.refrain(ctx, home, b.ID, holdForWrite(home, err), err)
}
