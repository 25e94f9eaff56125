package api

import "time"

// Caps is the use of each cap.
type Caps struct {
	Day  Cap `json:"day"`  // meetings today
	Week Cap `json:"week"` // meetings this week
	Open Cap `json:"open"`

	// Fika's own ceilings, which no setting raises.
	SentDay  Cap `json:"sent_day"`  // invitations sent today
	SentWeek Cap `json:"sent_week"` // and this week

	Upward UpwardCap `json:"upward"` // first contacts with people far above, in four weeks

	// First counts the first invitations, which the user approves whatever the mode says.
	First Cap `json:"first"`
}

// UpwardCap is the cap on first contacts with people far above the user.
type UpwardCap struct {
	Cap
	Until *time.Time `json:"until,omitempty"` // when it has room again, if it has none
}

// Cap is one cap.
type Cap struct {
	Used  int `json:"used"`
	Limit int `json:"limit"`
}

// Status is the state of fika: fika.status/v1.
type Status struct {
	View
	Version   string     `json:"version,omitempty"` // of the answering program
	Now       time.Time  `json:"now"`
	Zone      string     `json:"zone,omitempty"`   // the user's own, as the tz database calls it
	Config    string     `json:"config,omitempty"` // the file in force
	LastPass  *time.Time `json:"last_pass,omitempty"`
	Pass      *PassNow   `json:"pass,omitempty"` // if one takes longer than a moment
	Holds     []Hold     `json:"holds"`
	Calendars []Calendar `json:"calendars"`
	Caps      Caps       `json:"caps"`
	Next      []Meeting  `json:"next"`
	Act       Act        `json:"act"`
	Unsure    int        `json:"unsure,omitempty"` // people whom a goal looks for and who may be no colleagues; fika asks first
	Problems  []string   `json:"problems,omitempty"`
}

// PassNow is a pass in progress.
type PassNow struct {
	Since time.Time `json:"since"`
	Does  string    `json:"does"` // what it does right now: "reads Work"
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

// Act is the one small thing to do next. Command can be typed as it is; Hint is advice
// where that is not enough, or no command helps.
type Act struct {
	Code      ActCode  `json:"code"`
	Text      string   `json:"text"`
	Person    string   `json:"person,omitempty"`
	Booking   string   `json:"booking,omitempty"`
	Questions []string `json:"questions,omitempty"` // the goal's own, to choose from
	Hint      string   `json:"hint,omitempty"`
	Command   string   `json:"command,omitempty"`
	Seconds   int      `json:"seconds"` // about how long it takes
}

// Goals is the progress of every goal: fika.goals/v1.
type Goals struct {
	View
	Goals []Goal `json:"goals"`
}

// Goal is the progress of one goal.
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

// Sync is the answer to a sync order: fika.sync/v1.
type Sync struct {
	Running bool `json:"running"`
}

// Pause says whether fika is paused: fika.pause/v1.
type Pause struct {
	Paused bool       `json:"paused"`
	Until  *time.Time `json:"until,omitempty"`
	Why    string     `json:"why,omitempty"`

	Cancel *Cancellation `json:"cancel,omitempty"` // with --cancel-until
}
