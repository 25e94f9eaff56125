package daemon

import (
	"context"
	"time"

	"fika/internal/api"
	"fika/internal/store"
)

// order makes one change of a booking, and returns its effect.
func (d *Daemon) order(ctx context.Context, now time.Time, do func(*View) (store.Booking, error)) (api.Change, error) {
	return d.orderWith(ctx, now, (*View).describe, do)
}

// describe adds to a what the new state of b means.
func (v *View) describe(b store.Booking, a *api.Change) {
	switch b.State {
	case store.Proposed:
		a.Effect = v.displaced(b)
	case store.Approved:
		a.Effect, a.Letter = v.sendEffect(b), v.letterOf(b)
	case store.Cancelled:
		a.Effect = v.cancelOneEffect(b)
	}
}

// orderWith is order with another description of the effect.
func (d *Daemon) orderWith(ctx context.Context, now time.Time, describe func(*View, store.Booking, *api.Change), do func(*View) (store.Booking, error)) (api.Change, error) {
	a := api.Change{}
	var changed store.Booking
	v, err := d.change(ctx, now, func(v *View) error {
		b, err := do(v)
		if err != nil {
			return err
		}
		describe(v, b, &a)
		changed, a.Holds = b, v.holdAnswers()
		return nil
	})
	if err != nil {
		return a, err
	}
	a.Booking = v.bookingAnswer(changed)
	return a, nil
}

// change carries out an order on the newest view, with the current bookings, guards and
// pause. It publishes the result, and asks for a pass. do decides on data as old as the
// view, so an order alone sends nothing: the pass looks again before it sends.
func (d *Daemon) change(ctx context.Context, now time.Time, do func(*View) error) (*View, error) {
	done, err := d.lockForOrder(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	v, err := d.viewForOrder(ctx, now)
	if err != nil {
		return nil, fault(err)
	}
	seen, err := d.reread(ctx, v.at(now).observation)
	if err != nil {
		return nil, fault(err)
	}
	fresh, err := d.viewOf(ctx, seen)
	if err != nil {
		return nil, fault(err)
	}
	fresh.storeHold = d.storeHold
	if err := do(fresh); err != nil {
		return nil, fault(err)
	}
	defer d.Wake()
	v, err = d.publish(context.WithoutCancel(ctx), fresh.observation) // the order is recorded, even if the client has left
	if err != nil {
		// An error would suggest that the order failed. The next pass publishes the view.
		d.log.Warn("the view after an order", "error", err)
		return fresh, nil
	}
	return v, nil
}

// orderLock is a mutex that a caller can stop waiting for.
type orderLock chan struct{}

func newOrderLock() orderLock { return make(orderLock, 1) }

func (l orderLock) Lock()   { l <- struct{}{} }
func (l orderLock) Unlock() { <-l }

// lockForOrder locks mu for an order. It gives up if a pass hangs, because a user
// waits; then nothing has changed.
func (d *Daemon) lockForOrder(ctx context.Context) (done func(), err error) {
	late := time.NewTimer(api.OrderTime)
	defer late.Stop()
	select {
	case d.mu <- struct{}{}:
		return d.mu.Unlock, nil
	case <-late.C:
		return nil, d.busyFault("nothing was changed")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
