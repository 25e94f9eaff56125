package daemon

import (
	"context"
	"fmt"
	"slices"
	"time"

	"fika/internal/api"
	"fika/internal/store"
)

// PreviewCancel previews a cancellation; see [Daemon.PreviewCancel].
func (v *View) PreviewCancel(now time.Time, what string, until time.Time) (api.Cancellation, error) {
	at := v.at(now)
	if what != "" {
		b, err := at.cancellable(what)
		if err != nil {
			return api.Cancellation{}, err
		}
		return v.cancelled([]store.Booking{b}, nil), nil
	}
	going, staying := at.divide(func(b store.Booking) bool {
		return b.Span.Start.After(now) && (until.IsZero() || b.Span.Start.Before(until))
	})
	return v.cancelled(going, staying), nil
}

// CancelAll ends the bookings with these IDs, all at once. The next pass removes their
// events, even under a pause that allows it (see [store.Pause]). A booking stays if an
// order about all coffees must by now leave it alone.
func (d *Daemon) CancelAll(ctx context.Context, now time.Time, ids []string) (api.Cancellation, error) {
	a := api.Cancellation{}
	v, err := d.change(ctx, now, func(v *View) error {
		going, staying := v.divide(func(b store.Booking) bool { return slices.Contains(ids, b.ID) })
		var ends []string
		for _, b := range going {
			ends = append(ends, b.ID)
		}
		ended, err := d.store.EndAll(ctx, now, ends, store.Cancelled, store.Cause{By: api.ByUser}, true)
		if err != nil {
			return err
		}
		d.step("cancelled")
		a = v.cancelled(ended, staying)
		return nil
	})
	if err != nil {
		return a, err
	}
	for i := range a.Cancelled { // with the new history
		a.Cancelled[i].Booking.History = v.entryAnswers(v.histories[a.Cancelled[i].Booking.ID], v.bookings)
	}
	return a, nil
}

// divide splits the matching live coffees into those that an order about all of them
// ends, and those that it leaves alone.
func (o *observation) divide(meant func(store.Booking) bool) (going, staying []store.Booking) {
	for _, b := range o.bookings {
		if !b.State.Live() || !meant(b) {
			continue
		}
		if why, _ := whyStays(b); why != "" {
			staying = append(staying, b)
		} else {
			going = append(going, b)
		}
	}
	return going, staying
}

// whyStays says why an order about all coffees leaves b alone, and what to do about it;
// "" if it does not.
func whyStays(b store.Booking) (why, hint string) {
	switch {
	case b.Edited:
		return "you changed the event, so it stays as it is", "delete it in your calendar, or: fika cancel ID"
	case b.State == store.Proposed && b.Event == "":
		return "nobody was invited yet", "to reject a proposal: fika skip ID"
	}
	return "", ""
}

// cancelled returns the answer about coffees that go and others that stay.
func (v *View) cancelled(going, staying []store.Booking) api.Cancellation {
	a := api.Cancellation{View: v.reference(), Cancelled: []api.Cancelled{}, Staying: []api.Staying{}, Holds: v.holdAnswers()}
	for _, b := range going {
		a.Cancelled = append(a.Cancelled, api.Cancelled{Booking: v.bookingAnswer(b), Called: v.firstNames(b), Effect: v.cancelEffect(b, agree(b, "the guest", "the guests"))})
	}
	for _, b := range staying {
		why, hint := whyStays(b)
		a.Staying = append(a.Staying, api.Staying{Booking: v.bookingAnswer(b), Why: why, Hint: hint})
	}
	if v.removalsAllowed && len(a.Holds) == 1 {
		a.Holds = []api.Hold{} // the pause delays none of these
	}
	return a
}

// cancellable returns the coffee with that ID, if it can be cancelled now.
func (v *View) cancellable(id string) (store.Booking, error) {
	b, err := v.findCoffee(id, forOrder)
	switch {
	case err != nil:
		return b, err
	case b.State == Planned:
		return b, &api.Fault{Code: api.CodeTooLate, Text: fmt.Sprintf("%s is only planned, there is nothing to cancel", b.ID), Hint: "fika skip " + b.ID + " keeps it from being proposed"}
	case !b.State.Live():
		return b, fmt.Errorf("%w: it is %s", store.ErrWrongState, b.State)
	}
	return b, nil
}
