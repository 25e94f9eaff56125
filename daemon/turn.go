package daemon

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"fika/internal/api"
)

// turn is a mutex that a caller can stop waiting for.
type turn chan struct{}

func newTurn() turn { return make(turn, 1) }

func (t turn) Lock()   { t <- struct{}{} }
func (t turn) Unlock() { <-t }

// takeTurn waits for the turn of an order. It gives up if a pass hangs, because a user
// waits; then nothing has changed.
func (d *Daemon) takeTurn(ctx context.Context) (done func(), err error) {
	late := time.NewTimer(api.OrderTime)
	defer late.Stop()
	select {
	case d.mu <- struct{}{}:
		return d.mu.Unlock, nil
	case <-late.C:
		return nil, d.busy("nothing was changed")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// busy says why a caller waits no longer, and what that means.
func (d *Daemon) busy(meaning string) *api.Fault {
	does := "carries out another order"
	if pass := d.progress.pass(d.inForce().zone()); pass != nil {
		does = fmt.Sprintf("is in a pass that %s, since %s", pass.Does, pass.Since.Format("15:04"))
	}
	return api.NewFault(api.CodeBusy, "fika "+does+"; "+meaning)
}

// progress is what the pass in progress does. Only who has the turn changes it.
type progress struct{ now atomic.Pointer[activity] }

// activity is what a pass does. since is as the pass has it; begun measures how long it
// takes, even if the clock is set.
type activity struct {
	since, begun time.Time
	does         string
}

// begin records that a pass began.
func (p *progress) begin(since time.Time) (end func()) {
	p.now.Store(&activity{since, time.Now(), "checks the store"})
	return func() { p.now.Store(nil) }
}

// step records what the pass does now, if there is one.
func (p *progress) step(does string) {
	if was := p.now.Load(); was != nil {
		p.now.Store(&activity{was.since, was.begun, does})
	}
}

// pass returns the pass in progress; nil if there is none, or if it has just begun,
// since most end at once.
func (p *progress) pass(zone *time.Location) *api.PassNow {
	const moment = time.Second
	if now := p.now.Load(); now != nil && time.Since(now.begun) >= moment {
		return &api.PassNow{Since: now.since.In(zone), Does: now.does}
	}
	return nil
}
