package api

import "time"

// Caps is what the caps have left.
type Caps struct {
	Day  Cap `json:"day"`  // meetings of today
	Week Cap `json:"week"` // meetings of this week
	Open Cap `json:"open"`

	// Fika's own ceilings, which no setting raises.
	SentDay  Cap `json:"sent_day"`  // invitations that left today
	SentWeek Cap `json:"sent_week"` // and this week
}

// Cap is one cap.
type Cap struct {
	Used  int `json:"used"`
	Limit int `json:"limit"`
}

// Status is how fika is: fika.status/v1.
type Status struct {
	View
	Version   string     `json:"version,omitempty"` // of the program that answers
	Now       time.Time  `json:"now"`
	Config    string     `json:"config,omitempty"` // the file in force
	LastPass  *time.Time `json:"last_pass,omitempty"`
	Holds     []Hold     `json:"holds"`
	Calendars []Calendar `json:"calendars"`
	Caps      Caps       `json:"caps"`
	Next      []Meeting  `json:"next"`
	Act       Act        `json:"act"`
	Problems  []string   `json:"problems,omitempty"`
}

// Calendar is one of the user's calendars.
type Calendar struct {
	Name     string     `json:"name"`
	Kind     string     `json:"kind"`
	Book     bool       `json:"book"`
	LastSync *time.Time `json:"last_sync,omitempty"`
	Events   int        `json:"events"`
	Problem  string     `json:"problem,omitempty"`
}

// Act is the one small thing to do. Command is one to type as it stands,
// Hint says in words what helps where no command does.
type Act struct {
	Text      string   `json:"text"`
	Questions []string `json:"questions,omitempty"` // the goal's own, to choose from
	Hint      string   `json:"hint,omitempty"`
	Command   string   `json:"command,omitempty"`
}

// Goals is how far every goal has come: fika.goals/v1.
type Goals struct {
	View
	Goals []Goal `json:"goals"`
}

// Goal is one goal's standing.
type Goal struct {
	Goal    string `json:"goal"`
	Period  string `json:"period,omitempty"`
	From    string `json:"from,omitempty"`
	Wanted  int    `json:"wanted"`
	Met     int    `json:"met"`
	Live    int    `json:"live"`
	Missing int    `json:"missing"`
	Late    bool   `json:"late"`
	Text    string `json:"text"`
}

// Sync is whom a sync reached: fika.sync/v1.
type Sync struct {
	Running bool `json:"running"`
}

// Pause is whether fika is stopped: fika.pause/v1.
type Pause struct {
	Paused bool       `json:"paused"`
	Until  *time.Time `json:"until,omitempty"`
	Why    string     `json:"why,omitempty"`

	Cancel *Cancellation `json:"cancel,omitempty"` // with --cancel-until
}
