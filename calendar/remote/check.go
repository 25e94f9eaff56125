package remote

import (
	"fmt"
	"time"

	"fika/calendar"
	"fika/internal/prose"
)

// State is what a [Caller] knows about its server.
type State struct {
	ClockSkew          time.Duration // this machine's clock minus the server's; positive if it is ahead
	ClockSkewKnown     bool          // the server has responded at least once
	Since              time.Time     // when the caller was created
	RateLimits         int           // how often the server reported a rate limit today, in UTC, but not before Since
	ChangesPausedUntil time.Time     // no change is sent before this time; zero if no quota was exceeded
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

// maxClockSkew is the largest acceptable clock skew. A larger one may break sign-ins
// and plans.
const maxClockSkew = 2 * time.Minute

// ClockCheck compares this machine's clock with the server's.
func (s State) ClockCheck(of Service) calendar.Check {
	c := calendar.Check{Name: "clock", OK: true}
	switch {
	case !s.ClockSkewKnown:
		c.Text = of.Name + " has not told its time yet"
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

// RateLimitCheck reports how often the server imposed a rate limit. Limits from
// before the caller was created are not counted. Times are in the zone of now.
func (s State) RateLimitCheck(of Service, now time.Time) calendar.Check {
	while := "today"
	if dayOf(s.Since) == dayOf(now) {
		while = "since " + s.Since.In(now.Location()).Format("15:04")
	}
	c := calendar.Check{Name: "limits", OK: !now.Before(s.ChangesPausedUntil), Text: fmt.Sprintf("%s imposed no limit %s", of.Name, while)}
	if s.RateLimits > 0 {
		c.Text = fmt.Sprintf("%s imposed %s %s", of.Name, prose.Count(s.RateLimits, "limit"), while)
	}
	if !c.OK {
		c.Text += "; no change is sent before " + s.ChangesPausedUntil.In(now.Location()).Format("15:04")
		c.Fix = "no action needed; if it happens often, check whether other programs use the same client"
	}
	return c
}
