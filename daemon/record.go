package daemon

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"fika/planner"
	"fika/span"
	"fika/store"
)

// record remembers the plan's new meetings as bookings, and the intents to
// block their slots where their goal says hold.
func (d *Daemon) record(ctx context.Context, s *scene, plan planner.Plan) error {
	for _, m := range plan.Meetings {
		b, err := d.Store.Propose(ctx, s.now, d.proposal(s, m))
		if errors.Is(err, store.ErrTaken) {
			continue // somebody's skip was undone meanwhile; the next plan knows
		}
		if err != nil {
			return err
		}
		s.bookings = append(s.bookings, b)
		d.Step("proposed")
	}
	if len(s.holds) > 0 {
		return nil
	}
	for _, b := range s.bookings {
		if b.State != store.Proposed || b.Mode != planner.Hold || b.Event != "" {
			continue
		}
		_, err := d.Store.Intend(ctx, s.now, b.ID, store.Block, string(eventID(d.Store.Install(), b)), nil)
		if err != nil && !errors.Is(err, store.ErrState) {
			return err
		}
		d.Step("intended")
	}
	return nil
}

// proposal is m as it is remembered. Mode book is an approval by fika itself,
// which waits for the undo window.
func (d *Daemon) proposal(s *scene, m planner.Meeting) store.Proposal {
	p := store.Proposal{ID: s.bookingID(d.Store.Install(), m), Meeting: m}
	for _, person := range s.people {
		if person.ID == m.Person {
			p.Name, p.Team = person.Name, person.Department
		}
	}
	if m.Mode == planner.Book {
		p.Due = s.now.Add(d.settings.Undo)
	}
	return p
}

// release sends the approvals that are due on their way: both sides are read
// once more, and the caps are debited with the intent.
func (d *Daemon) release(ctx context.Context, s *scene) error {
	waiting := 0
	var full *store.CapError
	for _, b := range s.bookings {
		if b.State != store.Approved || b.Due.After(s.now) {
			continue
		}
		ok, err := d.recheck(ctx, s, b)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		_, err = d.Store.Intend(ctx, s.now, b.ID, store.Invite, string(eventID(d.Store.Install(), b)), d.limits(s.now, b))
		switch {
		case errors.As(err, &full):
			waiting++
		case err != nil && !errors.Is(err, store.ErrState):
			return err
		default:
			d.Step("intended")
		}
	}
	if waiting > 0 {
		s.hold("caps", fmt.Sprintf("%d approved and waiting: %v", waiting, full), "nothing to do; they are sent when there is room, unless you skip them")
	}
	return nil
}

// recheck reads everything again just before b is sent. What no longer holds
// goes back to the plan; what fika had approved by itself without seeing the
// guest's calendar goes back to the user.
func (d *Daemon) recheck(ctx context.Context, s *scene, b store.Booking) (bool, error) {
	fresh, err := d.observe(ctx, s.now)
	if err != nil || fresh.blind || len(fresh.holds) > 0 {
		return false, err
	}
	if v := planner.Check(s.now, d.settings.Rules, fresh.world, plannerBookings([]store.Booking{b})[0]); !v.OK {
		return false, d.end(ctx, fresh, b, store.Expired, v.Text, !b.Edited)
	}
	i := slices.IndexFunc(fresh.world.People, func(p planner.Person) bool { return p.ID == b.Person })
	if b.Mode == planner.Book && !fresh.world.People[i].BusyKnown {
		_, err := d.Store.Reopen(ctx, s.now, b.ID, "the guest's calendar could not be read, so it is for you to approve")
		return false, err
	}
	d.Step("rechecked")
	return true, nil
}

// limits are the caps that one more invitation must keep, counted by the store
// in the transaction that records it. The planner kept them already; here they
// hold against restarts, clocks and the planner's own faults.
func (d *Daemon) limits(now time.Time, b store.Booking) []store.Limit {
	r := d.settings.Rules
	today, day := planner.DateOf(now, r.Zone), planner.DateOf(b.Span.Start, r.Zone)
	month := planner.PerMonth.Start(day)
	limits := []store.Limit{
		{Code: "ceiling_day", Max: planner.CeilingPerDay, Sent: days(today, 1, r.Zone)},
		{Code: "ceiling_week", Max: planner.CeilingPerWeek, Sent: days(today.Monday(), 7, r.Zone)},
		{Code: "per_day", Max: r.PerDay, Start: days(day, 1, r.Zone)},
		{Code: "per_week", Max: r.PerWeek, Start: days(day.Monday(), 7, r.Zone)},
		{Code: "open", Max: r.Open, Open: true},
		{Code: "person", Max: 1, Open: true, Person: b.Person},
	}
	if r.Guards.PerTeam > 0 && b.Team != "" {
		next := planner.PerMonth.Start(month.Add(31))
		limits = append(limits, store.Limit{Code: "per_team", Max: r.Guards.PerTeam, Team: b.Team,
			Month: span.Span{Start: month.At(0, r.Zone), End: next.At(0, r.Zone)}})
	}
	return limits
}

// days are n whole days from first on, in zone.
func days(first planner.Date, n int, zone *time.Location) span.Span {
	return span.Span{Start: first.At(0, zone), End: first.Add(n).At(0, zone)}
}
