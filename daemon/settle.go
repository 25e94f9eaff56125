package daemon

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"fika/calendar"
	"fika/planner"
	"fika/store"
)

// secondThought is how long a no stands before fika acts on it. People press the
// wrong button, and what is cancelled cannot be accepted.
const secondThought = 10 * time.Minute

// settle compares every live booking with the calendar and the rules, and
// writes down what became of it.
func (d *Daemon) settle(ctx context.Context, s *scene) error {
	for _, b := range yielding(s.bookings) {
		var err error
		switch {
		case !b.State.Live() || b.State == store.Sending || b.State == store.Unknown:
			// Those on their way belong to resolve.
		case b.Event != "":
			err = d.settleEvent(ctx, s, b)
		default:
			err = d.settleProposal(ctx, s, b)
		}
		if err != nil && !errors.Is(err, store.ErrState) {
			return fmt.Errorf("booking %s: %w", b.ID, err)
		}
	}
	d.Step("settled")
	return nil
}

// yielding are bookings in the order in which they give way to each other, where
// the rules have no room for all: what nobody approved before what somebody did,
// and the younger before the older, so that what the user brings back by an undo
// keeps the slot that was given away meanwhile.
func yielding(bookings []store.Booking) []store.Booking {
	firm := func(b store.Booking) int {
		switch b.State {
		case store.Proposed:
			return 0
		case store.Approved:
			return 1
		}
		return 2
	}
	return slices.SortedStableFunc(slices.Values(bookings), func(a, b store.Booking) int {
		return cmp.Or(cmp.Compare(firm(a), firm(b)), b.Created.Compare(a.Created))
	})
}

// settleProposal expires what has not been sent and no longer can be. A held slot
// that the user changed stays where they put it.
func (d *Daemon) settleProposal(ctx context.Context, s *scene, b store.Booking) error {
	if why := d.tooLate(s, b); why != "" {
		return d.end(ctx, s, b, store.Expired, why, !b.Edited)
	}
	if v := planner.Check(s.now, d.settings.Rules, s.world, plannerBookings([]store.Booking{b})[0]); !v.OK {
		return d.end(ctx, s, b, store.Expired, v.Text, !b.Edited)
	}
	return nil
}

// tooLate says why an unsent booking is past sending, "" if it is not: nobody
// gets an invitation later than it would be released without a reply.
func (d *Daemon) tooLate(s *scene, b store.Booking) string {
	if s.now.Before(b.Span.Start.Add(-d.settings.NoReply)) {
		return ""
	}
	return fmt.Sprintf("not sent until %s before its start", hours(d.settings.NoReply))
}

// settleEvent adopts what the calendar says of a booking with an event.
func (d *Daemon) settleEvent(ctx context.Context, s *scene, b store.Booking) error {
	e, err := d.find(ctx, s, b)
	if errors.Is(err, calendar.ErrNotFound) {
		if gone, err := d.gone(ctx, s, b, err); !gone {
			return err
		}
		return d.end(ctx, s, b, store.Cancelled, "you deleted the event", false)
	}
	if err != nil {
		s.problems = append(s.problems, fmt.Sprintf("event of booking %s: %v", b.ID, err))
		return nil
	}
	if e.Mark.Booking != b.ID {
		return d.end(ctx, s, b, store.Cancelled, "you made the event your own", false)
	}
	seen, note := d.compare(s, b, e)
	if note != "" || seen != sawLast(b) || !b.Absent.IsZero() {
		if err := d.Store.Observe(ctx, s.now, b.ID, seen, note); err != nil {
			return err
		}
		if b, err = d.Store.Booking(ctx, b.ID); err != nil {
			return err
		}
	}
	if e.Status == calendar.Cancelled {
		return d.end(ctx, s, b, store.Cancelled, "you cancelled the event", false)
	}
	if b.State != store.Booked {
		return d.settleProposal(ctx, s, b)
	}
	return d.settleReply(ctx, s, b)
}

