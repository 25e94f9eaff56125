package daemon

import (
	"context"
	"errors"
	"fmt"

	"fika/calendar"
	"fika/internal/store"
)

// recover looks what became of open intents: after a crash or a lost answer the calendar
// knows, not the store.
func (p *pass) recover(ctx context.Context) error {
	intents, err := p.store.Intents(ctx)
	if err != nil {
		return err
	}
	for _, in := range intents {
		b, err := p.store.Booking(ctx, in.Booking)
		if err != nil {
			return err
		}
		if err := p.recoverOne(ctx, request{in, b}); err != nil {
			return fmt.Errorf("booking %s: %w", b.ID, err)
		}
	}
	return nil
}

func (p *pass) recoverOne(ctx context.Context, r request) error {
	if f, known := p.foundBefore(r); known {
		return p.carryOut(ctx, r, ending{outcome: afterFinding[f][r.purpose()], why: r.why(f, nil)})
	}
	e, err := p.findIntentEvent(ctx, r)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return p.conclude(ctx, r, e, err)
}

// foundBefore returns the finding about r if it is known without looking for its event.
func (o *observation) foundBefore(r request) (_ finding, known bool) {
	_, configured := o.target(r.in, r.b)
	over := !o.now.Before(r.b.Span.End)
	late := r.in.Kind == store.Reschedule && !(o.now.Before(r.b.Span.Start) && o.now.Before(r.in.To.Start))
	switch {
	case r.in.Attempt == 0 && late:
		return notSentLate, true
	case r.in.Attempt == 0:
		return notSent, true
	case !configured && r.purpose() != toRemove && over: // a removal may find its event elsewhere
		return unseenOver, true
	case !configured && r.purpose() != toRemove:
		return unseen, true
	case r.in.Altered && over:
		return alteredOver, true
	case r.in.Altered:
		return altered, true
	}
	return 0, false
}

// findIntentEvent looks for the event of r wherever it can be: the user may have moved
// it, and fika may write to another calendar since the request.
func (p *pass) findIntentEvent(ctx context.Context, r request) (sourcedEvent, error) {
	e, err := p.locate(ctx, p.sources, r.lastPlace())
	if errors.Is(err, calendar.ErrNotFound) {
		for _, found := range p.marked[r.b.ID] {
			if found.ID != "" && found.Instance == "" && found.Mark.Generation == r.b.Generation {
				return found, nil
			}
		}
	}
	return e, err
}

// stillBlock reports whether e is still the blocked slot of b, so that the request to
// invite did not arrive. An event that invites the guest is not. The user may have removed
// the guest after the invitation arrived; it must not be sent again then. So only an event
// with the old version, or with the text of a blocked slot and no guests, is still a
// blocked slot.
func (o *observation) stillBlock(b store.Booking, e sourcedEvent) bool {
	if o.invitesAny(e.Event, b) {
		return false
	}
	return e.ETag == b.ETag || len(o.strangers(b, e.Event)) == 0 && !e.AttendeesOmitted && isBlock(b, e.Event)
}
