package main

import (
	"fmt"
	"strings"
	"testing"

	"fika/internal/api"
	"fika/internal/rsvp"
)

// TestStanding says where bookings are: of those in the calendar with what the
// guest says, of others nothing that a guest has said before.
func TestStanding(t *testing.T) {
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
		if got := standing(test.state, test.reply); got != test.want {
			t.Errorf("%s, %q: %q, want %q", test.state, test.reply, got, test.want)
		}
	}
}

// TestProblemsAreFolded prints a long list of what was not understood on a page
// that is about something else.
func TestProblemsAreFolded(t *testing.T) {
	var problems []string
	for n := range 40 {
		problems = append(problems, fmt.Sprintf("people.csv:%d: no address", n+2))
	}
	p := &page{}
	p.problems(problems)
	if lines := strings.Count(p.String(), "\n"); lines > 7 || !strings.Contains(p.String(), "and 37 more: fika config check") {
		t.Errorf("%d lines:\n%s", lines, p.String())
	}
	p = &page{}
	p.problems(problems[:3])
	if strings.Contains(p.String(), "more") {
		t.Errorf("three are folded:\n%s", p.String())
	}
}
