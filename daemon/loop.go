package daemon

import (
	"context"
	"time"
)

// Run makes a pass at once, then one every Settings.Every, after each [Daemon.Wake], and
// when the machine has slept or its clock was set, until ctx ends. A pass in progress
// may take a moment to finish. However long the sleep, one pass follows: what was missed
// is planned again from the current state. Run reads the clocks once per pass, and calls
// ended with the result. A failed pass is retried: only the end of ctx ends Run.
func (d *Daemon) Run(ctx context.Context, read func() Clock, ended func(Report, error)) {
	d.waiters.begin()
	defer d.waiters.end()
	for last, more := read(), true; more; last, more = d.idle(ctx, read, last) {
		asked := d.waiters.take()
		report, err := d.Pass(ctx, last.Wall)
		d.recordPulse(context.WithoutCancel(ctx), report, err)
		answerAll(asked, err)
		if err := d.Tell(ctx, last.Wall); err != nil && ctx.Err() == nil {
			d.log.Debug("tell", "error", err)
		}
		ended(report, err)
		d.log.Debug("pass", "at", report.Now, "entries", len(report.Entries), "holds", len(report.Holds), "error", err)
	}
}

// idle returns the clocks when the next pass is due, and false when ctx has ended. It
// checks at every tick and never sleeps longer, because a timer of an hour may be due
// after a night.
func (d *Daemon) idle(ctx context.Context, read func() Clock, last Clock) (Clock, bool) {
	for left := d.untilNext(last.Wall); ; {
		woken := false
		select {
		case <-ctx.Done():
		case <-d.wake:
			woken = true
		case <-time.After(min(left, tick)):
		}
		if ctx.Err() != nil { // select would pick at random
			return last, false
		}
		now := read()
		drift := now.Since(last)
		d.trustClock(drift)
		left, last = left-drift.Passed, now
		if woken || left <= 0 || drift.Slept > 0 || drift.Stepped != 0 {
			return now, true
		}
	}
}

// untilNext returns the time until the next pass: until the next message, if that is earlier.
func (d *Daemon) untilNext(now time.Time) time.Duration {
	v := d.View()
	if v == nil || len(v.settings.Messages.Channels) == 0 {
		return d.every()
	}
	if next := v.nextMessage(now); !next.IsZero() {
		return min(d.every(), next.Sub(now))
	}
	return d.every()
}

func (d *Daemon) every() time.Duration {
	return d.inForce().settings.Every
}

// trustClock updates the trust in the wall clock with drift.
func (d *Daemon) trustClock(drift Drift) {
	if drift.Slept > 0 || drift.Stepped != 0 {
		d.log.Info("clocks", "passed", drift.Passed, "slept", drift.Slept, "stepped", drift.Stepped)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.trust = d.trust.after(drift)
}
