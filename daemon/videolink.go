package daemon

import (
	"context"
	"errors"
	"fmt"

	"fika/calendar"
	"fika/internal/store"
)

// requestLinks asks again for video links that the calendar could not create. No intent is
// recorded: the request changes nothing else, and the event shows afterwards that it was
// made.
func (p *pass) requestLinks(ctx context.Context) error {
	for _, b := range p.bookings {
		if p.onHold() {
			return nil // raised since by an earlier request
		}
		e, ok := p.eventOf(b)
		if !ok || e.Video != calendar.VideoFailed || e.ETag != b.ETag || b.State != store.Booked || b.Edited || !p.now.Before(b.Span.Start) {
			continue
		}
		if !p.invitesAll(e.Event, b) {
			continue // the user removed the guest, and an update would invite them again
		}
		draft, err := p.draft(store.Intent{Kind: store.Invite, Event: b.Event}, b)
		if err != nil || !draft.Video || !drafted(draft).matches(b.Digest) {
			continue // the invitation would say something else by now
		}
		e.Event, err = p.calendar(e.source).Update(ctx, b.ETag, draft)
		p.step("linked")
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			if err := p.linkFailed(ctx, e.source, b, draft, err); err != nil {
				return err
			}
			continue
		}
		p.wrote(e.source, e.Event)
		seen, _ := p.compare(b, e)
		if err := p.store.Observe(ctx, p.now, b.ID, seen, "no link was made; asked for one again"); err != nil {
			return err
		}
	}
	return nil
}

// linkFailed handles a failed request for the link of b: if the calendar creates none,
// fika does not ask again.
func (p *pass) linkFailed(ctx context.Context, src Source, b store.Booking, draft calendar.Draft, err error) error {
	if part, can := omittable(draft, err); can && part == calendar.PartVideoLink {
		return p.leaveOut(ctx, b, []store.Refusal{p.omission(src, b, part, err)}, nil)
	}
	if errors.Is(err, calendar.ErrChanged) || errors.Is(err, calendar.ErrNotFound) {
		return nil // the next pass reads its current state
	}
	h := holdForWrite(src, err)
	h.Text = fmt.Sprintf("the link of booking %s: %s", b.ID, h.Text)
	return p.pauseCalendar(ctx, src, b.ID, h, err)
}
