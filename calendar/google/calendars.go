package google

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"fika/calendar"
	"fika/calendar/google/rest"
	"fika/calendar/remote"
)

// listLife is how long the list of calendars is cached. It is always fetched in full,
// because a delta does not show a changed role or time zone.
const listLife = 3 * time.Hour

// listedCalendar is an entry in the account's list of calendars.
type listedCalendar struct {
	ID    string
	Name  string
	Zone  *time.Location // nil if unknown
	Owned bool           // its events can be read; for other calendars only busy times, as for people
	Meet  bool           // it can create Google Meet links
}

// listedCalendarFields are the requested fields of a calendar.
const listedCalendarFields = "id,summary,timeZone,accessRole,primary,selected,hidden,deleted,conferenceProperties"

// currentCalendars returns the selected calendars, which make the user busy. New
// events go to the first. The caller must hold a.syncing.
func (a *Account) currentCalendars(ctx context.Context, now time.Time) ([]listedCalendar, error) {
	if a.calendars != nil && now.Sub(a.calendarsRead).Abs() < listLife {
		return a.calendars, nil
	}
	if _, err := a.refreshCalendars(ctx, now); err != nil {
		return nil, err
	}
	return a.calendars, nil
}

// refreshCalendars fetches the list of calendars and selects from it again. The
// caller must hold a.syncing.
func (a *Account) refreshCalendars(ctx context.Context, now time.Time) ([]*rest.CalendarListEntry, error) {
	list, err := a.fetchList(ctx)
	if err != nil {
		return nil, err
	}
	chosen := selectCalendars(list, a.options.IDs)
	wanted := func(id string) bool {
		return slices.ContainsFunc(chosen, func(c listedCalendar) bool { return c.ID == id && c.Owned })
	}
	if err := a.replicas.RetainOnly(ctx, wanted); err != nil {
		return nil, err
	}
	a.calendars, a.calendarsRead = chosen, now
	return list, nil
}

// fetchList fetches the account's list of calendars.
func (a *Account) fetchList(ctx context.Context) ([]*rest.CalendarListEntry, error) {
	var list []*rest.CalendarListEntry
	err := service.EachPage(func(token string) (string, error) {
		var answer *rest.CalendarList
		err := a.caller.Read(ctx, func(ctx context.Context) (err error) {
			answer, err = a.api.CalendarList(ctx, token, listedCalendarFields)
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

// selectCalendars returns the calendars with these ids, in this order. Without ids it
// returns the primary one and every other that the user owns and shows. An id that is
// not in the list is kept: its busy times may be visible, and if not, the user must
// be told.
func selectCalendars(list []*rest.CalendarListEntry, ids []string) []listedCalendar {
	list = slices.DeleteFunc(slices.Clone(list), func(e *rest.CalendarListEntry) bool { return e.Deleted })
	slices.SortStableFunc(list, func(x, y *rest.CalendarListEntry) int {
		switch {
		case x.Primary && !y.Primary:
			return -1
		case y.Primary && !x.Primary:
			return 1
		}
		return 0
	})
	var chosen []listedCalendar
	if len(ids) == 0 {
		for _, e := range list {
			if e.Primary || e.AccessRole == "owner" && e.Selected && !e.Hidden {
				chosen = append(chosen, newListedCalendar(e))
			}
		}
	}
	for _, id := range ids {
		i := slices.IndexFunc(list, func(e *rest.CalendarListEntry) bool { return e.ID == id || e.Primary && id == "primary" })
		c := listedCalendar{ID: id, Name: id}
		if i >= 0 {
			c = newListedCalendar(list[i])
		}
		if !slices.ContainsFunc(chosen, func(had listedCalendar) bool { return had.ID == c.ID }) {
			chosen = append(chosen, c)
		}
	}
	return chosen
}

// newListedCalendar converts an entry. Unknown roles get the fewest rights.
func newListedCalendar(e *rest.CalendarListEntry) listedCalendar {
	p := e.ConferenceProperties
	return listedCalendar{
		ID: e.ID, Name: e.Summary, Zone: zoneOf(e.TimeZone), Owned: e.Primary || e.AccessRole == "owner",
		Meet: p == nil || slices.Contains(p.AllowedConferenceSolutionTypes, meetConference),
	}
}

// zoneOf returns the zone with this name, nil if it is unknown.
func zoneOf(name string) *time.Location {
	if zone, err := time.LoadLocation(name); err == nil && name != "" {
		return zone
	}
	return nil
}

// Forget drops everything that is known about the calendars, also from the mirror, so
// that the next List syncs them in full.
func (a *Account) Forget(ctx context.Context) error {
	if err := a.syncing.Lock(ctx); err != nil {
		return err
	}
	defer a.syncing.Unlock()
	if err := a.replicas.Clear(ctx); err != nil {
		return err
	}
	a.calendars = nil
	return nil
}

// lockedCurrentCalendars locks a.syncing and returns [Account.currentCalendars].
func (a *Account) lockedCurrentCalendars(ctx context.Context) ([]listedCalendar, error) {
	if err := a.syncing.Lock(ctx); err != nil {
		return nil, err
	}
	defer a.syncing.Unlock()
	if err := a.load(ctx); err != nil {
		return nil, err
	}
	return a.currentCalendars(ctx, time.Now())
}

// lockedOwnedCalendars locks a.syncing and fetches all calendars that the user owns
// now, selected or not: an event may have been moved to any of them, even to one that
// was created for it.
func (a *Account) lockedOwnedCalendars(ctx context.Context) ([]listedCalendar, error) {
	if err := a.syncing.Lock(ctx); err != nil {
		return nil, err
	}
	defer a.syncing.Unlock()
	if err := a.load(ctx); err != nil {
		return nil, err
	}
	list, err := a.refreshCalendars(ctx, time.Now())
	var owned []listedCalendar
	for _, e := range list {
		if c := newListedCalendar(e); c.Owned && !e.Deleted {
			owned = append(owned, c)
		}
	}
	return owned, err
}

// calendarByID returns the calendar with this id, even if it is no longer selected,
// because fika may have written events there. Without an id it returns the calendar
// for new events. The error for an unknown calendar is not [calendar.ErrNotFound].
func (a *Account) calendarByID(ctx context.Context, id string) (listedCalendar, error) {
	entries, err := a.lockedCurrentCalendars(ctx)
	if err != nil {
		return listedCalendar{}, err
	}
	for _, c := range entries {
		if id == "" || c.ID == id {
			return c, nil
		}
	}
	if id == "" {
		return listedCalendar{}, fault(remote.Refused, "the account has no calendar")
	}
	var raw *rest.CalendarListEntry
	err = a.caller.Read(ctx, func(ctx context.Context) (err error) {
		raw, err = a.api.CalendarListEntry(ctx, id, listedCalendarFields)
		return err
	})
	switch {
	case errors.Is(err, calendar.ErrNotFound):
		return listedCalendar{}, fmt.Errorf("calendar %q is gone: %v", id, err)
	case err != nil:
		return listedCalendar{}, fmt.Errorf("calendar %q: %w", id, err)
	}
	return newListedCalendar(raw), nil
}

// defaultCalendar returns the id of the calendar for new events, "" if there is none.
func defaultCalendar(entries []listedCalendar) string {
	if len(entries) == 0 {
		return ""
	}
	return entries[0].ID
}
