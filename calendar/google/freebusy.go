package google

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"fika/calendar/google/rest"
	"fika/calendar/remote"
	"fika/internal/mailbox"
	"fika/internal/span"
)

// The limits of one free/busy query. The length is not documented; queries for three
// months have been rejected.
const (
	chunkPeople = 50
	chunkDays   = 60
)

// FreeBusy requests the busy times of these people in window. The result has an entry
// for each of them and is not cached. Events that they declined or show as free are
// not included. Meetings with them that fika created are included; the caller
// subtracts them.
//
// On an error nothing is known about anybody.
func (a *Account) FreeBusy(ctx context.Context, who []mailbox.Address, window span.Span) (map[mailbox.Address]remote.Busy, error) {
	ids := make([]string, len(who))
	for i, w := range who {
		ids[i] = string(w)
	}
	found, err := a.busyTimes(ctx, ids, window)
	if err != nil {
		return nil, err
	}
	busy := make(map[mailbox.Address]remote.Busy, len(who))
	for _, w := range who {
		if b, known := found[string(w)]; known {
			busy[w] = b
		}
	}
	return busy, nil
}

// busyTimes requests the busy times of calendars, and repeats the query for those
// that failed temporarily.
func (a *Account) busyTimes(ctx context.Context, ids []string, window span.Span) (map[string]remote.Busy, error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	all := make(map[string]remote.Busy, len(ids))
	for n := 0; len(ids) > 0; n++ {
		for some := range slices.Chunk(ids, chunkPeople) {
			if err := a.requestBusy(ctx, some, window, all); err != nil {
				return nil, err
			}
		}
		ids = slices.DeleteFunc(ids, func(id string) bool { return !errors.Is(all[id].Err, remote.ErrBusyUnknown) })
		if n == 2 || len(ids) == 0 {
			break
		}
		if err := remote.Sleep(ctx, remote.Backoff(n)); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// requestBusy requests the busy times of at most chunkPeople calendars and adds them
// to all.
func (a *Account) requestBusy(ctx context.Context, ids []string, window span.Span, all map[string]remote.Busy) error {
	for _, id := range ids {
		all[id] = remote.Busy{}
	}
	for from := window.Start; from.Before(window.End); from = from.Add(chunkDays * 24 * time.Hour) {
		part := span.New(from, chunkDays*24*time.Hour).Clip(window)
		query := &rest.FreeBusyRequest{
			TimeMin: part.Start.UTC().Format(time.RFC3339), TimeMax: roundUp(part.End).UTC().Format(time.RFC3339),
		}
		for _, id := range ids {
			query.Items = append(query.Items, rest.FreeBusyItem{ID: id})
		}
		var answer *rest.FreeBusyResponse
		err := a.caller.Read(ctx, func(ctx context.Context) (err error) {
			answer, err = a.api.FreeBusy(ctx, query)
			return err
		})
		if err != nil {
			return err
		}
		for _, id := range ids {
			all[id] = addBusy(all[id], answer.Calendars, id, part)
		}
	}
	return nil
}

// roundUp rounds t up to whole seconds, because Google ignores fractions.
func roundUp(t time.Time) time.Time {
	if whole := t.Truncate(time.Second); !whole.Equal(t) {
		return whole.Add(time.Second)
	}
	return t
}

// addBusy adds to b the busy times of id in part. Google reports unknown busy times
// as an empty list with an error.
func addBusy(b remote.Busy, answer map[string]rest.FreeBusyCalendar, id string, part span.Span) remote.Busy {
	c, found := answer[id]
	switch {
	case b.Err != nil:
		return b
	case !found:
		return busyUnknown("the response omits them")
	}
	hidden := func(e rest.Error) bool { return e.Reason == "notFound" }
	switch {
	case slices.ContainsFunc(c.Errors, hidden):
		return remote.Busy{Err: remote.ErrBusyHidden}
	case len(c.Errors) > 0:
		return remote.Busy{Err: remote.ErrBusyUnknown}
	case c.Busy == nil: // an empty list would not be nil
		return busyUnknown("the response has no busy times for them")
	}
	spans := b.Spans
	for _, p := range c.Busy {
		start, err := time.Parse(time.RFC3339, p.Start)
		if err != nil {
			return busyUnknown("a start is not a time")
		}
		end, err := time.Parse(time.RFC3339, p.End)
		if err != nil {
			return busyUnknown("an end is not a time")
		}
		spans = append(spans, span.Span{Start: start, End: end}.Clip(part))
	}
	return remote.Busy{Spans: span.Merge(spans)}
}

// busyUnknown returns unknown busy times, because of an invalid response.
func busyUnknown(why string) remote.Busy {
	return remote.Busy{Err: fmt.Errorf("%w: %s", remote.ErrBusyUnknown, why)}
}
