package daemon_test

import (
	"context"
	"errors"

	"fika/calendar"
	"fika/internal/span"
)

// grant is a calendar that is open to fika while a sign-in lives.
type grant struct {
	calendar.Calendar
	dead  error // why the sign-in is dead; nil while it lives
	dying error // with what the next change finds it dead
}

func (g *grant) List(ctx context.Context, window span.Span) (calendar.Listing, error) {
	if g.dead != nil {
		return calendar.Listing{}, g.dead
	}
	return g.Calendar.List(ctx, window)
}

func (g *grant) Find(ctx context.Context, at calendar.Place) (calendar.Event, error) {
	if g.dead != nil {
		return calendar.Event{}, errors.Join(calendar.ErrUnsent, g.dead)
	}
	return g.Calendar.Find(ctx, at)
}

func (g *grant) Insert(ctx context.Context, d calendar.Draft) (calendar.Event, error) {
	if err := g.change(); err != nil {
		return calendar.Event{}, err
	}
	return g.Calendar.Insert(ctx, d)
}

func (g *grant) Update(ctx context.Context, etag string, d calendar.Draft) (calendar.Event, error) {
	if err := g.change(); err != nil {
		return calendar.Event{}, err
	}
	return g.Calendar.Update(ctx, etag, d)
}

func (g *grant) Remove(ctx context.Context, at calendar.Place, etag string) error {
	if err := g.change(); err != nil {
		return err
	}
	return g.Calendar.Remove(ctx, at, etag)
}

// change is why a change cannot be made.
func (g *grant) change() error {
	if g.dying != nil {
		g.dead, g.dying = g.dying, nil
	}
	if g.dead == nil {
		return nil
	}
	return errors.Join(calendar.ErrUnsent, g.dead)
}
