package daemon

import (
	"context"
	"slices"
	"time"

	"fika/internal/api"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

// Questions are answered from the newest [View], so none of them waits for a pass, a
// lock or the network.

// firstView is how long a question waits for the first pass of a fika that has just
// started.
const firstView = 2 * time.Second

// Ask answers a question, a method of [View], from the newest one. A question that comes
// before the first view waits for it briefly.
func Ask[A any](ctx context.Context, d *Daemon, now time.Time, question func(*View, time.Time) (A, error)) (A, error) {
	v, err := d.currentView(ctx, now)
	if err != nil {
		var none A
		return none, fault(err)
	}
	a, err := question(v, now)
	return a, fault(err)
}

// currentView returns the newest view, with the current pause. If no loop runs, the first
// question creates it. During a loop's first pass it waits briefly, then returns a
// fault.
func (d *Daemon) currentView(ctx context.Context, now time.Time) (*View, error) {
	v, err := d.latest(ctx)
	if err != nil {
		return nil, err
	}
	if v == nil {
		d.mu.Lock()
		defer d.mu.Unlock()
		return d.viewForOrder(ctx, now)
	}
	return v.withStops(d.stops(d.inForce(), now)), nil
}

// latest returns the newest view, and waits briefly for a loop's first pass to make
// it. It is nil if no loop runs and there is no view yet.
func (d *Daemon) latest(ctx context.Context) (*View, error) {
	if v := d.newest.Load(); v != nil || !d.waiters.running() {
		return v, nil
	}
	late := time.NewTimer(firstView)
	defer late.Stop()
	select {
	case <-d.hasView:
		return d.newest.Load(), nil
	case <-late.C:
		if err := d.Pulse().Err; err != nil {
			return nil, err
		}
		return nil, api.NewFault(api.CodeStarting, "fika has just started and is reading the calendars")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// viewForOrder returns the view that an order starts from. The caller holds mu.
func (d *Daemon) viewForOrder(ctx context.Context, now time.Time) (*View, error) {
	if v := d.newest.Load(); v != nil {
		return v.withStops(d.stops(d.inForce(), now)), nil
	}
	return d.readView(ctx, now)
}

// Status returns the state of fika, holds first, and what a pass in progress does. Before
// the first view it has only what the store knows, without the calendars.
func (d *Daemon) Status(ctx context.Context, now time.Time) (api.Status, error) {
	look := d.currentView
	if d.newest.Load() == nil && d.waiters.running() {
		look = d.storeView
	}
	v, err := look(ctx, now)
	if err != nil {
		return api.Status{}, fault(err)
	}
	a, err := v.Status(now)
	if err != nil {
		return a, err
	}
	j, err := d.readJournal(ctx, now, v.zone())
	if err != nil {
		return a, fault(err)
	}
	a.Act = v.at(now).act(now, j)
	a.Pass = d.progress.passNow(d.inForce().zone())
	return a, err
}

// storeView returns a view of the store alone, before the calendars were read.
func (d *Daemon) storeView(ctx context.Context, now time.Time) (*View, error) {
	c := d.inForce()
	o := &observation{configuration: c, now: now, roster: planner.NewRoster(nil), hierarchy: planner.NewHierarchy(c.settings.Rules, nil)}
	o.holds, o.removalsAllowed = d.stops(o.configuration, now)
	last := d.Pulse()
	o.holds = append(o.holds, last.Report.Holds...) // from a pass that failed before it read anything
	if last.Err != nil {
		o.problems = append(o.problems, last.Err.Error())
	}
	var err error
	if o.syncs, err = d.store.Syncs(ctx); err != nil {
		return nil, err
	}
	if o.bookings, err = d.store.Bookings(ctx, now); err != nil {
		return nil, err
	}
	return d.viewOf(ctx, o)
}

// Colleague returns everything about one person.
func (d *Daemon) Colleague(ctx context.Context, now time.Time, who string) (api.Colleague, error) {
	return Ask(ctx, d, now, func(v *View, now time.Time) (api.Colleague, error) { return v.Colleague(now, who) })
}

// Letters returns samples of what the goals would write, n at most.
func (d *Daemon) Letters(ctx context.Context, now time.Time, n int) (api.Letters, error) {
	return Ask(ctx, d, now, func(v *View, now time.Time) (api.Letters, error) { return v.Letters(now, n) })
}

// Why explains why a booking or planned meeting was chosen. id is its ID, a prefix of
// that, or its person.
func (d *Daemon) Why(ctx context.Context, now time.Time, id string) (api.Why, error) {
	return Ask(ctx, d, now, func(v *View, now time.Time) (api.Why, error) {
		v, err := d.withStoredBooking(ctx, v, now, id)
		if err != nil {
			return api.Why{}, err
		}
		return v.Why(now, id)
	})
}

// WhyNot explains why there is no coffee with who, given by an address or part of a
// name: at one start or, if at is zero, at any. With fresh it requests busy times that
// are not known; otherwise it treats them as unknown.
func (d *Daemon) WhyNot(ctx context.Context, now time.Time, who string, at time.Time, fresh bool) (api.WhyNot, error) {
	return Ask(ctx, d, now, func(v *View, now time.Time) (api.WhyNot, error) {
		v, err := d.withBusyTimesOf(ctx, v, who, fresh)
		if err != nil {
			return api.WhyNot{}, err
		}
		return v.WhyNot(now, who, at)
	})
}

// Free returns every slot of length in window that the rules allow the user and, if who
// is not empty, that person. With fresh it requests busy times that are not known. A
// length of zero means that of the rules.
func (d *Daemon) Free(ctx context.Context, now time.Time, window span.Span, length time.Duration, who string, fresh bool) (api.Free, error) {
	return Ask(ctx, d, now, func(v *View, now time.Time) (api.Free, error) {
		v, err := d.withBusyTimesOf(ctx, v, who, fresh)
		if err != nil {
			return api.Free{}, err
		}
		return v.Free(now, window, length, who)
	})
}

// Busy returns what keeps the user or, if who is not empty, that person busy in window.
// It reads what is outside of the view; with fresh it also requests busy times that are
// not known.
func (d *Daemon) Busy(ctx context.Context, now time.Time, window span.Span, who string, fresh bool) (api.Busy, error) {
	if who != "" {
		return Ask(ctx, d, now, func(v *View, _ time.Time) (api.Busy, error) { return d.busyOf(ctx, v, window, who, fresh) })
	}
	all, err := d.listingIn(ctx, window)
	if err != nil {
		return all.busyAnswer(window), err
	}
	return all.busy(window), nil
}

// Bookings returns the live bookings; with all also the ended ones, which only the store
// has completely.
func (d *Daemon) Bookings(ctx context.Context, now time.Time, all bool) (api.Bookings, error) {
	if !all {
		return Ask(ctx, d, now, (*View).Bookings)
	}
	return d.allBookings(ctx)
}

// PreviewCancel previews a cancellation without changing anything: of the coffee that what
// names (see [Daemon.Cancel]), or if what is empty, of all future ones that begin before
// until, or at any time if until is zero.
func (d *Daemon) PreviewCancel(ctx context.Context, now time.Time, what string, until time.Time) (api.Cancellation, error) {
	return Ask(ctx, d, now, func(v *View, now time.Time) (api.Cancellation, error) { return v.PreviewCancel(now, what, until) })
}

// withBookings returns v with bookings that ended too long ago for a view.
func (v *View) withBookings(old []store.Booking) *View {
	return v.withObservation(v.with(func(o *observation) { o.bookings = slices.Concat(o.bookings, old) }))
}
