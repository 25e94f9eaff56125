package daemon

import (
	"context"
	"time"

	"fika/internal/api"
)

// Pulse is what the loop showed of itself last. The zero Pulse is that of a
// loop which has not ended a pass yet.
type Pulse struct {
	Passes  int           // that ended, since this daemon was made
	Failed  int           // of these, those that ended with an error
	Report  Report        // of the last of them
	Err     error         // of the last of them
	Every   time.Duration // to the next
	Goals   int
	Caps    api.Caps // after it
	Problem string   // why the newest configuration is not in force; "" if it is
}

// patience is how long a pass may take before the loop counts as stuck: the
// first reading of a large calendar over a slow line takes minutes.
const patience = 10 * time.Minute

// Alive reports whether the loop turns at now. In its first pass it counts as
// alive: only the service manager, which knows when it began, can judge that.
func (p Pulse) Alive(now time.Time) bool {
	return p.Passes == 0 || now.Before(p.Report.Now.Add(p.Every+patience))
}

// Ready reports whether fika does what it is for: the last pass ended well and
// nothing holds it up but the user's own pause.
func (p Pulse) Ready() bool {
	if p.Passes == 0 || p.Err != nil {
		return false
	}
	for _, h := range p.Report.Holds {
		if api.Code(h.Code) != api.CodePaused {
			return false
		}
	}
	return true
}

// Pulse returns what the loop of [Daemon.Run] showed last. It waits for no pass,
// so that it answers while one hangs.
func (d *Daemon) Pulse() Pulse {
	if p := d.pulse.Load(); p != nil {
		return *p
	}
	return Pulse{}
}

// beat remembers the outcome of a pass that the loop made.
func (d *Daemon) beat(ctx context.Context, report Report, err error) {
	p := d.Pulse()
	p.Passes++
	if err != nil {
		p.Failed++
	}
	p.Report, p.Err = report, err
	by := d.basis()
	p.Every, p.Goals, p.Problem = by.set.Every, len(by.set.Goals), by.set.Problem
	if caps, err := d.caps(ctx, by, report.Now); err == nil { // else those of the pass before
		p.Caps = caps
	}
	d.pulse.Store(&p)
}
