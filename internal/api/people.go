package api

import "time"

// People is everybody fika knows: fika.people/v1.
type People struct {
	View
	People        []Person `json:"people"`
	UnknownWishes int      `json:"unknown_wishes,omitempty"` // rows of wishes files about nobody of them
	Problems      []string `json:"problems,omitempty"`
}

// Wish is what somebody asks for in a wishes file.
type Wish struct {
	Fika string `json:"fika"`           // as in the file, such as no or mornings; unclear: not understood, so they are not invited
	Most string `json:"most,omitempty"` // coffees in a period, such as 2/month
	File string `json:"file"`           // its name
}

// Person is one colleague with the tie and the guards.
type Person struct {
	Person     string     `json:"person"`
	Aliases    []string   `json:"aliases,omitempty"`
	Name       string     `json:"name"`
	Language   string     `json:"language,omitempty"`   // of invitations to them, if stated
	Form       string     `json:"form,omitempty"`       // first or last: by which name they are addressed, if stated
	Salutation string     `json:"salutation,omitempty"` // such as Frau, if stated
	Because    string     `json:"because,omitempty"`    // why the user asks them, as they read it
	Department string     `json:"department,omitempty"`
	Title      string     `json:"title,omitempty"`
	Level      string     `json:"level,omitempty"`
	Relation   Relation   `json:"relation,omitempty"` // to the user, if they have one
	Site       string     `json:"site,omitempty"`
	Region     string     `json:"region,omitempty"` // whose public holidays they have, as an ISO 3166-2 code
	Zone       string     `json:"zone,omitempty"`
	Tags       []string   `json:"tags,omitempty"`
	Tie        Tie        `json:"tie"`
	Strength   float64    `json:"strength"`       // 0 and above; fades over time
	Last       *time.Time `json:"last,omitempty"` // end of the last meeting
	Common     int        `json:"common"`         // shared contacts seen in the calendar
	Never      bool       `json:"never,omitempty"`
	OwnWish    bool       `json:"own_wish,omitempty"`    // never is what they asked for themselves
	Wish       *Wish      `json:"wish,omitempty"`        // what they ask for in a wishes file
	AskedAbout string     `json:"asked_about,omitempty"` // why they may be no colleague, as a sentence without a subject
	OK         bool       `json:"ok,omitempty"`          // the user said that they may be invited all the same
	Waits      bool       `json:"waits,omitempty"`       // they are not invited before the user says that
	Rest       *time.Time `json:"rest,omitempty"`        // nothing is sent before this
	Away       string     `json:"away,omitempty"`        // nothing is sent before that day
}

// Colleague is everything about one person: fika.person/v1.
type Colleague struct {
	View
	Person   Person    `json:"person"`
	Bookings []Booking `json:"bookings"`
}

// Forgotten is who was forgotten, or would be, and what still keeps fika away from them:
// fika.forget/v1.
type Forgotten struct {
	Person string     `json:"person"`
	Name   string     `json:"name,omitempty"`
	Never  bool       `json:"never,omitempty"` // kept, under a keyed hash of the address
	Rest   *time.Time `json:"rest,omitempty"`  // kept too

	Mentions []string `json:"mentions,omitempty"` // notes about others that may name the person; they stay
}
