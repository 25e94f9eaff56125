package api

import "time"

// BriefArgs name a coffee, by its ID or a beginning of it, or a person.
type BriefArgs struct {
	About string `json:"about,omitempty"`
}

// Brief is what to know before a coffee, or about a person: fika.brief/v1. It is for the user
// alone.
type Brief struct {
	View
	Now    time.Time     `json:"now"`
	Coffee *BriefCoffee  `json:"coffee,omitempty"`
	People []BriefPerson `json:"people"`
}

// BriefCoffee is the coffee that a brief is about: the one that was named, or the next one
// with the person.
type BriefCoffee struct {
	ID        string    `json:"id"`
	State     State     `json:"state"`
	Start     time.Time `json:"start"`
	End       time.Time `json:"end"`
	Place     string    `json:"place"`
	OwesLink  bool      `json:"owes_link,omitempty"`
	Goal      string    `json:"goal"`
	Progress  string    `json:"progress,omitempty"` // of the goal
	Questions []string  `json:"questions"`          // of the goal
}

// BriefPerson is somebody whom the user is about to meet.
type BriefPerson struct {
	Person     string         `json:"person"`
	Name       string         `json:"name"`
	Title      string         `json:"title,omitempty"`
	Department string         `json:"department,omitempty"`
	Site       string         `json:"site,omitempty"`
	TheirStart *time.Time     `json:"their_start,omitempty"` // on their clock, if that differs
	LastMet    *time.Time     `json:"last_met,omitempty"`    // as the user's calendar shows it
	Together   *BriefTogether `json:"together,omitempty"`
	Coffees    int            `json:"coffees"` // that took place
	Promised   []Note         `json:"promised"`
	Owed       []Note         `json:"owed"`
	Reads      string         `json:"reads,omitempty"`
	Ask        []string       `json:"ask"`    // notes that end with a question mark
	Notes      []Note         `json:"notes"`  // others, the newest first
	Others     []BriefOther   `json:"others"` // who else spoke of the same
}

// BriefOther is somebody who told the user about a topic that the person spoke of too.
type BriefOther struct {
	Person string    `json:"person"`
	Name   string    `json:"name"`
	Topic  string    `json:"topic"`
	Kind   NoteKind  `json:"kind"` // of the newest note about it
	At     time.Time `json:"at"`
}

// BriefTogether is the last small meeting that the user and the person attended.
type BriefTogether struct {
	Title  string    `json:"title"`
	Start  time.Time `json:"start"`
	Others int       `json:"others"` // beside the two
}
