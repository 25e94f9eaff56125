package calendartest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/calendar"
	"fika/internal/mailbox"
)

func idIsUsedOnce(t *testing.T, backend Backend) {
	cal, d := backend.Open(t), backend.coffee("fkdouble")
	first := insert(t, cal, d)
	again := d
	again.Title, again.Span = "Another coffee", backend.from("2026-03-05 14:00", time.Hour)
	for name, cal := range map[string]calendar.Calendar{"the same handle": cal, "a fresh handle": backend.Open(t)} {
		if _, err := cal.Insert(t.Context(), again); !errors.Is(err, calendar.ErrExists) {
			t.Errorf("second insert by %s: got %v, want ErrExists", name, err)
		}
	}
	if diff := cmp.Diff(first, onlyEvent(t, backend.Open(t), backend.year())); diff != "" {
		t.Errorf("the refused insert changed the event (-before +after):\n%s", diff)
	}
}

func idStaysTakenAfterEdits(t *testing.T, backend Backend) {
	cal, d := backend.Open(t), backend.coffee("fktaken")
	insert(t, cal, d)
	backend.Move(t, d.ID, backend.from("2026-09-01 08:00", time.Hour))
	backend.AddForeignData(t, d.ID)
	if _, err := cal.Insert(t.Context(), d); !errors.Is(err, calendar.ErrExists) {
		t.Errorf("insert of an id whose event was moved by hand: got %v, want ErrExists", err)
	}
	onlyEvent(t, backend.Open(t), backend.year())
}

func updatedEventIsRead(t *testing.T, backend Backend) {
	cal, d := backend.Open(t), backend.coffee("fkupdate")
	d.Private, d.Guests = false, []calendar.Person{{Address: ann, Name: "Ann"}}
	inserted := insert(t, cal, d)

	d.Span = backend.from("2026-03-06 15:30", 45*time.Minute)
	d.Title, d.Location, d.Text = "Fika with Ann", "Café; across the street", "Moved.\nSee you there."
	d.Mark.Generation++
	d.Sequence, d.Stamp = 1, d.Stamp.Add(time.Hour)
	updated := update(t, cal, inserted.ETag, d)
	wantMatch(t, "the updated event", updated, d)
	if updated.ETag == inserted.ETag {
		t.Error("an update kept the version")
	}
	if updated.Sequence < inserted.Sequence {
		t.Errorf("the sequence fell from %d to %d", inserted.Sequence, updated.Sequence)
	}
	for name, cal := range map[string]calendar.Calendar{"the same handle": cal, "a fresh handle": backend.Open(t)} {
		if diff := cmp.Diff(updated, find(t, cal, d.ID)); diff != "" {
			t.Errorf("Update and Find by %s differ (-Update +Find):\n%s", name, diff)
		}
		wantMatch(t, "the event listed by "+name, onlyEvent(t, cal, backend.year()), d)
	}
}

func updateNeedsVersion(t *testing.T, backend Backend) {
	cal, d := backend.Open(t), backend.coffee("fkversion")
	first := insert(t, cal, d)
	d.Title = "Second"
	second := update(t, cal, first.ETag, d)

	stale := d
	stale.Title = "Never"
	for name, etag := range map[string]string{"an old version": first.ETag, "no version": "", "an invented version": "invented"} {
		if _, err := cal.Update(t.Context(), etag, stale); !errors.Is(err, calendar.ErrChanged) {
			t.Errorf("update of %s: got %v, want ErrChanged", name, err)
		}
	}
	if diff := cmp.Diff(second, find(t, cal, d.ID)); diff != "" {
		t.Errorf("a refused update changed the event (-before +after):\n%s", diff)
	}

	backend.Move(t, d.ID, backend.from("2026-03-02 14:01", 30*time.Minute))
	if _, err := cal.Update(t.Context(), second.ETag, stale); !errors.Is(err, calendar.ErrChanged) {
		t.Errorf("update after a foreign edit: got %v, want ErrChanged", err)
	}
	moved := find(t, cal, d.ID)
	if want := backend.at("2026-03-02 14:01"); !moved.Span.Start.Equal(want) {
		t.Errorf("the foreign edit is not kept: starts %v, want %v", moved.Span.Start, want)
	}
	d.Title, d.Span = "Third", moved.Span
	wantMatch(t, "the update with the newest version", update(t, cal, moved.ETag, d), d)
}

