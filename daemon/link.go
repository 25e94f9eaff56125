package daemon

import (
	"context"
	"errors"
	"fmt"

	"fika/calendar"
	"fika/internal/store"
)

// link asks again for video links that the calendar could not create. No intent is
// recorded: the request changes nothing else, and the event shows afterwards that it was
// made.
func (d *Daemon) link(ctx context.Context, s *scene) error {
	for _, b := range s.bookings {
		if len(s.holds) > 0 {
			return nil // raised since by an earlier request
		}
		e, ok := s.eventOf(b)
		if !ok || e.Video != calendar.VideoFailed || e.ETag != b.ETag || b.State != store.Booked || b.Edited || !s.now.Before(b.Span.Start) {
			continue
		}
		if !s.invites(e.Event, b.Person) {
			continue // the user removed the guest, and an update would invite them again
		}
		draft, err := s.draft(store.Intent{Kind: store.Invite, Event: b.Event}, b)
		if err != nil || !draft.Video || !drafted(draft).says(b.Digest) {
			continue // the invitation would say something else by now
		}
		e.Event, err = e.source.Calendar.Update(ctx, b.ETag, draft)
		d.step("linked")
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			if err := d.unlinked(ctx, s, e.source, b, draft, err); err != nil {
				return err
			}
			continue
		}
		s.wrote(e.source, e.Event)
		seen, _ := s.compare(b, e)
		if err := d.store.Observe(ctx, s.now, b.ID, seen, "no link was made; asked for one again"); err != nil {
			return err
		}
	}
	return nil
}

// unlinked handles a failed request for the link of b: if the calendar creates none,
// fika does not ask again.
func (d *Daemon) unlinked(ctx context.Context, s *scene, src Source, b store.Booking, draft calendar.Draft, err error) error {
	if part, can := s.spare(src, draft, err); can && part == calendar.PartVideoLink {
		return d.leaveOut(ctx, s, b, []store.Refusal{s.spared(src, b, part, err)}, nil)
	}
	if errors.Is(err, calendar.ErrChanged) || errors.Is(err, calendar.ErrNotFound) {
		return nil // the next pass reads its current state
	}
	h := holdForWrite(src, err)
	h.Text = fmt.Sprintf("the link of booking %s: %s", b.ID, h.Text)
	return d.refrain(ctx, s, src, b.ID, h, err)
}
