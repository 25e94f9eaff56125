package main

import (
	"context"
	"sync"
	"time"

	"fika/calendar"
	"fika/internal/span"
)

// lateCalendar is a calendar that may not be there yet: a folder that is not
// mounted, or that its syncer has not made. Each use tries to open it until
// that succeeds once, so that fika holds instead of ending, and goes on by
// itself when the calendar comes.
type lateCalendar struct {
	open func() (calendar.Calendar, error)

	mu     sync.Mutex
	opened calendar.Calendar // nil before
}

func (l *lateCalendar) use() (calendar.Calendar, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.opened != nil {
		return l.opened, nil
	}
	opened, err := l.open()
	if err == nil {
		l.opened = opened
	}
	return opened, err
}

func (l *lateCalendar) List(ctx context.Context, window span.Span) (calendar.Listing, error) {
	c, err := l.use()
	if err != nil {
		return calendar.Listing{}, err
	}
	return c.List(ctx, window)
}

func (l *lateCalendar) Find(ctx context.Context, at calendar.Place) (calendar.Event, error) {
	c, err := l.use()
	if err != nil {
		return calendar.Event{}, err
	}
	return c.Find(ctx, at)
}

func (l *lateCalendar) Insert(ctx context.Context, d calendar.Draft) (calendar.Event, error) {
	c, err := l.use()
	if err != nil {
		return calendar.Event{}, err
	}
	return c.Insert(ctx, d)
}

func (l *lateCalendar) Update(ctx context.Context, etag string, d calendar.Draft) (calendar.Event, error) {
	c, err := l.use()
	if err != nil {
		return calendar.Event{}, err
	}
	return c.Update(ctx, etag, d)
}

func (l *lateCalendar) Remove(ctx context.Context, at calendar.Place, etag string) error {
	c, err := l.use()
	if err != nil {
		return err
	}
	return c.Remove(ctx, at, etag)
}

// Check is that of the calendar, where its kind has one. That it cannot be
// opened is said by every other use.
func (l *lateCalendar) Check(ctx context.Context, now time.Time) []calendar.Check {
	c, err := l.use()
	if err != nil {
		return nil
	}
	if more, ok := c.(calendar.Checker); ok {
		return more.Check(ctx, now)
	}
	return nil
}