func updateKeepsForeignData(t *testing.T, backend Backend) {
	cal, d := backend.Open(t), backend.coffee("fkdecor")
	insert(t, cal, d)
	backend.AddForeignData(t, d.ID)
	if !backend.HasForeignData(t, d.ID) {
		t.Fatal("the backend did not decorate the event: its Decorated is wrong")
	}
	for _, title := range []string{"Second", "Third"} {
		d.Title, d.Text, d.Span = title, title+" text", backend.from("2026-04-01 10:00", time.Hour)
		wantMatch(t, "the update of a decorated event", update(t, cal, find(t, cal, d.ID).ETag, d), d)
		if !backend.HasForeignData(t, d.ID) {
			t.Fatal("an update dropped what another program had put on the event")
		}
	}
}

func updateOfDeletedFails(t *testing.T, backend Backend) {
	cal, d := backend.Open(t), backend.coffee("fkgone")
	e := insert(t, cal, d)
	backend.Delete(t, d.ID)
	d.Title = "After its deletion"
	if _, err := cal.Update(t.Context(), e.ETag, d); !errors.Is(err, calendar.ErrNotFound) {
		t.Errorf("update of a deleted event: got %v, want ErrNotFound", err)
	}
	if _, err := cal.Update(t.Context(), e.ETag, backend.coffee("fknever")); !errors.Is(err, calendar.ErrNotFound) {
		t.Errorf("update of an unknown event: got %v, want ErrNotFound", err)
	}
	if got := titles(t, cal, backend.year()); got != "" {
		t.Errorf("the calendar holds %q, want nothing", got)
	}
}

// versionBelongsToOneEvent checks that the version of an event does not depend on
// other events. Otherwise each edit by another program would look like a conflict.
func versionBelongsToOneEvent(t *testing.T, backend Backend) {
	cal, d, other := backend.Open(t), backend.coffee("fkmine"), backend.coffee("fkother")
	other.Title, other.Span = "Other", backend.from("2026-03-04 14:00", time.Hour)
	mine := insert(t, cal, d)
	insert(t, cal, other)
	backend.Add(t, ForeignEvent{UID: "foreign1", Title: "Standup", Span: backend.from("2026-03-02 09:00", time.Hour), Zone: backend.Zone})
	backend.Move(t, other.ID, backend.from("2026-03-05 14:00", time.Hour))
	if got := find(t, cal, d.ID).ETag; got != mine.ETag {
		t.Errorf("the version changed from %q to %q although only other events changed", mine.ETag, got)
	}

	d.Title = "Mine, updated"
	mine = update(t, cal, mine.ETag, d)
	if got, want := titles(t, cal, backend.year()), "Mine, updated; Other; Standup"; got != want {
		t.Errorf("after an update the calendar holds %q, want %q", got, want)
	}
	if got, want := find(t, cal, other.ID).Span.Start, backend.at("2026-03-05 14:00"); !got.Equal(want) {
		t.Errorf("the update moved the other event back to %v, want %v", got, want)
	}
	if err := cal.Remove(t.Context(), d.Place(), mine.ETag); err != nil {
		t.Errorf("Remove: %v", err)
	}
	if got, want := titles(t, cal, backend.year()), "Other; Standup"; got != want {
		t.Errorf("after a removal the calendar holds %q, want %q", got, want)
	}
}

func removedEventIsGone(t *testing.T, backend Backend) {
	cal, d := backend.Open(t), backend.coffee("fkremove")
	e := insert(t, cal, d)
	if err := cal.Remove(t.Context(), d.Place(), e.ETag); err != nil {
		t.Fatalf("Remove: %v", err)
	}
	if err := cal.Remove(t.Context(), d.Place(), e.ETag); !errors.Is(err, calendar.ErrNotFound) {
		t.Errorf("second Remove: got %v, want ErrNotFound", err)
	}
	for name, cal := range map[string]calendar.Calendar{"the same handle": cal, "a fresh handle": backend.Open(t)} {
		if got := titles(t, cal, backend.year()); got != "" {
			t.Errorf("%s still lists %q", name, got)
		}
	}
}

