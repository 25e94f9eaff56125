package google

import (
	"errors"
	"testing"
	"time"

	"fika/calendar"
	"fika/calendar/google/googletest"
	"fika/internal/span"
)

// TestF62F63Away replaces Google by a captive portal, and then by no network and no
// DNS, before and after the access token has expired. The error names the cause, no
// response is mistaken for Google's, and once Google is back everything works again
// without the user.
func TestF62F63Away(t *testing.T) {
	for name, c := range map[string]struct {
		effect googletest.Effect
		want   error
	}{
		"F62 a captive portal": {googletest.CaptivePortal(), calendar.ErrCaptivePortal},
		"F63 offline":          {googletest.Unreachable(), calendar.ErrOffline},
	} {
		t.Run(name, func(t *testing.T) {
			runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
				a, week := open(t, fake, me, nil), span.New(monday, 7*24*time.Hour)
				add(t, mine, weekly(monday, "Stand-up"))
				for _, over := range []bool{false, true} {
					if over {
						fake.Account(me).ExpireAccess()
					}
					fake.Inject(googletest.Fault{Count: googletest.Always, Effect: c.effect})
					if _, err := a.List(t.Context(), week); !errors.Is(err, c.want) || errors.Is(err, calendar.ErrSignIn) {
						t.Errorf("access token expired: %v: got %v, want one that wraps %q", over, err, c.want)
					}
					fake.ClearFaults()
					if l, err := a.List(t.Context(), week); err != nil || len(l.Events) != 1 {
						t.Errorf("access token expired: %v: afterwards %d events, %v", over, len(l.Events), err)
					}
				}
			})
		})
	}
}
