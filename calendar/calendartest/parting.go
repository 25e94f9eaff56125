package calendartest

import (
	"testing"

	"fika/calendar"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
)

// partingLineKeepsGuests checks that a line can be written in front of the text of an
// invitation, in a draft without guests, just before it is removed: the guests and their
// answers stay, so that the removal reaches them with the line.
func partingLineKeepsGuests(t *testing.T, backend Backend) {
	cal, d := backend.Open(t), backend.coffee("fkparting")
	d.Private, d.Guests = false, []calendar.Person{{Address: ann, Name: "Ann"}, {Address: bob, Name: "Bob"}}
	insert(t, cal, d)
	backend.Reply(t, d.ID, ann, rsvp.Accepted, "")
	before := find(t, cal, d.ID)
	line := d
	line.Calendar, line.UID, line.Guests, line.Organizer = before.Calendar, before.UID, nil, calendar.Person{}
	line.Text = "Something came up on my side; sorry. Me\n\n" + before.Description
	after := update(t, cal, before.ETag, line)
	if after.Description != line.Text || after.Organizer != before.Organizer || !after.Span.Start.Equal(before.Span.Start) {
		t.Errorf("before %+v\nafter %+v", before, after)
	}
	got := map[mailbox.Address]rsvp.Reply{}
	for _, a := range after.Attendees {
		got[a.Address] = a.Reply
	}
	if got[ann] != rsvp.Accepted || got[bob] != rsvp.NoReply {
		t.Errorf("the answers became %v", got)
	}
	if err := cal.Remove(t.Context(), after.Place(), after.ETag); err != nil {
		t.Errorf("removal of the version with the line: %v", err)
	}
}
