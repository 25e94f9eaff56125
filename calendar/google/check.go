package google

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fika/calendar"
	"fika/internal/span"
)

const (
	skewSlack = 2 * time.Minute // a clock that is wrong by more may break sign-ins and plans
	lastDays  = 48 * time.Hour  // before its death a sign-in wants attention
	listedOld = listLife + 28*time.Hour
)

var _ calendar.Checker = (*Account)(nil)

// Check asks Google for the least there is, and says how the account is: the
// sign-in with its scopes, its age and its expected death, the clock, how often
// Google wanted fewer requests today, as far as this process has met it, and
// when each calendar was read whole. Times are said in the zone of now.
func (a *Account) Check(ctx context.Context, now time.Time) []calendar.Check {
	asked := a.Ping(ctx)
	s, err := a.Status(ctx, now)
	if asked == nil {
		asked = err
	}
	if asked != nil {
		fix := "look again in a while"
		switch {
		case errors.Is(asked, calendar.ErrOther):
			fix = "add the address to aliases of [me] if it is yours; if it is not: fika logout, then fika login"
		case errors.Is(asked, calendar.ErrSignIn):
			fix = "fika login"
		}
		return []calendar.Check{{Name: "sign-in", Text: asked.Error(), Fix: fix}}
	}
	checks := []calendar.Check{s.signIn(now), s.scopes(), s.clock(), s.limits(now)}
	for _, c := range s.Calendars {
		checks = append(checks, c.check(now))
	}
	return checks
}

// signIn is how old the sign-in is, and when it ends.
func (s Status) signIn(now time.Time) calendar.Check {
	c := calendar.Check{Name: "sign-in", OK: true, Text: fmt.Sprintf("%s, since %s", s.Account, day(s.Obtained, now))}
	switch {
	case s.Death.IsZero():
	case !s.Certain:
		c.Text += fmt.Sprintf(`; Google ends it on %s if the consent screen is in "Testing" (docs/google.md)`, day(s.Death, now))
	default:
		c.Text += "; Google ends it on " + day(s.Death, now)
		if c.OK = s.Death.Sub(now) > lastDays; !c.OK {
			c.Fix = "fika login"
		}
	}
	return c
}

// scopes is what the sign-in allows, of what every fika needs.
func (s Status) scopes() calendar.Check {
	granted := map[string]bool{}
	for _, scope := range s.Scopes {
		granted[scope] = true
	}
	var lacking []string
	for _, scope := range scopes(false) {
		if !granted[scope] {
			lacking = append(lacking, scope)
		}
	}
	if len(lacking) > 0 {
		return calendar.Check{Name: "scopes", Text: (&ScopeError{lacking}).Error(), Fix: "fika login, and tick every box"}
	}
	text := "events, busy times, the list of calendars"
	if granted[ScopeDirectory] {
		text += ", the directory"
	}
	return calendar.Check{Name: "scopes", OK: true, Text: text}
}

// clock compares this machine's clock with Google's.
func (s Status) clock() calendar.Check {
	switch {
	case !s.SkewKnown:
		return calendar.Check{Name: "clock", OK: true, Text: "Google has not said what time it is"}
	case s.Skew.Abs() <= skewSlack:
		return calendar.Check{Name: "clock", OK: true, Text: "as Google's"}
	case s.Skew > 0:
		return calendar.Check{Name: "clock", Text: fmt.Sprintf("ahead of Google's by %s", span.Words(s.Skew)), Fix: "let the machine set its clock by the network"}
	}
	return calendar.Check{Name: "clock", Text: fmt.Sprintf("behind Google's by %s", span.Words(s.Skew)), Fix: "let the machine set its clock by the network"}
}

// limits is how often Google wanted less. An account that was opened today knows
// nothing of what came before.
func (s Status) limits(now time.Time) calendar.Check {
	while := "today"
	if dayOf(s.Since) == dayOf(now) {
		while = "since " + s.Since.In(now.Location()).Format("15:04")
	}
	c := calendar.Check{Name: "limits", OK: !now.Before(s.Closed), Text: "none of Google's was met " + while}
	if s.Limits > 0 {
		c.Text = fmt.Sprintf("of Google's, met %s: %d", while, s.Limits)
	}
	if !c.OK {
		c.Text += ", and takes no change before " + s.Closed.In(now.Location()).Format("15:04")
		c.Fix = "nothing to do; look whether other programs use the same client if it comes again"
	}
	return c
}

// check is when the calendar was read whole. What is older than two days should
// have been renewed.
func (s CalendarStatus) check(now time.Time) calendar.Check {
	name := s.Name
	if name == "" {
		name = s.ID
	}
	events := "events"
	if s.Events == 1 {
		events = "event"
	}
	c := calendar.Check{Name: "listing", OK: now.Sub(s.Listed) < listedOld,
		Text: fmt.Sprintf("%s: %d %s, read whole on %s", name, s.Events, events, day(s.Listed, now))}
	if !c.OK {
		c.Fix = "fika sync --full"
	}
	return c
}

// day is t as people in the zone of now say it.
func day(t, now time.Time) string { return t.In(now.Location()).Format("Mon 2 Jan 2006 15:04") }
