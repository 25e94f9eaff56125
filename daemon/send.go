package daemon

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"fika/calendar"
	"fika/internal/store"
)

// act sends the requests of open intents, oldest first, but those refused last time come
// last. A failed one stays open for a later pass; if it causes a hold, the ones after it
// stay open too.
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
		if in.Altered || only != "" && in.Kind != only {
			continue
		}
		b, err := p.store.Booking(ctx, in.Booking)
		if err != nil {
			return err
		}
		if err := p.request(ctx, request{in, b}); err != nil {
			return fmt.Errorf("booking %s: %w", b.ID, err)
		}
	}
	return nil
}

// request sends the request of r, if that is still wanted.
func (p *pass) request(ctx context.Context, r request) error {
	if r.purpose() == toAbandon {
		return nil
	}
	if r.purpose() == toMove {
		return p.reschedule(ctx, r)
	}
	if r.purpose() == toInvite && r.in.Attempt > 0 {
		b, ok, err := p.mayResend(ctx, r)
		if !ok || err != nil {
			return err
		}
		r.b = b
	}
	r.in.Calendar, r.in.CalendarID = p.destination(r)
	if err := p.store.Attempt(ctx, r.in); err != nil {
		return err
	}
	p.step("attempted")
	p.progress.step("writes to " + r.in.Calendar)
	if r.purpose() == toRemove {
		return p.remove(ctx, r)
	}
	return p.writeEvent(ctx, r)
}

// mayResend asks once more whether an invitation that did not arrive may still be sent, and
// returns its booking as it is now, with its place and what it states. If it may not, it is
// dropped, since nothing of it left fika.
func (p *pass) mayResend(ctx context.Context, r request) (store.Booking, bool, error) {
	fresh, v, err := p.checkAgain(ctx, r.b)
	if err != nil || fresh == nil {
		return r.b, false, err
	}
	if _, waits := fresh.sendWait(r.b); waits && fresh.tooLate(r.b) == "" {
		return r.b, false, nil // not today
	}
	why := fresh.tooLate(r.b)
	if why == "" && !v.OK {
		why = v.Text
	}
	if why != "" {
		return r.b, false, p.store.Drop(ctx, p.now, r.in, store.Expired, why)
	}
	b, err := p.relocate(ctx, fresh, r.b)
	if err != nil {
		return b, false, err
	}
	b, err = p.state(ctx, fresh, b)
	return b, err == nil, err
}

// destination returns where to send r: to the event, if there is one; else to where the
// first request went, because only there the ID shows whether it arrived; else to the
// calendar now written to.
func (o *observation) destination(r request) (source, calendarID string) {
	switch {
	case r.b.Event != "":
		return r.b.Calendar, r.b.CalendarID
	case r.in.Calendar != "":
		return r.in.Calendar, r.in.CalendarID
	}
	home := o.book().Name
	for _, reading := range o.readings {
		if reading.source.Name == home {
			return home, reading.DefaultCalendar
		}
	}
	return home, ""
}

// writeEvent creates the event of r, or turns the blocked slot into an invitation.
func (p *pass) writeEvent(ctx context.Context, r request) error {
	home, ok := p.target(r.in, r.b)
	if !ok {
		return p.carryOut(ctx, r, ending{outcome: r.after(unconfigured), why: p.whyNot(r, unconfigured, home, nil)})
	}
	e, err := p.insertOrUpdate(ctx, r, home)
	return p.answered(ctx, r, home, e, err)
}

// insertOrUpdate sends the event of r to home. If home refuses a part that it can do
// without, the event is sent again without that part.
func (p *pass) insertOrUpdate(ctx context.Context, r request, home Source) (calendar.Event, error) {
	var omitted []store.Refusal
	for seen := p.observation; ; {
		draft, err := seen.draft(r.in, r.b)
		if err != nil {
			return calendar.Event{}, &draftError{err}
		}
		var e calendar.Event
		if r.b.Event == "" {
			e, err = p.calendar(home).Insert(ctx, draft)
		} else if err = p.keepBlock(ctx, r.b, &draft); err == nil {
			e, err = p.calendar(home).Update(ctx, r.b.ETag, draft)
		}
		p.step("written")
		if err == nil {
			p.wrote(home, e)
		}
		part, can := omittable(draft, err)
		if !can {
			return e, errors.Join(err, p.leaveOut(ctx, r.b, omitted, err))
		}
		left := seen.omission(home, r.b, part, err)
		seen, omitted = seen.withRefusal(left), append(omitted, left)
		if err := p.store.Attempt(ctx, r.in); err != nil {
			return e, err
		}
		p.step("attempted")
	}
}
