package remote

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// patience is how long a call waits for the server to want requests again.
const patience = 30 * time.Second

// pace is when an account may ask again. All its requests share one, because servers
// count them together.
type pace struct {
	service Service

	mu      sync.Mutex
	quiet   time.Time     // no request before
	closed  time.Time     // no change before
	penalty time.Duration // of the last closing
	strain  int           // limits met in a row
	limits  int           // limits met on the day
	day     string        // UTC
	skew    time.Duration // of this machine's clock against the server's; positive if it is ahead
	heard   bool
}

// wait returns when requests are welcome, or a [*Fault] if that takes longer
// than a caller would wait.
func (p *pace) wait(ctx context.Context) error {
	p.mu.Lock()
	until := p.quiet
	p.mu.Unlock()
	left := time.Until(until)
	if left > patience {
		return p.tooMuch(Burst, until, " wants fewer requests")
	}
	return Sleep(ctx, left)
}

// open returns a [*Fault] while changes are not welcome.
func (p *pace) open(now time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now.Before(p.closed) {
		return p.tooMuch(Quota, p.closed, " takes no more changes for now")
	}
	return nil
}

// tooMuch is the fault of a request that was not sent because of an earlier one.
func (p *pace) tooMuch(l Limit, until time.Time, text string) *Fault {
	f := p.service.Fault(Unsent, p.service.Name+text)
	f.Limit, f.Until = l, until
	return f
}

// hear learns what time it is for the server.
func (p *pace) hear(h http.Header, now time.Time) {
	at, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.skew, p.heard = now.Sub(at).Truncate(time.Second), true
}

// clock is the server's, zero before the first answer.
func (p *pace) clock() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.heard {
		return time.Time{}
	}
	return time.Now().Round(0).Add(-p.skew)
}

// limit learns from an answer that said "too many": every request waits, for as
// long as the server said or else for longer each time. After a Quota changes wait
// alone.
func (p *pace) limit(f *Fault, h http.Header, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if day := dayOf(now); day != p.day {
		p.day, p.limits = day, 0
	}
	p.limits++
	if f.Limit == Quota {
		p.penalty = min(max(2*p.penalty, time.Hour), 24*time.Hour)
		p.closed = now.Add(p.penalty)
		f.Until = p.closed
		return
	}
	wait, said := retryAfter(h, now.Add(-p.skew))
	if !said {
		wait = Backoff(p.strain)
	}
	p.strain++
	if until := now.Add(wait); until.After(p.quiet) {
		p.quiet = until
	}
	if wait > patience {
		f.Until = p.quiet
	}
}

// relax forgets the strain after an answer without complaint.
func (p *pace) relax(change bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.strain = 0
	if change {
		p.penalty = 0
	}
}

// dayOf is the day by which limits are counted.
func dayOf(now time.Time) string { return now.UTC().Format(time.DateOnly) }

// retryAfter is how long the header asks to wait, at most a quarter of an hour
// (RFC 9110, 10.2.3). A date is by the server's clock, and so is now.
func retryAfter(h http.Header, now time.Time) (time.Duration, bool) {
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
