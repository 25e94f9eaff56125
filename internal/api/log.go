package api

import "time"

// Log is what fika did and why: fika.log/v1.
type Log struct {
	Entries []Entry `json:"entries"`
}

// Entry is one line of the log. Name and Start are those of its booking as known now,
// for people to read; an entry without a booking has none.
type Entry struct {
	ID      int64      `json:"id"`
	At      time.Time  `json:"at"`
	Kind    string     `json:"kind"`
	Booking string     `json:"booking,omitempty"`
	Person  string     `json:"person,omitempty"`
	Name    string     `json:"name,omitempty"`
	Start   *time.Time `json:"start,omitempty"`
	Text    string     `json:"text,omitempty"`
	Invited bool       `json:"invited,omitempty"` // once booked: the calendar's server delivers the invitation to the guest
}

// Pass is what one pass did: fika.run/v1.
type Pass struct {
	Now      time.Time `json:"now"`
	Entries  []Entry   `json:"entries"`
	Holds    []Hold    `json:"holds"`
	Problems []string  `json:"problems"`
}
