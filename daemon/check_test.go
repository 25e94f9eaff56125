package daemon_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"fika/calendar"
	"fika/daemon"
	"fika/internal/api"
	"fika/internal/span"
)

// account is a calendar that has something to check, such as a sign-in.
type account struct {
	calendar.Calendar
	failed error // of its next listings
	asked  int
}

func (a *account) List(ctx context.Context, window span.Span) (calendar.Listing, error) {
	if a.failed != nil {
		return calendar.Listing{}, a.failed
	}
	return a.Calendar.List(ctx, window)
}

func (a *account) Check(ctx context.Context, now time.Time) []calendar.Check {
	a.asked++
	return a.Known(ctx, now)
}

func (a *account) Known(_ context.Context, now time.Time) []calendar.Check {
	return []calendar.Check{{Name: "sign-in", OK: true, Text: "as of " + now.Format("15:04 MST")}}
}

// TestChecks checks that the answer is what each calendar knew when the last pass read
// it, or why it could not be read, without a request.
func TestChecks(t *testing.T) {
	h := newHarness(t)
	a := &account{Calendar: h.options.Calendars[0].Calendar}
	h.replace(a)
	check := func(later time.Duration) calendar.Check {
		t.Helper()
		answer, err := daemon.Ask(t.Context(), h.daemon, monday.Add(later), (*daemon.View).Checks)
		if err != nil || len(answer.Calendars) != 1 || len(answer.Calendars[0].Checks) != 1 || answer.Calendars[0].Name != h.options.Calendars[0].Name {
			t.Fatalf("%+v, %v", answer, err)
		}
		if v := h.daemon.View(); answer.Rev != v.Rev || !answer.Seen.Equal(v.Seen) {
			t.Errorf("it is of view %d, %v; want %d, %v", answer.Rev, answer.Seen, v.Rev, v.Seen)
		}
		return calendar.Check(answer.Calendars[0].Checks[0])
	}
	h.pass(t, monday)
	want := calendar.Check{Name: "sign-in", OK: true, Text: "as of " + monday.In(h.settings.Rules.Zone).Format("15:04 MST")}
	if got := check(time.Hour); got != want {
		t.Errorf("an hour later: %+v, want %+v", got, want)
	}
	a.failed = errors.Join(calendar.ErrSignIn, errors.New("revoked"))
	h.pass(t, monday.Add(time.Hour), string(api.CodeSignIn))
	if got := check(time.Hour); got.OK || got.Name != "calendar" || got.Fix == "" {
		t.Errorf("it cannot be read: %+v", got)
	}
	if a.asked > 0 {
		t.Errorf("a request was made %d times", a.asked)
	}
}
