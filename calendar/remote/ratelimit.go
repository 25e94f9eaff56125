package remote

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// maxRequestDelay is how long a call waits for a rate limit to end.
const maxRequestDelay = 30 * time.Second

// rateLimiter decides when an account may send requests. All its requests share one,
// because servers count them together.
type rateLimiter struct {
	service Service

	mu              sync.Mutex
	noRequestBefore time.Time     // no request is sent before
	noChangeBefore  time.Time     // no change is sent before
	quotaPause      time.Duration // the last pause after a quota was exceeded
	burstsInRow     int           // consecutive bursts
	limitsToday     int           // rate limits reported on day
	day             string        // in UTC
	skew            time.Duration // this machine's clock minus the server's; positive if it is ahead
	skewKnown       bool
}

// waitForRequest blocks until requests are allowed, or returns a [*Fault] if that
// would take too long.
func (p *rateLimiter) waitForRequest(ctx context.Context) error {
	p.mu.Lock()
	until := p.noRequestBefore
	p.mu.Unlock()
	left := time.Until(until)
	if left > maxRequestDelay {
		return p.limitedFault(Burst, until, " wants fewer requests")
	}
	return Sleep(ctx, left)
}

// checkChangeAllowed returns a [*Fault] while changes are paused.
func (p *rateLimiter) checkChangeAllowed(now time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now.Before(p.noChangeBefore) {
		return p.limitedFault(Quota, p.noChangeBefore, " takes no more changes for now")
	}
	return nil
}

// limitedFault returns the fault of a request that is not sent because of an earlier
// rate limit.
func (p *rateLimiter) limitedFault(l Limit, until time.Time, text string) *Fault {
	f := p.service.Fault(Unsent, p.service.Name+text)
	f.Limit, f.RetryAt = l, until
	return f
}

// recordServerDate reads the server's time from the Date header.
func (p *rateLimiter) recordServerDate(h http.Header, now time.Time) {
	at, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.skew, p.skewKnown = now.Sub(at).Truncate(time.Second), true
}

// serverTime returns the time on the server's clock; zero before the first response.
func (p *rateLimiter) serverTime() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.skewKnown {
		return time.Time{}
	}
	return time.Now().Round(0).Add(-p.skew)
}

// recordLimit records a rate limit. After a Burst all requests wait, for as long as
// the server asked or else for longer each time. After a Quota only changes wait.
func (p *rateLimiter) recordLimit(f *Fault, h http.Header, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if day := dayOf(now); day != p.day {
		p.day, p.limitsToday = day, 0
	}
	p.limitsToday++
	if f.Limit == Quota {
		p.quotaPause = min(max(2*p.quotaPause, time.Hour), 24*time.Hour)
		p.noChangeBefore = now.Add(p.quotaPause)
		f.RetryAt = p.noChangeBefore
		return
	}
	wait, said := parseRetryAfter(h, now.Add(-p.skew))
	if !said {
		wait = Backoff(p.burstsInRow)
	}
	p.burstsInRow++
	if until := now.Add(wait); until.After(p.noRequestBefore) {
		p.noRequestBefore = until
	}
	if wait > maxRequestDelay {
		f.RetryAt = p.noRequestBefore
	}
}

// recordSuccess resets the backoff after a response without a rate limit.
func (p *rateLimiter) recordSuccess(change bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.burstsInRow = 0
	if change {
		p.quotaPause = 0
	}
}

// dayOf returns the UTC day of now, for counting limits.
func dayOf(now time.Time) string { return now.UTC().Format(time.DateOnly) }

// parseRetryAfter returns how long the Retry-After header asks to wait, at most 15
// minutes (RFC 9110, 10.2.3). now is on the server's clock, as is a date in the
// header.
func parseRetryAfter(h http.Header, now time.Time) (time.Duration, bool) {
	text := h.Get("Retry-After")
	wait := time.Duration(0)
	if seconds, err := strconv.Atoi(text); err == nil {
		wait = time.Duration(min(seconds, 1<<20)) * time.Second
	} else if at, err := http.ParseTime(text); err == nil {
		wait = at.Sub(now)
	} else {
		return 0, false
	}
	return max(0, min(wait, 15*time.Minute)), true
}

// Backoff returns how long to wait after the n-th consecutive failure, counted from
// 0. It uses full jitter so that clients do not retry in step.
func Backoff(n int) time.Duration {
	return rand.N(min(time.Second<<min(n, 10), 16*time.Second)) + time.Millisecond
}

// Sleep waits for d, or returns the error of ctx.
func Sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
