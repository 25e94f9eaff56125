package api

import "time"

// Span is a half-open interval.
type Span struct {
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
}

// Busy is what keeps the user or a colleague busy in a window: fika.busy/v1.
type Busy struct {
	View
	From   time.Time   `json:"from"`
	To     time.Time   `json:"to"`
	Busy   []BusyEvent `json:"busy"`
	Merged []Span      `json:"merged"`
}

// BusyEvent is one event that counts as busy. For a colleague only the time is given.
type BusyEvent struct {
	Start    time.Time `json:"start"`
	End      time.Time `json:"end"`
	Calendar string    `json:"calendar"`
	Title    string    `json:"title"`
	Why      string    `json:"why"`
}

// Free is the slots where a coffee fits: fika.free/v1.
type Free struct {
	View
	Slots []Span `json:"slots"`
	Holds []Hold `json:"holds"`
}

// Events is every occurrence in a window, and why it counts as busy or free:
// fika.events/v1.
type Events struct {
	View
	Zone     string    `json:"zone"`
	Events   []Event   `json:"events"`
	Problems []Problem `json:"problems"`
}

// Event is one occurrence. All-day events have dates with an exclusive end, others have
// instants in UTC.
type Event struct {
	UID          string `json:"uid"`
	Start        string `json:"start"`
	End          string `json:"end"`
	AllDay       bool   `json:"all_day"`
	Status       string `json:"status"`
	Transparency string `json:"transparency"`
	Title        string `json:"title"`
	Busy         string `json:"busy"`
	Why          string `json:"why"`
}

// Problem is a part of a calendar that fika does not understand.
type Problem struct {
	File string `json:"file"`
	Line int    `json:"line"`
	UID  string `json:"uid"`
	Text string `json:"text"`
}
