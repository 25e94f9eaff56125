package daemon

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"fika/calendar"
	"fika/internal/api"
	"fika/internal/invitation"
	"fika/internal/mailbox"
	"fika/internal/store"
	"fika/planner"
)

// maxIDs is how many names of one meeting are looked up. Each time the same meeting was
// planned, dropped and planned again, it got a new name.
const maxIDs = 8

// checkRestored holds until a restored store has been compared with the calendars.
func (o *observer) checkRestored(ctx context.Context) error {
	var err error
	if o.restored, err = o.d.store.Restored(ctx); err != nil || !o.restored {
		return err
	}
	o.hold(newHold(api.CodeStoreRestored, "the store was restored from a copy and may have forgotten invitations"))
	return nil
}

// adopt recovers fika's own events that the store has forgotten: those made after the
// restored copy, or before a store was lost. Each event carries the ID of its booking,
// which follows from the person, the goal and the slot.
func (p *pass) adopt(ctx context.Context) error {
	if !p.restored && !p.first {
		return nil
	}
	for _, r := range p.readings {
		for _, e := range r.Events {
			if !p.hasOwnMark(e) || e.ID == "" || e.Status == calendar.Cancelled {
				continue
			}
			if err := p.adoptEvent(ctx, sourcedEvent{r.source, e}); err != nil {
				return fmt.Errorf("event of booking %s: %w", e.Mark.Booking, err)
			}
		}
	}
	if p.restored {
		if err := p.store.ClearRestored(ctx); err != nil {
			return err
		}
	}
	p.step("adopted")
	return p.refresh(ctx)
}

func (p *pass) adoptEvent(ctx context.Context, e sourcedEvent) error {
	person, goal, ok := p.matchPlan(e.Event)
	if !ok {
		p.trouble("an event of fika's at %s is with nobody among the accepted people; it is left alone",
			when(e.Span.Start, p.settings.Rules.Zone))
		return nil
	}
	b := store.Booking{
		ID: e.Mark.Booking, Generation: e.Mark.Generation,
		Person: person.ID, Name: person.Name, Team: person.Department, Goal: goal.ID, Mode: goal.Mode,
		Span: e.Span, State: store.Proposed, Place: e.place(), Created: e.Stamp,
	}
	if b.Created.IsZero() || b.Created.After(p.now) {
		b.Created = p.now
	}
	kind := store.Block
	if p.invites(e.Event, person.ID) {
		kind, b.State = store.Invite, store.Booked
		b.Second = p.otherGuest(e.Event, b, goal)
		up := p.firstContactsUp(b)
		b.Upward, b.Second.Upward = up[0], len(up) > 1 && up[1]
	}
	r := receiptFor(e)
	b.ETag, b.Digest = r.ETag, r.Digest
	b.Where = p.placeSeen(b, person, goal, e.Event)
	b.Sent = kind == store.Invite
	b.Edited = !p.mayHaveWritten(kind, b) || p.changes(b, e.Event).any()
	adopted, err := p.store.Adopt(ctx, p.now, b)
	if errors.Is(err, store.ErrHasLiveBooking) {
		p.trouble("the calendar has two coffees with %s", person.Name)
		return nil
	}
	if adopted {
		p.step("adopted event")
	}
	return err
}

// mayHaveWritten reports whether the event of b says what fika writes, whichever fact about
// the guest it states.
func (o *observation) mayHaveWritten(kind store.Kind, b store.Booking) bool {
	guest, ok := o.accepted(b.Person)
	b.Sent = true
	return ok && slices.ContainsFunc(invitation.Reasons(o.facts(b, guest)), func(r invitation.Reason) bool {
		b.Stated = storedReason(r)
		draft, err := o.draft(store.Intent{Kind: kind, Event: b.Event}, b)
		return err == nil && drafted(draft).matches(b.Digest)
	})
}

// otherGuest returns the other colleague whom e invites, if b may be a coffee of three: by
// its goal, or because its goal is not known; zero if there is none.
func (o *observation) otherGuest(e calendar.Event, b store.Booking, goal planner.Goal) store.Guest {
	for _, a := range e.Attendees {
		if p, ok := o.accepted(a.Address); ok && p.ID != b.Person && (goal.Size == 3 || goal.ID == "" && o.hasTables()) {
			return store.Guest{Person: p.ID, Name: p.Name, Team: p.Department}
		}
	}
	return store.Guest{}
}

// matchPlan finds the person and the goal of an event. The goal is zero if the event was
// moved or the goal no longer exists.
func (o *observation) matchPlan(e calendar.Event) (planner.Person, planner.Goal, bool) {
	var guest planner.Person
	for _, p := range o.people {
		if o.invites(e, p.ID) {
			guest = p
		}
		for _, address := range p.Addresses() {
			for _, g := range o.settings.Goals {
				for _, second := range o.possibleSeconds(e, g, p) {
					m := planner.Meeting{Person: address, Second: second, Goal: g.ID, Span: e.Span}
					for n := range maxIDs {
						if meetingID(o.installID, m, n) == e.Mark.Booking {
							return p, g, true
						}
					}
				}
			}
		}
	}
	return guest, planner.Goal{}, guest.ID != ""
}

// possibleSeconds returns who may be the second guest of e beside first: the others whom e
// invites, for a goal of size 3; nobody, which is "", for other goals. A blocked slot of two
// guests names neither, so it is not found.
func (o *observation) possibleSeconds(e calendar.Event, g planner.Goal, first planner.Person) []mailbox.Address {
	seconds := []mailbox.Address{""}
	if g.Size != 3 {
		return seconds
	}
	for _, a := range e.Attendees {
		if p, ok := o.accepted(a.Address); ok && p.ID != first.ID {
			seconds = append(seconds, p.Addresses()...)
		}
	}
	return seconds
}
