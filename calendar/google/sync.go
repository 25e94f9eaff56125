package google

import (
	"context"
	"encoding/json"
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
	if _, err := a.source.token(ctx); err != nil { // which tells whose account it is
		return err
	}
	who := a.source.account()
	if a.copies != nil && a.whose == who {
		return nil
	}
	held, err := a.mirror.Load(ctx)
	if err != nil {
		return err
	}
	a.copies, a.whose, a.chosen = map[string]*replica{}, who, nil
	for id, c := range held {
		a.copies[id] = decode(c, who)
	}
	return nil
}

// sync brings the replica of a calendar up to date: with what changed since the
// last time, or with a whole listing where that is not enough. It lists at most
// once, so a token that dies at once cannot make it run in circles. The gate
// must be passed.
func (a *Account) sync(ctx context.Context, id string, window span.Span, now time.Time) (*replica, error) {
	r := a.copies[id]
	if r == nil {
		r = newReplica()
	}
	if r.Token != "" && r.Window.Covers(window) && now.Sub(r.Listed).Abs() < lifeOf(id) {
		err := a.follow(ctx, id, r)
		if !errors.Is(err, errStale) {
			return r, err
		}
	}
	if err := a.relist(ctx, id, r, window, now); err != nil {
		return nil, err
	}
	a.copies[id] = r
	return r, nil
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
	err := service.Pages(func(token string) (string, error) {
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
	last, err := a.listing(ctx, id, func(c *gcal.EventsListCall) { c.SyncToken(r.Token) },
		func(page *gcal.Events) { delta = append(delta, page.Items...) })
	var f *remote.Fault
	switch {
	case errors.As(err, &f) && (f.Outcome == remote.Gone || f.Status == 400):
		return errStale // 400 is a token that is not understood; nothing else in the request could be wrong
	case err != nil:
		return err
	case last.TimeZone != r.Zone, last.NextSyncToken == "":
		return errStale // in another zone whole days are other times
	}
	next := r.cursor
	next.Token = last.NextSyncToken
	s := stageDelta(r, delta)
	if s.empty() {
		// The old token in the mirror leads to the same place, so an idle pass
		// writes nothing.
		r.cursor = next
		return nil
	}
	return a.commit(ctx, id, r, s, next)
}

// relist reads the whole window anew. What the listing does not name is gone: it
// tells of no deletions. Until it is complete the old items serve, and those
// that did not change are left alone, which spares the mirror.
func (a *Account) relist(ctx context.Context, id string, r *replica, window span.Span, now time.Time) error {
	next := cursor{Format: cursorFormat, Account: a.whose, Listed: now, Window: a.widen(r.cursor, window, now)}
	s, seen := newStage(), map[string]bool{}
	last, err := a.listing(ctx, id, func(c *gcal.EventsListCall) {
		c.TimeMin(next.Window.Start.Format(time.RFC3339)).TimeMax(next.Window.End.Format(time.RFC3339))
	}, func(page *gcal.Events) {
		zone := zoneOf(page.TimeZone)
		for _, e := range page.Items {
			seen[e.Id] = s.take(e, zone, next.Window)
			if was, known := r.items[e.Id]; known && was.same(s.items[e.Id]) {
				delete(s.items, e.Id)
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
	for id := range r.items {
		if !seen[id] {
			s.removed[id] = true
		}
	}
	next.Token, next.Zone = last.NextSyncToken, last.TimeZone
	return a.commit(ctx, id, r, s, next)
}

// commit makes what a sync learned true, in the mirror and then here. What a
// mirror held that could not be understood goes with the first commit.
func (a *Account) commit(ctx context.Context, id string, r *replica, s stage, next cursor) error {
	swap, err := s.swap(next)
	if err != nil {
		return err
	}
	if swap.Whole = r.Token == ""; swap.Whole {
		swap.Removed = nil
	}
	if err := a.mirror.Swap(ctx, id, swap); err != nil {
		return err
	}
	for gone := range s.removed {
		r.drop(gone)
	}
	for key, it := range s.items {
		r.put(key, it)
	}
	r.cursor = next
	return nil
}

// widen is the window to list: what is asked for and some more, together with
// what was listed before, moved on by the time that has passed, so that callers
// with several windows do not make each other list again.
func (a *Account) widen(old cursor, window span.Span, now time.Time) span.Span {
	wide := window.Pad(24*time.Hour, ahead)
	if old.Window.Empty() {
		wide.Start = wide.Start.Add(-a.options.Past)
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

// stage is what a sync learned before it is believed.
type stage struct {
	items   map[string]item
	removed map[string]bool
}

func newStage() stage { return stage{map[string]item{}, map[string]bool{}} }

// stageDelta sorts changes into what is new and what is gone for r. The order of
// changes means nothing but for one event, where the last one counts.
func stageDelta(r *replica, delta []*gcal.Event) stage {
	s := newStage()
	zone := zoneOf(r.Zone)
	dead := map[string]bool{}
	for _, e := range delta {
		dead[e.Id] = e.Status == "cancelled"
		delete(s.removed, e.Id)
		if !s.take(e, zone, r.Window) {
			s.removed[e.Id] = true
		}
	}
	for id, it := range r.items {
		if dead[it.Series] { // Google may name a series without all its occurrences
			if _, again := s.items[id]; !again {
				s.removed[id] = true
			}
		}
	}
	for id := range s.removed {
		if _, known := r.items[id]; !known {
			delete(s.removed, id)
		}
	}
	return s
}

// take stages e if it lives and lies in the window: a change of a series comes
// with occurrences of decades. An event that cannot be placed stays, as a
// problem.
func (s stage) take(e *gcal.Event, zone *time.Location, window span.Span) bool {
	delete(s.items, e.Id)
	if e.Id == "" || e.Status == "cancelled" {
		return false
	}
	it := translate(e, zone)
	if it.Problem == "" && !it.Event.In(window) {
		return false
	}
	s.items[e.Id] = it
	return true
}

func (s stage) empty() bool { return len(s.items) == 0 && len(s.removed) == 0 }

// swap is the stage as the mirror keeps it.
func (s stage) swap(c cursor) (Swap, error) {
	text, err := json.Marshal(c)
	if err != nil {
		return Swap{}, err
	}
	w := Swap{Cursor: string(text), Items: make(map[string][]byte, len(s.items))}
	for id, it := range s.items {
		if w.Items[id], err = json.Marshal(it); err != nil {
			return Swap{}, err
		}
	}
	for id := range s.removed {
		w.Removed = append(w.Removed, id)
	}
	return w, nil
}
