package calendar

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/internal/mailbox"
	"fika/internal/rsvp"
	"fika/internal/span"
)

// TestMet checks who counts as met in past meetings.
func TestMet(t *testing.T) {
	owner := Owner{Addresses: []mailbox.Address{"maya@example.com"}, Zone: time.UTC}
	hour := span.New(time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC), time.Hour)
	guest := func(name string, reply rsvp.Reply) Attendee {
		return Attendee{Address: mailbox.Address(name + "@example.com"), Reply: reply}
	}
	maya := guest("maya", rsvp.Accepted)
	told := func(a Attendee) Attendee { a.NonParticipant = true; return a }
	meeting := func(organizer string, guests ...Attendee) Event {
		e := Event{UID: "a", Span: hour, Attendees: guests}
		if organizer != "" {
			e.Organizer = mailbox.Address(organizer + "@example.com")
		}
		return e
	}
	marked := meeting("maya", maya, guest("ana", rsvp.NoReply))
	marked.Mark.Booking = "fk1"
	var crowd []Attendee
	for i := range 20 {
		crowd = append(crowd, guest(fmt.Sprintf("p%d", i), rsvp.NoReply))
	}
	for _, test := range []struct {
		name  string
		event Event
		want  string // the others, and how many there were
	}{
		{"said yes", meeting("maya", maya, guest("ana", rsvp.Accepted)), "ana of 2"},
		{"never answered", meeting("maya", maya, guest("ana", rsvp.NoReply)), ""},
		{"said maybe", meeting("maya", maya, guest("ana", rsvp.Maybe)), ""},
		{"said no", meeting("maya", maya, guest("ana", rsvp.Declined)), ""},
		{"sent somebody else", meeting("maya", maya, guest("ana", rsvp.Delegated), guest("dora", rsvp.Accepted)), "dora of 2"},
		{"was only informed", meeting("maya", maya, told(guest("ana", rsvp.Accepted))), ""},
		{"called it and is no guest", meeting("ana", maya), "ana of 2"},
		{"called it and answers to nobody", meeting("ana", maya, guest("ana", rsvp.NoReply)), "ana of 2"},
		{"called it and said no", meeting("ana", maya, guest("ana", rsvp.Declined)), ""},
		{"the user was only informed", meeting("ana", told(maya), guest("ana", rsvp.Accepted)), ""},
		{"the user never answered", meeting("ana", guest("maya", rsvp.NoReply), guest("ana", rsvp.Accepted)), "ana of 2"},
		{"the silent count in the size", meeting("maya", maya, guest("ana", rsvp.Accepted), guest("bo", rsvp.NoReply)), "ana of 3"},
		{"an audience stays one", meeting("maya", append(crowd, maya, guest("ana", rsvp.Accepted))...), "ana of 22"},
		{"a coffee that nobody answered", marked, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			with, size := owner.Met(test.event)
			var got []string
			for _, id := range with {
				name, _, _ := strings.Cut(string(id), "@")
				got = append(got, name)
			}
			if len(with) > 0 {
				got = append(got, fmt.Sprintf("of %d", size))
			}
			if diff := cmp.Diff(test.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("met (-want +got):\n%s", diff)
			}
		})
	}
}
