package api

// Simulation is the outcome of simulated weeks: fika.simulate/v1.
type Simulation struct {
	Network     string        `json:"network,omitempty"` // the file; "" for the user's own calendars
	Shape       string        `json:"shape,omitempty"`   // of an invented network
	Year        bool          `json:"year"`              // people have levels, time zones and leave
	People      int           `json:"people"`
	Users       int           `json:"users"`
	Weeks       int           `json:"weeks"`
	Invitations int           `json:"invitations"` // per user and week, at most
	Seeds       []uint        `json:"seeds"`
	Policies    []Policy      `json:"policies"`
	Goals       []GoalOutcome `json:"goals"` // of the user, after fika's weeks
	Problems    []string      `json:"problems"`
}

// Policy is the outcome of one policy: the mean over seeds, but for most_asked the
// maximum.
type Policy struct {
	Policy  string             `json:"policy"`
	Figures map[string]float64 `json:"figures"` // without those that do not apply
	Before  map[string]float64 `json:"before"`  // those that have a value before the first week
}

// GoalOutcome is the state of a goal at the end.
type GoalOutcome struct {
	Goal string `json:"goal"`
	Late bool   `json:"late"`
	Text string `json:"text"`
}
