package google

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fika/calendar"
)

const (
	lastDays  = 48 * time.Hour // before its death a sign-in wants attention
	listedOld = listLife + 28*time.Hour
)

var _ calendar.Checker = (*Account)(nil)

// Check asks Google for the least there is, and says how the account is: the
// sign-in with its scopes, its age and its expected end, the clock, how often this
// process was asked for fewer requests today, and when each calendar was read whole. Times are said in the zone of now.
func (a *Account) Check(ctx context.Context, now time.Time) []calendar.Check {
	asked := a.Ping(ctx)
	s, err := a.Status(ctx, now)
	if asked == nil {
		asked = err
	}
	if asked != nil {
		fix := "look again in a while"
		switch {
		case errors.Is(asked, calendar.ErrWrongAccount):
			fix = "add the address to aliases of [me] if it is yours; if it is not: fika logout, then fika login"
		case errors.Is(asked, calendar.ErrSignIn):
			fix = "fika login"
		}
		return []calendar.Check{{Name: "sign-in", Text: asked.Error(), Fix: fix}}
	}
	checks := []calendar.Check{s.signIn(now), s.scopes(), s.Server.ClockCheck(service), s.Server.RateLimitCheck(service, now)}
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
