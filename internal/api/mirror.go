package api

import "time"

// Mirror is the user's network as their own calendars show it: fika.mirror/v1. Without
// enough meetings, only their numbers are there.
type Mirror struct {
	View
	Now       time.Time `json:"now"`
	From      string    `json:"from"` // the first day
	To        string    `json:"to"`   // the last
	Meetings  int       `json:"meetings"`
	People    int       `json:"people"`             // in these meetings
	Unlisted  int       `json:"unlisted,omitempty"` // of these, the ones in no people list
	TooLittle *Enough   `json:"too_little,omitempty"`

	Measures *Measures `json:"measures,omitempty"`

	Departments MirrorGroups `json:"departments,omitzero"`
	Levels      MirrorGroups `json:"levels,omitzero"`
	Quiet       []Faded      `json:"quiet,omitempty"`
	Dormant     []Faded      `json:"dormant,omitempty"`
	Voices      *Voices      `json:"voices,omitempty"`
	Step        *MirrorStep  `json:"step,omitempty"`
	How         []MirrorHow  `json:"how,omitempty"` // if asked for
}

// Enough is how much a mirror needs to say anything.
type Enough struct {
	People   int `json:"people"`
	Meetings int `json:"meetings"`
}

// Measures are the numbers of a mirror.
type Measures struct {
	Hours         float64  `json:"hours"`
	ClosestShare  float64  `json:"closest_share"` // of the hours, from 0 to 1
	Closest       int      `json:"closest"`       // with this many people
	Constraint    float64  `json:"constraint"`
	EffectiveSize float64  `json:"effective_size"`
	EI            *float64 `json:"ei,omitempty"`        // from -1 to 1; absent: no department is known
	EIBefore      *float64 `json:"ei_before,omitempty"` // in the time of the same length before; absent: too few meetings
	Placed        int      `json:"placed"`              // people whom the E-I index counts
}

// MirrorGroups are departments or levels.
type MirrorGroups struct {
	Met   []string `json:"met"`
	Never []string `json:"never"` // in the people list, and not met in the time
}

// Faded is somebody whom the user meets less than before.
type Faded struct {
	Person string    `json:"person"`
	Name   string    `json:"name"`
	Last   time.Time `json:"last"`             // end of the last meeting
	Goal   string    `json:"goal,omitempty"`   // the goal whose longest pause ends or has ended
	Latest int       `json:"latest,omitempty"` // that pause, in days
	Since  int       `json:"since,omitempty"`  // days since the last meeting, for such a goal
}

// Voices counts coffees of goals with the theme honest_feedback.
type Voices struct {
	Asked  int `json:"asked"`
	Met    int `json:"met"`
	Kept   int `json:"kept"`   // notes of kind feedback
	Months int `json:"months"` // how far back
}

// MirrorStep is a goal that would show the user somebody they miss.
type MirrorStep struct {
	Code StepCode `json:"code"`
	Goal string   `json:"goal"` // its id
	Text string   `json:"text"`
	TOML string   `json:"toml"` // a [[goal]] for the end of the configuration
}

// StepCode is what a step brings.
type StepCode string

// The steps.
const (
	StepDepartments StepCode = "departments" // departments that were never met
	StepLevels      StepCode = "levels"      // a level that was never met
	StepQuiet       StepCode = "quiet"       // people who are going quiet
	StepDormant     StepCode = "dormant"     // people who were once close
)

// MirrorHow explains one number.
type MirrorHow struct {
	Code   string `json:"code"`
	Text   string `json:"text"`
	Source string `json:"source,omitempty"`
	Limit  string `json:"limit"`
}
