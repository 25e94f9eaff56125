package api

// Simulation is what weeks of coffees came to: fika.simulate/v1.
type Simulation struct {
	Network     string        `json:"network,omitempty"` // the file; "": the user's own calendars
	People      int           `json:"people"`
	Users       int           `json:"users"`
	Weeks       int           `json:"weeks"`
	Invitations int           `json:"invitations"` // of each user in a week, at most
	Seeds       []uint        `json:"seeds"`
	Policies    []Policy      `json:"policies"`
	Goals       []GoalOutcome `json:"goals"` // after fika's weeks, of the user alone
	Problems    []string      `json:"problems"`
}

// Policy is one policy's outcome, the mean over seeds; of most_asked it is
// the most.
type Policy struct {
	Policy  string             `json:"policy"`
	Figures map[string]float64 `json:"figures"` // without those that are about nothing
	Before  map[string]float64 `json:"before"`  // those that have a value before the first week
}

// GoalOutcome is where a goal stands at the end.
type GoalOutcome struct {
	Goal string `json:"goal"`
	Late bool   `json:"late"`
	Text string `json:"text"`
}
