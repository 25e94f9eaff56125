package google

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"fika/calendar"
	"fika/calendar/google/rest"
	"fika/calendar/remote"
)

// Find looks on the calendar in at, and then on all other calendars that the user
// owns, because events can be moved between them. Google remembers deleted events. If
// the event was deleted, the error wraps [calendar.ErrDeleted] in addition to
// [calendar.ErrNotFound].
func (a *Account) Find(ctx context.Context, at calendar.Place) (calendar.Event, error) {
	first, err := a.calendarByID(ctx, at.Calendar)
	if err != nil {
		return calendar.Event{}, err
	}
	_, e, missing := a.findOn(ctx, first, at)
	if missing == nil || !errors.Is(missing, calendar.ErrNotFound) {
		return e, missing
	}
	others, err := a.lockedOwnedCalendars(ctx)
	if err != nil {
		return calendar.Event{}, err
	}
	for _, other := range others {
		if other.ID == first.ID {
			continue
		}
		_, moved, err := a.findOn(ctx, other, calendar.Place{ID: at.ID, UID: at.UID})
		switch {
		case err == nil:
			return moved, nil
		case !errors.Is(err, calendar.ErrNotFound):
			return calendar.Event{}, err
		case errors.Is(err, calendar.ErrDeleted):
			missing = err
		}
	}
	return calendar.Event{}, missing
}

// findOn finds an event on one calendar: by its id, or by its UID if the id is
// unknown or not found.
func (a *Account) findOn(ctx context.Context, home listedCalendar, at calendar.Place) (*rest.Event, calendar.Event, error) {
	missing := fmt.Errorf("event %s: %w", cmp.Or(string(at.ID), at.UID), calendar.ErrNotFound)
	if at.ID != "" {
		raw, e, err := a.get(ctx, home, at.ID)
		if err == nil || !errors.Is(err, calendar.ErrNotFound) {
			return raw, e, err
		}
		missing = err
	}
	if at.UID == "" || at.ID != "" && at.Calendar == home.ID {
		return nil, calendar.Event{}, missing // an event never changes its id within a calendar
	}
	var found *rest.Events
	err := a.caller.Read(ctx, func(ctx context.Context) (err error) {
		found, err = a.api.Events(ctx, home.ID, url.Values{"iCalUID": {at.UID}, "fields": {"items(" + eventFields + ")"}})
		return err
	})
	switch {
	case errors.Is(err, calendar.ErrNotFound): // that is the calendar, not the event
		return nil, calendar.Event{}, fmt.Errorf("calendar %q is gone: %v", home.Name, err)
	case err != nil:
		return nil, calendar.Event{}, fmt.Errorf("event %s: %w", at.UID, err)
	}
	for _, raw := range found.Items {
		if raw.ICalUID == at.UID && raw.Status != "cancelled" && raw.RecurringEventID == "" {
			e, err := decodeEvent(raw, home)
			return raw, e, err
		}
	}
	return nil, calendar.Event{}, missing
}

// get returns the event in Google's form and in fika's.
func (a *Account) get(ctx context.Context, home listedCalendar, id calendar.EventID) (*rest.Event, calendar.Event, error) {
	var raw *rest.Event
	err := a.caller.Read(ctx, func(ctx context.Context) (err error) {
		raw, err = a.api.Event(ctx, home.ID, string(id), eventFields+",attendeesOmitted")
		return err
	})
	if err == nil {
		err = checkEvent(raw, string(id))
	}
	switch {
	case errors.Is(err, calendar.ErrNotFound):
		if err := a.checkExists(ctx, home); err != nil {
			return nil, calendar.Event{}, err
		}
		return nil, calendar.Event{}, fmt.Errorf("event %s: %w", id, err)
	case err != nil:
		return nil, calendar.Event{}, fmt.Errorf("event %s: %w", id, err)
	case raw.Status == "cancelled":
		return raw, calendar.Event{}, fmt.Errorf("event %s: %w: %w", id, calendar.ErrNotFound, calendar.ErrDeleted)
	}
	e, err := decodeEvent(raw, home)
	return raw, e, err
}

// checkExists returns an error unless the calendar is accessible. If the user lost
// access to the calendar, Google finds none of its events; that must not count as a
// decline by the user.
func (a *Account) checkExists(ctx context.Context, home listedCalendar) error {
	err := a.caller.Read(ctx, func(ctx context.Context) error {
		entry, err := a.api.CalendarListEntry(ctx, home.ID, "id")
		if err == nil && entry.ID != home.ID {
			err = badResponse("the response is about another calendar")
		}
		return err
	})
	if errors.Is(err, calendar.ErrNotFound) {
		return fmt.Errorf("calendar %q is gone: %v", home.Name, err)
	}
	return err
}

// decodeEvent converts raw to fika's form.
func decodeEvent(raw *rest.Event, home listedCalendar) (calendar.Event, error) {
	it := newItem(raw, home.Zone)
	if it.Problem != "" {
		return calendar.Event{}, fmt.Errorf("event %s: %s", raw.ID, it.Problem)
	}
	it.Event.Calendar = home.ID
	return it.Event, nil
}

