package main

import (
	"testing"
	"time"

	"fika/daemon"
	"fika/internal/rsvp"
	"fika/internal/store"
)

func TestCancelQuestion(t *testing.T) {
	start := time.Date(2026, 12, 2, 10, 5, 0, 0, time.UTC)
	for _, c := range []struct {
		state store.State
		reply rsvp.Reply
		want  string
	}{
		{store.Proposed, "", "Nobody was told yet."},
		{store.Approved, "", "Nobody was told yet."},
		{store.Booked, "NEEDS-ACTION", "Kavya has not answered yet and will see it."},
		{store.Booked, "ACCEPTED", "Kavya has said yes and will see it."},
		{store.Booked, "TENTATIVE", "Kavya has said maybe and will see it."},
	} {
		b := daemon.BookingAnswer{State: c.state, Reply: c.reply, Person: "kavya@example.com", Name: "Kavya Reddy", Start: start}
		want := "Cancel the coffee with Kavya Reddy, Wed 2 Dec 10:05? " + c.want
		if got := cancelQuestion(&page{now: start}, daemon.CancelledAnswer{Booking: b, Called: "Kavya"}); got != want {
			t.Errorf("%s %s\n got %s\nwant %s", c.state, c.reply, got, want)
		}
	}
}
