package api

import "time"

// Why is everything about one booking: fika.why/v1.
type Why struct {
	View
	Booking Booking   `json:"booking"`
	Score   float64   `json:"score"`
	Reasons []Reason  `json:"reasons"`
	AsOf    time.Time `json:"as_of"` // when the reasons were computed; they held then
	Ask     []string  `json:"ask"`   // the goal's questions, for the user alone
	Letter  *Letter   `json:"letter,omitempty"`
	Checks  []Verdict `json:"checks"` // every rule as of now; empty once the booking has ended

	// Alternatives to a meeting that nobody has been invited to yet.
	Alternatives []Alternative `json:"alternatives"`
}

// Alternative is a plan that differs in one point.
type Alternative struct {
	Text string  `json:"text"`
	Loss float64 `json:"loss"` // how much lower it scores; negative if higher
}

// WhyNot is the verdict of every rule on one person: fika.why-not/v1.
type WhyNot struct {
	View
	Person   string    `json:"person"`
	Name     string    `json:"name"`
	Verdicts []Verdict `json:"verdicts"`

	// With is the best plan that includes the person; nil if the rules allow no meeting.
	With *With `json:"with,omitempty"`
}

// With is the best plan that includes one person.
type With struct {
	Start time.Time `json:"start"`
	Goal  string    `json:"goal"`
	Score float64   `json:"score"`
	Best  float64   `json:"best"` // the score of the best plan
}
