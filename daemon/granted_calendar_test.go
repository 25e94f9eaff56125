package daemon_test

import (
	"context"
	"errors"

	"fika/calendar"
	"fika/internal/span"
)

// grantedCalendar is a calendar that fika can use while a sign-in is valid.
type grantedCalendar struct {
	calendar.Calendar
	dead  error // why the sign-in is dead; nil while it lives
	dying error // with what the next change finds it dead
}

func (g *grantedCalendar) List(ctx context.Context, window span.Span) (calendar.Listing, error) {
	if g.dead != nil {
		return calendar.Listing{}, g.dead
	}
	return g.Calendar.List(ctx, window)
}

func (g *grantedCalendar) Find(ctx context.Context, at calendar.Place) (calendar.Event, error) {
	if g.dead != nil {
		return calendar.Event{}, errors.Join(calendar.ErrUnsent, g.dead)
	}
	return g.Calendar.Find(ctx, at)
}

func (g *grantedCalendar) Insert(ctx context.Context, d calendar.Draft) (calendar.Event, error) {
	if err := g.change(); err != nil {
		return calendar.Event{}, err
	}
	return g.Calendar.Insert(ctx, d)
}

func (g *grantedCalendar) Update(ctx context.Context, etag string, d calendar.Draft) (calendar.Event, error) {
	if err := g.change(); err != nil {
		return calendar.Event{}, err
	}
	return g.Calendar.Update(ctx, etag, d)
}

func (g *grantedCalendar) Reschedule(ctx context.Context, etag string, n calendar.NewTimes) (calendar.Event, error) {
	if err := g.change(); err != nil {
		return calendar.Event{}, err
	}
	return g.Calendar.Reschedule(ctx, etag, n)
}

func (g *grantedCalendar) Remove(ctx context.Context, at calendar.Place, etag string) error {
	if err := g.change(); err != nil {
		return err
	}
	return g.Calendar.Remove(ctx, at, etag)
}

// change returns the reason why a change is impossible, or nil.
func (g *grantedCalendar) change() error {
	if g.dying != nil {
		g.dead, g.dying = g.dying, nil
	}
	if g.dead == nil {
		return nil
	}
	return errors.Join(calendar.ErrUnsent, g.dead)
}
