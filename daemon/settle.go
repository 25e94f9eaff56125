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
	"fika/internal/api"
	"fika/internal/date"
	"fika/internal/rsvp"
	"fika/internal/store"
	"fika/planner"
)

// declineGrace is how long a decline must stand before fika acts on it. People press the
// wrong button, and a cancelled meeting cannot be accepted.
const declineGrace = 10 * time.Minute

// settle compares every live booking with the calendar and the rules, and records the
// result.
func (p *pass) settle(ctx context.Context) error {
	for _, b := range byPriority(p.bookings) {
		var err error
		switch {
		case p.rescheduling(b):
			// Its times are about to change, or did since the pass began.
		case !b.State.Live() || b.State == store.Sending || b.State == store.Unknown:
			// recover handles those that are being sent.
		case b.Event != "":
			err = p.settleEvent(ctx, b)
		default:
			err = p.settleProposal(ctx, b)
		}
		if err != nil && !errors.Is(err, store.ErrWrongState) {
			return fmt.Errorf("booking %s: %w", b.ID, err)
		}
	}
	p.step("settled")
	return nil
}

// firmness says who gives way, if the rules have no room for all: proposals of fika's own
// before those whose time the user chose, and unapproved ones before approved ones.
func firmness(b store.Booking) int {
	switch {
	case b.State == store.Proposed && !b.Pinned():
		return 0
	case b.State == store.Proposed:
		return 1
	case b.State == store.Approved:
		return 2
	}
	return 3
}

// byPriority sorts bookings so that those that give way come first: less firm ones, and
// then younger ones, so that a booking that comes back by an undo keeps its slot.
func byPriority(bookings []store.Booking) []store.Booking {
	return slices.SortedStableFunc(slices.Values(bookings), func(a, b store.Booking) int {
		return cmp.Or(cmp.Compare(firmness(a), firmness(b)), b.Created.Compare(a.Created))
	})
}

// settleProposal expires what was not sent and no longer can be. A blocked slot that the
// user changed stays as it is.
func (p *pass) settleProposal(ctx context.Context, b store.Booking) error {
	if why := p.tooLate(b); why != "" {
		return p.end(ctx, b, store.Expired, why, !b.Edited)
	}
	if v := check(p.now, p.settings.Rules, p.world, b); !v.OK {
		return p.end(ctx, b, store.Expired, v.Text, !b.Edited)
	}
	_, err := p.relocate(ctx, p.observation, b)
	return err
}

