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
