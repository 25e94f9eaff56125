package daemon

import (
	"context"
	"errors"
	"fmt"

	"fika/calendar"
	"fika/internal/api"
	"fika/internal/store"
	"fika/planner"
)

// tries is how many names of one meeting are looked up. Each time the same meeting was
// planned, dropped and planned again, it got a new name.
const tries = 8

// checkRestored holds until a restored store has been compared with the calendars.
func (d *Daemon) checkRestored(ctx context.Context, s *scene) error {
	var err error
	if s.restored, err = d.store.Restored(ctx); err != nil || !s.restored {
		return err
	}
	s.hold(api.CodeStoreRestored, "the store was restored from a copy and may have forgotten invitations")
	return nil
}

// adopt recovers fika's own events that the store has forgotten: those made after the
// restored copy, or before a store was lost. Each event carries the ID of its booking,
// which follows from the person, the goal and the slot.
func (d *Daemon) adopt(ctx context.Context, s *scene) error {
	if !s.restored && !s.first {
		return nil
	}
	for _, r := range s.readings {
		for _, e := range r.Events {
			if !s.ownMark(e) || e.ID == "" || e.Status == calendar.Cancelled {
				continue
			}
			if err := d.adoptEvent(ctx, s, sourcedEvent{r.source, e}); err != nil {
				return fmt.Errorf("event of booking %s: %w", e.Mark.Booking, err)
			}
		}
	}
	if s.restored {
		if err := d.store.Compared(ctx); err != nil {
			return err
		}
	}
	d.step("adopted")
	return d.refresh(ctx, s)
}

func (d *Daemon) adoptEvent(ctx context.Context, s *scene, e sourcedEvent) error {
	person, goal, ok := s.origin(e.Event)
	if !ok {
		s.problems = append(s.problems, fmt.Sprintf("an event of fika's at %s is with nobody among the accepted people; it is left alone",
			when(e.Span.Start, s.set.Rules.Zone)))
		return nil
	}
	b := store.Booking{
		ID: e.Mark.Booking, Generation: e.Mark.Generation,
		Person: person.ID, Name: person.Name, Team: person.Department, Goal: goal.ID, Mode: goal.Mode,
		Span: e.Span, State: store.Proposed, Place: e.place(), Created: e.Stamp,
	}
	if b.Created.IsZero() || b.Created.After(s.now) {
		b.Created = s.now
	}
	kind := store.Block
	if s.invites(e.Event, person.ID) {
		kind, b.State = store.Invite, store.Booked
	}
	r := receipt(e)
	b.ETag, b.Digest = r.ETag, r.Digest
	draft, err := s.draft(store.Intent{Kind: kind, Event: b.Event}, b)
	b.Sent = kind == store.Invite
	b.Edited = err != nil || !drafted(draft).says(b.Digest) || s.changes(b, e.Event).any()
	adopted, err := d.store.Adopt(ctx, s.now, b)
	if errors.Is(err, store.ErrTaken) {
		s.problems = append(s.problems, fmt.Sprintf("the calendar has two coffees with %s", person.Name))
		return nil
	}
	if adopted {
		d.step("adopted event")
	}
	return err
}

// origin finds the person and the goal of an event. The goal is zero if the event was
// moved or the goal no longer exists.
func (s *scene) origin(e calendar.Event) (planner.Person, planner.Goal, bool) {
	var guest planner.Person
	for _, p := range s.people {
		if s.invites(e, p.ID) {
			guest = p
		}
		for _, address := range p.Addresses() {
			for _, g := range s.set.Goals {
				m := planner.Meeting{Person: address, Goal: g.ID, Span: e.Span}
				for n := range tries {
					if meetingID(s.install, m, n) == e.Mark.Booking {
						return p, g, true
					}
				}
			}
		}
	}
	return guest, planner.Goal{}, guest.ID != ""
}
