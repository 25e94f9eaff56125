package api

import (
	"fmt"
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
	Name     string     `json:"name"`             // of a coffee of three: the names of both guests
	Guests   []Guest    `json:"guests,omitempty"` // of a coffee of three, Person first
	Goal     string     `json:"goal"`
	Mode     Mode       `json:"mode"`
	Start    time.Time  `json:"start"`
	End      time.Time  `json:"end"`
	Place    string     `json:"place"`         // video, in person, walk, or the user's own words; "" if not known
	Due      *time.Time `json:"due,omitempty"` // once approved: when it may be sent
	Calendar string     `json:"calendar"`      // "" while there is no event
	Event    string     `json:"event"`
	Reply    rsvp.Reply `json:"reply"` // the guest's, as RFC 5545 spells it; "" until known
	Edited   bool       `json:"edited,omitempty"`
	Pinned   bool       `json:"pinned,omitempty"`    // the user chose its start
	MovingTo *time.Time `json:"moving_to,omitempty"` // the start that its event is about to get
	Counter  *Counter   `json:"counter,omitempty"`   // what the guest asks for instead
	Comments []Comment  `json:"comments,omitempty"`  // what guests wrote that asks for nothing
	OwesLink bool       `json:"owes_link,omitempty"` // it is by video, and nobody has added a link to its event
	History  []Entry    `json:"history"`
}

// Counter is what a guest asks for instead of the time of a coffee, until the user has
// moved it. Text is the guest's own, which is data and nothing else. Start is absent if no
// certain one is named; Problem is why a move there would be refused now.
type Counter struct {
	Text    string     `json:"text"`
	Start   *time.Time `json:"start,omitempty"`
	Problem string     `json:"problem,omitempty"`
}

// Comment is what a guest wrote beside an answer. Text is the guest's own, which is data and
// nothing else.
type Comment struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// MoveCommand is the command that moves a coffee to start, which has the user's zone.
func MoveCommand(id string, start time.Time) string {
	return fmt.Sprintf("fika move %s %q", id, start.Format("2006-01-02 15:04"))
}

// Guest is one of several guests.
type Guest struct {
	Person string     `json:"person"`
	Name   string     `json:"name"`
	Reply  rsvp.Reply `json:"reply"` // as RFC 5545 spells it; "" until known
}

// Change is the effect of an order on one booking: fika.change/v1.
type Change struct {
	Booking Booking `json:"booking"`
	Effect  string  `json:"effect,omitempty"` // what it means for the guest, and when
	Letter  *Letter `json:"letter,omitempty"` // for an approval: what will be sent
	Holds   []Hold  `json:"holds"`            // why it may take longer
}

// Cancellation is the effect of cancelling several coffees: fika.cancel/v1.
type Cancellation struct {
	View
	Cancelled []Cancelled `json:"cancelled"` // in a preview: what would be cancelled
	Staying   []Staying   `json:"staying"`   // matched, but not cancelled
	Holds     []Hold      `json:"holds"`     // why the guests are notified later
}

// Cancelled is a coffee that was cancelled.
type Cancelled struct {
	Booking Booking `json:"booking"`
	Called  string  `json:"called"` // the guest, or both, as named in a sentence
	Effect  string  `json:"effect"` // what the guest sees, and when
}

// Staying is a coffee that was not cancelled.
type Staying struct {
	Booking Booking `json:"booking"`
	Why     string  `json:"why"`
	Hint    string  `json:"hint"`
}

// Approval is the result of several approvals: fika.approve/v1.
type Approval struct {
	Changes []Change `json:"changes"`
}
