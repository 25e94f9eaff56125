package api

// Checks is what the user's calendars report about themselves: fika.checks/v1.
type Checks struct {
	View
	Calendars []CalendarChecks `json:"calendars"` // those with something to report
}

// CalendarChecks is the report of one calendar.
type CalendarChecks struct {
	Name   string  `json:"name"`
	Checks []Check `json:"checks"`
}

// Check is the result of one check.
type Check struct {
	Name string `json:"check"`
	OK   bool   `json:"ok"`
	Text string `json:"text"`
	Fix  string `json:"fix,omitempty"`
}

// Bundle lists the contents of a bundle: fika.debug-bundle/v1.
type Bundle struct {
	File  string       `json:"file"`
	Parts []BundlePart `json:"parts"`
}

// BundlePart is one file inside a bundle.
type BundlePart struct {
	Name  string `json:"name"`
	Bytes int    `json:"bytes"`
	About string `json:"about"`
}

// Doctor is the result of every check: fika.doctor/v1.
type Doctor struct {
	OK     bool    `json:"ok"`
	Checks []Check `json:"checks"`
}
