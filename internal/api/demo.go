package api

import "time"

// Demo is the outcome of the weeks in the invented company: fika.demo/v1.
type Demo struct {
	From     time.Time     `json:"from"`
	To       time.Time     `json:"to"`
	Dir      string        `json:"dir,omitempty"` // where the company's files are
	Goals    []Goal        `json:"goals"`         // where they stand at the end
	Bookings []DemoBooking `json:"bookings"`
}

// DemoBooking is a booking with the file of its event, relative to the company's folder;
// "" for a booking without an event.
type DemoBooking struct {
	Booking
	File string `json:"file"`
}
