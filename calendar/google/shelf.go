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

// shelfLife is how long the list of calendars is believed. It is asked for
// whole: a changed role or time zone alone would not show in a list of changes.
const shelfLife = 3 * time.Hour

// shelf is one calendar that the account looks at.
type shelf struct {
	ID    string
	Name  string
	Zone  *time.Location // nil if it is not known here
	Owned bool           // events can be read; of others only busy times, in the same manner as of people
	Meet  bool           // it can make links for video
}

// shelfFields are what is asked for of a calendar.
const shelfFields = "id,summary,timeZone,accessRole,primary,selected,hidden,deleted,conferenceProperties"

// shelves returns the calendars that make the user busy, the one that is
// written to first. The gate must be passed.
func (a *Account) shelves(ctx context.Context, now time.Time) ([]shelf, error) {
	if a.chosen != nil && now.Sub(a.choseAt).Abs() < shelfLife {
		return a.chosen, nil
	}
	if _, err := a.reshelve(ctx, now); err != nil {
		return nil, err
	}
	return a.chosen, nil
}

// reshelve asks which calendars there are, and chooses anew. The gate must be
// passed.
func (a *Account) reshelve(ctx context.Context, now time.Time) ([]*gcal.CalendarListEntry, error) {
	list, err := a.entries(ctx)
	if err != nil {
		return nil, err
	}
	chosen := choose(list, a.options.IDs)
	wanted := func(id string) bool {
		return slices.ContainsFunc(chosen, func(s shelf) bool { return s.ID == id && s.Owned })
	}
	if err := a.copies.Keep(ctx, wanted); err != nil {
		return nil, err
	}
	a.chosen, a.choseAt = chosen, now
	return list, nil
}

// entries is the account's list of calendars.
func (a *Account) entries(ctx context.Context) ([]*gcal.CalendarListEntry, error) {
	var list []*gcal.CalendarListEntry
	err := service.Pages(func(token string) (string, error) {
		var answer *gcal.CalendarList
		err := a.caller.Read(ctx, func(ctx context.Context) (err error) {
			answer, err = a.service.CalendarList.List().ShowHidden(true).MaxResults(250).PageToken(token).Context(ctx).
				Fields("nextPageToken", "items("+shelfFields+")").Do()
			return err
		})
		if err != nil {
			return "", err
		}
		list = append(list, answer.Items...)
		return answer.NextPageToken, nil
	})
	if err == nil {
		err = checkShelves(list)
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
func choose(list []*gcal.CalendarListEntry, ids []string) []shelf {
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
	var chosen []shelf
	if len(ids) == 0 {
		for _, e := range list {
			if e.Primary || e.AccessRole == "owner" && e.Selected && !e.Hidden {
				chosen = append(chosen, shelfOf(e))
			}
		}
	}
	for _, id := range ids {
		i := slices.IndexFunc(list, func(e *gcal.CalendarListEntry) bool { return e.Id == id || e.Primary && id == "primary" })
		s := shelf{ID: id, Name: id}
		if i >= 0 {
			s = shelfOf(list[i])
		}
		if !slices.ContainsFunc(chosen, func(had shelf) bool { return had.ID == s.ID }) {
			chosen = append(chosen, s)
		}
	}
	return chosen
}

// shelfOf treats roles that are not known here as the least of them.
func shelfOf(e *gcal.CalendarListEntry) shelf {
	p := e.ConferenceProperties
	return shelf{
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
	if err := a.copies.Forget(ctx); err != nil {
		return err
	}
	a.chosen = nil
	return nil
}

// looked are the calendars that are looked at, as [Account.shelves] has them.
func (a *Account) looked(ctx context.Context) ([]shelf, error) {
	if err := a.syncing.Enter(ctx); err != nil {
		return nil, err
	}
	defer a.syncing.Leave()
	if err := a.load(ctx); err != nil {
		return nil, err
	}
	return a.shelves(ctx, time.Now())
}

// owned are all calendars that are the user's own by now, whether they are looked
// at or not: an event may have been moved to any of them, and to one that was
// made for it.
func (a *Account) owned(ctx context.Context) ([]shelf, error) {
	if err := a.syncing.Enter(ctx); err != nil {
		return nil, err
	}
	defer a.syncing.Leave()
	if err := a.load(ctx); err != nil {
		return nil, err
	}
	list, err := a.reshelve(ctx, time.Now())
	var owned []shelf
	for _, e := range list {
		if s := shelfOf(e); s.Owned && !e.Deleted {
			owned = append(owned, s)
		}
	}
	return owned, err
}

// shelf is the calendar with that id, whether it is still looked at or not: what
// fika wrote there stands there. Without an id it is the one that new events are
// put on. One that the account does not have is no missing event but an error.
func (a *Account) shelf(ctx context.Context, id string) (shelf, error) {
	shelves, err := a.looked(ctx)
	if err != nil {
		return shelf{}, err
	}
	for _, s := range shelves {
		if id == "" || s.ID == id {
			return s, nil
		}
	}
	if id == "" {
		return shelf{}, fault(remote.Refused, "the account has no calendar")
	}
	var entry *gcal.CalendarListEntry
	err = a.caller.Read(ctx, func(ctx context.Context) (err error) {
		entry, err = a.service.CalendarList.Get(id).Fields(shelfFields).Context(ctx).Do()
		return err
	})
	switch {
	case errors.Is(err, calendar.ErrNotFound):
		return shelf{}, fmt.Errorf("calendar %q is gone: %v", id, err)
	case err != nil:
		return shelf{}, fmt.Errorf("calendar %q: %w", id, err)
	}
	return shelfOf(entry), nil
}

// homeOf is the id of the calendar that new events are put on, "" if there is none.
func homeOf(shelves []shelf) string {
	if len(shelves) == 0 {
		return ""
	}
	return shelves[0].ID
}
