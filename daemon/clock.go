package daemon

import (
	"context"
	"fmt"
	"time"

	"fika/internal/api"
	"fika/internal/prose"
	"fika/internal/store"
)

// Clock is one reading of the machine's clocks.
type Clock struct {
	Wall time.Time     // what people see and can set
	Mono time.Duration // since some start, never set; stops while the machine sleeps
	Boot time.Duration // the same, but continues during sleep; zero if there is no such clock
}

// Drift describes the time between two readings of the clocks.
type Drift struct {
	Passed  time.Duration // in total, asleep or not
	Slept   time.Duration // of that asleep; zero if within the noise
	Stepped time.Duration // how far the wall clock was set, forward if positive; zero within the noise
}

const (
	clockSlack   = 2 * time.Minute  // smaller steps are ordinary adjustments
	shortSleep   = 30 * time.Second // shorter sleeps are ignored
	tick         = 15 * time.Second // the longest timer, because timers stop while the machine sleeps
	steadyNeeded = 10 * time.Minute // how long a clock must run evenly after a jump before it is trusted
	skewLimit    = 5 * time.Minute  // largest tolerated difference from a calendar's clock; answers may be some seconds old
)

// Since compares two readings. It compares instants, so a change to summer time is not a
// step. If no clock counts sleep, a wall clock that is ahead is taken as sleep, which
// happens every night.
func (c Clock) Since(before Clock) Drift {
	mono, wall := c.Mono-before.Mono, c.Wall.Round(0).Sub(before.Wall.Round(0))
	passed := c.Boot - before.Boot
	if c.Boot == 0 || before.Boot == 0 {
		passed = max(wall, mono)
	}
	d := Drift{Passed: passed}
	if slept := passed - mono; slept >= shortSleep {
		d.Slept = slept
	}
	if stepped := wall - passed; stepped.Abs() >= clockSlack {
		d.Stepped = stepped
	}
	return d
}

// clockTrust is how far a changed wall clock is trusted. The zero value is a trusted clock.
type clockTrust struct {
	setForward time.Duration // how far it was set forward
	steadyFor  time.Duration // how long it has run evenly since then
}

// after returns t one comparison later. A jump forward is trusted once it is set back,
// or once the clock has run evenly for long enough: most often a machine has just
// fetched the time from the network.
func (t clockTrust) after(d Drift) clockTrust {
	switch {
	case d.Stepped != 0:
		t = clockTrust{setForward: t.setForward + d.Stepped}
	case t.setForward > 0:
		t.steadyFor += d.Passed
	}
	if t.setForward < clockSlack || t.steadyFor >= steadyNeeded {
		return clockTrust{}
	}
	return t
}

// checkJump holds while a clock that jumped forward is not trusted yet: it could make
// things due, over or too late by mistake.
func (o *observer) checkJump() {
	ahead := o.d.trust.setForward
	if ahead == 0 {
		return
	}
	o.clockWrong = true
	o.hold(store.Hold{Code: api.CodeClockJump,
		Text: fmt.Sprintf("the clock was set forward by %s while no time passed", prose.RoundDuration(ahead)),
		Hint: api.Hint{Text: fmt.Sprintf("check the clock of this machine; fika accepts it after %.0f minutes; to accept it now: fika sync --full", steadyNeeded.Minutes())}})
}

// checkSkew holds while a calendar's clock disagrees: servers keep their clocks
// synchronised.
func (o *observer) checkSkew(calendar string, its, at time.Time) {
	skew := at.Sub(its)
	if its.IsZero() || skew.Abs() < skewLimit {
		return
	}
	side := "ahead of"
	if skew < 0 {
		side = "behind"
	}
	o.clockWrong = true
	o.hold(newHold(api.CodeClockSkew, fmt.Sprintf("the clock of this machine is %s %s that of calendar %q", prose.RoundDuration(skew), side, calendar)))
}

// checkClock holds if now is before the last pass: with a wrong clock everything that is
// due is a guess.
func (o *observer) checkClock(ctx context.Context) error {
	last, err := o.d.store.LastPass(ctx)
	if err != nil {
		return err
	}
	o.first = last.IsZero()
	if o.clockWrong = o.now.Before(last.Add(-clockSlack)); o.clockWrong {
		o.hold(newHold(api.CodeClockBack, fmt.Sprintf("the clock says %s, but the last pass was at %s",
			o.now.Format(time.RFC3339), last.In(o.now.Location()).Format(time.RFC3339))))
	}
	o.checkJump()
	return nil
}
