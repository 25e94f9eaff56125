package apitext_test

import (
	"testing"
	"time"

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

// TestCounter checks what is said of a guest who asks for another time, whatever they wrote.
func TestCounter(t *testing.T) {
	start := time.Date(2027, 3, 11, 14, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		counter    api.Counter
		text, hint string
	}{
		{api.Counter{Text: "Thursday 14:00", Start: &start}, `Ana wrote: "Thursday 14:00" (Thu 11 Mar 14:00)`, `fika move k7q2 "2027-03-11 14:00"`},
		{api.Counter{Text: "Thursday 14:00", Start: &start, Problem: "Thu 11 March 14:00 is taken"}, `Ana wrote: "Thursday 14:00"; Thu 11 March 14:00 is taken`, ""},
		{api.Counter{Start: &start}, `Ana asks for another time (Thu 11 Mar 14:00)`, `fika move k7q2 "2027-03-11 14:00"`},
		{api.Counter{Text: "later\x1b[31m"}, `Ana wrote: "later\x1b[31m"`, `to move it: fika move k7q2 "DATE TIME"`},
	} {
		text, hint := apitext.Counter(&c.counter, "k7q2", "Ana", func(t time.Time) string { return t.Format("Mon 2 Jan 15:04") })
		if text != c.text || hint != c.hint {
			t.Errorf("%+v: %q, %q", c.counter, text, hint)
		}
	}
}
