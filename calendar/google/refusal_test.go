package google

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"fika/calendar"
	"fika/calendar/google/googletest"
)

// TestRefusalParts parses Google's refusals as users have reported them, and some
// invented ones.
func TestRefusalParts(t *testing.T) {
	for _, c := range []struct {
		code            int
		reason, message string
		part            calendar.Part
		words           string
	}{
		{400, "invalid", "Invalid conference type value.", calendar.PartVideoLink, "Invalid conference type value."},
		{400, "invalid", "Invalid time zone definition for start time.", calendar.PartZone, "Invalid time zone definition for start time."},
		{400, "required", "Missing time zone definition for end time.", calendar.PartZone, "Missing time zone definition for end time."},
		{400, "invalid", "Invalid attendee email.", calendar.PartGuest, "Invalid attendee email."},
		{400, "timeRangeEmpty", "The specified time range is empty.", calendar.PartRequest, "The specified time range is empty."},
		{400, "", "", calendar.PartRequest, ""},
		{403, "wordOfTheFuture", "No\nattendees\ttoday,\x00 \x1b[1mplease.", calendar.PartAll, "No attendees today, [1mplease."},
		{403, "forbiddenForServiceAccounts", "Service accounts cannot invite attendees without Domain-Wide Delegation of Authority.", calendar.PartAll,
			"Service accounts cannot invite attendees without Domain-Wide Delegation of Authority."},
		{403, "requiredAccessLevel", "You need to have writer access to this calendar.", calendar.PartAll, "You need to have writer access to this calendar."},
		{403, "accessNotConfigured", "Enable it by visiting the console.", calendar.PartAll, "Enable it by visiting the console."},
		{413, "uploadTooLarge", "Too large.", calendar.PartAll, "Too large."},
		{403, "x", strings.Repeat("é", 300), calendar.PartAll, strings.Repeat("é", 199) + "…"},
		{403, "x", "the token ya29.fake-token and Bearer abcdef of " + strings.Repeat("A1", 50), calendar.PartAll, "the token … and … of …"},
	} {
		runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
			a := open(t, fake, me, nil)
			fake.Inject(googletest.Fault{Method: "events.insert", Effect: googletest.Refused(c.code, "calendar", c.reason, c.message)})
			_, err := a.Insert(t.Context(), draft("fkother"))
			var refusal *calendar.Refusal
			if !errors.As(err, &refusal) || !errors.Is(err, calendar.ErrRefused) || refusal.Part != c.part || refusal.Message != c.words {
				t.Errorf("%d %q: %v, %+v", c.code, c.message, err, refusal)
			}
		})
	}
}

// TestRetryAfterUsesServerClock has Google send a date on its own clock, which
// differs from this machine's by two hours.
func TestRetryAfterUsesServerClock(t *testing.T) {
	for _, skew := range []time.Duration{0, 2 * time.Hour, -2 * time.Hour} {
		runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
			a := open(t, fake, me, nil)
			fake.Configure(func(s *googletest.Settings) { s.Skew = skew })
			at := time.Now().Add(skew + 10*time.Minute).UTC().Format(http.TimeFormat)
			fake.Inject(googletest.Fault{Method: "events.insert", Effect: googletest.RateLimited(429, at)})
			_, err := a.Insert(t.Context(), draft("fkother"))
			if got := time.Until(calendar.NotBefore(err)).Round(time.Second); got != 10*time.Minute {
				t.Errorf("with a clock %v ahead it waits for %v: %v", skew, got, err)
			}
		})
	}
}
