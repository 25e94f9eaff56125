package daemon

import (
	"context"
	"time"
)

// Sync asks for a pass. With full it first forgets what was seen before: it accepts a
// calendar that lost most of its events, and the clock, which may have been ahead for a
// while; and it retries what was refused, except what a server asked to delay.
func (d *Daemon) Sync(ctx context.Context, full bool) error {
	defer d.Wake()
	if !full {
		return nil
	}
	done, err := d.lockForOrder(ctx)
	if err != nil {
		return err
	}
	defer done()
	if err := d.forgetRefusals(ctx); err != nil {
		return err
	}
	known, err := d.store.Syncs(ctx)
	if err != nil {
		return err
	}
	for _, y := range known {
		y.Ahead, y.Doubted = nil, false
		if err := d.store.SetSync(ctx, y); err != nil {
			return err
		}
	}
	d.pastCache, d.trust = pastCache{}, clockTrust{}
	if err := d.options.Reread(ctx); err != nil {
		return err
	}
	return d.store.SetLastPass(ctx, time.Time{})
}
