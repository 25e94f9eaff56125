package google

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"fika/calendar"
	"fika/calendar/remote"
	"fika/internal/span"
)

// List returns the events on all selected calendars. It requests what changed since
// the last sync, or syncs a calendar in full: the first time, if window reaches
// beyond what was synced, once a day, or if Google demands it. For a calendar that
// the user does not own it requests only busy times.
//
// Calendars that were removed from the account's list are skipped. If one that
// Options.IDs names cannot be read, List fails.
func (a *Account) List(ctx context.Context, window span.Span) (calendar.Listing, error) {
	if err := a.syncing.Lock(ctx); err != nil {
		return calendar.Listing{}, err
	}
	defer a.syncing.Unlock()
	now, remembered := time.Now(), a.calendars != nil
	l, err := a.list(ctx, window, now)
	if isAccessLost(err) && remembered {
		a.calendars = nil // a calendar was removed, or access to it: fetch the list again
		l, err = a.list(ctx, window, now)
	}
	if err != nil {
		return calendar.Listing{}, err
	}
	l.ServerTime = a.caller.ServerTime()
	return l, nil
}

// isAccessLost reports whether err may come from a calendar that was removed, or that
// its owner no longer shares.
func isAccessLost(err error) bool {
	var f *remote.Fault
	return errors.As(err, &f) && (f.Status == 403 || f.Status == 404)
}

func (a *Account) list(ctx context.Context, window span.Span, now time.Time) (calendar.Listing, error) {
	if err := a.load(ctx); err != nil {
		return calendar.Listing{}, err
	}
	entries, err := a.currentCalendars(ctx, now)
	if err != nil {
		return calendar.Listing{}, err
	}
	l := calendar.Listing{DefaultCalendar: defaultCalendar(entries)}
	around := sync.OnceValue(func() candidateZones { return a.candidateZones(entries) }) // most calendars do not need them
	version := sha256.New()
	for _, c := range entries {
		if !c.Owned {
			continue
		}
		r, err := a.sync(ctx, c.ID, window, now)
		if err != nil {
			return calendar.Listing{}, fmt.Errorf("calendar %q: %w", c.Name, err)
		}
		addItems(&l, r, window, c, around)
		fmt.Fprintf(version, "%q %s\n", c.ID, r.Version())
	}
	foreign, err := a.busyOfOthers(ctx, entries, window)
	if err != nil {
		return calendar.Listing{}, err
	}
	for _, e := range foreign {
		fmt.Fprintf(version, "%d %d\n", e.Span.Start.Unix(), e.Span.End.Unix())
	}
	l.Events = append(l.Events, foreign...)
	slices.SortStableFunc(l.Events, compareEvents)
	slices.SortStableFunc(l.Doubts, compareEvents)
	slices.SortFunc(l.Problems, func(x, y calendar.Problem) int { return cmp.Or(cmp.Compare(x.UID, y.UID), cmp.Compare(x.Text, y.Text)) })
	l.Version = fmt.Sprintf("%x", version.Sum(nil)[:16])
	return l, nil
}

func compareEvents(x, y calendar.Event) int {
	return cmp.Or(x.Span.Start.Compare(y.Span.Start), cmp.Compare(x.UID, y.UID), cmp.Compare(x.Instance, y.Instance))
}

// busyOfOthers returns the busy time on the calendars that the user does not own. If
// one of them fails, its busy time is unknown, so it returns an error.
func (a *Account) busyOfOthers(ctx context.Context, entries []listedCalendar, window span.Span) ([]calendar.Event, error) {
	var ids []string
	for _, c := range entries {
		if !c.Owned {
			ids = append(ids, c.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	all, err := a.busyTimes(ctx, ids, window)
	if err != nil {
		return nil, err
	}
	var events []calendar.Event
	for _, id := range ids {
		if err := all[id].Err; err != nil {
			return nil, fmt.Errorf("calendar %q: %w", id, err)
		}
		for _, s := range all[id].Spans {
			events = append(events, calendar.Event{Span: s, FreeBusy: true})
		}
	}
	return events, nil
}
