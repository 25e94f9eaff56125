package google

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fika/calendar"
)

const (
	expiryWarning = 48 * time.Hour // the user is warned this long before a sign-in expires
	maxListingAge = fullSyncInterval + 28*time.Hour
)

var _ calendar.Checker = (*Account)(nil)

// Check implements [calendar.Checker].
func (a *Account) Check(ctx context.Context, now time.Time) []calendar.Check {
	if err := a.Ping(ctx); err != nil {
		return []calendar.Check{failedCheck(err)}
	}
	return a.Known(ctx, now)
}

// Known implements [calendar.Checker]: the sign-in with its scopes, age and expiry, the
// clock, how often Google limited requests today, and the last full sync of each
// calendar. Times are in the zone of now.
func (a *Account) Known(ctx context.Context, now time.Time) []calendar.Check {
	s, err := a.Status(ctx, now)
	if err != nil {
		return []calendar.Check{failedCheck(err)}
	}
	checks := []calendar.Check{s.signInCheck(now), s.scopeCheck(), s.Server.ClockCheck(service), s.Server.RateLimitCheck(service, now)}
	for _, c := range s.Calendars {
		checks = append(checks, c.listingCheck(now))
	}
	return checks
}

// failedCheck says why the account cannot be used.
func failedCheck(err error) calendar.Check {
	fix := "check again later"
	switch {
	case errors.Is(err, calendar.ErrWrongAccount):
		fix = "add the address to aliases of [me] if it is yours; if it is not: fika logout, then fika login"
	case errors.Is(err, calendar.ErrSignIn):
		fix = "fika login"
	}
	return calendar.Check{Name: "sign-in", Text: err.Error(), Fix: fix}
}

// signInCheck reports the age and the expiry of the sign-in.
func (s Status) signInCheck(now time.Time) calendar.Check {
	c := calendar.Check{Name: "sign-in", OK: true, Text: fmt.Sprintf("%s, since %s", s.Account, formatTime(s.Obtained, now))}
	switch {
	case s.Expires.IsZero():
	case !s.ExpiryCertain:
		c.Text += fmt.Sprintf(`; Google ends it on %s if the consent screen is in "Testing" (docs/google.md)`, formatTime(s.Expires, now))
	default:
		c.Text += "; Google ends it on " + formatTime(s.Expires, now)
		if c.OK = s.Expires.Sub(now) > expiryWarning; !c.OK {
			c.Fix = "fika login"
		}
	}
	return c
}

// scopeCheck reports whether the sign-in has all scopes that fika always needs.
func (s Status) scopeCheck() calendar.Check {
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

// listingCheck reports the last full sync of the calendar. It should not be older
// than two days.
func (s CalendarStatus) listingCheck(now time.Time) calendar.Check {
	name := s.Name
	if name == "" {
		name = s.ID
	}
	events := "events"
	if s.Events == 1 {
		events = "event"
	}
	c := calendar.Check{Name: "listing", OK: now.Sub(s.LastFullSync) < maxListingAge,
		Text: fmt.Sprintf("%s: %d %s, fully synced on %s", name, s.Events, events, formatTime(s.LastFullSync, now))}
	if !c.OK {
		c.Fix = "fika sync --full"
	}
	return c
}

// formatTime formats t in the zone of now.
func formatTime(t, now time.Time) string { return t.In(now.Location()).Format("Mon 2 Jan 2006 15:04") }
