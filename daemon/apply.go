package daemon

import (
	"context"
	"errors"
	"fmt"
	"syscall"

	"fika/calendar"
	"fika/planner"
	"fika/store"
)

// resolve looks for the events of intents whose request may have left: after a
// crash or a lost answer the calendar knows what happened, not the store. What
// is found is done; what is not found may be sent again. An invitation of which
// nothing has left is taken back: it was decided on calendars of an earlier time.
func (d *Daemon) resolve(ctx context.Context, s *scene) error {
	intents, err := d.Store.Intents(ctx)
	if err != nil {
		return err
	}
	for _, in := range intents {
		if in.Attempt == 0 {
			if in.Kind != store.Invite {
				continue
			}
			if err := d.Store.Drop(ctx, s.now, in, store.Approved, "not sent yet, and looked at again"); err != nil {
				return err
			}
			continue
		}
		b, err := d.Store.Booking(ctx, in.Booking)
		if err != nil {
			return err
		}
		if _, ok := d.home(b); !ok {
			continue
		}
		src, e, err := d.seek(ctx, in, b)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := d.conclude(ctx, s, src, in, b, e, err); err != nil {
			return fmt.Errorf("booking %s: %w", b.ID, err)
		}
	}
	return nil
}

// seek looks for the event of in wherever it can be: another calendar may have
// been the one to write to when the request left.
func (d *Daemon) seek(ctx context.Context, in store.Intent, b store.Booking) (Source, calendar.Event, error) {
	for _, src := range d.Calendars {
		if b.Calendar != "" && src.Name != b.Calendar {
			continue
		}
		e, err := src.Calendar.Find(ctx, calendar.EventID(in.Event))
		if !errors.Is(err, calendar.ErrNotFound) || errors.Is(err, calendar.ErrDeleted) {
			return src, e, err
		}
	}
	return d.book(), calendar.Event{}, calendar.ErrNotFound
}

// conclude judges one intent by the event that was found for it in src.
func (d *Daemon) conclude(ctx context.Context, s *scene, src Source, in store.Intent, b store.Booking, e calendar.Event, err error) error {
	switch {
	case errors.Is(err, calendar.ErrNotFound) && in.Kind == store.Withdraw:
		return d.Store.Done(ctx, s.now, in, store.Receipt{})
	case errors.Is(err, calendar.ErrDeleted):
		return d.Store.Drop(ctx, s.now, in, store.Cancelled, "you deleted the event")
	case errors.Is(err, calendar.ErrNotFound):
		return nil
	case errors.Is(err, calendar.ErrUnsent):
		return d.notNow(s, in, err) // it could not be asked
	case err != nil:
		return d.doubt(ctx, s, in, fmt.Sprintf("the calendar does not say whether %s was sent: %v", b.ID, err))
	case e.Mark.Booking != b.ID:
		return d.doubt(ctx, s, in, fmt.Sprintf("the event %s is there, but it is not fika's", in.Event))
	case in.Kind == store.Withdraw, in.Kind == store.Invite && !s.invites(e, b.Person):
		return nil
	}
	if err := d.Store.Done(ctx, s.now, in, receipt(src.Name, e)); err != nil {
		return err
	}
	d.Step("concluded")
	return nil
}

func (d *Daemon) doubt(ctx context.Context, s *scene, in store.Intent, problem string) error {
	s.hold("unknown_outcome", problem, "look at the event in your calendar; fika looks again in each pass and sends nothing until it knows")
	return d.Store.Doubt(ctx, s.now, in, problem)
}

// notNow leaves the intent for the next pass: nothing was changed, and nothing
// is in doubt.
func (d *Daemon) notNow(s *scene, in store.Intent, err error) error {
	s.trouble(d.book().Name, "written", err)
	d.Log.Debug("later", "intent", in.ID, "error", err)
	return nil
}

