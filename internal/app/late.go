package app

import (
	"context"
	"sync"
	"time"

	"fika/calendar"
	"fika/internal/span"
)

// late is something that may not exist yet: a folder that is not mounted or not yet
// created by its syncer, or an account whose client file is missing. Each use tries to
// open it until one succeeds. Meanwhile fika holds instead of exiting, and continues
// when it appears.
type late[T any] struct {
	open func() (T, error)

	mu     sync.Mutex
	there  bool
	opened T // if opened
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

// close waits for a use in progress, and closes what was opened.
func (l *late[T]) close(do func(T)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.there {
		do(l.opened)
	}
}

// lateCalendar is a calendar that may appear late.
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

// Check is the check of the calendar, if its kind has one. Every other use reports if it
// cannot be opened.
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