// compare is what e says of b, and a note for the log where something changed
// by another hand.
func (d *Daemon) compare(s *scene, b store.Booking, e sight) (store.Seen, string) {
	seen := store.Seen{Place: e.place(), Span: b.Span, ETag: e.ETag, Digest: b.Digest, Reply: b.Reply, Edited: b.Edited}
	if !e.Span.Start.Equal(b.Span.Start) || !e.Span.End.Equal(b.Span.End) {
		seen.Span = e.Span
	}
	if reply, invited := s.answer(e.Event, b.Person); invited {
		seen.Reply = string(reply)
	}
	zone := d.settings.Rules.Zone
	moved := !e.Span.Start.Equal(b.Span.Start) || !e.Span.End.Equal(b.Span.End)
	edited := digest(e.Title, e.Location, e.Description, e.Span) != b.Digest
	seen.Edited = b.Edited || edited
	switch {
	case moved:
		return seen, "moved to " + when(e.Span.Start, zone)
	case edited && !b.Edited:
		return seen, "you edited the event; it stays as you wrote it"
	case seen.Reply != b.Reply && !unanswered(seen.Reply):
		return seen, "answer: " + replyWord(seen.Reply)
	}
	return seen, ""
}

// sawLast is what the store remembers of the calendar's word on b.
func sawLast(b store.Booking) store.Seen {
	return store.Seen{Place: b.Place, Span: b.Span, ETag: b.ETag, Digest: b.Digest, Reply: b.Reply, Edited: b.Edited}
}

// settleReply acts on what the guest said, or did not say in time.
func (d *Daemon) settleReply(ctx context.Context, s *scene, b store.Booking) error {
	over := !s.now.Before(b.Span.End)
	switch reply := calendar.Reply(b.Reply); {
	case reply == calendar.Declined && s.now.Before(b.Span.Start) && s.now.Sub(b.Changed).Abs() < secondThought:
		return nil
	case reply == calendar.Declined:
		return d.end(ctx, s, b, store.Declined, "", !b.Edited && !over)
	case over && unanswered(b.Reply):
		return d.end(ctx, s, b, store.Missed, "no answer", false)
	case over:
		return d.end(ctx, s, b, store.Met, "", false)
	case Overdue(s.now, b, d.settings.NoReply):
		return d.end(ctx, s, b, store.Released, fmt.Sprintf("no answer %s before the start", hours(d.settings.NoReply)), true)
	}
	return nil
}

// Overdue reports whether a booked meeting is given back at now, because its
// guest did not answer until noReply before the start. What the user wrote in
// their own words stays.
func Overdue(now time.Time, b store.Booking, noReply time.Duration) bool {
	return unanswered(b.Reply) && !b.Edited && !now.Before(b.Span.Start.Add(-noReply))
}

// end closes b. What would be withdrawn stays while a hold stands: then the
// booking waits too, because an ended booking nobody takes away would lie in
// two calendars unwatched.
func (d *Daemon) end(ctx context.Context, s *scene, b store.Booking, to store.State, why string, withdraw bool) error {
	if withdraw && b.Event != "" && len(s.holds) > 0 {
		s.over(b.ID) // its end waits, but is decided
		return nil
	}
	if _, err := d.Store.End(ctx, s.now, b.ID, to, why, withdraw); err != nil {
		return err
	}
	s.over(b.ID)
	d.Step("ended")
	return nil
}

// over takes a booking that has ended out of what the others are judged by, until
// the bookings are read again.
func (s *scene) over(id string) {
	s.world.Bookings = slices.DeleteFunc(slices.Clone(s.world.Bookings), func(b planner.Booking) bool { return b.ID == id })
}

func replyWord(reply string) string {
	switch calendar.Reply(reply) {
	case calendar.Accepted:
		return "yes"
	case calendar.Declined:
		return "no"
	case calendar.Maybe:
		return "maybe"
	case calendar.Delegated:
		return "sent somebody else"
	}
	return "none yet"
}

// when is t for people, in their zone.
func when(t time.Time, zone *time.Location) string { return t.In(zone).Format("Mon 2 Jan 15:04") }

// hours is d for people, in whole hours where it can be.
func hours(d time.Duration) string {
	if d%time.Hour == 0 {
		return fmt.Sprintf("%d h", d/time.Hour)
	}
	return d.String()
}
