package google

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	gcal "google.golang.org/api/calendar/v3"

	"fika/calendar"
	"fika/calendar/remote"
)

// entryLife is how long the list of calendars is believed. It is asked for
// whole: a changed role or time zone alone would not show in a list of changes.
const entryLife = 3 * time.Hour

// entry is a calendar in the account's list.
type entry struct {
	ID    string
	Name  string
	Zone  *time.Location // nil if it is not known here
	Owned bool           // events can be read; of others only busy times, in the same manner as of people
	Meet  bool           // it can make links for video
}

// entryFields are what is asked for of a calendar.
const entryFields = "id,summary,timeZone,accessRole,primary,selected,hidden,deleted,conferenceProperties"

// chosenNow returns the calendars that make the user busy, the one that is
// written to first. The gate must be passed.
func (a *Account) chosenNow(ctx context.Context, now time.Time) ([]entry, error) {
	if a.chosen != nil && now.Sub(a.choseAt).Abs() < entryLife {
		return a.chosen, nil
	}
	if _, err := a.rechoose(ctx, now); err != nil {
		return nil, err
	}
	return a.chosen, nil
}

// rechoose asks which calendars there are, and chooses anew. The gate must be
// passed.
func (a *Account) rechoose(ctx context.Context, now time.Time) ([]*gcal.CalendarListEntry, error) {
	list, err := a.fetchList(ctx)
	if err != nil {
		return nil, err
	}
	chosen := choose(list, a.options.IDs)
	wanted := func(id string) bool {
		return slices.ContainsFunc(chosen, func(c entry) bool { return c.ID == id && c.Owned })
	}
	if err := a.copies.RetainOnly(ctx, wanted); err != nil {
		return nil, err
	}
	a.chosen, a.choseAt = chosen, now
	return list, nil
}

// fetchList asks for the account's list of calendars.
func (a *Account) fetchList(ctx context.Context) ([]*gcal.CalendarListEntry, error) {
	var list []*gcal.CalendarListEntry
	err := service.EachPage(func(token string) (string, error) {
		var answer *gcal.CalendarList
		err := a.caller.Read(ctx, func(ctx context.Context) (err error) {
			answer, err = a.service.CalendarList.List().ShowHidden(true).MaxResults(250).PageToken(token).Context(ctx).
				Fields("nextPageToken", "items("+entryFields+")").Do()
			return err
		})
		if err != nil {
			return "", err
		}
		list = append(list, answer.Items...)
		return answer.NextPageToken, nil
	})
	if err == nil {
		err = checkList(list)
	}
	if err != nil {
		return nil, err
	}
	return list, nil
}

// choose picks the calendars with those ids, in that order; without ids the
// primary one and every other that is the user's own and shown. An id that is
// not in the list is kept: it may be that of a calendar whose busy times can be
// seen, and if not the user must learn of it.
func choose(list []*gcal.CalendarListEntry, ids []string) []entry {
	list = slices.DeleteFunc(slices.Clone(list), func(e *gcal.CalendarListEntry) bool { return e.Deleted })
	slices.SortStableFunc(list, func(x, y *gcal.CalendarListEntry) int {
		switch {
		case x.Primary && !y.Primary:
			return -1
		case y.Primary && !x.Primary:
			return 1
		}
		return 0
	})
	var chosen []entry
	if len(ids) == 0 {
		for _, e := range list {
			if e.Primary || e.AccessRole == "owner" && e.Selected && !e.Hidden {
				chosen = append(chosen, entryOf(e))
			}
		}
	}
	for _, id := range ids {
		i := slices.IndexFunc(list, func(e *gcal.CalendarListEntry) bool { return e.Id == id || e.Primary && id == "primary" })
		c := entry{ID: id, Name: id}
		if i >= 0 {
			c = entryOf(list[i])
		}
		if !slices.ContainsFunc(chosen, func(had entry) bool { return had.ID == c.ID }) {
			chosen = append(chosen, c)
		}
	}
	return chosen
}

// entryOf treats roles that are not known here as the least of them.
func entryOf(e *gcal.CalendarListEntry) entry {
	p := e.ConferenceProperties
	return entry{
		ID: e.Id, Name: e.Summary, Zone: zoneOf(e.TimeZone), Owned: e.Primary || e.AccessRole == "owner",
		Meet: p == nil || slices.Contains(p.AllowedConferenceSolutionTypes, meet),
	}
}

// zoneOf is the zone of that name, nil if it is not known here.
func zoneOf(name string) *time.Location {
	if zone, err := time.LoadLocation(name); err == nil && name != "" {
		return zone
	}
	return nil
}

// Forget drops what is known of all calendars, here and in the mirror, so that
// the next List reads everything anew.
func (a *Account) Forget(ctx context.Context) error {
	if err := a.syncing.Enter(ctx); err != nil {
		return err
	}
	defer a.syncing.Leave()
	if err := a.copies.Clear(ctx); err != nil {
		return err
	}
	a.chosen = nil
	return nil
}

// chosenEntries is [Account.chosenNow] for those who have not passed the gate.
func (a *Account) chosenEntries(ctx context.Context) ([]entry, error) {
	if err := a.syncing.Enter(ctx); err != nil {
		return nil, err
	}
	defer a.syncing.Leave()
	if err := a.load(ctx); err != nil {
		return nil, err
	}
	return a.chosenNow(ctx, time.Now())
}

// owned are all calendars that are the user's own by now, chosen or not: an event
// may have been moved to any of them, even to one that was made for it.
func (a *Account) owned(ctx context.Context) ([]entry, error) {
	if err := a.syncing.Enter(ctx); err != nil {
		return nil, err
	}
	defer a.syncing.Leave()
	if err := a.load(ctx); err != nil {
		return nil, err
	}
	list, err := a.rechoose(ctx, time.Now())
	var owned []entry
	for _, e := range list {
		if c := entryOf(e); c.Owned && !e.Deleted {
			owned = append(owned, c)
		}
	}
	return owned, err
}

// entry is the calendar with that id, whether it is still chosen or not: what fika
// wrote there stands there. Without an id it is the one that new events are
// put on. An error says that the account has no such calendar, which is not [calendar.ErrNotFound].
func (a *Account) entry(ctx context.Context, id string) (entry, error) {
	entries, err := a.chosenEntries(ctx)
	if err != nil {
		return entry{}, err
	}
	for _, c := range entries {
		if id == "" || c.ID == id {
			return c, nil
		}
	}
	if id == "" {
		return entry{}, fault(remote.Refused, "the account has no calendar")
	}
	var raw *gcal.CalendarListEntry
	err = a.caller.Read(ctx, func(ctx context.Context) (err error) {
		raw, err = a.service.CalendarList.Get(id).Fields(entryFields).Context(ctx).Do()
		return err
	})
	switch {
	case errors.Is(err, calendar.ErrNotFound):
		return entry{}, fmt.Errorf("calendar %q is gone: %v", id, err)
	case err != nil:
		return entry{}, fmt.Errorf("calendar %q: %w", id, err)
	}
	return entryOf(raw), nil
}

// homeOf is the id of the calendar that new events are put on, "" if there is none.
func homeOf(entries []entry) string {
	if len(entries) == 0 {
		return ""
	}
	return entries[0].ID
}
