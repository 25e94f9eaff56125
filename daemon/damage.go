package daemon

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fika/internal/api"
	"fika/internal/store"
)

// wholeEvery is how often the whole store is read, to find damage while older copies
// still exist.
const wholeEvery = 7 * 24 * time.Hour

// checkStore reads the whole store once a week, and in each pass while it is damaged.
func (d *Daemon) checkStore(ctx context.Context, now time.Time) error {
	last, err := d.store.Checked(ctx)
	if err != nil {
		return err
	}
	if now.Sub(last).Abs() < wholeEvery && d.damage == "" { // in both directions: the clock may have been ahead
		return nil
	}
	switch err := d.store.Check(ctx); {
	case errors.Is(err, store.ErrCorrupt):
		d.damage = err.Error()
		return nil
	case err != nil:
		return err
	}
	d.damage = ""
	return d.store.SetChecked(ctx, now)
}

// checkDamage holds while the store is damaged.
func (o *observer) checkDamage(context.Context) error {
	if o.d.damage != "" {
		o.hold(newHold(api.CodeDamaged, o.d.damage))
	}
	return nil
}

// holdForStore returns the hold for a pass that the store aborted; nil if err has
// another cause. Nothing can be sent then anyway, because each intent is recorded first;
// but the store cannot record this hold, so the daemon does.
func (d *Daemon) holdForStore(now time.Time, err error) *store.Hold {
	code := kindOf(err).hold
	if code == "" {
		return nil
	}
	h := newHold(code, fmt.Sprint(err))
	h.Since = now
	if d.storeHold != nil && d.storeHold.Code == h.Code {
		h.Since = d.storeHold.Since
	}
	return &h
}
