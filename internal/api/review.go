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

// Quarter is what a quarter ends with: fika.quarter/v1. It is for the user alone.
type Quarter struct {
	View
	Now     time.Time `json:"now"`
	From    string    `json:"from"` // the first day
	To      string    `json:"to"`   // the last
	Mirror  Mirror    `json:"mirror"`
	Before  *Measures `json:"before,omitempty"` // of the mirror, in the quarter before; absent: too few meetings
	Goals   []Yield   `json:"goals"`
	Asked   []Tally   `json:"asked"`   // whom the user asked most, twice or more
	Thank   []Tally   `json:"thank"`   // who gave most: notes, then coffees
	Demand  int       `json:"demand"`  // coffees that the goals ask for in a quarter
	Allowed int       `json:"allowed"` // and how many the caps allow, about
	Expire  int       `json:"expire"`  // notes that are forgotten in the next 30 days
}

// Yield is what came of a goal in the quarter, in counts.
type Yield struct {
	Goal   string `json:"goal"`
	Text   string `json:"text"` // its progress
	Asked  int    `json:"asked"`
	Yes    int    `json:"yes"`
	No     int    `json:"no"`
	Silent int    `json:"silent"`
	Met    int    `json:"met"`
	Notes  int    `json:"notes"`
	Doubt  Doubt  `json:"doubt,omitempty"`
}

// Doubt is what a review asks about a goal.
type Doubt string

// The doubts.
const (
	DoubtNothingKept Doubt = "nothing_kept" // six coffees or more, and no note
	DoubtEnds        Doubt = "ends"         // in two quarters few said yes, and no note
)

// Tally counts something about a person.
type Tally struct {
	Person string `json:"person"`
	Name   string `json:"name"`
	Count  int    `json:"count"`
}