// Insert creates the event, and Google invites its guests. Google never reuses an id:
// if the event with that id was deleted, the error also wraps [calendar.ErrDeleted],
// and the event is not restored.
func (a *Account) Insert(ctx context.Context, d calendar.Draft) (calendar.Event, error) {
	home, err := a.calendarByID(ctx, d.Calendar)
	if err != nil {
		return calendar.Event{}, remote.MarkUnsent(err)
	}
	made, err := a.changeEvent(ctx, func(ctx context.Context) (*rest.Event, error) {
		return a.api.Insert(ctx, home.ID, newEvent(d, home), sendUpdates(d), eventFields)
	})
	switch {
	case errors.Is(err, calendar.ErrExists):
		return calendar.Event{}, a.explainTakenID(ctx, calendar.Place{Calendar: home.ID, ID: d.ID}, err)
	case errors.Is(err, calendar.ErrNotFound): // that is the calendar, not the event
		refusal := &calendar.Refusal{Part: calendar.PartAll, Message: "there is no such calendar"}
		return calendar.Event{}, fmt.Errorf("insert %s: %w: %w: %v", d.ID, calendar.ErrReadOnly, refusal, err)
	case err != nil:
		return calendar.Event{}, fmt.Errorf("insert %s: %w", d.ID, err)
	}
	return decodeCreated(made, d, home)
}

// explainTakenID finds out which event has the id. A new event may not be visible at
// once, so it tries several times. If it never appears, the outcome is unknown.
func (a *Account) explainTakenID(ctx context.Context, at calendar.Place, err error) error {
	id := at.ID
	for wait := time.Second; ; wait *= 2 {
		_, found := a.Find(ctx, at)
		switch {
		case errors.Is(found, calendar.ErrDeleted):
			return fmt.Errorf("insert %s: %w: %w", id, calendar.ErrExists, calendar.ErrDeleted)
		case found == nil:
			return fmt.Errorf("insert %s: %w", id, err)
		case !errors.Is(found, calendar.ErrNotFound):
			return fmt.Errorf("insert %s: the id is taken, but finding its event failed: %s", id, found)
		case wait > 8*time.Second:
			return fmt.Errorf("insert %s: the id is taken, but its event cannot be found", id)
		}
		if err := remote.Sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// Update reads the event and sends the differences, provided that its version is
// still etag. It sends guests only if the draft has one that the event lacks, which
// is when a hold becomes an invitation, or takes one off: Google replaces the list of
// guests as a whole, and writing it would lose their answers.
func (a *Account) Update(ctx context.Context, etag string, d calendar.Draft) (calendar.Event, error) {
	was, home, err := a.versionOf(ctx, d.Place(), etag)
	if err != nil {
		return calendar.Event{}, err
	}
	patch, err := patchFor(d, was, home)
	if err != nil {
		return calendar.Event{}, err
	}
	made, err := a.changeEvent(ctx, func(ctx context.Context) (*rest.Event, error) {
		return a.api.Patch(ctx, home.ID, string(d.ID), etag, patch, sendUpdates(d), eventFields)
	})
	if err != nil {
		return calendar.Event{}, fmt.Errorf("update %s: %w", d.ID, err)
	}
	return decodeCreated(made, d, home)
}

// Reschedule patches the times alone, so that whatever else the user changed stays.
// Google then asks every guest again and sends them an update. It is not known to reset a
// decline too, so this does: a guest who suggested another time has often declined the
// first one.
func (a *Account) Reschedule(ctx context.Context, etag string, n calendar.NewTimes) (calendar.Event, error) {
	was, home, err := a.versionOf(ctx, n.Place, etag)
	if err != nil {
		return calendar.Event{}, err
	}
	made, err := a.changeEvent(ctx, func(ctx context.Context) (*rest.Event, error) {
		return a.api.Patch(ctx, home.ID, string(n.ID), etag, timesPatch(n, was), sendReschedule(was), eventFields)
	})
	if err != nil {
		return calendar.Event{}, fmt.Errorf("reschedule %s: %w", n.ID, err)
	}
	return decodeCreated(made, calendar.Draft{ID: n.ID, Span: n.Span, Mark: mark(was)}, home)
}

// Remove deletes the event, provided that its version is still etag, and Google
// notifies its guests.
func (a *Account) Remove(ctx context.Context, at calendar.Place, etag string) error {
	_, home, err := a.versionOf(ctx, at, etag)
	if err != nil {
		return err
	}
	err = a.caller.Change(ctx, func(ctx context.Context) error {
		return a.api.Delete(ctx, home.ID, string(at.ID), etag)
	})
	if err != nil {
		return fmt.Errorf("remove %s: %w", at.ID, err)
	}
	return nil
}

// versionOf reads the event at that place before a change, and its calendar. If the version
// is not etag, the error is [calendar.ErrChanged]. Nothing was sent if there is an error.
func (a *Account) versionOf(ctx context.Context, at calendar.Place, etag string) (*rest.Event, listedCalendar, error) {
	home, err := a.calendarByID(ctx, at.Calendar)
	if err != nil {
		return nil, home, remote.MarkUnsent(err)
	}
	was, _, err := a.get(ctx, home, at.ID)
	if err != nil {
		return nil, home, remote.MarkUnsent(err)
	}
	if was.ETag != etag {
		return nil, home, fmt.Errorf("event %s: %w", at.ID, calendar.ErrChanged)
	}
	return was, home, nil
}

// decodeCreated converts the created event, or returns an error if it differs from d.
func decodeCreated(made *rest.Event, d calendar.Draft, home listedCalendar) (calendar.Event, error) {
	if err := checkCreated(made, d, home); err != nil {
		return calendar.Event{}, fmt.Errorf("event %s: %w", d.ID, err)
	}
	return decodeEvent(made, home)
}

// changeEvent makes a change whose response is the event.
func (a *Account) changeEvent(ctx context.Context, do func(ctx context.Context) (*rest.Event, error)) (*rest.Event, error) {
	var made *rest.Event
	err := a.caller.Change(ctx, func(ctx context.Context) (err error) {
		made, err = do(ctx)
		return err
	})
	return made, err
}
