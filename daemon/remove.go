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
func (p *pass) remove(ctx context.Context, r request) error {
	home, ok := p.home(r.b)
	if !ok {
		return p.carryOut(ctx, r, ending{outcome: r.after(unconfigured), why: p.whyNot(r, unconfigured, home, nil)})
	}
	if why := p.whyKept(ctx, r.b); why != "" {
		return p.carryOut(ctx, r, ending{outcome: drop, why: why})
	}
	version := r.b.ETag
	if e, ok := p.eventOf(r.b); ok && e.source.Name == home.Name {
		version = p.writeFarewell(ctx, r.b, e)
	}
	err := p.calendar(home).Remove(ctx, placeOf(r.b), version)
	p.step("removed")
	if err == nil {
		p.removed(home, placeOf(r.b))
	}
	return p.answered(ctx, r, home, calendar.Event{}, err)
}

// whyKept says why the event of the ended b stays; "" if it goes. The user's order removes
// an event that they changed, but never a whole series or one that is no longer fika's.
func (p *pass) whyKept(ctx context.Context, b store.Booking) string {
	if b.Edited {
		if e, err := p.find(ctx, p.observation, b); err == nil && (e.Repeats || e.Mark.Booking != b.ID) {
			return keptText(p.changes(b, e.Event))
		}
	}
	if e, ok := p.eventOf(b); ok {
		return p.attendsAfterAll(b, e.Event)
	}
	return ""
}

// removeChanged decides about an event that changed or moved since fika last saw it. A
// move to another calendar does not save it, and neither does an answer, unless it
// reverses the reason for the removal; a change by the user does.
func (p *pass) removeChanged(ctx context.Context, r request) error {
	e, err := p.findIntentEvent(ctx, r)
	home, _ := p.target(r.in, r.b)
	switch {
	case errors.Is(err, calendar.ErrNotFound):
		return p.conclude(ctx, r, e, err)
	case errors.Is(err, calendar.ErrUnsent):
		return p.carryOut(ctx, r, ending{outcome: pause, home: home, err: err})
	case err != nil:
		return p.carryOut(ctx, r, ending{outcome: holdUnknown, why: err.Error()})
	}
	why := p.attendsAfterAll(r.b, e.Event)
	if change := p.changes(r.b, p.silent(r.b, e.Event)); change.any() {
		why = keptText(change)
	}
	if why != "" {
		return p.carryOut(ctx, r, ending{outcome: drop, why: why})
	}
	err = p.calendar(e.source).Remove(ctx, e.Place(), p.writeFarewell(ctx, r.b, e))
	switch {
	case errors.Is(err, calendar.ErrChanged):
		return nil // changed in the meantime; the next pass decides
	case err == nil, errors.Is(err, calendar.ErrNotFound):
		p.removed(e.source, e.Place())
		return p.finish(ctx, r, e)
	}
	return p.answered(ctx, r, e.source, calendar.Event{}, err)
}

// attendsAfterAll says why the event e of b stays although the guest had said no or
// nothing; "" if it can be removed. It stays if they said yes or maybe in the meantime,
// for instance while a hold delayed the removal: a guest who now says yes must not get a
// cancellation.
func (o *observation) attendsAfterAll(b store.Booking, e calendar.Event) string {
	if b.State != store.Released && b.State != store.Declined {
		return ""
	}
	for _, g := range b.Guests() {
		if reply, _ := o.answer(e, g.Person); reply == rsvp.Accepted || reply == rsvp.Maybe {
			return fmt.Sprintf("%s said %s in the meantime; the event stays in your calendar", g.Name, reply.Words())
		}
	}
	return ""
}

// placeOf returns the place of b's event, in the terms of its source.
func placeOf(b store.Booking) calendar.Place {
	return calendar.Place{Calendar: b.CalendarID, ID: calendar.EventID(b.Event), UID: b.UID}
}
