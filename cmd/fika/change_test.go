package main

import (
	"testing"
	"time"

	"fika/internal/api"
	"fika/internal/rsvp"
	"fika/internal/terminal"
)

func TestCancelQuestion(t *testing.T) {
	start := time.Date(2026, 12, 2, 10, 5, 0, 0, time.UTC)
	for _, c := range []struct {
		state api.State
		reply rsvp.Reply
		want  string
	}{
		{api.StateProposed, "", "Nobody was invited yet."},
		{api.StateApproved, "", "Nobody was invited yet."},
		{api.StateBooked, "NEEDS-ACTION", "Kavya has not answered yet and will see it."},
		{api.StateBooked, "ACCEPTED", "Kavya has said yes and will see it."},
		{api.StateBooked, "TENTATIVE", "Kavya has said maybe and will see it."},
	} {
		b := api.Booking{State: c.state, Reply: c.reply, Person: "kavya@example.com", Name: "Kavya Reddy", Start: start}
		want := "Cancel the coffee with Kavya Reddy, Wed 2 Dec 10:05? " + c.want
		if got := cancelQuestion(&page{terminal.Page{Now: start}}, api.Cancelled{Booking: b, Called: "Kavya"}); got != want {
			t.Errorf("%s %s\n got %s\nwant %s", c.state, c.reply, got, want)
		}
	}
}
