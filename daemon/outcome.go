package daemon

import (
	"context"
	"fmt"

	"fika/calendar"
	"fika/internal/api"
	"fika/internal/prose"
	"fika/internal/store"
)

// ending is the outcome of an intent, with what it is about.
type ending struct {
	outcome
	home  Source       // the calendar that was asked
	event sourcedEvent // if one was found
	why   string
	err   error // of the calendar, nil if it did what it was asked
}

// conclude does what follows from a finding: from e, the event found for r, or from err if
// there is none.
func (p *pass) conclude(ctx context.Context, r request, e sourcedEvent, err error) error {
	f := p.findingOf(r, e, err)
	home, _ := p.target(r.in, r.b)
	return p.carryOut(ctx, r, ending{afterFinding[f][r.purpose()], home, e, r.why(f, err), err})
}

// answered does what follows from the answer of home to r. e is the event written, if the
// answer is that it was.
func (p *pass) answered(ctx context.Context, r request, home Source, e calendar.Event, err error) error {
	a := r.answerOf(err, p.anyAccepted)
	if a == accepted {
		if err := p.finish(ctx, r, sourcedEvent{home, e}); err != nil {
			return err
		}
		p.anyAccepted = true
		return p.resumeCalendar(ctx, home)
	}
	return p.carryOut(ctx, r, ending{outcome: r.after(a), home: home, why: p.whyNot(r, a, home, err), err: err})
}

// carryOut closes the intent of r, or leaves it open, as e says.
func (p *pass) carryOut(ctx context.Context, r request, e ending) error {
	switch e.outcome {
	case finish:
		return p.finishFound(ctx, r, e.event)
	case giveBack:
		return p.store.Drop(ctx, p.now, r.in, store.Approved, e.why)
	case expire:
		return p.store.Drop(ctx, p.now, r.in, store.Expired, e.why)
	case restGuest:
		return p.store.Drop(ctx, p.now, r.in, store.Refused, e.why)
	case drop:
		return p.liftDoubtPause(ctx, r, p.store.Drop(ctx, p.now, r.in, r.b.State, e.why))
	case leaveEvent:
		return p.liftDoubtPause(ctx, r, p.store.Abandon(ctx, p.now, r.in, e.why))
	case deletedByUser:
		return p.liftDoubtPause(ctx, r, p.store.CloseDeleted(ctx, p.now, r.in, r.lastPlace(), e.why))
	case noteMiss:
		_, err := p.gone(ctx, r.b, e.err, e.why)
		return err
	case holdUnknown:
		p.hold(newHold(api.CodeUnknownOutcome, e.why))
		return p.store.MarkUnknown(ctx, p.now, r.in, e.why)
	case askLater:
		p.hold(calendarHold(e.home.Name, "asked", e.err))
		return nil
	case pause, pauseBack, pauseDoubt, neverAgain:
		return p.pauseFor(ctx, r, e)
	case lookForEvent:
		return p.lookFor(ctx, r)
	case lookAtSlot:
		return p.lookAtSlot(ctx, r)
	}
	return nil // it stays open
}

// pauseFor leaves the calendar of e alone for a while.
func (p *pass) pauseFor(ctx context.Context, r request, e ending) error {
	p.log.Debug("pause", "intent", r.in.ID, "calendar", e.home.Name, "error", e.err)
	h := holdForWrite(e.home, e.err)
	switch e.outcome {
	case pauseDoubt:
		h = newHold(api.CodeUnknownOutcome, e.why)
	case neverAgain:
		h = newHold(api.CodeCalendarAltered, e.why)
	}
	if err := p.pauseCalendar(ctx, e.home, r.b.ID, h, e.err); err != nil {
		return err
	}
	switch e.outcome {
	case pauseBack:
		return p.store.Drop(ctx, p.now, r.in, store.Approved, e.why)
	case pauseDoubt:
		return p.store.MarkUnknown(ctx, p.now, r.in, e.why)
	case neverAgain:
		return p.store.MarkAltered(ctx, p.now, r.in, e.why)
	}
	return nil
}

