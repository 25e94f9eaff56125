package remote

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"fika/calendar"
)

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Duration{
		"7": 7 * time.Second, "0": 0, "-5": 0, "86400": 15 * time.Minute, "99999999999": 15 * time.Minute, "soon": -1, "": -1,
		"Mon, 02 Mar 2026 09:00:30 GMT": 30 * time.Second, "Mon, 02 Mar 2026 08:00:00 GMT": 0, "Tue, 03 Mar 2026 09:00:00 GMT": 15 * time.Minute,
	} {
		got, said := parseRetryAfter(http.Header{"Retry-After": {text}}, now)
		if said != (want >= 0) || said && got != want {
			t.Errorf("%q: got %v, %v, want %v", text, got, said, want)
		}
	}
}

// TestBurst checks that all requests wait as long as the server asked, or else longer
// each time, until one succeeds.
func TestBurst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &rateLimiter{service: dav}
		took := func() time.Duration {
			start := time.Now()
			if err := p.waitForRequest(t.Context()); err != nil {
				t.Error(err)
			}
			return time.Since(start)
		}
		if got := took(); got != 0 {
			t.Errorf("waits %v for nothing", got)
		}
		f := dav.Fault(Unsent, "")
		f.MarkRateLimited(Burst)
		p.recordLimit(f, http.Header{"Retry-After": {"20"}}, time.Now())
		if got := took(); got != 20*time.Second || !f.RetryAt.IsZero() {
			t.Errorf("waits %v, want 20s; not before %v", got, f.RetryAt)
		}
		for n := range 8 {
			p.recordLimit(f, nil, time.Now())
			if got := took(); got <= 0 || got > min(time.Second<<(n+1), 16*time.Second)+time.Millisecond {
				t.Errorf("limit %d without Retry-After: waits %v", n+2, got)
			}
		}
		p.recordSuccess(false)
		p.recordLimit(f, nil, time.Now())
		if got := took(); got > time.Second+time.Millisecond {
			t.Errorf("after a success: waits %v", got)
		}
	})
}

// TestLongBurst checks that a call fails instead of waiting for minutes.
func TestLongBurst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &rateLimiter{service: dav}
		f := dav.Fault(Unsent, "")
		f.MarkRateLimited(Burst)
		p.recordLimit(f, http.Header{"Retry-After": {"600"}}, time.Now())
		start := time.Now()
		err := p.waitForRequest(t.Context())
		if !errors.Is(err, calendar.ErrRateLimited) || !errors.Is(err, calendar.ErrUnsent) || time.Since(start) != 0 {
			t.Errorf("got %v after %v", err, time.Since(start))
		}
		if until := calendar.NotBefore(err); until.Sub(start) != 10*time.Minute || !f.RetryAt.Equal(until) {
			t.Errorf("NotBefore is %v, RetryAt is %v", until, f.RetryAt)
		}
		time.Sleep(10*time.Minute - maxRequestDelay)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := p.waitForRequest(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a caller that gives up: %v", err)
		}
		if err := p.waitForRequest(t.Context()); err != nil || time.Since(start) != 10*time.Minute {
			t.Errorf("%v after %v", err, time.Since(start))
		}
	})
}

// TestQuota checks that changes pause for an hour, then two, up to a day, that reads
// continue, and that a successful change resets the pause.
func TestQuota(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &rateLimiter{service: dav}
		f := dav.Fault(Unsent, "")
		f.MarkRateLimited(Quota)
		for _, hours := range []time.Duration{1, 2, 4, 8, 16, 24, 24} {
			p.recordLimit(f, nil, time.Now())
			if got := time.Until(f.RetryAt); got != hours*time.Hour {
				t.Errorf("changes paused for %v, want %v", got, hours*time.Hour)
			}
			if err := p.checkChangeAllowed(time.Now()); !errors.Is(err, calendar.ErrRateLimited) || !calendar.NotBefore(err).Equal(f.RetryAt) {
				t.Errorf("a change during the pause: %v", err)
			}
			if err := p.waitForRequest(t.Context()); err != nil || time.Now().After(f.RetryAt) {
				t.Errorf("reads are paused too: %v", err)
			}
			time.Sleep(time.Until(f.RetryAt))
			if err := p.checkChangeAllowed(time.Now()); err != nil {
				t.Errorf("a change after the pause: %v", err)
			}
		}
		p.recordSuccess(true)
		p.recordLimit(f, nil, time.Now())
		if got := time.Until(f.RetryAt); got != time.Hour {
			t.Errorf("after a successful change: paused for %v", got)
		}
	})
}

// TestClock checks that the server's time is read from any response, and used for its
// dates.
func TestClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &rateLimiter{service: dav}
		if !p.serverTime().IsZero() {
			t.Error("the time is known before the first response")
		}
		for _, ahead := range []time.Duration{0, 2 * time.Hour, -2 * time.Hour} {
			theirs := time.Now().Add(ahead)
			p.recordServerDate(http.Header{"Date": {theirs.UTC().Format(http.TimeFormat)}}, time.Now())
			p.recordServerDate(http.Header{"Date": {"yesterday"}}, time.Now())
			time.Sleep(time.Minute)
			if got := p.serverTime(); !got.Equal(theirs.Add(time.Minute)) {
				t.Errorf("%v ahead: got %v, want %v", ahead, got, theirs.Add(time.Minute))
			}
			f := dav.Fault(Unsent, "")
			f.MarkRateLimited(Burst)
			p.recordLimit(f, http.Header{"Retry-After": {p.serverTime().Add(10 * time.Minute).UTC().Format(http.TimeFormat)}}, time.Now())
			if got := time.Until(f.RetryAt); got != 10*time.Minute {
				t.Errorf("%v ahead: waits for %v", ahead, got)
			}
			time.Sleep(time.Hour)
		}
	})
}
