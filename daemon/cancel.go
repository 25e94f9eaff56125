package daemon

import (
	"context"
	"fmt"
	"slices"
	"time"

	"fika/internal/api"
	"fika/internal/store"
)

// Cancelling answers what cancelling would do, and changes nothing: of the coffee
// that what names (see [Daemon.Cancel]), or if what is empty, of all those to come
// that begin before until, or at any time if until is zero.
func (d *Daemon) Cancelling(ctx context.Context, now time.Time, what string, until time.Time) (api.Cancellation, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	a := api.Cancellation{}
	s, err := d.observe(ctx, now)
	if err != nil {
		return a, fault(err)
	}
	if what != "" {
		b, err := d.cancellable(ctx, s, what)
		if err != nil {
			return a, fault(err)
		}
		return a, d.cancelled(ctx, s, &a, []store.Booking{b}, nil)
	}
	going, staying := s.divide(func(b store.Booking) bool {
		return b.Span.Start.After(now) && (until.IsZero() || b.Span.Start.Before(until))
	})
	return a, d.cancelled(ctx, s, &a, going, staying)
}

// CancelAll ends the bookings with these ids, all at once. Their events go with
// the next pass, which a pause that says so does not keep (see [store.Pause]).
// What has become one to be left alone, since [Daemon.Cancelling] told of it,
// stays.
func (d *Daemon) CancelAll(ctx context.Context, now time.Time, ids []string) (api.Cancellation, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	a := api.Cancellation{}
	s, err := d.observe(ctx, now)
	if err != nil {
		return a, fault(err)
	}
	going, staying := s.divide(func(b store.Booking) bool { return slices.Contains(ids, b.ID) })
	ids = nil
	for _, b := range going {
		ids = append(ids, b.ID)
	}
	ended, err := d.store.EndAll(ctx, now, ids, store.Cancelled, "by you", true)
	if err != nil {
		return a, fault(err)
	}
	defer d.Wake()
	d.step("cancelled")
	return a, d.cancelled(ctx, s, &a, ended, staying)
}

// divide splits the live coffees that are meant into those that an order about all
// of them ends, and those that it leaves alone.
func (s *scene) divide(meant func(store.Booking) bool) (going, staying []store.Booking) {
	for _, b := range s.bookings {
		if !b.State.Live() || !meant(b) {
			continue
		}
		if why, _ := stays(b); why != "" {
			staying = append(staying, b)
		} else {
			going = append(going, b)
		}
	}
	return going, staying
}

// stays says why an order about all coffees leaves b alone, and what to do about
// it; "" if it does not.
func stays(b store.Booking) (why, hint string) {
	switch {
	case b.Edited:
		return "you changed the event, so it stays as you left it", "delete it in your calendar, or: fika cancel ID"
	case b.State == store.Proposed && b.Event == "":
		return "nobody was told of it", "to be rid of a proposal: fika skip ID"
	}
	return "", ""
}

// cancelled fills a.
func (d *Daemon) cancelled(ctx context.Context, s *scene, a *api.Cancellation, going, staying []store.Booking) error {
	a.Cancelled, a.Staying = []api.Cancelled{}, []api.Staying{}
	for _, b := range going {
		one, err := d.bookingAnswer(ctx, b)
		if err != nil {
			return fault(err)
		}
		a.Cancelled = append(a.Cancelled, api.Cancelled{Booking: one, Called: s.guest(b).FirstName(), Effect: s.taken(b, "the guest")})
	}
	for _, b := range staying {
		one, err := d.bookingAnswer(ctx, b)
		if err != nil {
			return fault(err)
		}
		why, hint := stays(b)
		a.Staying = append(a.Staying, api.Staying{Booking: one, Why: why, Hint: hint})
	}
	holds, err := d.holdAnswers(ctx, s)
	if s.parting && len(holds) == 1 {
		holds = nil // the pause keeps none of these
	}
	a.Holds = append([]api.Hold{}, holds...)
	return fault(err)
}

// cancellable is the coffee that id names, if it can be taken back now.
func (d *Daemon) cancellable(ctx context.Context, s *scene, id string) (store.Booking, error) {
	b, err := d.named(ctx, s, id, anOrder)
	switch {
	case err != nil:
		return b, err
	case b.State == Planned:
		return b, &api.Fault{Code: api.CodeTooLate, Text: fmt.Sprintf("%s is only planned, there is nothing to cancel", b.ID), Hint: "fika skip " + b.ID + " keeps it from being proposed"}
	case !b.State.Live():
		return b, fmt.Errorf("%w: it is %s", store.ErrState, b.State)
	}
	return b, nil
}
