package remote

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// maxRequestDelay is how long a call waits for the server to want requests again.
const maxRequestDelay = 30 * time.Second

// rateLimiter is when an account may ask again. All its requests share one, because servers
// count them together.
type rateLimiter struct {
	service Service

	mu              sync.Mutex
	noRequestBefore time.Time     // no request before
	noChangeBefore  time.Time     // no change before
	quotaPause      time.Duration // of the last closing
	burstsInRow     int           // limits met in a row
	limitsToday     int           // limits met on the day
	day             string        // UTC
	skew            time.Duration // of this machine's clock against the server's; positive if it is ahead
	skewKnown       bool
}

// waitForRequest returns when requests are welcome, or a [*Fault] if that takes longer
// than a caller would wait.
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

// checkChangeAllowed returns a [*Fault] while changes are not welcome.
func (p *rateLimiter) checkChangeAllowed(now time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now.Before(p.noChangeBefore) {
		return p.limitedFault(Quota, p.noChangeBefore, " takes no more changes for now")
	}
	return nil
}

// limitedFault is the fault of a request that was not sent because of an earlier one.
func (p *rateLimiter) limitedFault(l Limit, until time.Time, text string) *Fault {
	f := p.service.Fault(Unsent, p.service.Name+text)
	f.Limit, f.RetryAt = l, until
	return f
}

// recordServerDate learns what time it is for the server.
func (p *rateLimiter) recordServerDate(h http.Header, now time.Time) {
	at, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.skew, p.skewKnown = now.Sub(at).Truncate(time.Second), true
}

// serverTime is the server's, zero before the first answer.
func (p *rateLimiter) serverTime() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.skewKnown {
		return time.Time{}
	}
	return time.Now().Round(0).Add(-p.skew)
}

// recordLimit learns from an answer that said "too many": every request waits, for as
// long as the server said or else for longer each time. After a Quota changes wait
// alone.
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

// recordSuccess forgets the strain after an answer without complaint.
func (p *rateLimiter) recordSuccess(change bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.burstsInRow = 0
	if change {
		p.quotaPause = 0
	}
}

// dayOf is the day by which limits are counted.
func dayOf(now time.Time) string { return now.UTC().Format(time.DateOnly) }

// parseRetryAfter is how long the header asks to wait, at most a quarter of an hour
// (RFC 9110, 10.2.3). A date is by the server's clock, and so is now.
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

// Backoff is how long to wait after the n-th failure in a row, from 0: full
// jitter, so that nobody's retries march in step.
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
