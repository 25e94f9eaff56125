package daemon

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"fika/internal/store"
	"fika/planner"
)

// record stores the plan's new meetings as bookings, and the intents to block their
// slots if their goal says hold.
func (p *pass) record(ctx context.Context, plan planner.Plan) error {
	for _, m := range plan.Meetings {
		b, err := p.store.Propose(ctx, p.now, p.proposal(m))
		if errors.Is(err, store.ErrHasLiveBooking) {
			continue // a skip was undone in the meantime; the next plan knows
		}
		if err != nil {
			return err
		}
		p.observation = p.with(func(o *observation) { o.bookings = append(slices.Clip(o.bookings), b) })
		p.step("proposed")
	}
	if p.onHold() {
		return nil
	}
	for _, b := range p.bookings {
		if b.State != store.Proposed || b.Mode != planner.ModeHold || b.Event != "" {
			continue
		}
		_, err := p.store.Intend(ctx, p.now, b.ID, store.Block, string(eventID(p.installID, b)), nil)
		if err != nil && !errors.Is(err, store.ErrWrongState) {
			return err
		}
		p.step("intended")
	}
	return nil
}

// proposal returns m as it is stored. In mode book fika approves it itself; the approval
// waits for the undo window.
func (o *observation) proposal(m planner.Meeting) store.Proposal {
	p := store.Proposal{ID: o.bookingID(o.installID, m), Meeting: m}
	for _, person := range o.people {
		if person.ID == m.Person {
			p.Name, p.Team = cmp.Or(person.Name, string(person.ID)), person.Department
		}
		if person.ID == m.Second {
			p.Second = store.Guest{Person: person.ID, Name: cmp.Or(person.Name, string(person.ID)), Team: person.Department}
		}
	}
	if m.Mode == planner.ModeBook {
		p.Due = o.now.Add(o.settings.Undo)
	}
	return p
}
