package daemon

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"fika/calendar"
	"fika/internal/rsvp"
	"fika/internal/store"
	"fika/planner"
)

// secondThought is how long a no must stand before fika acts on it. People press the
// wrong button, and a cancelled meeting cannot be accepted.
const secondThought = 10 * time.Minute

// settle compares every live booking with the calendar and the rules, and records the
// result.
func (d *Daemon) settle(ctx context.Context, s *scene) error {
	for _, b := range yielding(s.bookings) {
		var err error
		switch {
		case !b.State.Live() || b.State == store.Sending || b.State == store.Unknown:
			// resolve handles those that are being sent.
		case b.Event != "":
			err = d.settleEvent(ctx, s, b)
		default:
			err = d.settleProposal(ctx, s, b)
		}
		if err != nil && !errors.Is(err, store.ErrState) {
			return fmt.Errorf("booking %s: %w", b.ID, err)
		}
	}
	d.step("settled")
	return nil
}

// yielding sorts bookings by the order in which they give way, if the rules have no room
// for all: unapproved before approved, and younger before older, so that a booking that
// comes back by an undo keeps its slot.
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

// settleProposal expires what was not sent and no longer can be. A blocked slot that the
// user changed stays as it is.
func (d *Daemon) settleProposal(ctx context.Context, s *scene, b store.Booking) error {
	if why := s.tooLate(b); why != "" {
		return d.end(ctx, s, b, store.Expired, why, !b.Edited)
	}
	if v := planner.Check(s.now, s.set.Rules, s.world, plannerBooking(b)); !v.OK {
		return d.end(ctx, s, b, store.Expired, v.Text, !b.Edited)
	}
	return nil
}

// tooLate says why it is too late to send a booking; "" if it is not. The guest must
// have a working day to answer before the booking is released, and half of the notice of
// proposals, but at least one working day, before the meeting.
func (s *scene) tooLate(b store.Booking) string {
	set := s.set
	if set.Rules.AfterWorkingDays(s.now, 1).After(b.Span.Start.Add(-set.NoReply)) {
		return fmt.Sprintf("its guest has no working day left to answer until %s before its start", hours(set.NoReply))
	}
	if n := max(1, set.Rules.Notice/2); set.Rules.AfterWorkingDays(s.now, n).After(b.Span.Start) {
		return fmt.Sprintf("its start is less than %s away", workingDays(n))
	}
	return ""
}

func workingDays(n int) string {
	if n == 1 {
		return "a working day"
	}
	return fmt.Sprintf("%d working days", n)
}

// settleEvent adopts what the calendar says about a booking with an event.
func (d *Daemon) settleEvent(ctx context.Context, s *scene, b store.Booking) error {
	e, err := d.find(ctx, s, b)
	switch {
	case errors.Is(err, calendar.ErrNotFound):
		return d.cancelMissing(ctx, s, b, err, "the event is on none of your calendars", "you deleted the event")
	case err != nil:
		s.problems = append(s.problems, fmt.Sprintf("event of booking %s: %v", b.ID, err))
		if _, ok := s.home(b); !ok && !s.now.Before(b.Span.End) {
			return d.settleOver(ctx, s, b) // no more answers will come
		}
		return nil
	case b.Sent && !e.AttendeesOmitted && !s.invites(e.Event, b.Person):
		return d.cancelMissing(ctx, s, b, calendar.ErrNotFound, b.Name+" is not on the event any more", "you took "+b.Name+" off the event; it stays as you left it")
	case s.declines(e.Event) && e.Status != calendar.Cancelled:
		return d.settleOwnNo(ctx, s, b, e)
	case !b.Sent && e.Mark.Booking != b.ID:
		return d.end(ctx, s, b, store.Cancelled, "you made the event your own", false)
	}
	seen, note := s.compare(b, e)
	if note != "" || seen != sawLast(b) || !b.Absent.IsZero() {
		if err := d.store.Observe(ctx, s.now, b.ID, seen, note); err != nil {
			return err
		}
		if b, err = d.store.Booking(ctx, b.ID); err != nil {
			return err
		}
	}
	if e.Status == calendar.Cancelled {
		return d.cancelMissing(ctx, s, b, calendar.ErrDeleted, "", "you cancelled the event")
	}
	if b.State != store.Booked {
		return d.settleProposal(ctx, s, b)
	}
	if status := s.undelivered(e.Event, b.Person); status != "" && s.now.Before(b.Span.Start) {
		why := fmt.Sprintf("the invitation did not reach %s, the server says %s; %s", b.Name, status, s.restingUntil(s.now))
		return d.end(ctx, s, b, store.Refused, why, !b.Edited)
	}
	return d.settleReply(ctx, s, b)
}

// declines reports whether the user said no to e.
func (by basis) declines(e calendar.Event) bool {
	reply, invited := by.owner().Reply(e)
	return invited && reply == rsvp.Declined
}

// settleOwnNo ends what the user declined, once that is unlikely to be a mistake.
// Calendar programs tell guests at best that the organizer is not coming, and keep the
// event. A coffee for two is removed, so that nobody waits in vain. An event that the
// user changed may work without them, and stays.
func (d *Daemon) settleOwnNo(ctx context.Context, s *scene, b store.Booking, e sourcedEvent) error {
	theirs := b.Edited || s.changes(b, e.Event).any()
	why := "you declined the event"
	if theirs {
		why += "; it stays as you left it, so tell " + b.Name + " yourself"
	}
	if !s.now.Before(e.Span.End) {
		return d.end(ctx, s, b, store.Cancelled, "you declined the event", false)
	}
	if gone, err := d.gone(ctx, s, b, calendar.ErrNotFound, "you declined the event"); !gone {
		return err
	}
	return d.end(ctx, s, b, store.Cancelled, why, !theirs)
}

