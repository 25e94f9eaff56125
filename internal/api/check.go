package api

// Checks is what the user's calendars say of themselves: fika.checks/v1.
type Checks struct {
	Schema    string           `json:"schema"`
	Calendars []CalendarChecks `json:"calendars"` // those with something to say
}

// CalendarChecks is what one calendar says.
type CalendarChecks struct {
	Name   string  `json:"name"`
	Checks []Check `json:"checks"`
}

// Check is a [calendar.Check].
type Check struct {
	Name string `json:"check"`
	OK   bool   `json:"ok"`
	Text string `json:"text"`
	Fix  string `json:"fix,omitempty"`
}
