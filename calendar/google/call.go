package google

import (
	"context"
	"errors"
	"fmt"
	"time"

	"google.golang.org/api/googleapi"

	"fika/calendar"
	"fika/calendar/remote"
)

// read does what only asks, again and again where the failure may pass.
func (a *Account) read(ctx context.Context, do func(ctx context.Context) error) error {
	begun := time.Now()
	for n := 0; ; n++ {
		err := a.call(ctx, readTime, do)
		var f *Fault
		if !errors.As(err, &f) || !f.passing || n == tries-1 || time.Since(begun) > enough {
			return err
		}
		if f.limited { // the transport waits
			continue
		}
		if err := sleep(ctx, backoff(n)); err != nil {
			return err
		}
	}
}

// change does once what makes a difference, while no other change is on its way.
func (a *Account) change(ctx context.Context, do func(ctx context.Context) error) error {
	if err := a.writing.enter(ctx); err != nil {
		return fmt.Errorf("%w: %w", calendar.ErrUnsent, err)
	}
	defer a.writing.leave()
	if err := a.pace.open(time.Now()); err != nil {
		return err
	}
	err := a.call(ctx, sendTime, do)
	if err == nil {
		a.pace.relax(true)
	}
	return err
}

// call does one request and says what became of it: nil, a [*Fault], a
// [*remote.SignInError], or the error of ctx.
func (a *Account) call(ctx context.Context, limit time.Duration, do func(ctx context.Context) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	tracked, flight := track(limited)
	err := do(tracked)
	if err == nil {
		a.pace.relax(false)
		return nil
	}
	var (
		signIn *remote.SignInError
		fault  *Fault
		answer *googleapi.Error
	)
	switch {
	case errors.As(err, &signIn):
		return signIn
	case errors.As(err, &fault):
		return fault
	case errors.As(err, &answer):
		err = judge(a.source.account(), answer)
		if errors.As(err, &fault) && (fault.limited || fault.spent) {
			a.pace.limit(fault, answer.Header, time.Now())
		}
		return err
	case flight.unsent() && ctx.Err() != nil:
		return fmt.Errorf("%w: %w", calendar.ErrUnsent, ctx.Err())
	case ctx.Err() != nil:
		return ctx.Err()
	}
	fault = &Fault{passing: true, why: away(err), Text: cause(err)}
	if flight.unsent() {
		fault.Outcome = Unsent
	}
	return fault
}
