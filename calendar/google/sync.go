package google

import (
	"context"
	"errors"
	"hash/fnv"
	"net/url"
	"strconv"
	"time"

	"fika/calendar/google/rest"
	"fika/calendar/remote"
	"fika/internal/span"
)

const (
	pageSize         = 1000                // Google allows 2500, which need 10 MB more memory and save little
	listAhead        = 14 * 24 * time.Hour // how far beyond the requested window to sync, so that tomorrow needs no full sync
	fullSyncInterval = 20 * time.Hour      // calendars are synced in full after this time, or up to four hours later
)

// errTokenExpired says that a sync token is no longer valid.
var errTokenExpired = errors.New("the sync token is no longer valid")

// load reads the mirror, once per account. The caller must hold a.syncing.
func (a *Account) load(ctx context.Context) error {
	if _, err := a.tokens.token(ctx); err != nil { // so that the account is known
		return err
	}
	who := a.tokens.account()
	if a.replicas.Loaded() && a.replicasOf == who {
		return nil
	}
	if err := a.replicas.Load(ctx, func(c cursor) bool { return c.validFor(who) }); err != nil {
		return err
	}
	a.replicasOf, a.calendars = who, nil
	return nil
}

// sync updates the replica of a calendar, with a delta if possible or else with a
// full sync. It performs at most one full sync, so a token that expires immediately
// cannot cause a loop. The caller must hold a.syncing.
func (a *Account) sync(ctx context.Context, id string, window span.Span, now time.Time) (*replica, error) {
	r := a.replicas.Calendar(id)
	if c := r.Cursor; r.Known() && c.Window.Covers(window) && now.Sub(c.Listed).Abs() < fullSyncIntervalOf(id) {
		err := a.applyDelta(ctx, id, r)
		if !errors.Is(err, errTokenExpired) {
			return r, err
		}
	}
	if err := a.fullSync(ctx, id, r, window, now); err != nil {
		return nil, err
	}
	return a.replicas.Calendar(id), nil
}

// fullSyncIntervalOf spreads the full syncs of several calendars over four hours.
func fullSyncIntervalOf(id string) time.Duration {
	h := fnv.New32a()
	h.Write([]byte(id))
	return fullSyncInterval + time.Duration(h.Sum32()%240)*time.Minute
}

// listQuery returns the part of a list request that all its pages share. Google does
// not define what a token does with other parameters than those it was issued for.
func listQuery(page string) url.Values {
	query := url.Values{
		"singleEvents": {"true"}, "maxResults": {strconv.Itoa(pageSize)},
		"fields": {"nextPageToken,nextSyncToken,timeZone,items(" + eventFields + ")"},
	}
	if page != "" {
		query.Set("pageToken", page)
	}
	return query
}

// eachListPage calls take with every page of a list request that with completes, and
// returns the last page. A page may be empty although more follow.
func (a *Account) eachListPage(ctx context.Context, id string, with func(url.Values), take func(*rest.Events)) (*rest.Events, error) {
	var last *rest.Events
	err := service.EachPage(func(token string) (string, error) {
		err := a.caller.Read(ctx, func(ctx context.Context) (err error) {
			query := listQuery(token)
			with(query)
			last, err = a.api.Events(ctx, id, query)
			return err
		})
		if err != nil {
			return "", err
		}
		take(last)
		return last.NextPageToken, nil
	})
	return last, err
}

// applyDelta applies the changes since the last sync. They are collected until the
// last page and then committed together with the new token: if a delta is
// interrupted, it is requested again with the old token. It returns errTokenExpired
// if a full sync is needed.
func (a *Account) applyDelta(ctx context.Context, id string, r *replica) error {
	var delta []*rest.Event
	last, err := a.eachListPage(ctx, id, func(query url.Values) { query.Set("syncToken", r.Cursor.Token) },
		func(page *rest.Events) { delta = append(delta, page.Items...) })
	var f *remote.Fault
	switch {
	case errors.As(err, &f) && (f.Outcome == remote.Gone || f.Status == 400):
		return errTokenExpired // 400 means an invalid token; nothing else in the request can be wrong
	case err != nil:
		return err
	case last.TimeZone != r.Cursor.Zone, last.NextSyncToken == "":
		return errTokenExpired // a new zone changes the times of whole days
	}
	next := r.Cursor
	next.Token = last.NextSyncToken
	c := newDelta(r, delta)
	if c.Empty() {
		// The old token in the mirror leads to the same items, so an idle pass writes
		// nothing.
		r.Cursor = next
		return nil
	}
	return a.replicas.Commit(ctx, id, c, next)
}

