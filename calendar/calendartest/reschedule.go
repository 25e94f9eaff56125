package calendartest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/calendar"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
)

// otherTimesAskAgain checks that nobody's answer to the old times stays, whatever it was.
func otherTimesAskAgain(t *testing.T, backend Backend) {
	cal, d := backend.Open(t), backend.coffee("fkasked")
	d.Private = false
	d.Guests = []calendar.Person{{Address: ann, Name: "Ann"}, {Address: bob, Name: "Bob"}}
	insert(t, cal, d)
	backend.Reply(t, d.ID, ann, rsvp.Declined, "Thursday would be better")
	backend.Reply(t, d.ID, bob, rsvp.Accepted, "")
	before := find(t, cal, d.ID)
	moved := reschedule(t, cal, before.ETag, backend.newTimes(before))
	if moved.Sequence <= before.Sequence {
		t.Errorf("the sequence went from %d to %d", before.Sequence, moved.Sequence)
	}
	if moved.UID != before.UID || moved.ID != before.ID || moved.Mark != d.Mark {
		t.Errorf("it became another event: %+v", moved)
	}
	want := map[mailbox.Address]rsvp.Reply{ann: rsvp.NoReply, bob: rsvp.NoReply}
	for name, e := range map[string]calendar.Event{"reschedule": moved, "the same handle": find(t, cal, d.ID), "a fresh handle": find(t, backend.Open(t), d.ID)} {
		got := map[mailbox.Address]rsvp.Reply{}
		for _, a := range e.Attendees {
			if a.Address != me {
				got[a.Address] = a.Reply
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("answers by %s (-want +got):\n%s", name, diff)
		}
	}
	onlyEvent(t, backend.Open(t), backend.year())
}

func otherTimesKeepTheRest(t *testing.T, backend Backend) {
	cal, d := backend.Open(t), backend.coffee("fkrest")
	insert(t, cal, d)
	backend.AddForeignData(t, d.ID)
	before := find(t, cal, d.ID)
	n := backend.newTimes(before)
	moved := reschedule(t, cal, before.ETag, n)
	d.Span = n.Span
	wantMatch(t, "the event at other times", moved, d)
	wantMatch(t, "the event listed at other times", onlyEvent(t, backend.Open(t), backend.year()), d)
	if !backend.HasForeignData(t, d.ID) {
		t.Error("other times dropped what another program had put on the event")
	}
	n.Text, n.Span = "Another text.\nIt says when.", backend.from("2026-03-06 09:00", 30*time.Minute)
	d.Text, d.Span = n.Text, n.Span
	wantMatch(t, "the event with another text", reschedule(t, cal, moved.ETag, n), d)
}

func otherTimesNeedVersion(t *testing.T, backend Backend) {
	cal, d := backend.Open(t), backend.coffee("fktimes")
	first := insert(t, cal, d)
	backend.Move(t, d.ID, backend.from("2026-03-02 16:00", time.Hour))
	n := backend.newTimes(first)
	for name, etag := range map[string]string{"an old version": first.ETag, "no version": "", "an invented version": "invented"} {
		if _, err := cal.Reschedule(t.Context(), etag, n); !errors.Is(err, calendar.ErrChanged) {
			t.Errorf("other times for %s: got %v, want ErrChanged", name, err)
		}
	}
	if got, want := find(t, cal, d.ID).Span.Start, backend.at("2026-03-02 16:00"); !got.Equal(want) {
		t.Errorf("the user's own move is not kept: starts %v, want %v", got, want)
	}
	n.Place = calendar.Place{ID: "fknever"}
	if _, err := cal.Reschedule(t.Context(), first.ETag, n); !errors.Is(err, calendar.ErrNotFound) {
		t.Errorf("other times for an unknown event: got %v, want ErrNotFound", err)
	}
}

// newTimes are other times for e, on another day.
func (f Backend) newTimes(e calendar.Event) calendar.NewTimes {
	return calendar.NewTimes{Place: e.Place(), Span: f.from("2026-03-05 15:00", 30*time.Minute), Zone: f.Zone, Stamp: f.at("2026-02-21 09:00")}
}

func reschedule(t *testing.T, cal calendar.Calendar, etag string, n calendar.NewTimes) calendar.Event {
	t.Helper()
	e, err := cal.Reschedule(t.Context(), etag, n)
	if err != nil {
		t.Fatalf("Reschedule %s: %v", n.ID, err)
	}
	return e
}