// tooLate says why it is too late to send a booking; "" if it is not. The guest must
// have a working day to answer before the booking is released, and half of the notice of
// proposals, but at least one working day, before the meeting.
func (o *observation) tooLate(b store.Booking) string {
	set := o.settings
	if set.Rules.AfterWorkingDays(o.now, 1).After(b.Span.Start.Add(-set.NoReply)) {
		return fmt.Sprintf("there is no working day left for the guest to answer before %s ahead of the start", hours(set.NoReply))
	}
	if n := max(1, set.Rules.Notice/2); set.Rules.AfterWorkingDays(o.now, n).After(b.Span.Start) {
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
func (p *pass) settleEvent(ctx context.Context, b store.Booking) error {
	e, err := p.find(ctx, p.observation, b)
	if err == nil && b.Sent {
		if err := p.recordWish(ctx, b, e.Event); err != nil {
			return err
		}
	}
	switch {
	case errors.Is(err, calendar.ErrNotFound):
		return p.cancelMissing(ctx, b, err, "the event is on none of your calendars", "you deleted the event")
	case err != nil:
		p.trouble("event of booking %s: %v", b.ID, err)
		if _, ok := p.home(b); !ok && !p.now.Before(b.Span.End) {
			return p.settleOver(ctx, b) // no more answers will come
		}
		return nil
	case b.Sent && !e.AttendeesOmitted && !p.invitesAll(e.Event, b):
		return p.settleRemoved(ctx, b, e.Event)
	case p.declines(e.Event) && e.Status != calendar.Cancelled:
		return p.settleOwnDecline(ctx, b, e)
	case !b.Sent && e.Mark.Booking != b.ID:
		return p.end(ctx, b, store.Cancelled, "you made the event your own", false)
	}
	seen, note := p.compare(b, e)
	if note != "" || seen != storedSeen(b) || !b.AbsentSince.IsZero() {
		if err := p.store.Observe(ctx, p.now, b.ID, seen, note); err != nil {
			return err
		}
		if b, err = p.store.Booking(ctx, b.ID); err != nil {
			return err
		}
	}
	if e.Status == calendar.Cancelled {
		return p.cancelMissing(ctx, b, calendar.ErrDeleted, "", "you cancelled the event")
	}
	if b.State != store.Booked {
		return p.settleProposal(ctx, b)
	}
	if b.Second.Person != "" {
		rest, more, err := p.settleTable(ctx, b, e.Event)
		if err != nil || !more {
			return err
		}
		b = rest
	}
	if status := p.undelivered(e.Event, b.Person); status != "" && p.now.Before(b.Span.Start) {
		why := fmt.Sprintf("the invitation did not reach %s, the server says %s; %s", b.Name, status, p.restingUntil(p.now))
		return p.end(ctx, b, store.Refused, why, !b.Edited)
	}
	return p.settleReply(ctx, b)
}

// declines reports whether the user said no to e.
func (c configuration) declines(e calendar.Event) bool {
	reply, invited := c.owner().Reply(e)
	return invited && reply == rsvp.Declined
}

// settleOwnDecline ends what the user declined, once that is unlikely to be a mistake.
// Calendar programs tell guests at best that the organizer is not coming, and keep the
// event. A coffee for two is removed, so that the guest does not turn up. An event that the
// user changed may work without them, and stays.
func (p *pass) settleOwnDecline(ctx context.Context, b store.Booking, e sourcedEvent) error {
	theirs := b.Edited || p.changes(b, e.Event).any()
	why := "you declined the event"
	if theirs {
		why += "; it stays as you left it, so tell " + names(b) + " yourself"
	}
	if !p.now.Before(e.Span.End) {
		return p.end(ctx, b, store.Cancelled, "you declined the event", false)
	}
	if gone, err := p.gone(ctx, b, calendar.ErrNotFound, "you declined the event"); !gone {
		return err
	}
	return p.end(ctx, b, store.Cancelled, why, !theirs)
}

// compare returns what e says about b, and a note for the log if somebody else changed
// it. The guest's answer is not part of the note.
func (o *observation) compare(b store.Booking, e sourcedEvent) (store.Seen, string) {
	seen := store.Seen{Place: e.place(), Span: b.Span, ETag: e.ETag, Digest: b.Digest, Reply: b.Reply, Second: b.Second.Reply, Edited: b.Edited}
	var notes []string
	if !sameSpan(e.Span, b.Span) {
		seen.Span = e.Span
		notes = append(notes, "moved to "+when(e.Span.Start, o.settings.Rules.Zone))
	}
	change := o.changes(b, e.Event)
	switch {
	case change.any():
		seen.Edited = true
		if !b.Edited && len(change.did) > 0 {
			notes = append(notes, change.String())
		}
	case !b.Edited:
		seen.Digest = imprintOf(e.Event).String() // adds what an older fika did not store
	}
	if reply, invited := o.answer(e.Event, b.Person); invited {
		seen.Reply = reply
	}
	if reply, invited := o.answer(e.Event, b.Second.Person); invited && b.Second.Person != "" {
		seen.Second = reply
	}
	if b.Sent {
		c := o.counterOf(b, e.Event)
		if seen.Counter = c.key(); seen.Counter != b.Counter {
			seen.CounterNote = c.note(o.zone())
		}
	}
	if seen.Reply != b.Reply && seen.Reply == rsvp.Delegated {
		for _, a := range o.strangers(b, e.Event) { // a delegate is on the event beside the guest (RFC 5546, 3.2.2.3)
			notes = append(notes, nameOf(a)+" comes instead")
		}
	}
	return seen, strings.Join(notes, "; ")
}

// storedSeen returns what the store remembers of b's event.
func storedSeen(b store.Booking) store.Seen {
	return store.Seen{Place: b.Place, Span: b.Span, ETag: b.ETag, Digest: b.Digest, Reply: b.Reply, Second: b.Second.Reply, Edited: b.Edited, Counter: b.Counter}
}

// settleReply acts on the guest's answer, or on its absence.
func (p *pass) settleReply(ctx context.Context, b store.Booking) error {
	over := !p.now.Before(b.Span.End)
	switch reply := b.Reply; {
	case reply == rsvp.Declined && p.now.Before(b.Span.Start) && p.now.Sub(b.Changed).Abs() < declineGrace:
		return nil
	case reply == rsvp.Declined && countered(b) && p.now.Before(b.Span.Start) && p.now.Before(p.decideUntil(b)):
		return nil // they asked for another time, and the user may move it
	case reply == rsvp.Declined:
		return p.end(ctx, b, store.Declined, "", !b.Edited && !over)
	case over:
		return p.settleOver(ctx, b)
	case !p.now.Before(b.Span.Start):
		return nil // fika was off until now, and the guest may have come anyway
	case p.settings.Overdue(p.now, b):
		return p.end(ctx, b, store.Released, fmt.Sprintf("no answer %s before the start", hours(p.settings.NoReply)), true)
	}
	return nil
}

// settleOver ends a booking whose time is over. Only a yes means that the two met:
// silence, a maybe and a delegate do not, unless the user says so.
func (p *pass) settleOver(ctx context.Context, b store.Booking) error {
	switch reply := b.Reply; {
	case reply == rsvp.Accepted:
		return p.end(ctx, b, store.Met, "", false)
	case reply == rsvp.Declined:
		return p.end(ctx, b, store.Declined, "", false)
	case reply.Open():
		return p.end(ctx, b, store.Missed, "no answer; if you met: fika met "+b.ID, false)
	}
	return p.end(ctx, b, store.Missed, fmt.Sprintf("%s answered %s; if you met: fika met %s", b.Name, b.Reply.Words(), b.ID), false)
}

// Overdue reports whether the booked meeting b is released at now: its guest had a working
// day to answer, but did not until NoReply before the start. An event with the user's own
// words stays.
func (s Settings) Overdue(now time.Time, b store.Booking) bool {
	asked := later(b.SentAt, b.Moved.At)
	until := later(b.Span.Start.Add(-s.NoReply), s.Rules.AfterWorkingDays(asked, 1))
	return b.Reply.Open() && !b.Edited && !now.Before(until)
}

// end closes b. While a hold is in force, events cannot be withdrawn, so b stays open
// too: an ended booking would leave its event in two calendars with nobody watching it.
func (p *pass) end(ctx context.Context, b store.Booking, to store.State, why string, withdraw bool) error {
	if withdraw && b.Event != "" && p.onHold() {
		p.observation = p.without(b.ID) // decided, but delayed
		return nil
	}
	if _, err := p.store.End(ctx, p.now, b.ID, to, store.Cause{By: endedBy(to), Note: why}, withdraw); err != nil {
		return err
	}
	p.observation = p.without(b.ID)
	p.step("ended")
	return nil
}

// endedBy returns who it was if the calendar shows that a booking came to the end to.
func endedBy(to store.State) api.Actor {
	switch to {
	case store.Declined:
		return api.ByGuest
	case store.Cancelled:
		return api.ByUser
	case store.Refused:
		return api.ByCalendar
	}
	return api.ByFika
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

// restingUntil says until when a guest rests if no invitation reached them at t.
func (c configuration) restingUntil(t time.Time) string {
	zone := c.settings.Rules.Zone
	return "they rest until " + date.Of(t, zone).AddDays(planner.RefusedRestDays).At(0, zone).Format("Mon 2 Jan")
}
