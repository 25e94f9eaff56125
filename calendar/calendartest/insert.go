package calendartest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/calendar"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
)

func emptyCalendarIsRead(t *testing.T, backend Backend) {
	l := list(t, backend.Open(t), backend.year())
	if len(l.Events) != 0 || len(l.Problems) != 0 {
		t.Errorf("an empty calendar holds %v and has the problems %v", l.Events, l.Problems)
	}
}

func insertedEventIsRead(t *testing.T, backend Backend) {
	cal, d := backend.Open(t), backend.coffee("fkcoffee")
	inserted := insert(t, cal, d)
	wantMatch(t, "the inserted event", inserted, d)
	wantMatch(t, "the listed event", onlyEvent(t, cal, backend.year()), d)
	wantMatch(t, "the found event", find(t, cal, d.ID), d)
	if diff := cmp.Diff(find(t, cal, d.ID), inserted); diff != "" {
		t.Errorf("Insert and Find differ (-Find +Insert):\n%s", diff)
	}
	if diff := cmp.Diff(onlyEvent(t, cal, backend.year()), inserted); diff != "" {
		t.Errorf("Insert and List differ (-List +Insert):\n%s", diff)
	}
	if inserted.AllDay || inserted.Instance != "" || inserted.Status == calendar.Cancelled {
		t.Errorf("a single meeting became %+v", inserted)
	}
}

func restartForgetsNothing(t *testing.T, backend Backend) {
	d := backend.coffee("fkcoffee")
	before := insert(t, backend.Open(t), d)
	cal := backend.Open(t)
	if diff := cmp.Diff(before, find(t, cal, d.ID)); diff != "" {
		t.Errorf("found after a restart (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff(before, onlyEvent(t, cal, backend.year())); diff != "" {
		t.Errorf("listed after a restart (-before +after):\n%s", diff)
	}
	moved := d
	moved.Span = backend.from("2026-03-03 10:00", 30*time.Minute)
	wantMatch(t, "the event updated with the version from before", update(t, cal, before.ETag, moved), moved)
}

func markComesBack(t *testing.T, backend Backend) {
	cal := backend.Open(t)
	backend.Add(t, ForeignEvent{UID: "foreign1", Title: "Standup", Span: backend.from("2026-03-02 09:00", time.Hour), Zone: backend.Zone})
	for id, mark := range map[calendar.EventID]calendar.Mark{
		"fkmark1": {Booking: "b-2026-03-02", Generation: 0},
		"fkmark2": {Booking: "018f9d3c-7a44-7c1e-9f0b-d6f1c2a3b4c5", Generation: 1},
		"fkmark3": {Booking: "x", Generation: 1 << 20},
	} {
		d := backend.coffee(id)
		d.Mark = mark
		insert(t, cal, d)
		if got := find(t, backend.Open(t), id).Mark; got != mark {
			t.Errorf("mark %+v came back as %+v", mark, got)
		}
	}
	for _, e := range list(t, cal, backend.year()).Events {
		if e.Title == "Standup" && e.Mark != (calendar.Mark{}) {
			t.Errorf("a foreign event carries the mark %+v", e.Mark)
		}
	}
}

func invitationNamesGuests(t *testing.T, backend Backend) {
	cal, d := backend.Open(t), backend.coffee("fkinvite")
	d.Private = false
	d.Guests = []calendar.Person{{Address: bob, Name: "Bob"}, {Address: ann, Name: `Ann "Annie" Öberg; R,D`}}
	insert(t, cal, d)
	e := find(t, backend.Open(t), d.ID)
	wantMatch(t, "the invitation", e, d)
	if e.Organizer != me {
		t.Errorf("organizer is %q, want %q", e.Organizer, me)
	}
	for _, a := range e.Attendees {
		if a.Address != me && a.Reply != rsvp.NoReply {
			t.Errorf("%s has answered %s before being invited", a.Address, a.Reply)
		}
		if a.Room {
			t.Errorf("%s became a room", a.Address)
		}
	}
	wantAvailability(t, e, calendar.Busy)
}

// answerIsRead checks the answer of one of two guests.
func answerIsRead(t *testing.T, backend Backend) {
	cal, d := backend.Open(t), backend.coffee("fkcomment")
	d.Private = false
	d.Guests = []calendar.Person{{Address: ann, Name: "Ann"}, {Address: bob, Name: "Bob"}}
	insert(t, cal, d)
	const comment = `Gladly; no fika after that, "thanks"`
	backend.Reply(t, d.ID, ann, rsvp.Accepted, comment)
	answers := func() map[mailbox.Address]string {
		got := map[mailbox.Address]string{}
		for _, a := range find(t, backend.Open(t), d.ID).Attendees {
			if a.Address != me {
				got[a.Address] = string(a.Reply) + " " + a.Comment
			}
		}
		return got
	}
	want := map[mailbox.Address]string{ann: "ACCEPTED " + comment, bob: "NEEDS-ACTION "}
	if diff := cmp.Diff(want, answers()); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
}

func holdHasNoAttendees(t *testing.T, backend Backend) {
	cal, d := backend.Open(t), backend.coffee("fkhold")
	insert(t, cal, d)
	e := find(t, backend.Open(t), d.ID)
	if who := guests(e); len(who) != 0 {
		t.Errorf("a hold has the guests %v", who)
	}
	wantAvailability(t, e, calendar.Busy)
}

// wantAvailability checks how e affects its owner's time.
func wantAvailability(t *testing.T, e calendar.Event, want calendar.Availability) {
	t.Helper()
	owner := calendar.Owner{Addresses: []mailbox.Address{me}, Zone: time.UTC}
	if got, why := owner.Availability(e); got != want {
		t.Errorf("%q is %s to its owner because %s, want %s", e.Title, got, why, want)
	}
}

// clockChanges inserts events on the days of the clock changes, before and after each
// change.
func clockChanges(t *testing.T, backend Backend) {
	cal := backend.Open(t)
	for id, start := range map[calendar.EventID]string{
		"fkdst1": "2026-03-28 09:00",
		"fkdst2": "2026-03-29 09:00",
		"fkdst3": "2026-10-24 23:30",
		"fkdst4": "2026-10-25 09:00",
	} {
		d := backend.coffee(id)
		d.Span = backend.from(start, time.Hour)
		insert(t, cal, d)
		wantMatch(t, "the draft of "+start, find(t, backend.Open(t), id), d)
	}
	d := backend.coffee("fkdst5") // noon to noon over the night of the change, 23 hours
	d.Span.Start, d.Span.End = backend.at("2026-03-28 12:00"), backend.at("2026-03-29 12:00")
	insert(t, cal, d)
	if got := find(t, backend.Open(t), d.ID).Span.Len(); got != 23*time.Hour {
		t.Errorf("noon to noon over the spring change lasts %v, want 23h", got)
	}
}
