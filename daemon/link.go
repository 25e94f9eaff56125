package daemon

import (
	"context"
	"errors"
	"fmt"

	"fika/calendar"
	"fika/store"
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
		draft, err := d.draft(s, store.Intent{Kind: store.Invite, Event: b.Event}, b)
		if err != nil || !draft.Video || digest(draft.Title, draft.Location, draft.Text, draft.Span) != b.Digest {
			continue // the invitation would say something else by now
		}
		e.Event, err = e.source.Calendar.Update(ctx, b.ETag, draft)
		d.Step("linked")
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, calendar.ErrUnsent):
			s.trouble(e.source.Name, "written", err)
			continue
		case err != nil:
			s.problems = append(s.problems, fmt.Sprintf("the link of booking %s: %v", b.ID, err))
			continue
		}
		seen, _ := d.compare(s, b, e)
		if err := d.Store.Observe(ctx, s.now, b.ID, seen, "no link was made; asked for one again"); err != nil {
			return err
		}
	}
	return nil
}