// act carries out the open intents, oldest first. One that fails stays open for
// the next pass; if a hold comes up with it, so do those behind it.
func (d *Daemon) act(ctx context.Context, s *scene) error {
	intents, err := d.Store.Intents(ctx)
	if err != nil {
		return err
	}
	stood := len(s.holds)
	for _, in := range intents {
		if len(s.holds) > stood {
			return nil
		}
		b, err := d.Store.Booking(ctx, in.Booking)
		if err != nil {
			return err
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
		if err := d.Store.Attempt(ctx, in); err != nil {
			return err
		}
		d.Step("attempted")
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

// resend asks once more whether an invitation that did not arrive may still
// go. If not, it is dropped: nothing of it is outside.
func (d *Daemon) resend(ctx context.Context, s *scene, in store.Intent, b store.Booking) (bool, error) {
	fresh, err := d.observe(ctx, s.now)
	if err != nil || fresh.blind || len(fresh.holds) > 0 {
		return false, err
	}
	why := d.tooLate(fresh, b)
	if v := planner.Check(s.now, d.settings.Rules, fresh.world, plannerBookings([]store.Booking{b})[0]); why == "" && !v.OK {
		why = v.Text
	}
	if why == "" {
		return true, nil
	}
	return false, d.Store.Drop(ctx, s.now, in, store.Expired, why)
}

// write makes the event of b, or turns the blocked slot into an invitation.
func (d *Daemon) write(ctx context.Context, s *scene, in store.Intent, b store.Booking) error {
	home, ok := d.home(b)
	if !ok {
		return d.Store.Drop(ctx, s.now, in, store.Refused, fmt.Sprintf("calendar %q is no longer configured", b.Calendar))
	}
	draft, err := d.draft(s, in, b)
	if err != nil {
		return d.Store.Drop(ctx, s.now, in, store.Refused, err.Error())
	}
	var e calendar.Event
	if b.Event == "" {
		e, err = home.Calendar.Insert(ctx, draft)
	} else {
		e, err = home.Calendar.Update(ctx, b.ETag, draft)
	}
	d.Step("written")
	switch {
	case err == nil:
	case errors.Is(err, calendar.ErrDeleted):
		return d.Store.Drop(ctx, s.now, in, store.Cancelled, "you deleted the event")
	case errors.Is(err, calendar.ErrExists):
		e, err = home.Calendar.Find(ctx, draft.ID)
		return d.conclude(ctx, s, home, in, b, e, err)
	case errors.Is(err, calendar.ErrChanged), errors.Is(err, calendar.ErrNotFound):
		// Either the first try came after all, or the user was at the blocked slot:
		// settle sees what they did.
		if e, err := home.Calendar.Find(ctx, draft.ID); err == nil && s.invites(e, b.Person) {
			return d.conclude(ctx, s, home, in, b, e, nil)
		}
		return d.Store.Drop(ctx, s.now, in, store.Approved, err.Error())
	case errors.Is(err, calendar.ErrRefused):
		return d.Store.Drop(ctx, s.now, in, store.Refused, err.Error())
	case errors.Is(err, calendar.ErrReadOnly), errors.Is(err, syscall.ENOSPC), errors.Is(err, calendar.ErrUnsent):
		if b.State == store.Unknown {
			return d.notNow(s, in, err) // the doubt about the first try is not over
		}
		s.trouble(home.Name, "written", err)
		return d.Store.Drop(ctx, s.now, in, store.Approved, err.Error())
	default:
		return d.doubt(ctx, s, in, fmt.Sprintf("writing %s: %v", b.ID, err))
	}
	if err := d.Store.Done(ctx, s.now, in, receipt(home.Name, e)); err != nil {
		return err
	}
	d.Step("done")
	return nil
}

// remove takes the event of an ended booking away, unless the user changed it
// since.
func (d *Daemon) remove(ctx context.Context, s *scene, in store.Intent, b store.Booking) error {
	home, ok := d.home(b)
	if !ok {
		return d.Store.Drop(ctx, s.now, in, b.State, fmt.Sprintf("calendar %q is no longer configured; the event stays there", b.Calendar))
	}
	err := home.Calendar.Remove(ctx, calendar.EventID(in.Event), b.ETag)
	d.Step("removed")
	switch {
	case err == nil, errors.Is(err, calendar.ErrNotFound):
		err = d.Store.Done(ctx, s.now, in, store.Receipt{})
	case errors.Is(err, calendar.ErrChanged):
		err = d.removeChanged(ctx, s, home, in, b)
	case errors.Is(err, calendar.ErrUnsent):
		return d.notNow(s, in, err)
	default:
		return d.doubt(ctx, s, in, fmt.Sprintf("taking %s away: %v", b.ID, err))
	}
	if err != nil {
		return err
	}
	d.Step("withdrawn")
	return nil
}

// removeChanged decides about an event that is not as fika saw it last: an
// answer that came meanwhile does not keep it, the user's hand does.
func (d *Daemon) removeChanged(ctx context.Context, s *scene, home Source, in store.Intent, b store.Booking) error {
	e, err := home.Calendar.Find(ctx, calendar.EventID(in.Event))
	if errors.Is(err, calendar.ErrNotFound) {
		return d.Store.Done(ctx, s.now, in, store.Receipt{})
	}
	if err != nil {
		return d.doubt(ctx, s, in, err.Error())
	}
	if e.Mark.Booking != b.ID || digest(e.Title, e.Location, e.Description, e.Span) != b.Digest {
		return d.Store.Drop(ctx, s.now, in, b.State, "you changed the event; it stays")
	}
	err = home.Calendar.Remove(ctx, e.ID, e.ETag)
	if err != nil && !errors.Is(err, calendar.ErrNotFound) {
		return nil // changed again under our hands: the next pass
	}
	return d.Store.Done(ctx, s.now, in, store.Receipt{})
}

func receipt(name string, e calendar.Event) store.Receipt {
	return store.Receipt{Calendar: name, ETag: e.ETag, Digest: digest(e.Title, e.Location, e.Description, e.Span)}
}
