package daemon

import (
	"context"
	"time"

	"fika/internal/api"
)

// Pulse is the last known state of the loop. The zero Pulse is that of a loop that has
// not finished a pass yet.
type Pulse struct {
	Passes  int           // finished since this daemon was created
	Failed  int           // of these, the ones that failed
	Report  Report        // of the last one
	Err     error         // of the last one
	Every   time.Duration // to the next
	Goals   int
	Caps    api.Caps // after it
	Problem string   // why the newest configuration is not in force; "" if it is
}

// passLimit is how long a pass may take before the loop counts as stuck: the first
// reading of a large calendar over a slow connection takes minutes.
const passLimit = 10 * time.Minute

// Alive reports whether the loop is running at now. During its first pass it counts as
// alive: only the service manager, which knows when it started, can judge that.
func (p Pulse) Alive(now time.Time) bool {
	return p.Passes == 0 || now.Before(p.Report.Now.Add(p.Every+passLimit))
}

// Ready reports whether fika is fully working: the last pass succeeded, and nothing but
// the user's own pause holds it up.
func (p Pulse) Ready() bool {
	if p.Passes == 0 || p.Err != nil {
		return false
	}
	for _, h := range p.Report.Holds {
		if h.Code != api.CodePaused {
			return false
		}
	}
	return true
}

// Pulse returns the last known state of the loop of [Daemon.Run]. It never waits, so it
// works while a pass hangs.
func (d *Daemon) Pulse() Pulse {
	if p := d.pulse.Load(); p != nil {
		return *p
	}
	return Pulse{}
}

// recordPulse records the result of a pass of the loop.
func (d *Daemon) recordPulse(ctx context.Context, report Report, err error) {
	p := d.Pulse()
	p.Passes++
	if err != nil {
		p.Failed++
	}
	p.Report, p.Err = report, err
	c := d.inForce()
	p.Every, p.Goals, p.Problem = c.settings.Every, len(c.settings.Goals), c.settings.Problem
	if caps, err := d.caps(ctx, c, report.Now); err == nil { // else those of the previous pass
		p.Caps = caps
	}
	d.pulse.Store(&p)
}
