package api

import (
	"time"

	"fika/internal/rsvp"
)

// Plan is what fika would do now, and why: fika.plan/v1.
type Plan struct {
	View
	Now      time.Time `json:"now"`
	Score    float64   `json:"score"`   // in points
	Bound    float64   `json:"bound"`   // no plan has a higher score
	Optimal  bool      `json:"optimal"` // proven: no plan scores higher, whoever is in it
	Unasked  int       `json:"unasked"` // people whose busy times were not requested yet and who might be in a better plan
	Meetings []Meeting `json:"meetings"`
	Unmet    []Unmet   `json:"unmet"`
	Rejected Rejected  `json:"rejected"`
	Holds    []Hold    `json:"holds"`
	Problems []string  `json:"problems,omitempty"`
	Blind    bool      `json:"blind"` // a calendar or all people could not be read: Meetings has only pending ones, and nobody was considered
}

// Meeting is a meeting that is pending or would be added.
type Meeting struct {
	ID      string     `json:"id"`
	State   State      `json:"state"` // planned: not stored before the next pass
	Person  string     `json:"person"`
	Name    string     `json:"name"`             // of a coffee of three: the names of both guests
	Guests  []Guest    `json:"guests,omitempty"` // of a coffee of three, Person first
	Goal    string     `json:"goal"`
	Start   time.Time  `json:"start"`
	End     time.Time  `json:"end"`
	Place   string     `json:"place"` // video, in person, walk, or the user's own words
	Mode    Mode       `json:"mode"`
	Score   float64    `json:"score"`
	Reasons []Reason   `json:"reasons"`
	AsOf    time.Time  `json:"as_of"` // when the reasons were computed; they held then
	Letter  *Letter    `json:"letter,omitempty"`
	Reply   rsvp.Reply `json:"reply,omitempty"` // the guest's, as RFC 5545 spells it; "" until known
	Waits   string     `json:"waits,omitempty"` // once approved: what delays it, a cap or the day
	Counter *Counter   `json:"counter,omitempty"`

	Comments []Comment `json:"comments,omitempty"` // what guests wrote that asks for nothing

	MovingTo *time.Time `json:"moving_to,omitempty"` // the start that its event is about to get

	OwesLink bool `json:"owes_link,omitempty"` // it is by video, and nobody has added a link to its event
}

// Reason is one term of the score.
type Reason struct {
	Code   string  `json:"code"` // of the term
	Text   string  `json:"text"`
	Points float64 `json:"points"`
}

// Unmet is a goal that falls short. Text is the whole sentence; Short, Period and Reason
// are its parts.
type Unmet struct {
	Goal   string `json:"goal"`
	Code   string `json:"code"` // of the rule in the way
	Text   string `json:"text"`
	Short  int    `json:"short"`            // how many are missing
	Period string `json:"period,omitempty"` // the period; "" for a rhythm
	Reason string `json:"reason"`
	Hint   string `json:"hint,omitempty"`
}

// Rejected is what the rules excluded.
type Rejected struct {
	Count  map[string]int `json:"count"`  // starts that each rule excluded, by its code
	People []Verdict      `json:"people"` // who cannot be met at all
}

// Verdict is one rule's answer, for a goal if Goal is set, else for the person in
// general.
type Verdict struct {
	Person string `json:"person,omitempty"`
	Goal   string `json:"goal,omitempty"`
	Code   string `json:"code"` // of the rule
	OK     bool   `json:"ok"`
	Text   string `json:"text"`
}

// Hold is a reason why fika sends nothing.
type Hold struct {
	Code    Code      `json:"code"`
	Since   time.Time `json:"since"`
	Text    string    `json:"text"`
	Hint    string    `json:"hint"`
	Command string    `json:"command,omitempty"` // in Hint, if it can be typed as it is

	Until *time.Time `json:"until,omitempty"` // when it ends, if that is known
}

// LP is the planning problem in CPLEX's LP format: fika.lp/v1.
type LP struct {
	LP string `json:"lp"`
}
