package calendartest

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fika/calendar"
)

// placeIsReported checks that every result has the same place, and that each
// sufficient part of it finds the event.
func placeIsReported(t *testing.T, backend Backend) {
	cal, d := backend.Open(t), backend.coffee("fkplace")
	inserted := insert(t, cal, d)
	l := list(t, cal, backend.year())
	if inserted.Calendar != l.DefaultCalendar {
		t.Errorf("without a calendar the event went to %q; new events should go to %q", inserted.Calendar, l.DefaultCalendar)
	}
	at := inserted.Place()
	if at.ID == "" || at.UID == "" {
		t.Fatalf("the event has no id or no UID: %+v", at)
	}
	for what, from := range map[string]calendar.Place{
		"the whole place": at, "the id alone": {ID: at.ID}, "the UID alone": {UID: at.UID},
		"the calendar and the UID": {Calendar: at.Calendar, UID: at.UID},
	} {
		if diff := cmp.Diff(inserted, findAt(t, backend.Open(t), from)); diff != "" {
			t.Errorf("found by %s (-Insert +Find):\n%s", what, diff)
		}
	}
	other := backend.coffee("fkthere")
	other.Calendar = l.DefaultCalendar
	if e := insert(t, cal, other); e.Calendar != l.DefaultCalendar {
		t.Errorf("the event should be on %q, but is on %q", l.DefaultCalendar, e.Calendar)
	}
}

// movedCalendarIsFollowed checks that Find finds the event on its new calendar, and
// that changes apply only at the place that they name.
func movedCalendarIsFollowed(t *testing.T, backend Backend) {
	if backend.MoveToOtherCalendar == nil {
		t.Skip("a source of this kind is one calendar")
	}
	cal, d := backend.Open(t), backend.coffee("fkrefile")
	was := insert(t, cal, d)
	backend.MoveToOtherCalendar(t, d.ID)
	now := findAt(t, cal, was.Place())
	if now.Calendar == was.Calendar || now.UID != was.UID || now.Mark != was.Mark {
		t.Errorf("the event is at %+v with the mark %+v, but was at %+v with %+v", now.Place(), now.Mark, was.Place(), was.Mark)
	}
	if diff := cmp.Diff(now, findAt(t, backend.Open(t), calendar.Place{UID: was.UID})); diff != "" {
		t.Errorf("found by its UID alone (-was +found):\n%s", diff)
	}
	if diff := cmp.Diff(now, onlyEvent(t, cal, backend.year())); diff != "" {
		t.Errorf("the listed event (-found +listed):\n%s", diff)
	}

	d.Calendar, d.UID, d.Title = was.Calendar, was.UID, "At the old place"
	if _, err := cal.Update(t.Context(), now.ETag, d); !errors.Is(err, calendar.ErrNotFound) {
		t.Errorf("update where the event was: got %v, want ErrNotFound", err)
	}
	if err := cal.Remove(t.Context(), was.Place(), now.ETag); !errors.Is(err, calendar.ErrNotFound) {
		t.Errorf("removal where the event was: got %v, want ErrNotFound", err)
	}
	d.Calendar, d.ID, d.Title = now.Calendar, now.ID, "At the new place"
	updated := update(t, cal, now.ETag, d)
	wantMatch(t, "the update where the event is", updated, d)
	if err := cal.Remove(t.Context(), updated.Place(), updated.ETag); err != nil {
		t.Errorf("removal where the event is: %v", err)
	}
	for what, at := range map[string]calendar.Place{"where it was": was.Place(), "where it is": updated.Place()} {
		if _, err := cal.Find(t.Context(), at); !errors.Is(err, calendar.ErrNotFound) {
			t.Errorf("Find %s after the removal: got %v, want ErrNotFound", what, err)
		}
	}
}
