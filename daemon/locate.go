package daemon

import (
	"context"
	"errors"
	"fmt"

	"fika/calendar"
	"fika/internal/store"
)

// sourcedEvent is an event in one of the user's calendars.
type sourcedEvent struct {
	source Source
	calendar.Event
}

// place returns the place of the event for the store.
func (e sourcedEvent) place() store.Place {
	return store.Place{Calendar: e.source.Name, CalendarID: e.Calendar, Event: string(e.ID), UID: e.UID}
}

// eventOf returns the event of b as the pass has it: where it was, else the same event
// on another calendar. If the user made it a series, the pass has only occurrences,
// which do not count.
func (o *observation) eventOf(b store.Booking) (sourcedEvent, bool) {
	for _, e := range o.marked[b.ID] {
		if e.source.Name == b.Calendar && string(e.ID) == b.Event && (e.Calendar == b.CalendarID || b.CalendarID == "") {
			return e, true
		}
	}
	for _, e := range o.marked[b.ID] {
		if e.ID != "" && e.Instance == "" && (e.UID == b.UID || string(e.ID) == b.Event) {
			return e, true
		}
	}
	for _, r := range o.readings {
		for _, e := range r.Events {
			if b.UID != "" && e.UID == b.UID && e.ID != "" && e.Instance == "" && !e.IsMessage() {
				return sourcedEvent{r.source, e}, true
			}
		}
	}
	return sourcedEvent{}, false
}

// find returns the event of b: as seen, else from the calendar.
func (t *tools) find(ctx context.Context, seen *observation, b store.Booking) (sourcedEvent, error) {
	if e, ok := seen.eventOf(b); ok {
		return e, nil
	}
	return t.locate(ctx, seen.sources, b.Place)
}

// locate looks for an event at its last place, then in the other sources. ErrNotFound means
// that all answered and none has it; ErrDeleted is added if one of them reports a
// deletion.
func (t *tools) locate(ctx context.Context, sources []Source, was store.Place) (sourcedEvent, error) {
	missing, known := calendar.ErrNotFound, was.Calendar == ""
	var others []Source
	for _, src := range sources {
		if src.Name != was.Calendar {
			others = append(others, src)
			continue
		}
		known = true
		e, err := t.calendar(src).Find(ctx, calendar.Place{Calendar: was.CalendarID, ID: calendar.EventID(was.Event), UID: was.UID})
		if err == nil || !errors.Is(err, calendar.ErrNotFound) {
			return sourcedEvent{src, e}, err
		}
		missing = err
	}
	for _, src := range others {
		at := calendar.Place{UID: was.UID}
		if was.UID == "" {
			at.ID = calendar.EventID(was.Event)
		}
		e, err := t.calendar(src).Find(ctx, at)
		switch {
		case err == nil || !errors.Is(err, calendar.ErrNotFound):
			return sourcedEvent{src, e}, err
		case errors.Is(err, calendar.ErrDeleted):
			missing = err
		}
	}
	if !known {
		return sourcedEvent{}, fmt.Errorf("calendar %q is no longer configured", was.Calendar)
	}
	return sourcedEvent{}, missing
}
