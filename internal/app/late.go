package app

import (
	"context"
	"sync"
	"time"

	"fika/calendar"
	"fika/internal/span"
)

// late is something that may not be there yet: a folder that is not mounted, or
// that its syncer has not made, or an account whose client file is to come. Each
// use tries to open it until that succeeds once, so that fika holds instead of
// ending, and goes on by itself when it comes.
type late[T any] struct {
	open func() (T, error)

	mu     sync.Mutex
	there  bool
	opened T // if there
}

func (l *late[T]) use() (T, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.there {
		return l.opened, nil
	}
	opened, err := l.open()
	if err == nil {
		l.opened, l.there = opened, true
	}
	return opened, err
}

// close waits for a use that is on its way, and closes what was opened.
func (l *late[T]) close(do func(T)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.there {
		do(l.opened)
	}
}

// lateCalendar is a calendar that may come late.
type lateCalendar struct{ late[calendar.Calendar] }

func newLateCalendar(open func() (calendar.Calendar, error)) *lateCalendar {
	return &lateCalendar{late[calendar.Calendar]{open: open}}
}

var _ calendar.Calendar = (*lateCalendar)(nil)

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
