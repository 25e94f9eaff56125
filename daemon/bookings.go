package daemon

import (
	"context"
	"slices"
	"time"

	"fika/internal/api"
	"fika/internal/store"
	"fika/planner"
)

// Bookings returns the live bookings.
func (v *View) Bookings(time.Time) (api.Bookings, error) {
	a := api.Bookings{View: v.reference(), Bookings: []api.Booking{}}
	for _, b := range v.bookings {
		if b.State.Live() {
			a.Bookings = append(a.Bookings, v.bookingAnswer(b))
		}
	}
	return a, nil
}

// allBookings includes ended bookings, which only the store has completely.
func (d *Daemon) allBookings(ctx context.Context) (api.Bookings, error) {
	a := api.Bookings{Bookings: []api.Booking{}}
	c := d.inForce()
	if v := d.View(); v != nil {
		a.View = v.reference()
	}
	list, err := d.store.Bookings(ctx, time.Time{})
	if err != nil {
		return a, fault(err)
	}
	ids := make([]string, len(list))
	for i, b := range list {
		ids[i] = b.ID
	}
	histories, err := d.store.Histories(ctx, ids)
	if err != nil {
		return a, fault(err)
	}
	for _, b := range list {
		one := c.bookingAnswer(b, histories[b.ID])
		if v := d.View(); v != nil {
			one = v.withCalendar(b, one)
		}
		a.Bookings = append(a.Bookings, one)
	}
	return a, nil
}

func (v *View) bookingAnswer(b store.Booking) api.Booking {
	return v.withCalendar(b, v.configuration.bookingAnswer(b, v.histories[b.ID]))
}

// withCalendar adds to a what the calendars and the open intents say about b.
func (v *View) withCalendar(b store.Booking, a api.Booking) api.Booking {
	a.Counter, a.Comments, a.MovingTo = v.counterAnswer(b), v.comments(b), v.movingTo(b)
	_, a.OwesLink = v.owedLink(b)
	return a
}

// movingTo returns the start that the event of b is about to get; nil if it stays.
func (v *View) movingTo(b store.Booking) *time.Time {
	i := slices.IndexFunc(v.intents, func(in store.Intent) bool { return in.Booking == b.ID && in.Kind == store.Reschedule })
	if i < 0 {
		return nil
	}
	to := v.intents[i].To.Start.In(v.zone())
	return &to
}

// bookingAnswer returns b with its history.
func (c configuration) bookingAnswer(b store.Booking, entries []store.Entry) api.Booking {
	zone := c.zone()
	a := api.Booking{ID: b.ID, State: api.State(b.State), Person: string(b.Person), Name: names(b), Guests: guestAnswers(b), Goal: string(b.Goal), Mode: api.Mode(b.Mode),
		Start: b.Span.Start.In(zone), End: b.Span.End.In(zone), Place: string(b.Where), Calendar: b.Calendar, Event: b.Event,
		Reply: b.Reply, Edited: b.Edited, Pinned: b.Pinned(), History: c.entryAnswers(entries, []store.Booking{b})}
	if !b.Due.IsZero() {
		due := b.Due.In(zone)
		a.Due = &due
	}
	return a
}

// Approve lets the next pass send the proposal with that ID. A meeting that is only
// planned is stored first. If a rule now forbids it, the error is an [api.Fault] with
// [api.CodeGuarded].
func (d *Daemon) Approve(ctx context.Context, now time.Time, id string) (api.Change, error) {
	return d.order(ctx, now, func(v *View) (store.Booking, error) {
		b, err := v.findCoffee(id, forOrder)
		if err != nil {
			return b, err
		}
		if v.blind {
			return b, v.blindness()
		}
		verdict := check(now, v.settings.Rules, v.world, b)
		if why := v.tooLate(b); verdict.OK && why != "" {
			verdict = planner.Verdict{Text: why}
		}
		if !verdict.OK && (b.State == Planned || b.State == store.Proposed) {
			return b, api.NewFault(api.CodeGuarded, verdict.Text)
		}
		if b, err = d.stored(ctx, now, b); err != nil {
			return b, err
		}
		return d.store.Approve(ctx, now, b.ID, now, api.ByUser)
	})
}

// Skip rejects a proposal; the person rests a while.
func (d *Daemon) Skip(ctx context.Context, now time.Time, id string) (api.Change, error) {
	return d.order(ctx, now, func(v *View) (store.Booking, error) {
		b, err := v.findCoffee(id, forOrder)
		if err != nil {
			return b, err
		}
		if b, err = d.stored(ctx, now, b); err != nil {
			return b, err
		}
		return d.store.End(ctx, now, b.ID, store.Skipped, store.Cause{By: actorOf(ctx)}, true)
	})
}

// stored returns b from the store. A meeting that is only planned is proposed first.
func (d *Daemon) stored(ctx context.Context, now time.Time, b store.Booking) (store.Booking, error) {
	if b.State != Planned {
		return b, nil
	}
	meeting := planner.Meeting{Person: b.Person, Second: b.Second.Person, Goal: b.Goal, Span: b.Span, Place: b.Where, Mode: planner.ModePropose, Score: b.Score, Reasons: b.Reasons}
	return d.store.Propose(ctx, now, store.Proposal{ID: b.ID, Meeting: meeting, Name: b.Name, Team: b.Team, Second: b.Second})
}

// Cancel ends a live booking in any state; the next pass removes its event, and the
// person rests.
func (d *Daemon) Cancel(ctx context.Context, now time.Time, id string) (api.Change, error) {
	return d.order(ctx, now, func(v *View) (store.Booking, error) {
		b, err := v.cancellable(id)
		if err != nil {
			return b, err
		}
		return d.store.End(ctx, now, b.ID, store.Cancelled, store.Cause{By: api.ByUser}, true)
	})
}

// Met records that a missed coffee took place. It counts as missed because the guest had
// not said yes: silence and a maybe count as no meeting until the user says otherwise.
// what is its ID, a prefix of that, or its guest's name or address.
func (d *Daemon) Met(ctx context.Context, now time.Time, what string) (api.Change, error) {
	return d.order(ctx, now, func(v *View) (store.Booking, error) {
		b, err := v.findMissed(what)
		if err != nil {
			return b, err
		}
		return d.store.End(ctx, now, b.ID, store.Met, store.Cause{By: api.ByUser}, false)
	})
}
