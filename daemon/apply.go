package daemon

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"syscall"

	"fika/calendar"
	"fika/internal/store"
	"fika/planner"
)

// act carries out the open intents, oldest first, but those refused last time come last.
// A failed one stays open for a later pass; if it causes a hold, the ones after it stay
// open too.
func (p *pass) act(ctx context.Context, only store.Kind) error {
	intents, err := p.store.Intents(ctx)
	if err != nil {
		return err
	}
	slices.SortStableFunc(intents, func(x, y store.Intent) int { return cmp.Compare(p.metRefusal(x), p.metRefusal(y)) })
	before := len(p.found)
	for _, in := range intents {
		if len(p.found) > before {
			return nil
		}
		if in.Amiss || only != "" && in.Kind != only {
			continue
		}
		b, err := p.store.Booking(ctx, in.Booking)
		if err != nil {
			return err
		}
		if unwanted(in, b) {
			continue
		}
		if in.Kind == store.Invite && in.Attempt > 0 {
			ok, err := p.resend(ctx, in, b)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
		}
		in.Calendar, in.CalendarID = p.destination(in, b)
		if err := p.store.Attempt(ctx, in); err != nil {
			return err
		}
		p.step("attempted")
		p.progress.step("writes to " + in.Calendar)
		if in.Kind == store.Withdraw {
			err = p.remove(ctx, in, b)
		} else {
			err = p.write(ctx, in, b)
		}
		if err != nil {
			return fmt.Errorf("booking %s: %w", b.ID, err)
		}
	}
	return nil
}

// resend asks once more whether an invitation that did not arrive may still be sent. If
// not, it is dropped, since nothing of it left fika.
func (p *pass) resend(ctx context.Context, in store.Intent, b store.Booking) (bool, error) {
	fresh, err := p.lookAgain(ctx, b)
	if err != nil || fresh.blind || len(fresh.holds) > 0 {
		return false, err
	}
	why := fresh.tooLate(b)
	if v := planner.Check(p.now, p.set.Rules, fresh.world, plannerBooking(b)); why == "" && !v.OK {
		why = v.Text
	}
	if why == "" {
		return true, nil
	}
	return false, p.store.Drop(ctx, p.now, in, store.Expired, why)
}

// destination returns where to send the request of in: to the event, if there is one;
// else to where the first request went, because only there the ID shows whether it
// arrived; else to the calendar now written to.
func (o *observation) destination(in store.Intent, b store.Booking) (source, calendarID string) {
	switch {
	case b.Event != "":
		return b.Calendar, b.CalendarID
	case in.Calendar != "":
		return in.Calendar, in.CalendarID
	}
	home := o.book().Name
	for _, r := range o.readings {
		if r.source.Name == home {
			return home, r.DefaultCalendar
		}
	}
	return home, ""
}

// write creates the event of b, or turns the blocked slot into an invitation.
func (p *pass) write(ctx context.Context, in store.Intent, b store.Booking) error {
	home, ok := p.target(in, b)
	if !ok {
		return p.store.Drop(ctx, p.now, in, store.Expired, fmt.Sprintf("calendar %q is no longer configured", in.Calendar))
	}
	e, err := p.put(ctx, home, in, b)
	var undrafted *draftError
	switch {
	case err == nil:
	case errors.As(err, &undrafted):
		return p.store.Drop(ctx, p.now, in, store.Expired, err.Error())
	case errors.Is(err, calendar.ErrDeleted):
		return p.deleted(ctx, in, b)
	case errors.Is(err, calendar.ErrExists):
		e, err := p.seek(ctx, in, b)
		return p.conclude(ctx, in, b, e, err)
	case errors.Is(err, calendar.ErrChanged), errors.Is(err, calendar.ErrNotFound):
		// Either the first attempt arrived after all, or the user changed the blocked
		// slot: settle sees what they did.
		e, err := p.locate(ctx, p.sources, b.Place)
		if err == nil && (p.invites(e.Event, b.Person) || in.Attempt > 0 && !p.stillBlock(b, e)) {
			return p.conclude(ctx, in, b, e, nil)
		}
		return p.store.Drop(ctx, p.now, in, store.Approved, "the held slot changed meanwhile")
	case isRefusal(err):
		return p.turnedDown(ctx, home, in, b, err)
	case errors.Is(err, calendar.ErrRefused): // because of what this event is by now, not because of its guest
		return p.store.Drop(ctx, p.now, in, store.Expired, err.Error())
	case errors.Is(err, calendar.ErrReadOnly), errors.Is(err, syscall.ENOSPC), errors.Is(err, calendar.ErrUnsent):
		if problem := p.notNow(ctx, in, b, err); problem != nil || b.State == store.Unknown {
			return problem // the first attempt is still in doubt
		}
		return p.store.Drop(ctx, p.now, in, store.Approved, err.Error())
	default:
		return p.unknown(ctx, home, in, b, fmt.Sprintf("writing %s: %v", b.ID, err), err)
	}
	if err := p.store.Done(ctx, p.now, in, receipt(sourcedEvent{home, e})); err != nil {
		return err
	}
	p.step("done")
	return p.changeAccepted(ctx, home)
}

// draftError reports that there is nothing to send.
type draftError struct{ err error }

func (e *draftError) Error() string { return e.err.Error() }

// put sends the event of b to home. If home refuses a part that it can do without, put
// sends it again without that part.
func (p *pass) put(ctx context.Context, home Source, in store.Intent, b store.Booking) (calendar.Event, error) {
	var spared []store.Refusal
	for seen := p.observation; ; {
		draft, err := seen.draft(in, b)
		if err != nil {
			return calendar.Event{}, &draftError{err}
		}
		var e calendar.Event
		if b.Event == "" {
			e, err = p.calendar(home).Insert(ctx, draft)
		} else if err = p.keepBlock(ctx, b, &draft); err == nil {
			e, err = p.calendar(home).Update(ctx, b.ETag, draft)
		}
		p.step("written")
		if err == nil {
			p.wrote(home, e)
		}
		part, can := spare(draft, err)
		if !can {
			return e, errors.Join(err, p.leaveOut(ctx, b, spared, err))
		}
		left := seen.spared(home, b, part, err)
		seen, spared = seen.withRefusal(left), append(spared, left)
		if err := p.store.Attempt(ctx, in); err != nil {
			return e, err
		}
		p.step("attempted")
	}
}

func receipt(e sourcedEvent) store.Receipt {
	return store.Receipt{Place: e.place(), ETag: e.ETag, Digest: imprintOf(e.Event).String()}
}

// placeOf returns the place of b's event, in the terms of its source.
func placeOf(b store.Booking) calendar.Place {
	return calendar.Place{Calendar: b.CalendarID, ID: calendar.EventID(b.Event), UID: b.UID}
}
