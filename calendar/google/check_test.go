package google

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/calendar"
	"fika/calendar/google/googletest"
)

// checkLines formats checks, one per line, the failed ones first.
func checkLines(list []calendar.Check) (lines []string) {
	for _, c := range list {
		mark := "ok "
		if !c.OK {
			mark = "ATTENTION "
		}
		line := mark + c.Name + ": " + c.Text
		if c.Fix != "" {
			line += " -> " + c.Fix
		}
		lines = append(lines, line)
	}
	return lines
}

func TestCheck(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		a := open(t, fake, me, nil)
		listedTitles(t, a, month)
		want := []string{
			"ok sign-in: maya@example.com, since Mon 2 Mar 2026 00:00; Google ends it on Mon 9 Mar 2026 00:00 if the consent screen is in \"Testing\" (docs/google.md)",
			"ok scopes: events, busy times, the list of calendars, the directory",
			"ok clock: as Google's",
			"ok limits: Google imposed no limit since 00:00",
			"ok listing: maya@example.com: 0 events, fully synced on Mon 2 Mar 2026 00:00",
		}
		if diff := cmp.Diff(want, checkLines(a.Check(t.Context(), time.Now().UTC()))); diff != "" {
			t.Errorf("all is well (-want +got):\n%s", diff)
		}

		fake.Configure(func(s *googletest.Settings) { s.Skew = 5 * time.Minute })
		fake.Inject(googletest.Fault{Method: "calendarList.get", Effect: googletest.RateLimited(429, "1")})
		time.Sleep(50 * time.Hour)
		got := strings.Join(checkLines(a.Check(t.Context(), time.Now().UTC())), "\n")
		for _, line := range []string{
			"ATTENTION clock: behind Google's by 5 minutes -> let the machine set its clock",
			"limits: Google imposed 1 limit today",
			"ATTENTION listing: maya@example.com: 0 events, fully synced on Mon 2 Mar 2026 00:00 -> fika sync --full",
		} {
			if !strings.Contains(got, line) {
				t.Errorf("the failed checks do not contain %q:\n%s", line, got)
			}
		}
	})
}

// TestCheckExpiredSignIn checks that an expired sign-in is one line with the command
// that fixes it.
func TestCheckExpiredSignIn(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		a := open(t, fake, me, nil)
		fake.Account(me).Revoke()
		want := []string{"ATTENTION sign-in: google account maya@example.com: the sign-in has expired or was revoked -> fika login"}
		if diff := cmp.Diff(want, checkLines(a.Check(t.Context(), time.Now()))); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

// TestCheckExpiringSignIn checks that an expiry that Google reported is shown, and
// needs attention in the last two days.
func TestCheckExpiringSignIn(t *testing.T) {
	now := monday
	for _, test := range []struct {
		left time.Duration
		want string
	}{
		{72 * time.Hour, "ok sign-in: , since Mon 23 Feb 2026 00:00; Google ends it on Thu 5 Mar 2026 00:00"},
		{24 * time.Hour, "ATTENTION sign-in: , since Mon 23 Feb 2026 00:00; Google ends it on Tue 3 Mar 2026 00:00 -> fika login"},
	} {
		s := Status{Obtained: now.AddDate(0, 0, -7), Expires: now.Add(test.left), ExpiryCertain: true}
		if got := checkLines([]calendar.Check{s.signInCheck(now)})[0]; got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
	if got := (Status{Scopes: []string{ScopeEvents, ScopeCalendars}}).scopeCheck(); got.OK || !strings.Contains(got.Text, ScopeFreeBusy) {
		t.Errorf("a scope is missing: %+v", got)
	}
}
