package daemon

import (
	"context"
	"errors"
	"time"

	"fika/calendar"
	"fika/internal/store"
)

// absence is how long an event must be on none of the user's calendars before it counts
// as deleted, if no calendar reports that: an event that is being moved, or that a
// server does not show yet, is absent for a while.
const absence = 10 * time.Minute

// cancelMissing ends b as cancelled by the user, with the reason why, if its event or
// guest counts as gone. It can come back: see revive.
func (p *pass) cancelMissing(ctx context.Context, b store.Booking, err error, note, why string) error {
	if gone, err := p.gone(ctx, b, err, note); !gone {
		return err
	}
	if err := p.store.EndAbsent(ctx, p.now, b.ID, why); err != nil {
		return err
	}
	p.step("ended")
	return nil
}

// gone reports whether the event of b, for which locate or find returned err, counts as
// deleted: because a calendar says so, or because no calendar has had it for a while.
// Until then it is recorded as absent, and note says what is missing.
func (p *pass) gone(ctx context.Context, b store.Booking, err error, note string) (bool, error) {
	if errors.Is(err, calendar.ErrDeleted) {
		return true, nil
	}
	if b.AbsentSince.IsZero() || b.AbsentSince.After(p.now) {
		if err := p.store.MarkAbsent(ctx, p.now, b.ID, note); err != nil {
			return false, err
		}
		p.step("missed")
		return false, nil
	}
	return p.now.Sub(b.AbsentSince) >= absence, nil
}

// revive resumes coffees that the user had deleted, cancelled or declined, or whose
// guest they had removed, and that are in the calendar again with their guest, who has
// been notified.
func (p *pass) revive(ctx context.Context) error {
	revived := false
	for _, b := range p.bookings {
		if b.State != store.Cancelled || b.AbsentSince.IsZero() || len(p.marked[b.ID]) == 0 {
			continue
		}
		e, err := p.find(ctx, p.observation, b)
		if err != nil || e.Mark != (calendar.Mark{Booking: b.ID, Generation: b.Generation}) || e.Status == calendar.Cancelled ||
			!p.invitesAll(e.Event, b) || p.declines(e.Event) || !e.Span.Start.After(p.now) {
			continue
		}
		err = p.store.Revive(ctx, p.now, b.ID, "the event is in your calendar again")
		switch {
		case errors.Is(err, store.ErrWrongState):
			continue // the user's order removes it
		case errors.Is(err, store.ErrHasLiveBooking):
			p.trouble("the calendar has two coffees with %s", names(b))
			continue
		case err != nil:
			return err
		}
		revived = true
		p.step("restored")
	}
	if !revived {
		return nil
	}
	return p.refresh(ctx)
}
