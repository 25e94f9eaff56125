package api

import "time"

// Letter is the full text of an invitation, as the guest reads it.
type Letter struct {
	Sent   bool      `json:"sent"` // as it is in the calendar; else as it would be sent now
	From   string    `json:"from"`
	Guests []string  `json:"guests"`
	Title  string    `json:"title"`
	Start  time.Time `json:"start"`
	End    time.Time `json:"end"`
	Zone   string    `json:"zone"`
	Where  string    `json:"where"`
	Video  bool      `json:"video,omitempty"` // the calendar adds a video link
	Text   string    `json:"text"`

	Problem string `json:"problem,omitempty"` // why it cannot be sent; if set, the rest is empty
}

// MaxLetters is how many letters a call may ask for. More would be read by nobody.
const MaxLetters = 200

// Letters are samples of what the goals would write, to read before anything is sent:
// fika.letters/v1.
type Letters struct {
	View
	Pairs   int            `json:"pairs"` // letters that the goals could write: to each person whom one looks for, or to two of them
	Letters []SampleLetter `json:"letters"`
}

// SampleLetter is the invitation that a person would get for a goal. Its time is an
// example.
type SampleLetter struct {
	Goal   string  `json:"goal"`
	Person string  `json:"person"`
	Name   string  `json:"name"`
	Letter *Letter `json:"letter"`
}
