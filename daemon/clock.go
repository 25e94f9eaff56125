package daemon

import (
	"fmt"
	"time"

	"fika/internal/api"
	"fika/internal/span"
)

// Clock is one reading of the clocks of the machine.
type Clock struct {
	Wall time.Time     // what people read and may set
	Mono time.Duration // since any start, never set; stands while the machine sleeps
	Boot time.Duration // the same, but goes on in sleep; zero where there is no such clock
}

// Drift is how the time between two readings of the clocks went by.
type Drift struct {
	Passed  time.Duration // in all, asleep or not
	Slept   time.Duration // of it asleep; zero if that is within the noise
	Stepped time.Duration // how far the wall clock was set, forward if positive; zero within the noise
}

const (
	clockSlack = 2 * time.Minute  // a clock that is set by less is only being adjusted
	shortSleep = 30 * time.Second // a shorter sleep is none
	tick       = 15 * time.Second // the longest timer: timers stand while the machine sleeps
	proof      = 10 * time.Minute // a clock that jumped must run evenly for so long to be believed
	skewLimit  = 5 * time.Minute  // a clock that a calendar's contradicts by more is wrong; answers may be some seconds old
)

// Since compares two readings. A change of summer time is no step: the wall
// clock is compared as an instant. Where nothing counts sleep, a wall clock that
// is ahead is taken for sleep, which happens every night.
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

// trust is what is thought of a wall clock that somebody or something set. The
// zero value is a clock that is believed.
type trust struct {
	ahead time.Duration // how far it was set forward
	even  time.Duration // how long it has run evenly since
}

// after is t one comparison later. A jump forward is believed when it was set
// right, or when the clock then ran evenly for long enough for whoever sets it
// to be done: that most often is a machine that asks the network for the time.
func (t trust) after(d Drift) trust {
	switch {
	case d.Stepped != 0:
		t = trust{ahead: t.ahead + d.Stepped}
	case t.ahead > 0:
		t.even += d.Passed
	}
	if t.ahead < clockSlack || t.even >= proof {
		return trust{}
	}
	return t
}

// checkJump holds while the wall clock was set forward and has not proven itself
// yet: what is due, over or too late by it would be so by mistake.
func (d *Daemon) checkJump(s *scene) {
	if d.trust.ahead == 0 {
		return
	}
	s.clockWrong = true
	s.holdWith(api.CodeClockJump, fmt.Sprintf("the clock was set forward by %s while no time passed", span.Words(d.trust.ahead)),
		fmt.Sprintf("check the clock of this machine; fika believes it after %.0f minutes, or at once: fika sync --full", proof.Minutes()))
}

// checkSkew holds while a calendar says that it is another time than at: its
// clock is kept by people who do nothing else, and needs no battery.
func (s *scene) checkSkew(calendar string, its, at time.Time) {
	skew := at.Sub(its)
	if its.IsZero() || skew.Abs() < skewLimit {
		return
	}
	side := "ahead of"
	if skew < 0 {
		side = "behind"
	}
	s.clockWrong = true
	s.hold(api.CodeClockSkew, fmt.Sprintf("the clock of this machine is %s %s that of calendar %q", span.Words(skew), side, calendar))
}
