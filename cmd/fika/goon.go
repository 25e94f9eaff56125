package main

import (
	"context"
	"errors"
	"time"

	"fika/internal/api"
)

// goOn asks a running fika again and again and shows each answer, until ctx
// ends, which is how such a command is meant to end. A line that breaks once is
// fika with other calendars, which opens its socket anew; one that stays broken
// is a fika that ended.
func goOn[A any](ctx context.Context, fetch func() (A, error), show func(A) error) error {
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
			return &api.Fault{Code: api.CodeNoDaemon, Text: "the running fika has ended", Hint: "start one with: fika run"}
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