// fullSync lists the whole window. It removes events that are not listed, because a
// listing reports no deletions. The old items stay until it is complete. Unchanged
// items are not written to the mirror again.
func (a *Account) fullSync(ctx context.Context, id string, r *replica, window span.Span, now time.Time) error {
	next := cursor{Format: cursorFormat, Account: a.replicasOf, Listed: now, Window: a.syncWindow(r.Cursor, window, now)}
	all, seen := remote.NewChange[item](), map[string]bool{}
	last, err := a.eachListPage(ctx, id, func(query url.Values) {
		query.Set("timeMin", next.Window.Start.Format(time.RFC3339))
		query.Set("timeMax", next.Window.End.Format(time.RFC3339))
	}, func(page *rest.Events) {
		zone := zoneOf(page.TimeZone)
		for _, e := range page.Items {
			seen[e.ID] = addEvent(all, e, zone, next.Window)
			if was, known := r.Item(e.ID); known && was.unchanged(all.Items[e.ID]) {
				delete(all.Items, e.ID)
			}
		}
	})
	var f *remote.Fault
	switch {
	case errors.As(err, &f) && f.Outcome == remote.Gone:
		cut := fault(remote.Unknown, "the listing was cut off")
		cut.Status, cut.Reason = f.Status, f.Reason
		return cut
	case err != nil:
		return err
	case last.NextSyncToken == "":
		return fault(remote.Unknown, "the listing came without a sync token")
	}
	for id := range r.Items() {
		if !seen[id] {
			all.Removed[id] = true
		}
	}
	next.Token, next.Zone = last.NextSyncToken, last.TimeZone
	return a.replicas.Commit(ctx, id, all, next)
}

// syncWindow returns the window to sync: window with a margin, and the previous
// window shifted by the elapsed time, so that callers with several windows do not
// cause a full sync each time.
func (a *Account) syncWindow(old cursor, window span.Span, now time.Time) span.Span {
	wide := window.Pad(24*time.Hour, listAhead)
	if old.Window.Empty() {
		wide.Start = wide.Start.Add(-a.options.IncludePast)
	} else {
		passed := max(0, now.Sub(old.Listed))
		if start := old.Window.Start.Add(passed); start.Before(wide.Start) {
			wide.Start = start
		}
		if end := old.Window.End.Add(passed); end.After(wide.End) {
			wide.End = end
		}
	}
	return span.Span{Start: wide.Start.Truncate(time.Second), End: roundUp(wide.End)} // Google ignores fractions of seconds
}

// newDelta converts changes to added and removed items of r. Changes are unordered,
// except that the last change of an event counts.
func newDelta(r *replica, delta []*rest.Event) change {
	c := remote.NewChange[item]()
	zone := zoneOf(r.Cursor.Zone)
	dead := map[string]bool{}
	for _, e := range delta {
		dead[e.ID] = e.Status == "cancelled"
		delete(c.Removed, e.ID)
		if !addEvent(c, e, zone, r.Cursor.Window) {
			c.Removed[e.ID] = true
		}
	}
	for id, it := range r.Items() {
		if dead[it.Series] { // Google may report a deleted series without all its occurrences
			if _, again := c.Items[id]; !again {
				c.Removed[id] = true
			}
		}
	}
	for id := range c.Removed {
		if _, known := r.Item(id); !known {
			delete(c.Removed, id)
		}
	}
	return c
}

// addEvent adds e to the items of c, unless it is cancelled or outside of window: a
// change of a series lists occurrences over decades. An event that cannot be parsed
// is added, with its problem. It reports whether it added e.
func addEvent(c change, e *rest.Event, zone *time.Location, window span.Span) bool {
	delete(c.Items, e.ID)
	if e.ID == "" || e.Status == "cancelled" {
		return false
	}
	it := newItem(e, zone)
	if it.Problem == "" && !it.Event.Overlaps(window) {
		return false
	}
	c.Items[e.ID] = it
	return true
}
