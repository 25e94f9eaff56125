package api

import (
	"time"

	"fika/internal/rsvp"
)

// Bookings is fika.bookings/v1.
type Bookings struct {
	View
	Bookings []Booking `json:"bookings"`
}

// Booking is one booking with its history.
type Booking struct {
	ID       string     `json:"id"`
	State    State      `json:"state"`
	Person   string     `json:"person"`
	Name     string     `json:"name"`
	Goal     string     `json:"goal"`
	Mode     Mode       `json:"mode"`
	Start    time.Time  `json:"start"`
	End      time.Time  `json:"end"`
	Due      *time.Time `json:"due,omitempty"` // approved: sent from then on
	Calendar string     `json:"calendar"`      // "" while there is no event
	Event    string     `json:"event"`
	Reply    rsvp.Reply `json:"reply"` // the guest's, as RFC 5545 spells it; "" before one is known
	Edited   bool       `json:"edited,omitempty"`
	History  []Entry    `json:"history"`
}

// Change is what an order did to one booking: fika.change/v1.
type Change struct {
	Booking Booking `json:"booking"`
	Effect  string  `json:"effect,omitempty"` // what it means for the guest, and when
	Letter  *Letter `json:"letter,omitempty"` // what is sent, of an approval
	Holds   []Hold  `json:"holds"`            // why it may take longer
}

// Cancellation is what becomes of several coffees: fika.cancel/v1.
type Cancellation struct {
	View
	Cancelled []Cancelled `json:"cancelled"` // or to be cancelled, before it is done
	Staying   []Staying   `json:"staying"`   // meant too, and left alone
	Holds     []Hold      `json:"holds"`     // why the guests hear of it later
}

// Cancelled is a coffee that is taken back.
type Cancelled struct {
	Booking Booking `json:"booking"`
	Called  string  `json:"called"` // the guest, in a sentence
	Effect  string  `json:"effect"` // what the guest learns, and when
}

// Staying is a coffee that is not taken back.
type Staying struct {
	Booking Booking `json:"booking"`
	Why     string  `json:"why"`
	Hint    string  `json:"hint"`
}

// Approval is what became of several approvals: fika.approve/v1.
type Approval struct {
	Changes []Change `json:"changes"`
}
