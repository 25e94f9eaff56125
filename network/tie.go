package network

import "time"

// Tie is what the encounters with one person add up to at one moment.
type Tie struct {
	Class       Class
	Strength    float64   // see [Read]
	Meetings    int       // that count
	First, Last time.Time // ends of the first and the last of them, in UTC; zero: never met
	Common      int       // contacts of the user who were in a counted meeting with this person
}

// Class sorts ties by what they are good for.
type Class string

// The classes: never met; met now and then; once close and silent since; close.
const (
	New     Class = "new"
	Weak    Class = "weak"
	Dormant Class = "dormant"
	Warm    Class = "warm"
)