// compare returns what e says about b, and a note for the log if somebody else changed
// it.
func (s *scene) compare(b store.Booking, e sourcedEvent) (store.Seen, string) {
	seen := store.Seen{Place: e.place(), Span: b.Span, ETag: e.ETag, Digest: b.Digest, Reply: b.Reply, Edited: b.Edited}
	var notes []string
	if !sameSpan(e.Span, b.Span) {
		seen.Span = e.Span
		notes = append(notes, "moved to "+when(e.Span.Start, s.set.Rules.Zone))
	}
	change := s.changes(b, e.Event)
	switch {
	case change.any():
		seen.Edited = true
		if !b.Edited && len(change.did) > 0 {
			notes = append(notes, change.String())
		}
	case !b.Edited:
		seen.Digest = imprintOf(e.Event).String() // adds what an older fika did not store
	}
	if reply, invited := s.answer(e.Event, b.Person); invited {
		seen.Reply = reply
	}
	if seen.Reply != b.Reply && !seen.Reply.Open() {
		notes = append(notes, s.answered(b, e.Event, seen.Reply))
	}
	return seen, strings.Join(notes, "; ")
}

// answered returns an answer in words. A delegate is on the event beside the guest (RFC
// 5546, 3.2.2.3).
func (s *scene) answered(b store.Booking, e calendar.Event, reply rsvp.Reply) string {
	text := "answer: " + reply.Words()
	if reply == rsvp.Delegated {
		for _, a := range s.strangers(b, e) {
			text += fmt.Sprintf(", %s comes instead", nameOf(a))
		}
	}
	return text
}

// sawLast returns what the store remembers of b's event.
func sawLast(b store.Booking) store.Seen {
	return store.Seen{Place: b.Place, Span: b.Span, ETag: b.ETag, Digest: b.Digest, Reply: b.Reply, Edited: b.Edited}
}

// settleReply acts on the guest's answer, or on its absence.
func (d *Daemon) settleReply(ctx context.Context, s *scene, b store.Booking) error {
	over := !s.now.Before(b.Span.End)
	switch reply := b.Reply; {
	case reply == rsvp.Declined && s.now.Before(b.Span.Start) && s.now.Sub(b.Changed).Abs() < secondThought:
		return nil
	case reply == rsvp.Declined:
		return d.end(ctx, s, b, store.Declined, "", !b.Edited && !over)
	case over:
		return d.settleOver(ctx, s, b)
	case !s.now.Before(b.Span.Start):
		return nil // fika was off until now, and the guest may have come anyway
	case Overdue(s.now, b, s.set.Rules, s.set.NoReply):
		return d.end(ctx, s, b, store.Released, fmt.Sprintf("no answer %s before the start", hours(s.set.NoReply)), true)
	}
	return nil
}

// settleOver ends a booking whose time is over. Only a yes means that the two met:
// silence, a maybe and a delegate do not, unless the user says so.
func (d *Daemon) settleOver(ctx context.Context, s *scene, b store.Booking) error {
	switch reply := b.Reply; {
	case reply == rsvp.Accepted:
		return d.end(ctx, s, b, store.Met, "", false)
	case reply == rsvp.Declined:
		return d.end(ctx, s, b, store.Declined, "", false)
	case reply.Open():
		return d.end(ctx, s, b, store.Missed, "no answer; if you met: fika met "+b.ID, false)
	}
	return d.end(ctx, s, b, store.Missed, "the answer was: "+b.Reply.Words()+"; if you met: fika met "+b.ID, false)
}

// Overdue reports whether a booked meeting is released at now: its guest had a working
// day to answer, but did not until noReply before the start. An event with the user's
// own words stays.
func Overdue(now time.Time, b store.Booking, rules planner.Rules, noReply time.Duration) bool {
	until := later(b.Span.Start.Add(-noReply), rules.AfterWorkingDays(b.SentAt, 1))
	return b.Reply.Open() && !b.Edited && !now.Before(until)
}

// end closes b. While a hold is in force, events cannot be withdrawn, so b stays open
// too: an ended booking would leave its event in two calendars with nobody watching it.
func (d *Daemon) end(ctx context.Context, s *scene, b store.Booking, to store.State, why string, withdraw bool) error {
	if withdraw && b.Event != "" && len(s.holds) > 0 {
		s.over(b.ID) // decided, but delayed
		return nil
	}
	if _, err := d.store.End(ctx, s.now, b.ID, to, why, withdraw); err != nil {
		return err
	}
	s.over(b.ID)
	d.step("ended")
	return nil
}

// over excludes an ended booking from the checks of the others, until the bookings are
// reread.
func (s *scene) over(id string) {
	s.world.Bookings = slices.DeleteFunc(slices.Clone(s.world.Bookings), func(b planner.Booking) bool { return b.ID == id })
}

// when formats t in zone.
func when(t time.Time, zone *time.Location) string { return t.In(zone).Format("Mon 2 Jan 15:04") }

// hours formats d, in whole hours if possible.
func hours(d time.Duration) string {
	if d%time.Hour == 0 {
		return fmt.Sprintf("%d h", d/time.Hour)
	}
	return d.String()
}
