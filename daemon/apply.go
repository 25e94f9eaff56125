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
func (d *Daemon) act(ctx context.Context, s *scene, only store.Kind) error {
	intents, err := d.store.Intents(ctx)
	if err != nil {
		return err
	}
	slices.SortStableFunc(intents, func(x, y store.Intent) int { return cmp.Compare(s.metRefusal(x), s.metRefusal(y)) })
	stood := len(s.holds)
	for _, in := range intents {
		if len(s.holds) > stood {
			return nil
		}
		if in.Amiss || only != "" && in.Kind != only {
			continue
		}
		b, err := d.store.Booking(ctx, in.Booking)
		if err != nil {
			return err
		}
		if unwanted(in, b) {
			continue
		}
		if in.Kind == store.Invite && in.Attempt > 0 {
			ok, err := d.resend(ctx, s, in, b)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
		}
		in.Calendar, in.CalendarID = s.destination(in, b)
		if err := d.store.Attempt(ctx, in); err != nil {
			return err
		}
		d.step("attempted")
		if in.Kind == store.Withdraw {
			err = d.remove(ctx, s, in, b)
		} else {
			err = d.write(ctx, s, in, b)
		}
		if err != nil {
			return fmt.Errorf("booking %s: %w", b.ID, err)
		}
	}
	return nil
}

// resend asks once more whether an invitation that did not arrive may still be sent. If
// not, it is dropped, since nothing of it left fika.
func (d *Daemon) resend(ctx context.Context, s *scene, in store.Intent, b store.Booking) (bool, error) {
	fresh, err := d.observeAgain(ctx, s, b)
	if err != nil || fresh.blind || len(fresh.holds) > 0 {
		return false, err
	}
	why := fresh.tooLate(b)
	if v := planner.Check(s.now, s.set.Rules, fresh.world, plannerBooking(b)); why == "" && !v.OK {
		why = v.Text
	}
	if why == "" {
		return true, nil
	}
	return false, d.store.Drop(ctx, s.now, in, store.Expired, why)
}

// destination returns where to send the request of in: to the event, if there is one;
// else to where the first request went, because only there the ID shows whether it
// arrived; else to the calendar now written to.
func (s *scene) destination(in store.Intent, b store.Booking) (source, calendarID string) {
	switch {
	case b.Event != "":
		return b.Calendar, b.CalendarID
	case in.Calendar != "":
		return in.Calendar, in.CalendarID
	}
	home := s.book().Name
	for _, r := range s.readings {
		if r.source.Name == home {
			return home, r.DefaultCalendar
		}
	}
	return home, ""
}

// write creates the event of b, or turns the blocked slot into an invitation.
func (d *Daemon) write(ctx context.Context, s *scene, in store.Intent, b store.Booking) error {
	home, ok := s.target(in, b)
	if !ok {
		return d.store.Drop(ctx, s.now, in, store.Expired, fmt.Sprintf("calendar %q is no longer configured", in.Calendar))
	}
	e, err := d.put(ctx, s, home, in, b)
	var undrafted *draftError
	switch {
	case err == nil:
	case errors.As(err, &undrafted):
		return d.store.Drop(ctx, s.now, in, store.Expired, err.Error())
	case errors.Is(err, calendar.ErrDeleted):
		return d.deleted(ctx, s, in, b)
	case errors.Is(err, calendar.ErrExists):
		e, err := d.seek(ctx, s, in, b)
		return d.conclude(ctx, s, in, b, e, err)
	case errors.Is(err, calendar.ErrChanged), errors.Is(err, calendar.ErrNotFound):
		// Either the first attempt arrived after all, or the user changed the blocked
		// slot: settle sees what they did.
		e, err := d.locate(ctx, b.Place)
		if err == nil && (s.invites(e.Event, b.Person) || in.Attempt > 0 && !s.stillBlock(b, e)) {
			return d.conclude(ctx, s, in, b, e, nil)
		}
		return d.store.Drop(ctx, s.now, in, store.Approved, "the held slot changed meanwhile")
	case isRefusal(err):
		return d.turnedDown(ctx, s, home, in, b, err)
	case errors.Is(err, calendar.ErrRefused): // because of what this event is by now, not because of its guest
		return d.store.Drop(ctx, s.now, in, store.Expired, err.Error())
	case errors.Is(err, calendar.ErrReadOnly), errors.Is(err, syscall.ENOSPC), errors.Is(err, calendar.ErrUnsent):
		if problem := d.notNow(ctx, s, in, b, err); problem != nil || b.State == store.Unknown {
			return problem // the first attempt is still in doubt
		}
		return d.store.Drop(ctx, s.now, in, store.Approved, err.Error())
	default:
		return d.unknown(ctx, s, home, in, b, fmt.Sprintf("writing %s: %v", b.ID, err), err)
	}
	if err := d.store.Done(ctx, s.now, in, receipt(sourcedEvent{home, e})); err != nil {
		return err
	}
	d.step("done")
	return d.changeAccepted(ctx, s, home)
}

// draftError reports that there is nothing to send.
type draftError struct{ err error }

func (e *draftError) Error() string { return e.err.Error() }

// put sends the event of b to home. If home refuses a part that it can do without, put
// sends it again without that part.
func (d *Daemon) put(ctx context.Context, s *scene, home Source, in store.Intent, b store.Booking) (calendar.Event, error) {
	var spared []store.Refusal
	for {
		draft, err := s.draft(in, b)
		if err != nil {
			return calendar.Event{}, &draftError{err}
		}
		var e calendar.Event
		if b.Event == "" {
			e, err = home.Calendar.Insert(ctx, draft)
		} else if err = d.keepBlock(ctx, s, b, &draft); err == nil {
			e, err = home.Calendar.Update(ctx, b.ETag, draft)
		}
		d.step("written")
		if err == nil {
			s.wrote(home, e)
		}
		part, can := s.spare(home, draft, err)
		if !can {
			return e, errors.Join(err, d.leaveOut(ctx, s, b, spared, err))
		}
		spared = append(spared, s.spared(home, b, part, err))
		if err := d.store.Attempt(ctx, in); err != nil {
			return e, err
		}
		d.step("attempted")
	}
}

func receipt(e sourcedEvent) store.Receipt {
	return store.Receipt{Place: e.place(), ETag: e.ETag, Digest: imprintOf(e.Event).String()}
}

// placeOf returns the place of b's event, in the terms of its source.
func placeOf(b store.Booking) calendar.Place {
	return calendar.Place{Calendar: b.CalendarID, ID: calendar.EventID(b.Event), UID: b.UID}
}
