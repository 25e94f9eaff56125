package remote

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"fika/calendar"
)

// Limits for the attempts of one request.
const (
	MaxReadAttempts = 5                // attempts per read; after that the caller's next pass tries again
	ReadTimeout     = 30 * time.Second // per attempt; a large page takes a while
	ChangeTimeout   = 20 * time.Second // per change

	retryWindow = 45 * time.Second // no attempt starts later than this after the first
)

// Classifier converts an error response to a [*SignInError] or a [*Fault], and
// returns the headers of the response. It returns a nil error if answer is not a
// response from the server but a transport failure. [Service.ClassifyStatus] handles
// the statuses that mean the same on every server.
type Classifier func(answer error) (http.Header, error)

// Caller makes the requests of one account. It respects the server's rate limits,
// retries reads, and determines the outcome of requests that fail. The requests must
// go through its [Caller.Transport].
type Caller struct {
	service  Service
	classify Classifier
	limiter  rateLimiter
	since    time.Time
	changing Mutex // held during a change: servers limit bursts, and few check conditions atomically
}

// NewCaller returns a caller for an account on s.
func NewCaller(s Service, classify Classifier) *Caller {
	return &Caller{service: s, classify: classify, limiter: rateLimiter{service: s}, since: time.Now(), changing: NewMutex()}
}

// Read makes a request that changes nothing, and retries it after transient failures.
func (c *Caller) Read(ctx context.Context, do func(ctx context.Context) error) error {
	begun := time.Now()
	for n := 0; ; n++ {
		err := c.call(ctx, ReadTimeout, do)
		var f *Fault
		if !errors.As(err, &f) || !f.Transient || n == MaxReadAttempts-1 || time.Since(begun) > retryWindow {
			return err
		}
		if f.Limit != NoLimit { // the transport waits before the next attempt
			continue
		}
		if err := Sleep(ctx, Backoff(n)); err != nil {
			return err
		}
	}
}

// Change makes a request that changes something. It is sent once, and not while
// another change is in progress.
func (c *Caller) Change(ctx context.Context, do func(ctx context.Context) error) error {
	if err := c.changing.Lock(ctx); err != nil {
		return fmt.Errorf("%w: %w", calendar.ErrUnsent, err)
	}
	defer c.changing.Unlock()
	if err := c.limiter.checkChangeAllowed(time.Now()); err != nil {
		return err
	}
	err := c.call(ctx, ChangeTimeout, do)
	if err == nil {
		c.limiter.recordSuccess(true)
	}
	return err
}

// call makes one attempt. The error is a [*Fault], a [*SignInError], or the error of
// ctx.
func (c *Caller) call(ctx context.Context, limit time.Duration, do func(ctx context.Context) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	tracked, flight := trackProgress(limited)
	err := do(tracked)
	if err == nil {
		c.limiter.recordSuccess(false)
		return nil
	}
	var (
		signIn *SignInError
		fault  *Fault
	)
	switch {
	case errors.As(err, &signIn):
		return signIn
	case errors.As(err, &fault):
		return fault
	}
	if header, judged := c.classify(err); judged != nil {
		if errors.As(judged, &fault) && fault.Limit != NoLimit {
			c.limiter.recordLimit(fault, header, time.Now())
		}
		return judged
	}
	switch {
	case flight.unsent() && ctx.Err() != nil:
		return fmt.Errorf("%w: %w", calendar.ErrUnsent, ctx.Err())
	case ctx.Err() != nil:
		return ctx.Err()
	}
	fault = c.service.NoResponse(err)
	if flight.unsent() {
		fault.Outcome = Unsent
	}
	return fault
}

// ServerTime returns the time on the server's clock; zero before its first response.
func (c *Caller) ServerTime() time.Time { return c.limiter.serverTime() }

// MarkUnsent wraps the error of a read that preceded a change: nothing was changed.
// Not-found errors are kept.
func MarkUnsent(err error) error {
	if errors.Is(err, calendar.ErrUnsent) || errors.Is(err, calendar.ErrNotFound) {
		return err
	}
	return fmt.Errorf("%w: %w", calendar.ErrUnsent, err)
}
