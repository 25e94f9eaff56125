package daemon

import (
	"context"
	"errors"
	"strings"
	"time"

	"fika/internal/api"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

// Questions are answered from the newest [View], so that none waits for a pass, a
// lock or the network.

// firstView is how long a question waits for the first pass to end, in a fika that
// has just started.
const firstView = 2 * time.Second

// ask answers a question from the newest view.
func ask[A any](ctx context.Context, d *Daemon, now time.Time, question func(*View, time.Time) (A, error)) (A, error) {
	v, err := d.await(ctx, now)
	if err != nil {
		var none A
		return none, fault(err)
	}
	a, err := question(v, now)
	return a, fault(err)
}

// await is the newest view, under the pause as it is now. Where no loop runs, the
// first question makes it. In a loop's first pass it waits for a moment, and then
// fails with a fault.
func (d *Daemon) await(ctx context.Context, now time.Time) (*View, error) {
	v := d.newest.Load()
	if v == nil && !d.asks.running() {
		d.mu.Lock()
		defer d.mu.Unlock()
		return d.base(ctx, now)
	}
	if v == nil {
		late := time.NewTimer(firstView)
		defer late.Stop()
		select {
		case <-d.open:
		case <-late.C:
			if err := d.Pulse().Err; err != nil {
				return nil, err
			}
			return nil, api.NewFault(api.CodeStarting, "fika has just started and is reading the calendars")
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		v = d.newest.Load()
	}
	return v.under(d.stops(d.basis(), now)), nil
}

// base is the view that an order begins with. The caller holds mu.
func (d *Daemon) base(ctx context.Context, now time.Time) (*View, error) {
	if v := d.newest.Load(); v != nil {
		return v.under(d.stops(d.basis(), now)), nil
	}
	return d.lookAnew(ctx, now)
}

// Plan answers what fika would do at now. While it is blind, which a hold says, it
// knows only of what waits already.
func (d *Daemon) Plan(ctx context.Context, now time.Time) (api.Plan, error) {
	return ask(ctx, d, now, (*View).Plan)
}

// LP answers with the problem of the plan at now, for a solver to check.
func (d *Daemon) LP(ctx context.Context, now time.Time) (api.LP, error) {
	return ask(ctx, d, now, (*View).LP)
}

// Status answers how fika is: holds first. Before the first view it answers what
// the store knows, without the calendars.
func (d *Daemon) Status(ctx context.Context, now time.Time) (api.Status, error) {
	if d.newest.Load() == nil && d.asks.running() {
		v, err := d.unseen(ctx, now)
		if err != nil {
			return api.Status{}, fault(err)
		}
		return v.Status(now)
	}
	return ask(ctx, d, now, (*View).Status)
}

// unseen is a view of what the store knows, before the calendars were read.
func (d *Daemon) unseen(ctx context.Context, now time.Time) (*View, error) {
	s := &scene{basis: d.basis(), now: now, who: planner.NewRoster(nil)}
	d.checkStops(s)
	last := d.Pulse()
	s.holds = append(s.holds, last.Report.Holds...) // of a pass that failed before it saw anything
	if last.Err != nil {
		s.problems = append(s.problems, last.Err.Error())
	}
	var err error
	if s.syncs, err = d.store.Syncs(ctx); err != nil {
		return nil, err
	}
	if s.bookings, err = d.store.Bookings(ctx, now); err != nil {
		return nil, err
	}
	return d.viewOf(ctx, s)
}

// Goals answers the standing of every goal.
func (d *Daemon) Goals(ctx context.Context, now time.Time) (api.Goals, error) {
	return ask(ctx, d, now, (*View).Goals)
}

// People answers everybody that fika may meet, in the order of their addresses.
func (d *Daemon) People(ctx context.Context, now time.Time) (api.People, error) {
	return ask(ctx, d, now, (*View).People)
}

// Colleague answers all about the person whom who names.
func (d *Daemon) Colleague(ctx context.Context, now time.Time, who string) (api.Colleague, error) {
	return ask(ctx, d, now, func(v *View, now time.Time) (api.Colleague, error) { return v.Colleague(now, who) })
}

// Why answers why the booking or planned meeting was chosen that has this id, a
// beginning of it, or this person.
func (d *Daemon) Why(ctx context.Context, now time.Time, id string) (api.Why, error) {
	return ask(ctx, d, now, func(v *View, now time.Time) (api.Why, error) {
		a, err := v.Why(now, id)
		var f *api.Fault
		if !errors.As(err, &f) || f.Code != api.CodeNotFound {
			return a, err
		}
		old, failed := d.store.Named(ctx, strings.ToLower(strings.TrimSpace(id)))
		if failed != nil || len(old) == 0 {
			return a, err
		}
		return v.remembering(old).Why(now, id)
	})
}

// WhyNot answers why there is no coffee with the person whose address, or a part of
// whose name, is who: at one start or, if at is zero, at any. Whose busy times were
// not asked for is asked with fresh, else taken for somebody of whom nobody knows.
func (d *Daemon) WhyNot(ctx context.Context, now time.Time, who string, at time.Time, fresh bool) (api.WhyNot, error) {
	return ask(ctx, d, now, func(v *View, now time.Time) (api.WhyNot, error) {
		v, err := d.knowing(ctx, v, who, fresh)
		if err != nil {
			return api.WhyNot{}, err
		}
		return v.WhyNot(now, who, at)
	})
}

// Free answers every slot of length in window that the rules allow the user, and
// the person as well if who names one, whose busy times are asked for with fresh if
// they are not known. A length of zero means the rules'.
func (d *Daemon) Free(ctx context.Context, now time.Time, window span.Span, length time.Duration, who string, fresh bool) (api.Free, error) {
	return ask(ctx, d, now, func(v *View, now time.Time) (api.Free, error) {
		v, err := d.knowing(ctx, v, who, fresh)
		if err != nil {
			return api.Free{}, err
		}
		return v.Free(now, window, length, who)
	})
}

// Busy answers what takes time in window: the user's, or the person's whom who
// names. What lies outside of the view is read, and so is with fresh whose busy
// times were not asked for.
func (d *Daemon) Busy(ctx context.Context, now time.Time, window span.Span, who string, fresh bool) (api.Busy, error) {
	if who != "" {
		return ask(ctx, d, now, func(v *View, _ time.Time) (api.Busy, error) { return d.busyOf(ctx, v, window, who, fresh) })
	}
	all, err := d.listed(ctx, window)
	if err != nil {
		return all.busyAnswer(window), err
	}
	return all.busy(window), nil
}

// Bookings answers with the live bookings, with all also with those that ended,
// which only the store knows back to the first.
func (d *Daemon) Bookings(ctx context.Context, now time.Time, all bool) (api.Bookings, error) {
	if !all {
		return ask(ctx, d, now, (*View).Bookings)
	}
	return d.allBookings(ctx)
}

// Cancelling answers what cancelling would do, and changes nothing: of the coffee
// that what names (see [Daemon.Cancel]), or if what is empty, of all those to come
// that begin before until, or at any time if until is zero.
func (d *Daemon) Cancelling(ctx context.Context, now time.Time, what string, until time.Time) (api.Cancellation, error) {
	return ask(ctx, d, now, func(v *View, now time.Time) (api.Cancellation, error) { return v.Cancelling(now, what, until) })
}

// remembering is v with bookings that ended so long ago that a view does not have
// them.
func (v *View) remembering(old []store.Booking) *View {
	copied, s := *v, *v.scene
	s.bookings = append(s.bookings[:len(s.bookings):len(s.bookings)], old...)
	copied.scene = &s
	return &copied
}
