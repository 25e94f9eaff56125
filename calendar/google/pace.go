package google

import (
	"context"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"fika/calendar"
)

const (
	tries    = 5                // of a read, before the caller's next pass must try
	enough   = 45 * time.Second // no try is begun later than that after the first
	patience = 30 * time.Second // that a call waits for Google to want requests again
	readTime = 30 * time.Second // for one try: a page of 2500 events takes a while
	sendTime = 20 * time.Second // for a change
)

// pace is when the account may ask again: one for all requests, because Google
// counts them together.
type pace struct {
	mu      sync.Mutex
	quiet   time.Time     // no request before
	closed  time.Time     // no change before
	penalty time.Duration // of the last closing
	strain  int           // limits met in a row
	limits  int           // limits met on the day
	day     string        // UTC
	skew    time.Duration // of this machine's clock against Google's; positive if it is ahead
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
		return &Fault{Outcome: Unsent, why: calendar.ErrLimited, Until: until, Text: "Google wants fewer requests"}
	}
	return sleep(ctx, left)
}

// open returns a [*Fault] while changes are not welcome.
func (p *pace) open(now time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now.Before(p.closed) {
		return &Fault{Outcome: Unsent, why: calendar.ErrLimited, Until: p.closed, Text: "Google takes no more changes for now"}
	}
	return nil
}

// hear learns from the headers of any answer.
func (p *pace) hear(h http.Header, now time.Time) {
	at, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.skew, p.heard = now.Sub(at).Truncate(time.Second), true
}

// clock is Google's, zero before the first answer.
func (p *pace) clock() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.heard {
		return time.Time{}
	}
	return time.Now().Round(0).Add(-p.skew)
}

// limit learns from an answer that said "too many": every request waits, for as
// long as Google said or else for longer each time.
func (p *pace) limit(f *Fault, h http.Header, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if day := dayOf(now); day != p.day {
		p.day, p.limits = day, 0
	}
	p.limits++
	if f.spent { // hours, not seconds
		p.penalty = min(max(2*p.penalty, time.Hour), 24*time.Hour)
		p.closed = now.Add(p.penalty)
		f.Until = p.closed
		return
	}
	wait, said := retryAfter(h, now.Add(-p.skew))
	if !said {
		wait = backoff(p.strain)
	}
	p.strain++
	if until := now.Add(wait); until.After(p.quiet) {
		p.quiet = until
	}
	if wait > patience {
		f.Until = p.quiet
	}
}

// dayOf is the day by which limits are counted.
func dayOf(now time.Time) string { return now.UTC().Format(time.DateOnly) }

// relax forgets the strain after an answer without complaint.
func (p *pace) relax(change bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.strain = 0
	if change {
		p.penalty = 0
	}
}

// backoff is how long to wait after the n-th failure in a row, from 0: full
// jitter, so that nobody's retries march in step.
func backoff(n int) time.Duration {
	return rand.N(min(time.Second<<min(n, 10), 16*time.Second)) + time.Millisecond
}

// sleep waits for d, or returns the error of ctx.
func sleep(ctx context.Context, d time.Duration) error {
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
