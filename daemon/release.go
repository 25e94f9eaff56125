package daemon

import (
	"context"
	"errors"
	"time"

	"fika/internal/api"
	"fika/internal/date"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

// release sends the approvals that are due: it reads both sides once more, and counts
// the intent against the caps.
func (p *pass) release(ctx context.Context) error {
	var full []waiting
	for _, b := range p.bookings {
		if b.State != store.Approved || b.Due.After(p.now) || !b.AbsentSince.IsZero() {
			continue // not due, or its blocked slot cannot be read, which only settle may judge
		}
		if _, waits := p.sendWait(b); waits {
			continue
		}
		fresh, err := p.recheck(ctx, b)
		if err != nil {
			return err
		}
		if fresh == nil {
			continue
		}
		up := fresh.firstContactsUp(b)
		var capped *store.CapError
		_, err = p.store.Intend(ctx, p.now, b.ID, store.Invite, string(eventID(p.installID, b)), fresh.limits(p.now, b, up), up...)
		switch {
		case errors.As(err, &capped):
			full = append(full, waiting{b.ID, capped})
		case err != nil && !errors.Is(err, store.ErrWrongState):
			return err
		default:
			p.step("intended")
		}
	}
	if len(full) > 0 {
		text, _ := p.capText(full)
		p.hold(newHold(api.CodeCaps, text))
	}
	return nil
}

// recheck looks again just before b is sent, and returns what it saw; nil if b must not be
// sent now. If b no longer holds, it goes back to the plan; if fika approved it, and would
// ask the user first by what it knows now, it goes back to the user.
func (p *pass) recheck(ctx context.Context, b store.Booking) (*observation, error) {
	fresh, v, err := p.checkAgain(ctx, b)
	if err != nil || fresh == nil {
		return nil, err
	}
	if !v.OK {
		return nil, p.end(ctx, b, store.Expired, v.Text, !b.Edited)
	}
	if _, waits := fresh.sendWait(b); waits {
		return nil, nil
	}
	if why := fresh.needsApproval(b); why != "" {
		_, err := p.store.Reopen(ctx, p.now, b.ID, store.Cause{By: api.ByFika, Note: "it is for you to approve: " + why})
		return nil, err
	}
	if _, err := p.relocate(ctx, fresh, b); err != nil {
		return nil, err
	}
	p.step("rechecked")
	if _, err := p.state(ctx, fresh, b); err != nil {
		return nil, err
	}
	return fresh, nil
}

// needsApproval says why fika must not approve b itself, by what o knows; "" if it may, or
// if it was the user who approved it.
func (o *observation) needsApproval(b store.Booking) string {
	if b.Mode != planner.ModeBook {
		return ""
	}
	for _, one := range plannerBookings([]store.Booking{b}) {
		if why := planner.NeedsApproval(o.now, o.settings.Rules, o.world, one); why != "" {
			return why
		}
	}
	return ""
}

// days returns n whole days from first, in zone.
func days(first date.Date, n int, zone *time.Location) span.Span {
	return span.Span{Start: first.At(0, zone), End: first.AddDays(n).At(0, zone)}
}
