package api

import "time"

// Week is what a week ends with: fika.week/v1.
type Week struct {
	View
	Now     time.Time `json:"now"`
	To      time.Time `json:"to"`     // how far it looks ahead
	Decide  []Meeting `json:"decide"` // proposals, the next first
	Coming  []Meeting `json:"coming"` // booked coffees
	Mine    []Note    `json:"mine"`   // what the user promised, the next due first
	Theirs  []Note    `json:"theirs"` // what others promised the user
	Topics  []Topic   `json:"topics"` // that two people or more named
	Days    DaysKept  `json:"days"`
	Skipped string    `json:"skipped,omitempty"` // why no message is sent about this week
}
