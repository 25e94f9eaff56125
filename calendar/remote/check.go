package remote

import (
	"fmt"
	"time"

	"fika/calendar"
	"fika/internal/prose"
)

// State is what a [Caller] has learned about its server.
type State struct {
	ClockSkew          time.Duration // of this machine's clock against the server's; positive if it is ahead
	ClockSkewKnown     bool          // an answer has come
	Since              time.Time     // when the caller was made
	RateLimits         int           // how often the server said "too many" today, in UTC, and since then
	ChangesPausedUntil time.Time     // no change is sent before; zero if none was refused for its number
}

// State returns what is known at now.
func (c *Caller) State(now time.Time) State {
	p := &c.limiter
	p.mu.Lock()
	defer p.mu.Unlock()
	s := State{ClockSkew: p.skew, ClockSkewKnown: p.skewKnown, Since: c.since, ChangesPausedUntil: p.noChangeBefore}
	if p.day == dayOf(now) {
		s.RateLimits = p.limitsToday
	}
	return s
}

// maxClockSkew is how far a clock may be off: one that is wrong by more may break
// sign-ins and plans.
const maxClockSkew = 2 * time.Minute

// ClockCheck compares this machine's clock with the server's.
func (s State) ClockCheck(of Service) calendar.Check {
	c := calendar.Check{Name: "clock", OK: true}
	switch {
	case !s.ClockSkewKnown:
		c.Text = of.Name + " has not said what time it is"
	case s.ClockSkew.Abs() <= maxClockSkew:
		c.Text = fmt.Sprintf("as %s's", of.Name)
	default:
		side := "ahead of"
		if s.ClockSkew < 0 {
			side = "behind"
		}
		c.OK, c.Text, c.Fix = false, fmt.Sprintf("%s %s's by %s", side, of.Name, prose.RoundDuration(s.ClockSkew)), "let the machine set its clock from the network"
	}
	return c
}

// RateLimitCheck is how often the server wanted less. A caller that was made today knows
// nothing of what came before. Times are in the zone of now.
func (s State) RateLimitCheck(of Service, now time.Time) calendar.Check {
	while := "today"
	if dayOf(s.Since) == dayOf(now) {
		while = "since " + s.Since.In(now.Location()).Format("15:04")
	}
	c := calendar.Check{Name: "limits", OK: !now.Before(s.ChangesPausedUntil), Text: fmt.Sprintf("none of %s's was met %s", of.Name, while)}
	if s.RateLimits > 0 {
		c.Text = fmt.Sprintf("of %s's, met %s: %d", of.Name, while, s.RateLimits)
	}
	if !c.OK {
		c.Text += ", and takes no change before " + s.ChangesPausedUntil.In(now.Location()).Format("15:04")
		c.Fix = "nothing to do; look whether other programs use the same client if it comes again"
	}
	return c
}
