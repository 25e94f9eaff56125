package app

import (
	"context"
	"sync"
	"time"

	"fika/calendar"
	"fika/internal/span"
)

// lazy is something that may not exist yet: a folder that is not mounted, or that its
// syncer has not created yet; or an account whose client file is missing. Each use tries
// to open it until one succeeds. Meanwhile fika holds instead of exiting, and continues
// when it appears.
type lazy[T any] struct {
	open func() (T, error)

	mu     sync.Mutex
	isOpen bool
	opened T // valid if isOpen
}

func (l *lazy[T]) use() (T, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.isOpen {
		return l.opened, nil
	}
	opened, err := l.open()
	if err == nil {
		l.opened, l.isOpen = opened, true
	}
	return opened, err
}

// close waits for a use in progress, and closes what was opened.
func (l *lazy[T]) close(do func(T)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.isOpen {
		do(l.opened)
	}
}

// lazyCalendar is a calendar that may not exist yet.
type lazyCalendar struct{ lazy[calendar.Calendar] }

func newLazyCalendar(open func() (calendar.Calendar, error)) *lazyCalendar {
	return &lazyCalendar{lazy[calendar.Calendar]{open: open}}
}

var _ calendar.Calendar = (*lazyCalendar)(nil)

func (l *lazyCalendar) List(ctx context.Context, window span.Span) (calendar.Listing, error) {
	c, err := l.use()
	if err != nil {
		return calendar.Listing{}, err
	}
	return c.List(ctx, window)
}

func (l *lazyCalendar) Find(ctx context.Context, at calendar.Place) (calendar.Event, error) {
	c, err := l.use()
	if err != nil {
		return calendar.Event{}, err
	}
	return c.Find(ctx, at)
}

func (l *lazyCalendar) Insert(ctx context.Context, d calendar.Draft) (calendar.Event, error) {
	c, err := l.use()
	if err != nil {
		return calendar.Event{}, err
	}
	return c.Insert(ctx, d)
}

func (l *lazyCalendar) Update(ctx context.Context, etag string, d calendar.Draft) (calendar.Event, error) {
	c, err := l.use()
	if err != nil {
		return calendar.Event{}, err
	}
	return c.Update(ctx, etag, d)
}

func (l *lazyCalendar) Reschedule(ctx context.Context, etag string, n calendar.NewTimes) (calendar.Event, error) {
	c, err := l.use()
	if err != nil {
		return calendar.Event{}, err
	}
	return c.Reschedule(ctx, etag, n)
}

func (l *lazyCalendar) Remove(ctx context.Context, at calendar.Place, etag string) error {
	c, err := l.use()
	if err != nil {
		return err
	}
	return c.Remove(ctx, at, etag)
}

// Check implements [calendar.Checker]. It returns nothing if the kind has no checks. That
// the calendar cannot be opened is reported by every other use.
func (l *lazyCalendar) Check(ctx context.Context, now time.Time) []calendar.Check {
	return l.checks(func(c calendar.Checker) []calendar.Check { return c.Check(ctx, now) })
}

// Known implements [calendar.Checker] in the same way.
func (l *lazyCalendar) Known(ctx context.Context, now time.Time) []calendar.Check {
	return l.checks(func(c calendar.Checker) []calendar.Check { return c.Known(ctx, now) })
}

func (l *lazyCalendar) checks(of func(calendar.Checker) []calendar.Check) []calendar.Check {
	c, err := l.use()
	if err != nil {
		return nil
	}
	if more, ok := c.(calendar.Checker); ok {
		return of(more)
	}
	return nil
}