func removalNeedsVersion(t *testing.T, backend Backend) {
	cal, d := backend.Open(t), backend.coffee("fkkeep")
	first := insert(t, cal, d)
	backend.Move(t, d.ID, backend.from("2026-03-02 16:00", time.Hour))
	for name, etag := range map[string]string{"an old version": first.ETag, "no version": "", "an invented version": "invented"} {
		if err := cal.Remove(t.Context(), d.Place(), etag); !errors.Is(err, calendar.ErrChanged) {
			t.Errorf("removal of %s: got %v, want ErrChanged", name, err)
		}
	}
	moved := onlyEvent(t, cal, backend.year())
	if err := cal.Remove(t.Context(), d.Place(), moved.ETag); err != nil {
		t.Errorf("removal of the newest version: %v", err)
	}
	backend.Add(t, ForeignEvent{UID: "foreign1", Title: "Standup", Span: backend.from("2026-03-02 09:00", time.Hour), Zone: backend.Zone})
	if err := cal.Remove(t.Context(), calendar.Place{ID: "fknever"}, moved.ETag); !errors.Is(err, calendar.ErrNotFound) {
		t.Errorf("removal of an unknown event: got %v, want ErrNotFound", err)
	}
}

func movedEventIsFound(t *testing.T, backend Backend) {
	cal, d := backend.Open(t), backend.coffee("fkmoved")
	before := insert(t, cal, d)
	to := backend.from("2027-11-30 07:00", 2*time.Hour)
	backend.Move(t, d.ID, to)
	for name, cal := range map[string]calendar.Calendar{"the same handle": cal, "a fresh handle": backend.Open(t)} {
		after := find(t, cal, d.ID)
		d.Span = to
		wantMatch(t, "the event found by "+name, after, d)
		if after.ETag == before.ETag {
			t.Errorf("%s sees the same version after a foreign edit", name)
		}
		if got := titles(t, cal, backend.year()); got != "" {
			t.Errorf("%s still lists %q where it was", name, got)
		}
	}
}

func unknownEventIsNotFound(t *testing.T, backend Backend) {
	cal := backend.Open(t)
	if _, err := cal.Find(t.Context(), calendar.Place{ID: "fknever"}); !errors.Is(err, calendar.ErrNotFound) {
		t.Errorf("Find in an empty calendar: got %v, want ErrNotFound", err)
	}
	d := backend.coffee("fkdeleted")
	insert(t, cal, d)
	if _, err := cal.Find(t.Context(), calendar.Place{ID: "fknever"}); !errors.Is(err, calendar.ErrNotFound) {
		t.Errorf("Find of an unknown id: got %v, want ErrNotFound", err)
	}
	backend.Delete(t, d.ID)
	if _, err := cal.Find(t.Context(), d.Place()); !errors.Is(err, calendar.ErrNotFound) {
		t.Errorf("Find of a deleted event: got %v, want ErrNotFound", err)
	}
}

// guestIsTakenOff takes one of two guests off an event; the other and their answer stay.
func guestIsTakenOff(t *testing.T, backend Backend) {
	cal, d := backend.Open(t), backend.coffee("fktakenoff")
	bob := mailbox.Spell("bob@example.com")
	d.Private, d.Guests = false, []calendar.Person{{Address: ann, Name: "Ann"}, {Address: bob, Name: "Bob"}}
	inserted := insert(t, cal, d)

	less := d
	less.Guests, less.Without, less.Stamp = nil, []mailbox.Address{ann}, d.Stamp.Add(time.Hour)
	updated := update(t, cal, inserted.ETag, less)
	d.Guests = d.Guests[1:]
	d.Stamp = less.Stamp
	for name, e := range map[string]calendar.Event{"as updated": updated, "as found": find(t, backend.Open(t), d.ID)} {
		var guests []mailbox.Address
		for _, a := range e.Attendees {
			if a.Address != d.Organizer.Address {
				guests = append(guests, a.Address)
			}
		}
		if diff := cmp.Diff([]mailbox.Address{bob}, guests); diff != "" {
			t.Errorf("guests %s (-want +got):\n%s", name, diff)
		}
		if e.Title != d.Title || e.Description != d.Text || !e.Span.Start.Equal(d.Span.Start) || e.Mark != d.Mark {
			t.Errorf("the event %s is another: %+v", name, e)
		}
	}
}
