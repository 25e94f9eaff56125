package app

import (
	"context"

	"fika/calendar"
	"fika/calendar/remote"
	"fika/config"
	"fika/internal/mailbox"
	"fika/internal/span"
	"fika/planner"
)

// remoteAccount is an account on a server, whatever the protocol.
type remoteAccount interface {
	calendar.Calendar
	freeBusyAsker
	Forget(ctx context.Context) error
	Close() error
}

type freeBusyAsker interface {
	FreeBusy(ctx context.Context, who []mailbox.Address, window span.Span) (map[mailbox.Address]remote.Busy, error)
}

// openRemote returns the account of c, opened at first use, because what it needs, such
// as a client file, may appear later. directory reads the people of the organisation;
// nil if the protocol has none.
func openRemote[A remoteAccount](c config.Calendar, open func() (A, error), directory func(context.Context, A) ([]planner.Person, error)) *account {
	l := &lazy[A]{open: open}
	a := &account{settings: c}
	a.calendar = newLazyCalendar(func() (calendar.Calendar, error) {
		opened, err := l.use()
		if err != nil {
			return nil, err
		}
		return opened, nil
	})
	a.busy = func(ctx context.Context, who []mailbox.Address, window span.Span) (map[mailbox.Address][]span.Span, error) {
		opened, err := l.use()
		if err != nil {
			return nil, err
		}
		return KnownBusy(opened)(ctx, who, window)
	}
	if directory != nil {
		a.directory = func(ctx context.Context) ([]planner.Person, error) {
			opened, err := l.use()
			if err != nil {
				return nil, err
			}
			return directory(ctx, opened)
		}
	}
	a.forget = func(ctx context.Context) error {
		opened, err := l.use()
		if err != nil {
			return err
		}
		return opened.Forget(ctx)
	}
	a.close = func() {
		l.close(func(opened A) { opened.Close() }) //nolint:errcheck // nothing left to lose
	}
	return a
}

// KnownBusy asks an account when colleagues are busy. People it says nothing about are
// missing.
func KnownBusy(a freeBusyAsker) func(context.Context, []mailbox.Address, span.Span) (map[mailbox.Address][]span.Span, error) {
	return func(ctx context.Context, who []mailbox.Address, window span.Span) (map[mailbox.Address][]span.Span, error) {
		times, err := a.FreeBusy(ctx, who, window)
		if err != nil {
			return nil, err
		}
		known := map[mailbox.Address][]span.Span{}
		for address, busy := range times {
			if busy.Err == nil {
				known[address] = busy.Spans
			}
		}
		return known, nil
	}
}
