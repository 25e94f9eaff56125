package google

import (
	"context"
	"errors"
	"hash/fnv"
	"time"

	gcal "google.golang.org/api/calendar/v3"

	"fika/calendar/remote"
	"fika/internal/span"
)

const (
	pageSize = 1000                // Google would give 2500, which cost 10 MB more at once and save little
	ahead    = 14 * 24 * time.Hour // listed beyond what is asked for, so that tomorrow asks for nothing new
	listLife = 20 * time.Hour      // a listing is renewed after that, and up to four hours later
)

// errStale says that a sync token is used up.
var errStale = errors.New("the sync token is no longer valid")

// load reads the mirror, once for an account. The gate must be passed.
func (a *Account) load(ctx context.Context) error {
	if _, err := a.source.token(ctx); err != nil { // which says which account it is
		return err
	}
	who := a.source.account()
	if a.copies.Loaded() && a.owner == who {
		return nil
	}
	if err := a.copies.Load(ctx, func(c cursor) bool { return c.of(who) }); err != nil {
		return err
	}
	a.owner, a.chosen = who, nil
	return nil
}

// sync brings the replica of a calendar up to date: with what changed since the
// last time, or with a whole listing where that is not enough. It lists at most
// once, so a token that dies at once cannot make it run in circles. The gate
// must be passed.
func (a *Account) sync(ctx context.Context, id string, window span.Span, now time.Time) (*replica, error) {
	r := a.copies.Calendar(id)
	if c := r.Cursor; r.Known() && c.Window.Covers(window) && now.Sub(c.Listed).Abs() < lifeOf(id) {
		err := a.follow(ctx, id, r)
		if !errors.Is(err, errStale) {
			return r, err
		}
	}
	if err := a.relist(ctx, id, r, window, now); err != nil {
		return nil, err
	}
	return a.copies.Calendar(id), nil
}

// lifeOf spreads the listings of several calendars over four hours.
func lifeOf(id string) time.Duration {
	h := fnv.New32a()
	h.Write([]byte(id))
	return listLife + time.Duration(h.Sum32()%240)*time.Minute
}

// request is the part of a listing that all its pages share. Google leaves it
// undefined what a token does for other parameters than those it came from.
func (a *Account) request(ctx context.Context, id, page string) *gcal.EventsListCall {
	call := a.service.Events.List(id).SingleEvents(true).MaxResults(pageSize).
		Fields("nextPageToken", "nextSyncToken", "timeZone", "items("+eventFields+")").Context(ctx)
	if page != "" {
		call.PageToken(page)
	}
	return call
}

// listing calls take with every page of a listing that with completes, and
// returns the last one. Pages may be empty though more follow.
func (a *Account) listing(ctx context.Context, id string, with func(*gcal.EventsListCall), take func(*gcal.Events)) (*gcal.Events, error) {
	var last *gcal.Events
	err := service.EachPage(func(token string) (string, error) {
		err := a.caller.Read(ctx, func(ctx context.Context) (err error) {
			call := a.request(ctx, id, token)
			with(call)
			last, err = call.Do()
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

// follow applies what changed since the last sync. Everything is staged until
// the last page is there, and goes into the mirror together with the new token:
// a delta that breaks off is asked for again from the old one. It returns
// errStale if only a listing helps.
func (a *Account) follow(ctx context.Context, id string, r *replica) error {
	var delta []*gcal.Event
	last, err := a.listing(ctx, id, func(c *gcal.EventsListCall) { c.SyncToken(r.Cursor.Token) },
		func(page *gcal.Events) { delta = append(delta, page.Items...) })
	var f *remote.Fault
	switch {
	case errors.As(err, &f) && (f.Outcome == remote.Gone || f.Status == 400):
		return errStale // 400 is a token that is not understood; nothing else in the request could be wrong
	case err != nil:
		return err
	case last.TimeZone != r.Cursor.Zone, last.NextSyncToken == "":
		return errStale // in another zone whole days are other times
	}
	next := r.Cursor
	next.Token = last.NextSyncToken
	c := deltaOf(r, delta)
	if c.Empty() {
		// The old token in the mirror leads to the same place, so an idle pass
		// writes nothing.
		r.Cursor = next
		return nil
	}
	return a.copies.Commit(ctx, id, c, next)
}

// relist reads the whole window anew. What the listing does not name is gone: it
// reports no deletions. Until it is complete the old items serve, and those
// that did not change are left alone, which spares the mirror.
func (a *Account) relist(ctx context.Context, id string, r *replica, window span.Span, now time.Time) error {
	next := cursor{Format: cursorFormat, Account: a.owner, Listed: now, Window: a.widen(r.Cursor, window, now)}
	all, seen := remote.NewChange[item](), map[string]bool{}
	last, err := a.listing(ctx, id, func(c *gcal.EventsListCall) {
		c.TimeMin(next.Window.Start.Format(time.RFC3339)).TimeMax(next.Window.End.Format(time.RFC3339))
	}, func(page *gcal.Events) {
		zone := zoneOf(page.TimeZone)
		for _, e := range page.Items {
			seen[e.Id] = take(all, e, zone, next.Window)
			if was, known := r.Item(e.Id); known && was.same(all.Items[e.Id]) {
				delete(all.Items, e.Id)
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
	return a.copies.Commit(ctx, id, all, next)
}

// widen is the window to list: what is asked for and some more, together with
// what was listed before, moved on by the time that has passed, so that callers
// with several windows do not make each other list again.
func (a *Account) widen(old cursor, window span.Span, now time.Time) span.Span {
	wide := window.Pad(24*time.Hour, ahead)
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
	return span.Span{Start: wide.Start.Truncate(time.Second), End: roundUp(wide.End)} // all that Google looks at
}

// deltaOf sorts changes into what is new and what is gone for r. The order of
// changes means nothing but for one event, where the last one counts.
func deltaOf(r *replica, delta []*gcal.Event) change {
	c := remote.NewChange[item]()
	zone := zoneOf(r.Cursor.Zone)
	dead := map[string]bool{}
	for _, e := range delta {
		dead[e.Id] = e.Status == "cancelled"
		delete(c.Removed, e.Id)
		if !take(c, e, zone, r.Cursor.Window) {
			c.Removed[e.Id] = true
		}
	}
	for id, it := range r.Items() {
		if dead[it.Series] { // Google may name a series without all its occurrences
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

// take puts e among the items of c if it lives and lies in the window: a change of a
// series comes with occurrences of decades. An event that cannot be placed stays,
// as a problem.
func take(c change, e *gcal.Event, zone *time.Location, window span.Span) bool {
	delete(c.Items, e.Id)
	if e.Id == "" || e.Status == "cancelled" {
		return false
	}
	it := translate(e, zone)
	if it.Problem == "" && !it.Event.Overlaps(window) {
		return false
	}
	c.Items[e.Id] = it
	return true
}
