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

// TestQuestionsAboutThree checks that a question about a coffee of three says what each
// guest has answered.
func TestQuestionsAboutThree(t *testing.T) {
	start := time.Date(2026, 12, 2, 10, 5, 0, 0, time.UTC)
	to := start.AddDate(0, 0, 1)
	b := api.Booking{
		State: api.StateBooked, Reply: rsvp.Accepted, Person: "kavya@example.com", Name: "Kavya Reddy and Bo Lind", Start: start, MovingTo: &to,
		Guests: []api.Guest{{Person: "kavya@example.com", Name: "Kavya Reddy", Reply: rsvp.Accepted}, {Person: "bo@example.com", Name: "Bo Lind"}},
	}
	p := &page{terminal.Page{Now: start}}
	want := "Cancel the coffee with Kavya Reddy and Bo Lind, Wed 2 Dec 10:05? Kavya Reddy has said yes and Bo Lind has not answered yet; both will see it."
	if got := cancelQuestion(p, api.Cancelled{Booking: b, Called: "Kavya"}); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	want = "Move the coffee with Kavya Reddy and Bo Lind from Wed 2 Dec 10:05 to Thu 3 Dec 10:05? They see it: Kavya Reddy has said yes and Bo Lind has not answered yet, and both are asked again."
	if got := moveQuestion(p, b); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}