// finish records that r was carried out, and that its event is e.
func (p *pass) finish(ctx context.Context, r request, e sourcedEvent) error {
	result := store.Receipt{}
	if r.purpose() != toRemove {
		result = receiptFor(e)
		result.Reply, _ = p.answer(e.Event, r.b.Person)
		if r.purpose() == toMove {
			result.Score, result.Reasons = p.reasonsAt(r.b, r.in.To)
		}
		if r.b.Second.Person != "" {
			result.Second, _ = p.answer(e.Event, r.b.Second.Person)
		}
	}
	if err := p.store.Done(ctx, p.now, r.in, result); err != nil {
		return err
	}
	p.step("done")
	return nil
}

// finishFound is finish after an answer that was lost. The calendar took the change, so a
// pause that the doubt had brought is over.
func (p *pass) finishFound(ctx context.Context, r request, e sourcedEvent) error {
	err := p.finish(ctx, r, e)
	switch {
	case err != nil:
		return err
	case r.purpose() == toRemove:
		return nil
	case r.purpose() == toAbandon:
		return p.liftDoubtPause(ctx, r, nil)
	}
	p.step("concluded")
	return p.resumeCalendar(ctx, e.source)
}

// liftDoubtPause lifts the pause that the unknown outcome of r caused, if it was closed
// without an error.
func (p *pass) liftDoubtPause(ctx context.Context, r request, err error) error {
	if err != nil || r.purpose() == toRemove {
		return err
	}
	p.step("concluded")
	home, ok := p.target(r.in, r.b)
	f := p.refusals[refusalKey{home.Name, everything}]
	if !ok || f.Booking != r.b.ID || f.Code != api.CodeUnknownOutcome {
		return nil
	}
	return p.resumeCalendar(ctx, home)
}

// lookFor looks for the event of r, because the calendar answered that it is not as fika
// thought.
func (p *pass) lookFor(ctx context.Context, r request) error {
	if r.purpose() == toRemove {
		return p.removeChanged(ctx, r)
	}
	e, err := p.findIntentEvent(ctx, r)
	return p.conclude(ctx, r, e, err)
}

// lookAtSlot looks at the blocked slot of r, which is not as fika saw it last: either the
// first request arrived after all, or the user changed the slot, and settle sees what they
// did.
func (p *pass) lookAtSlot(ctx context.Context, r request) error {
	e, err := p.locate(ctx, p.sources, r.b.Place)
	if err == nil && (p.invitesAny(e.Event, r.b) || r.in.Attempt > 0 && !p.stillBlock(r.b, e)) {
		return p.conclude(ctx, r, e, nil)
	}
	return p.store.Drop(ctx, p.now, r.in, store.Approved, "the blocked slot changed in the meantime")
}

// lastPlace returns where the event of r was, or where its request went.
func (r request) lastPlace() store.Place {
	if r.b.Event != "" {
		return r.b.Place
	}
	return store.Place{Calendar: r.in.Calendar, CalendarID: r.in.CalendarID, Event: r.in.Event}
}

// whyNot says why r was not carried out, by the answer of home, which is err.
func (o *observation) whyNot(r request, a answer, home Source, err error) string {
	removing := r.purpose() == toRemove
	switch a {
	case unconfigured:
		if removing {
			return fmt.Sprintf("calendar %q is no longer configured; the event stays there", r.b.Calendar)
		}
		return fmt.Sprintf("calendar %q is no longer configured", r.in.Calendar)
	case eventDeleted:
		return "you deleted the event"
	case refusedGuest:
		why := fmt.Sprintf("calendar %q refuses to invite %s", home.Name, addressesOf(r.b))
		if refusal, ok := refusalIn(err); ok && refusal.Message != "" {
			why += ": " + prose.WithoutStop(refusal.Message)
		}
		return why + "; " + o.restingUntil(o.now)
	case refusedRequest:
		return holdForWrite(home, err).Text
	case undrafted, impossible, notNow, diskFull:
		if !removing {
			return err.Error()
		}
	}
	if removing {
		return fmt.Sprintf("removing the event of %s: %v", r.b.ID, err)
	}
	return fmt.Sprintf("writing the event of %s: %v", r.b.ID, err)
}

func receiptFor(e sourcedEvent) store.Receipt {
	return store.Receipt{Place: e.place(), ETag: e.ETag, Digest: imprintOf(e.Event).String()}
}
