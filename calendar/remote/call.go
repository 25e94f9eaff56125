package remote

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"fika/calendar"
)

// How often and how long a request is tried.
const (
	MaxReadAttempts = 5                // of a read, before the caller's next pass must try
	ReadTimeout     = 30 * time.Second // for one try: a large page takes a while
	ChangeTimeout   = 20 * time.Second // for a change

	retryWindow = 45 * time.Second // no try is begun later than that after the first
)

// Classifier says what an answer that is no success means: a [*SignInError] or a [*Fault],
// beside the headers that came with it. It returns a nil error where answer is none,
// but a failure on the way. [Service.ClassifyStatus] knows what a status means everywhere.
type Classifier func(answer error) (http.Header, error)

// Caller makes the requests of one account: it paces them, repeats those that only
// ask, and says what became of those that fail. The requests must go through its
// [Caller.Transport].
type Caller struct {
	service  Service
	classify Classifier
	limiter  rateLimiter
	since    time.Time
	changing Mutex // one change at a time: servers dislike bursts, and few make conditions atomic
}

// NewCaller returns a caller that has sent nothing yet.
func NewCaller(s Service, judge Classifier) *Caller {
	return &Caller{service: s, classify: judge, limiter: rateLimiter{service: s}, since: time.Now(), changing: NewMutex()}
}

// Read makes a request that only asks, and repeats it where the failure may pass.
func (c *Caller) Read(ctx context.Context, do func(ctx context.Context) error) error {
	begun := time.Now()
	for n := 0; ; n++ {
		err := c.call(ctx, ReadTimeout, do)
		var f *Fault
		if !errors.As(err, &f) || !f.Transient || n == MaxReadAttempts-1 || time.Since(begun) > retryWindow {
			return err
		}
		if f.Limit != NoLimit { // the transport waits
			continue
		}
		if err := Sleep(ctx, Backoff(n)); err != nil {
			return err
		}
	}
}

// Change makes a request that changes something: once, and while no other change is
// on its way.
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

// call does one request and says what became of it: nil, a [*Fault], a
// [*SignInError], or the error of ctx.
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

// ServerTime is what time it is for the server; zero before its first answer.
func (c *Caller) ServerTime() time.Time { return c.limiter.serverTime() }

// MarkUnsent is the error of a question that came before a change: nothing was changed
// then, whatever became of the question. What was not found stays not found.
func MarkUnsent(err error) error {
	if errors.Is(err, calendar.ErrUnsent) || errors.Is(err, calendar.ErrNotFound) {
		return err
	}
	return fmt.Errorf("%w: %w", calendar.ErrUnsent, err)
}
