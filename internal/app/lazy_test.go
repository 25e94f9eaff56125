package app

import (
	"context"
	"errors"
	"testing"

	"fika/calendar"
	"fika/calendar/remote"
	"fika/config"
	"fika/internal/mailbox"
	"fika/internal/span"
)

// fakeAccount is a remote account that only knows busy times.
type fakeAccount struct {
	calendar.Calendar
	closed int
}

var errNotYet = errors.New("not yet")

func (f *fakeAccount) FreeBusy(context.Context, []mailbox.Address, span.Span) (map[mailbox.Address]remote.Busy, error) {
	return map[mailbox.Address]remote.Busy{
		"ana@example.com": {Spans: []span.Span{{}}}, "bo@example.com": {Err: remote.ErrBusyHidden}, "free@example.com": {},
	}, nil
}

func (f *fakeAccount) Forget(context.Context) error { return nil }
func (f *fakeAccount) Close() error                 { f.closed++; return nil }

func (f *fakeAccount) List(context.Context, span.Span) (calendar.Listing, error) {
	return calendar.Listing{}, nil
}

// TestRemoteComesLate checks that an account that cannot be opened yet is opened again
// at each use until one succeeds, and that all later uses share it.
func TestRemoteComesLate(t *testing.T) {
	f, opened := &fakeAccount{}, 0
	a := openRemote(config.Calendar{Name: "work"}, func() (*fakeAccount, error) {
		if opened++; opened <= 3 {
			return nil, errNotYet
		}
		return f, nil
	}, nil)
	ctx := t.Context()
	if _, err := a.calendar.List(ctx, span.Span{}); !errors.Is(err, errNotYet) {
		t.Errorf("list: %v", err)
	}
	if _, err := a.busy(ctx, nil, span.Span{}); !errors.Is(err, errNotYet) {
		t.Errorf("busy: %v", err)
	}
	if err := a.forget(ctx); !errors.Is(err, errNotYet) {
		t.Errorf("forget: %v", err)
	}
	a.close()
	if f.closed != 0 {
		t.Error("what was not opened was closed")
	}
	if _, err := a.calendar.List(ctx, span.Span{}); err != nil {
		t.Errorf("list, once it is there: %v", err)
	}
	busy, err := a.busy(ctx, nil, span.Span{})
	if err != nil || len(busy) != 2 || len(busy["ana@example.com"]) != 1 {
		t.Errorf("busy, of whom it can tell: %v, %v", busy, err)
	}
	if _, known := busy["free@example.com"]; !known {
		t.Error("who is never busy is not known")
	}
	if a.directory != nil {
		t.Error("it knows an organisation")
	}
	if opened != 4 {
		t.Errorf("opened %d times", opened)
	}
	a.close()
	if f.closed != 1 {
		t.Errorf("closed %d times", f.closed)
	}
}
