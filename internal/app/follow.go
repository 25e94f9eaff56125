package app

import (
	"context"
	"errors"
	"time"

	"fika/internal/api"
)

// Follow asks a running fika again and again and shows each answer, until ctx
// ends, which is how such a command is meant to end. A line that breaks once is
// fika with other calendars, which opens its socket anew; one that stays broken
// is a fika that ended.
func Follow[A any](ctx context.Context, fetch func() (A, error), show func(A) error) error {
	const every = 2 * time.Second
	for answered, broken := false, false; ; {
		answer, err := fetch()
		var refused *api.Fault
		switch {
		case ctx.Err() != nil:
			return nil //nolint:nilerr // the end of ctx broke the line
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
