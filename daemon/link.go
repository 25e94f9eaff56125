package daemon

import (
	"context"
	"errors"
	"fmt"

	"fika/calendar"
	"fika/internal/store"
)

// link asks once more for the links of coffees for which the calendar could not
// make one. No intent is recorded: the request changes nothing else, and the
// event itself says afterwards that it was made.
func (d *Daemon) link(ctx context.Context, s *scene) error {
	for _, b := range s.bookings {
		if len(s.holds) > 0 {
			return nil // raised since, by what was to be sent before
		}
		e, ok := s.seen(b)
		if !ok || e.Video != calendar.VideoFailed || e.ETag != b.ETag || b.State != store.Booked || b.Edited || !s.now.Before(b.Span.Start) {
			continue
		}
		if !s.invites(e.Event, b.Person) {
			continue // the user took the guest off, and an update would invite anew
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

// unlinked decides about a link of b that could not be asked for: of a calendar
// that makes none it is not asked for again.
func (d *Daemon) unlinked(ctx context.Context, s *scene, src Source, b store.Booking, draft calendar.Draft, err error) error {
	if part, can := s.spare(src, draft, err); can && part == calendar.TheLink {
		return d.leaveOut(ctx, s, b, []store.Refusal{s.spared(src, b, part, err)}, nil)
	}
	if errors.Is(err, calendar.ErrChanged) || errors.Is(err, calendar.ErrNotFound) {
		return nil // the next pass sees what it is now
	}
	h := troubleOf(src, err)
	h.Text = fmt.Sprintf("the link of booking %s: %s", b.ID, h.Text)
	return d.refrain(ctx, s, src, b.ID, h, err)
}
