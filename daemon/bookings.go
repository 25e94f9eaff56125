package daemon

import (
	"context"
	"slices"
	"time"

	"fika/internal/api"
	"fika/internal/store"
	"fika/planner"
)

// Bookings answers with the live bookings, with all also with those that ended.
func (d *Daemon) Bookings(ctx context.Context, now time.Time, all bool) (api.Bookings, error) {
	a := api.Bookings{Bookings: []api.Booking{}}
	since := now
	if all {
		since = time.Time{}
	}
	list, err := d.store.Bookings(ctx, since)
	if err != nil {
		return a, fault(err)
	}
	for _, b := range list {
		if !all && !b.State.Live() {
			continue
		}
		one, err := d.bookingAnswer(ctx, b)
		if err != nil {
			return a, fault(err)
		}
		a.Bookings = append(a.Bookings, one)
	}
	return a, nil
}

func (d *Daemon) bookingAnswer(ctx context.Context, b store.Booking) (api.Booking, error) {
	zone := d.basis().zone()
	a := api.Booking{ID: b.ID, State: api.State(b.State), Person: string(b.Person), Name: b.Name, Goal: string(b.Goal), Mode: api.Mode(b.Mode),
		Start: b.Span.Start.In(zone), End: b.Span.End.In(zone), Calendar: b.Calendar, Event: b.Event,
		Reply: b.Reply, Edited: b.Edited, History: []api.Entry{}}
	if !b.Due.IsZero() {
		due := b.Due.In(zone)
		a.Due = &due
	}
	entries, err := d.store.Log(ctx, 0, b.ID, 0)
	if err != nil {
		return a, err
	}
	a.History = d.basis().entryAnswers(entries, []store.Booking{b})
	return a, nil
}

// Approve lets the proposal with that id be sent with the next pass, by the
// user's own word. A meeting that is only planned is remembered first. A rule
// that forbids it by now is a [api.Fault] with Guarded.
func (d *Daemon) Approve(ctx context.Context, now time.Time, id string) (api.Change, error) {
	return d.order(ctx, now, func(s *scene) (store.Booking, error) {
		b, err := d.named(ctx, s, id, anOrder)
		if err != nil {
			return b, err
		}
		if s.blind {
			return b, s.blindness()
		}
		v := planner.Check(now, s.set.Rules, s.world, plannerBookings([]store.Booking{b})[0])
		if why := s.tooLate(b); v.OK && why != "" {
			v = planner.Verdict{Text: why}
		}
		if !v.OK && (b.State == Planned || b.State == store.Proposed) {
			return b, api.NewFault(api.CodeGuarded, v.Text)
		}
		if b.State == Planned {
			meeting := planner.Meeting{Person: b.Person, Goal: b.Goal, Span: b.Span, Mode: planner.Propose, Score: b.Score, Reasons: b.Reasons}
			if b, err = d.store.Propose(ctx, now, store.Proposal{ID: b.ID, Meeting: meeting, Name: b.Name, Team: b.Team}); err != nil {
				return b, err
			}
		}
		return d.store.Approve(ctx, now, b.ID, now, "by you")
	})
}

// Skip ends a proposal that the user does not want; the person rests a while.
func (d *Daemon) Skip(ctx context.Context, now time.Time, id string) (api.Change, error) {
	return d.order(ctx, now, func(s *scene) (store.Booking, error) {
		b, err := d.named(ctx, s, id, anOrder)
		if err == nil && b.State == Planned {
			meeting := planner.Meeting{Person: b.Person, Goal: b.Goal, Span: b.Span, Mode: planner.Propose, Score: b.Score, Reasons: b.Reasons}
			b, err = d.store.Propose(ctx, now, store.Proposal{ID: b.ID, Meeting: meeting, Name: b.Name, Team: b.Team})
		}
		if err != nil {
			return b, err
		}
		return d.store.End(ctx, now, b.ID, store.Skipped, "by you", true)
	})
}

// Cancel ends a live booking whatever its state; its event goes away with the
// next pass, and the person rests.
func (d *Daemon) Cancel(ctx context.Context, now time.Time, id string) (api.Change, error) {
	return d.order(ctx, now, func(s *scene) (store.Booking, error) {
		b, err := d.cancellable(ctx, s, id)
		if err != nil {
			return b, err
		}
		return d.store.End(ctx, now, b.ID, store.Cancelled, "by you", true)
	})
}

// Met says that a coffee took place, which counts as missed because its guest had
// not said yes: silence and a maybe are no meetings until the user says so. what is
// its id, a beginning of that, or its guest's name or address.
func (d *Daemon) Met(ctx context.Context, now time.Time, what string) (api.Change, error) {
	return d.order(ctx, now, func(s *scene) (store.Booking, error) {
		b, err := d.over(ctx, s, what)
		if err != nil {
			return b, err
		}
		return d.store.End(ctx, now, b.ID, store.Met, "by you", false)
	})
}

// order makes one change under the lock and asks for a pass.
func (d *Daemon) order(ctx context.Context, now time.Time, do func(*scene) (store.Booking, error)) (api.Change, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	a := api.Change{}
	s, err := d.observe(ctx, now)
	if err != nil {
		return a, fault(err)
	}
	b, err := do(s)
	if err != nil {
		return a, fault(err)
	}
	defer d.Wake()
	switch b.State {
	case store.Proposed:
		a.Effect = s.displaced(b)
	case store.Approved:
		a.Effect, a.Letter = s.sent(b), s.letterOf(b)
	case store.Cancelled:
		a.Effect = s.takenBack(b)
	}
	if a.Booking, err = d.bookingAnswer(ctx, b); err != nil {
		return a, fault(err)
	}
	a.Holds, err = d.holdAnswers(ctx, s)
	return a, fault(err)
}

// including is the scene's world with p in it, whether on the short list or not.
func (d *Daemon) including(ctx context.Context, s *scene, p planner.Person) (planner.World, error) {
	world := s.world
	i := slices.IndexFunc(world.People, func(known planner.Person) bool { return known.ID == p.ID })
	if i < 0 || !world.People[i].Unseen {
		return world, nil
	}
	all, _, err := d.guestTimes(ctx, []planner.Person{p}, s.window)
	if err != nil {
		return world, err
	}
	if g := all[p.ID]; g.told {
		p.Busy, p.BusyKnown = g.taken(nil, coffees(s.bookings, p.ID)), true
	}
	world.People = slices.Clone(world.People)
	world.People[i] = p
	return world, nil
}
