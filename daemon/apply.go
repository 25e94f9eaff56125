package daemon

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"syscall"

	"fika/calendar"
	"fika/planner"
	"fika/store"
)

// resolve looks for the events of intents whose request may have left: after a
// crash or a lost answer the calendar knows what happened, not the store. What
// is found is done; what is not found may be sent again, unless its booking has
// ended. An invitation of which nothing has left is taken back: it was decided on
// calendars of an earlier time.
func (d *Daemon) resolve(ctx context.Context, s *scene) error {
	intents, err := d.Store.Intents(ctx)
	if err != nil {
		return err
	}
	for _, in := range intents {
		b, err := d.Store.Booking(ctx, in.Booking)
		if err != nil {
			return err
		}
		switch {
		case in.Attempt > 0:
			err = d.resolveOne(ctx, s, in, b)
		case unwanted(in, b):
			err = d.Store.Drop(ctx, s.now, in, b.State, "nothing had been sent")
		case in.Kind == store.Invite:
			err = d.Store.Drop(ctx, s.now, in, store.Approved, "not sent yet, and looked at again")
		}
		if err != nil {
			return fmt.Errorf("booking %s: %w", b.ID, err)
		}
	}
	return nil
}

func (d *Daemon) resolveOne(ctx context.Context, s *scene, in store.Intent, b store.Booking) error {
	if _, ok := d.target(in, b); !ok && in.Kind != store.Withdraw {
		if s.now.After(b.Span.End) {
			return d.Store.Drop(ctx, s.now, in, store.Expired, fmt.Sprintf("calendar %q is no longer configured, and nobody knows whether it was sent", in.Calendar))
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

// watchAmiss ends what the calendar made something else of once it is over:
// whatever stands in the calendar, its guest may have come. What the user does not
// want any more ends at once: they were told to look for it themselves.
func (d *Daemon) watchAmiss(ctx context.Context, s *scene, in store.Intent, b store.Booking) error {
	if in.Kind != store.Withdraw && s.now.Before(b.Span.End) && !unwanted(in, b) {
		return nil
	}
	return d.Store.Forgo(ctx, s.now, in, "the calendar made something else of it, and nobody knows what became of that")
}

// seek looks for the event of in wherever it can be: the user may have moved it,
// and another calendar may have become the one to write to since the request left.
func (d *Daemon) seek(ctx context.Context, s *scene, in store.Intent, b store.Booking) (sight, error) {
	was := b.Place
	if was.Event == "" {
		was = store.Place{Calendar: in.Calendar, CalendarID: in.CalendarID, Event: in.Event}
	}
	e, err := d.ask(ctx, was)
	if errors.Is(err, calendar.ErrNotFound) {
		for _, found := range s.marked[b.ID] {
			if found.ID != "" && found.Instance == "" && found.Mark.Generation == b.Generation {
				return found, nil
			}
		}
	}
	return e, err
}

// conclude judges one intent by the event that was found for it.
func (d *Daemon) conclude(ctx context.Context, s *scene, in store.Intent, b store.Booking, e sight, err error) error {
	switch {
	case errors.Is(err, calendar.ErrNotFound) && in.Kind == store.Withdraw:
		gone, err := d.gone(ctx, s, b, err, "the event that is to go is on none of your calendars")
		if !gone {
			return err
		}
		return d.Store.Done(ctx, s.now, in, store.Receipt{})
	case errors.Is(err, calendar.ErrDeleted):
		return d.deleted(ctx, s, in, b)
	case unwanted(in, b) && (err == nil || errors.Is(err, calendar.ErrNotFound)):
		return d.abandon(ctx, s, in, b, e, err)
	case errors.Is(err, calendar.ErrNotFound):
		return nil
	case errors.Is(err, calendar.ErrUnsent):
		home, _ := d.target(in, b)
		s.trouble(home.Name, "asked", err)
		return nil
	case err != nil:
		return d.doubt(ctx, s, in, fmt.Sprintf("the calendar does not say whether %s was sent: %v", b.ID, err))
	case e.Mark.Booking != b.ID:
		return d.doubt(ctx, s, in, fmt.Sprintf("the event %s is there, but it is not fika's", in.Event))
	case in.Kind == store.Withdraw:
		return nil
	case in.Kind == store.Invite && b.Event != "" && d.stillHeld(s, b, e):
		return nil // the request did not arrive
	}
	if err := d.Store.Done(ctx, s.now, in, receipt(e)); err != nil {
		return err
	}
	d.Step("concluded")
	return d.relent(ctx, s, e.source)
}

// deleted closes an intent whose event was there and is deleted: a no.
func (d *Daemon) deleted(ctx context.Context, s *scene, in store.Intent, b store.Booking) error {
	at := b.Place
	if at.Event == "" {
		at = store.Place{Calendar: in.Calendar, CalendarID: in.CalendarID, Event: in.Event}
	}
	if err := d.Store.Lost(ctx, s.now, in, at, "you deleted the event"); err != nil {
		return err
	}
	d.Step("concluded")
	return d.certain(ctx, s, in, b)
}

// stillHeld reports whether e is the held slot of b that was to become an
// invitation, so that the request did not arrive. An invitation has its
// guest. One without may be the user's doing after it arrived, and then it must not
// be sent again: only what has the version of before, or says that nobody was told
// yet and is with nobody, is a held slot for sure.
func (d *Daemon) stillHeld(s *scene, b store.Booking, e sight) bool {
	if s.invites(e.Event, b.Person) {
		return false
	}
	return e.ETag == b.ETag || len(d.strangers(s, b, e.Event)) == 0 && !e.Crowded && untold(b, e.Event)
}

func (d *Daemon) doubt(ctx context.Context, s *scene, in store.Intent, problem string) error {
	s.hold("unknown_outcome", problem, "look at the event in your calendar; fika looks again in each pass and sends nothing until it knows")
	return d.Store.Doubt(ctx, s.now, in, problem)
}

// unknown records that nobody knows what became of a change that was sent to src.
func (d *Daemon) unknown(ctx context.Context, s *scene, src Source, in store.Intent, b store.Booking, problem string, err error) error {
	h := store.Hold{Code: "unknown_outcome", Text: problem,
		Hint: "look at the event in your calendar; fika looks again in each pass and sends nothing until it knows"}
	if errors.Is(err, calendar.ErrAmiss) {
		h.Code, h.Hint = amiss, "look for the event in your calendar, and keep or delete it yourself; fika does not send it again; then: fika sync --full"
	}
	if err := d.refrain(ctx, s, src, b.ID, h, err); err != nil {
		return err
	}
	if errors.Is(err, calendar.ErrAmiss) {
		return d.Store.Disown(ctx, s.now, in, problem)
	}
	return d.Store.Doubt(ctx, s.now, in, problem)
}

// notNow leaves the intent for a later pass: nothing was changed, and nothing is
// in doubt.
func (d *Daemon) notNow(ctx context.Context, s *scene, in store.Intent, b store.Booking, err error) error {
	home, _ := d.target(in, b)
	d.Log.Debug("later", "intent", in.ID, "error", err)
	return d.refrain(ctx, s, home, b.ID, troubleOf(home, err), err)
}

// act carries out the open intents, oldest first, but what was refused last time
// comes last. One that fails stays open for a later pass; if a hold comes up with
// it, so do those behind it.
func (d *Daemon) act(ctx context.Context, s *scene, only store.Kind) error {
	intents, err := d.Store.Intents(ctx)
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
		b, err := d.Store.Booking(ctx, in.Booking)
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
		in.Calendar, in.CalendarID = d.destination(s, in, b)
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

// destination is where the request of in goes: to the event, if there is one; to
// where the first request went, because only there the id shows that it arrived;
// else to the calendar that is written to now.
func (d *Daemon) destination(s *scene, in store.Intent, b store.Booking) (source, calendarID string) {
	switch {
	case b.Event != "":
		return b.Calendar, b.CalendarID
	case in.Calendar != "":
		return in.Calendar, in.CalendarID
	}
	home := d.book().Name
	for _, r := range s.readings {
		if r.source.Name == home {
			return home, r.Home
		}
	}
	return home, ""
}

// write makes the event of b, or turns the blocked slot into an invitation.
func (d *Daemon) write(ctx context.Context, s *scene, in store.Intent, b store.Booking) error {
	home, ok := d.target(in, b)
	if !ok {
		return d.Store.Drop(ctx, s.now, in, store.Expired, fmt.Sprintf("calendar %q is no longer configured", in.Calendar))
	}
	e, err := d.put(ctx, s, home, in, b)
	var undrafted *draftError
	switch {
	case err == nil:
	case errors.As(err, &undrafted):
		return d.Store.Drop(ctx, s.now, in, store.Expired, err.Error())
	case errors.Is(err, calendar.ErrDeleted):
		return d.deleted(ctx, s, in, b)
	case errors.Is(err, calendar.ErrExists):
		e, err := d.seek(ctx, s, in, b)
		return d.conclude(ctx, s, in, b, e, err)
	case errors.Is(err, calendar.ErrChanged), errors.Is(err, calendar.ErrNotFound):
		// Either the first try came after all, or the user was at the blocked slot:
		// settle sees what they did.
		e, err := d.ask(ctx, b.Place)
		if err == nil && (s.invites(e.Event, b.Person) || in.Attempt > 0 && !d.stillHeld(s, b, e)) {
			return d.conclude(ctx, s, in, b, e, nil)
		}
		return d.Store.Drop(ctx, s.now, in, store.Approved, "the held slot changed meanwhile")
	case isRefusal(err):
		return d.turnedDown(ctx, s, home, in, b, err)
	case errors.Is(err, calendar.ErrRefused): // for what this event is by now, not for its guest
		return d.Store.Drop(ctx, s.now, in, store.Expired, err.Error())
	case errors.Is(err, calendar.ErrReadOnly), errors.Is(err, syscall.ENOSPC), errors.Is(err, calendar.ErrUnsent):
		if problem := d.notNow(ctx, s, in, b, err); problem != nil || b.State == store.Unknown {
			return problem // the doubt about the first try is not over
		}
		return d.Store.Drop(ctx, s.now, in, store.Approved, err.Error())
	default:
		return d.unknown(ctx, s, home, in, b, fmt.Sprintf("writing %s: %v", b.ID, err), err)
	}
	if err := d.Store.Done(ctx, s.now, in, receipt(sight{home, e})); err != nil {
		return err
	}
	d.Step("done")
	return d.took(ctx, s, home)
}

// draftError says that there is nothing to send.
type draftError struct{ err error }

func (e *draftError) Error() string { return e.err.Error() }

// put sends the event of b to home, and again without what home refuses of it and
// it can do without.
func (d *Daemon) put(ctx context.Context, s *scene, home Source, in store.Intent, b store.Booking) (calendar.Event, error) {
	var spared []store.Refusal
	for {
		draft, err := d.draft(s, in, b)
		if err != nil {
			return calendar.Event{}, &draftError{err}
		}
		var e calendar.Event
		if b.Event == "" {
			e, err = home.Calendar.Insert(ctx, draft)
		} else if err = d.keepHeld(ctx, s, b, &draft); err == nil {
			e, err = home.Calendar.Update(ctx, b.ETag, draft)
		}
		d.Step("written")
		part, can := s.spare(home, draft, err)
		if !can {
			return e, errors.Join(err, d.leaveOut(ctx, s, b, spared, err))
		}
		spared = append(spared, d.spared(s, home, b, part, err))
		if err := d.Store.Attempt(ctx, in); err != nil {
			return e, err
		}
		d.Step("attempted")
	}
}

// remove takes the event of an ended booking away, unless the user changed it
// since.
func (d *Daemon) remove(ctx context.Context, s *scene, in store.Intent, b store.Booking) error {
	home, ok := d.home(b)
	if !ok {
		return d.Store.Drop(ctx, s.now, in, b.State, fmt.Sprintf("calendar %q is no longer configured; the event stays there", b.Calendar))
	}
	if b.Edited {
		// The user's order takes away what they changed, but never a whole series,
		// and nothing that is not fika's any more.
		if e, err := d.find(ctx, s, b); err == nil && (e.Repeats || e.Mark.Booking != b.ID) {
			return d.Store.Drop(ctx, s.now, in, b.State, kept(d.changes(s, b, e.Event)))
		}
	}
	if e, ok := s.seen(b); ok {
		if why := s.comes(b, e.Event); why != "" {
			return d.Store.Drop(ctx, s.now, in, b.State, why)
		}
	}
	err := home.Calendar.Remove(ctx, placeOf(b), d.part(ctx, s, home, b))
	d.Step("removed")
	switch {
	case err == nil:
		err = errors.Join(d.Store.Done(ctx, s.now, in, store.Receipt{}), d.took(ctx, s, home))
	case errors.Is(err, calendar.ErrChanged), errors.Is(err, calendar.ErrNotFound):
		err = d.removeChanged(ctx, s, in, b)
	default:
		return d.stays(ctx, s, home, in, b, err)
	}
	if err != nil {
		return err
	}
	d.Step("withdrawn")
	return nil
}

// removeChanged decides about an event that is not as fika saw it last, or not
// where: another calendar does not keep it, nor does an answer, unless it takes
// back why it goes; the user's hand does.
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
	if change := d.changes(s, b, d.silent(b, e.Event)); change.any() {
		return d.Store.Drop(ctx, s.now, in, b.State, kept(change))
	}
	if why := s.comes(b, e.Event); why != "" {
		return d.Store.Drop(ctx, s.now, in, b.State, why)
	}
	err = e.source.Calendar.Remove(ctx, e.Place(), e.ETag)
	switch {
	case errors.Is(err, calendar.ErrChanged):
		return nil // under our hands: the next pass
	case err != nil && !errors.Is(err, calendar.ErrNotFound):
		return d.stays(ctx, s, e.source, in, b, err)
	}
	return d.Store.Done(ctx, s.now, in, store.Receipt{})
}

// comes says why the event e of b stays although its guest said no or nothing, ""
// if it need not: they said yes, or maybe, before it could be taken away, as after
// the hours of a hold. Who said yes last must not read a cancellation.
func (s *scene) comes(b store.Booking, e calendar.Event) string {
	if b.State != store.Released && b.State != store.Declined {
		return ""
	}
	reply, _ := s.answer(e, b.Person)
	if reply != calendar.Accepted && reply != calendar.Maybe {
		return ""
	}
	return fmt.Sprintf("%s said %s meanwhile; the event stays in your calendar", b.Name, replyWord(string(reply)))
}

// stays leaves an event where it is that could not be taken away, for a later pass.
func (d *Daemon) stays(ctx context.Context, s *scene, src Source, in store.Intent, b store.Booking, err error) error {
	if isRefusal(err) || errors.Is(err, calendar.ErrUnsent) || errors.Is(err, calendar.ErrReadOnly) {
		return d.refrain(ctx, s, src, b.ID, troubleOf(src, err), err)
	}
	return d.unknown(ctx, s, src, in, b, fmt.Sprintf("taking %s away: %v", b.ID, err), err)
}

func receipt(e sight) store.Receipt {
	return store.Receipt{Place: e.place(), ETag: e.ETag, Digest: imprintOf(e.Event).String()}
}

// placeOf is where b's event stands, in the words of its source.
func placeOf(b store.Booking) calendar.Place {
	return calendar.Place{Calendar: b.CalendarID, ID: calendar.EventID(b.Event), UID: b.UID}
}
