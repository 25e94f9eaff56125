package daemon

import (
	"fmt"
	"sync/atomic"
	"time"

	"fika/internal/api"
)

// busyFault says why a caller waits no longer, and what that means.
func (d *Daemon) busyFault(meaning string) *api.Fault {
	does := "is carrying out another command"
	if pass := d.progress.passNow(d.inForce().zone()); pass != nil {
		does = fmt.Sprintf("is in a pass since %s, which %s", pass.Since.Format("15:04"), pass.Does)
	}
	return api.NewFault(api.CodeBusy, "fika "+does+"; "+meaning)
}

// progress is what the pass in progress does. Only who holds mu changes it.
type progress struct{ current atomic.Pointer[activity] }

// activity is what a pass does. since is as the pass has it; begun measures how long it
// takes, even if the clock is set.
type activity struct {
	since, begun time.Time
	does         string
}

// begin records that a pass began.
func (p *progress) begin(since time.Time) (end func()) {
	p.current.Store(&activity{since, time.Now(), "checks the store"})
	return func() { p.current.Store(nil) }
}

// step records what the pass does now, if there is one.
func (p *progress) step(does string) {
	if was := p.current.Load(); was != nil {
		p.current.Store(&activity{was.since, was.begun, does})
	}
}

// passNow returns the pass in progress; nil if there is none, or if it has just begun,
// since most end at once.
func (p *progress) passNow(zone *time.Location) *api.PassNow {
	const moment = time.Second
	if now := p.current.Load(); now != nil && time.Since(now.begun) >= moment {
		return &api.PassNow{Since: now.since.In(zone), Does: now.does}
	}
	return nil
}
