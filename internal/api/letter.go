package api

import "time"

// Letter is an invitation word for word, as its guest reads it.
type Letter struct {
	Sent   bool      `json:"sent"` // as it stands in the calendar; else as it would be sent now
	From   string    `json:"from"`
	Guests []string  `json:"guests"`
	Title  string    `json:"title"`
	Start  time.Time `json:"start"`
	End    time.Time `json:"end"`
	Zone   string    `json:"zone"`
	Where  string    `json:"where"`
	Video  bool      `json:"video,omitempty"` // the calendar adds a link to meet by video
	Text   string    `json:"text"`

	Problem string `json:"problem,omitempty"` // why it cannot be sent; the rest is empty then
}
