package daemon

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"fika/internal/api"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

// record stores the plan's new meetings as bookings, and the intents to block their
// slots if their goal says hold.
func (d *Daemon) record(ctx context.Context, s *scene, plan planner.Plan) error {
	for _, m := range plan.Meetings {
		b, err := d.store.Propose(ctx, s.now, s.proposal(m))
		if errors.Is(err, store.ErrTaken) {
			continue // a skip was undone in the meantime; the next plan knows
		}
		if err != nil {
			return err
		}
		s.bookings = append(s.bookings, b)
		d.step("proposed")
	}
	if len(s.holds) > 0 {
		return nil
	}
	for _, b := range s.bookings {
		if b.State != store.Proposed || b.Mode != planner.ModeHold || b.Event != "" {
			continue
		}
		_, err := d.store.Intend(ctx, s.now, b.ID, store.Block, string(eventID(s.install, b)), nil)
		if err != nil && !errors.Is(err, store.ErrState) {
			return err
		}
		d.step("intended")
	}
	return nil
}

// proposal returns m as it is stored. In mode book fika approves it itself; the approval
// waits for the undo window.
func (s *scene) proposal(m planner.Meeting) store.Proposal {
	p := store.Proposal{ID: s.bookingID(s.install, m), Meeting: m}
	for _, person := range s.people {
		if person.ID == m.Person {
			p.Name, p.Team = cmp.Or(person.Name, string(person.ID)), person.Department
		}
	}
	if m.Mode == planner.ModeBook {
		p.Due = s.now.Add(s.set.Undo)
	}
	return p
}

// release sends the approvals that are due: it reads both sides once more, and counts
// the intent against the caps.
func (d *Daemon) release(ctx context.Context, s *scene) error {
	var full []waiting
	for _, b := range s.bookings {
		if b.State != store.Approved || b.Due.After(s.now) || !b.Absent.IsZero() {
			continue // not due, or its blocked slot cannot be read, which only settle may judge
		}
		ok, err := d.recheck(ctx, s, b)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		var capped *store.CapError
		_, err = d.store.Intend(ctx, s.now, b.ID, store.Invite, string(eventID(s.install, b)), s.limits(s.now, b))
		switch {
		case errors.As(err, &capped):
			full = append(full, waiting{b.ID, capped.Limit})
		case err != nil && !errors.Is(err, store.ErrState):
			return err
		default:
			d.step("intended")
		}
	}
	if len(full) > 0 {
		text, _ := s.capped(full)
		s.hold(api.CodeCaps, text)
	}
	return nil
}

// recheck looks again just before b is sent. If it no longer holds, it goes back to the
// plan; if fika approved it without seeing the guest's calendar, it goes back to the
// user.
func (d *Daemon) recheck(ctx context.Context, s *scene, b store.Booking) (bool, error) {
	fresh, err := d.observeAgain(ctx, s, b)
	if err != nil || fresh.blind || len(fresh.holds) > 0 {
		return false, err
	}
	if v := planner.Check(s.now, s.set.Rules, fresh.world, plannerBooking(b)); !v.OK {
		return false, d.end(ctx, fresh, b, store.Expired, v.Text, !b.Edited)
	}
	i := slices.IndexFunc(fresh.world.People, func(p planner.Person) bool { return p.ID == fresh.who.PersonOf(b.Person) })
	if b.Mode == planner.ModeBook && !fresh.world.People[i].BusyKnown {
		_, err := d.store.Reopen(ctx, s.now, b.ID, "the guest's calendar could not be read, so it is for you to approve")
		return false, err
	}
	d.step("rechecked")
	return true, nil
}

// days returns n whole days from first, in zone.
func days(first planner.Date, n int, zone *time.Location) span.Span {
	return span.Span{Start: first.At(0, zone), End: first.AddDays(n).At(0, zone)}
}
