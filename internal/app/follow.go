package app

import (
	"context"
	"errors"
	"time"

	"fika/internal/api"
)

// Follow asks a running fika repeatedly and shows each answer, until ctx ends, which is
// not an error. If the connection breaks once, fika has other calendars and reopens its
// socket; if it stays broken, fika has ended.
func Follow[A any](ctx context.Context, fetch func() (A, error), show func(A) error) error {
	const every = 2 * time.Second
	for answered, broken := false, false; ; {
		answer, err := fetch()
		var refused *api.Fault
		switch {
		case ctx.Err() != nil:
			return nil //nolint:nilerr // the end of ctx broke the connection
		case err == nil:
			if err := show(answer); err != nil {
				return err
			}
			answered, broken = true, false
		case !answered, errors.As(err, &refused):
			return err
		case broken:
			return api.NewFault(api.CodeNoDaemon, "the running fika has ended")
		default:
			broken = true
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(every):
		}
	}
}
