package apitext_test

import (
	"testing"

	"fika/internal/api"
	"fika/internal/apitext"
	"fika/internal/rsvp"
)

// TestState checks the description of each state, with the guest's answer if there is
// one.
func TestState(t *testing.T) {
	for _, test := range []struct {
		state api.State
		reply rsvp.Reply
		want  string
	}{
		{api.StateBooked, "", "booked, no answer yet"},
		{api.StateBooked, rsvp.NoReply, "booked, no answer yet"},
		{api.StateBooked, rsvp.Accepted, "booked, yes"},
		{api.StateBooked, rsvp.Declined, "booked, no"},
		{api.StateBooked, rsvp.Maybe, "booked, maybe"},
		{api.StateBooked, rsvp.Delegated, "booked, sent somebody else"},
		{api.StateProposed, "", "proposed"},
		{api.StateMet, rsvp.Accepted, "met"},
		{api.StateCancelled, rsvp.Accepted, "cancelled"},
	} {
		if got := apitext.State(test.state, test.reply); got != test.want {
			t.Errorf("%s, %q: %q, want %q", test.state, test.reply, got, test.want)
		}
	}
}
