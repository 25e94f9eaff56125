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
	Tries    = 5                // of a read, before the caller's next pass must try
	ReadTime = 30 * time.Second // for one try: a large page takes a while
	SendTime = 20 * time.Second // for a change

	enough = 45 * time.Second // no try is begun later than that after the first
)

// Judge says what an answer that is no success means: a [*SignInError] or a [*Fault],
// beside the headers that came with it. It returns a nil error where answer is none,
// but a failure on the way. [Service.Judge] knows what a status means everywhere.
type Judge func(answer error) (http.Header, error)

// Caller makes the requests of one account: it paces them, repeats those that only
// ask, and says what became of those that fail. The requests must go through its
// [Caller.Transport].
type Caller struct {
	service Service
	judge   Judge
	pace    pace
	since   time.Time
	writing Gate // one change at a time: servers dislike bursts, and few make conditions atomic
}

// NewCaller returns a caller that has sent nothing yet.
func NewCaller(s Service, judge Judge) *Caller {
	return &Caller{service: s, judge: judge, pace: pace{service: s}, since: time.Now(), writing: NewGate()}
}

// Read makes a request that only asks, and repeats it where the failure may pass.
func (c *Caller) Read(ctx context.Context, do func(ctx context.Context) error) error {
	begun := time.Now()
	for n := 0; ; n++ {
		err := c.call(ctx, ReadTime, do)
		var f *Fault
		if !errors.As(err, &f) || !f.Passing || n == Tries-1 || time.Since(begun) > enough {
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
	if err := c.writing.Enter(ctx); err != nil {
		return fmt.Errorf("%w: %w", calendar.ErrUnsent, err)
	}
	defer c.writing.Leave()
	if err := c.pace.open(time.Now()); err != nil {
		return err
	}
	err := c.call(ctx, SendTime, do)
	if err == nil {
		c.pace.relax(true)
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
	tracked, flight := track(limited)
	err := do(tracked)
	if err == nil {
		c.pace.relax(false)
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
	if header, judged := c.judge(err); judged != nil {
		if errors.As(judged, &fault) && fault.Limit != NoLimit {
			c.pace.limit(fault, header, time.Now())
		}
		return judged
	}
	switch {
	case flight.unsent() && ctx.Err() != nil:
		return fmt.Errorf("%w: %w", calendar.ErrUnsent, ctx.Err())
	case ctx.Err() != nil:
		return ctx.Err()
	}
	fault = c.service.NoAnswer(err)
	if flight.unsent() {
		fault.Outcome = Unsent
	}
	return fault
}

// Clock is what time it is for the server; zero before its first answer.
func (c *Caller) Clock() time.Time { return c.pace.clock() }

// BeforeChange is the error of a question that came before a change: nothing was changed
// then, whatever became of the question. What was not found stays not found.
func BeforeChange(err error) error {
	if errors.Is(err, calendar.ErrUnsent) || errors.Is(err, calendar.ErrNotFound) {
		return err
	}
	return fmt.Errorf("%w: %w", calendar.ErrUnsent, err)
}
