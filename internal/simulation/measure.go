package simulation

import (
	"math"
	"strconv"
)

// Measure is one figure of outcomes, for tables, documents and charts.
type Measure struct {
	Code   string // stable: scripts read it
	Text   string
	Digits int
	Of     func(o *Outcome) float64
	Start  func(o *Outcome) float64 // the value before the first week; nil: none
}

// Measures returns all measures, in the order in which they are shown.
func Measures() []Measure {
	return []Measure{
		{Code: "sent_a_week", Text: "invitations per user and week", Digits: 2, Of: func(o *Outcome) float64 { return o.Sent }},
		{Code: "accepted_percent", Text: "accepted %", Digits: 1, Of: func(o *Outcome) float64 { return o.Accepted }},
		{Code: "held_a_week", Text: "held per week", Digits: 2, Of: func(o *Outcome) float64 { return o.Held }},
		{Code: "wanted_a_week", Text: "held that a goal still wanted, per week", Digits: 2, Of: func(o *Outcome) float64 { return o.Wanted }},
		{Code: "departments", Text: "departments reached", Digits: 1, Of: func(o *Outcome) float64 { return o.Teams }},
		{Code: "rhythm_percent", Text: "key contacts on rhythm %", Digits: 1, Of: func(o *Outcome) float64 { return o.Rhythm }},
		{Code: "host_focus_lost", Text: "user's focus lost, minutes per coffee", Digits: 1, Of: func(o *Outcome) float64 { return o.HostFocusCost }},
		{Code: "guest_focus_lost", Text: "guest's focus lost, minutes per coffee", Digits: 1, Of: func(o *Outcome) float64 { return o.GuestFocusCost }},
		{Code: "new_people", Text: "new people met", Digits: 1, Of: func(o *Outcome) float64 { return o.New }},
		{Code: "most_asked", Text: "most invitations to one guest in a week", Of: func(o *Outcome) float64 { return float64(o.MostAsked) }},
		{Code: "gini", Text: "Gini of invitations", Digits: 2, Of: func(o *Outcome) float64 { return o.Gini }},
		{
			Code: "constraint", Text: "Burt's constraint", Digits: 3,
			Of:    func(o *Outcome) float64 { return o.Constraint },
			Start: func(o *Outcome) float64 { return o.Before.Constraint },
		}, {
			Code: "effective_size", Text: "effective size", Digits: 1,
			Of:    func(o *Outcome) float64 { return o.EffectiveSize },
			Start: func(o *Outcome) float64 { return o.Before.EffectiveSize },
		}, {
			Code: "ei_index", Text: "E-I index", Digits: 2,
			Of:    func(o *Outcome) float64 { return o.EI },
			Start: func(o *Outcome) float64 { return o.Before.EI },
		}, {
			Code: "two_steps", Text: "two-step reach", Digits: 0,
			Of:    func(o *Outcome) float64 { return o.TwoSteps },
			Start: func(o *Outcome) float64 { return o.Before.TwoSteps },
		},
	}
}

// Format formats value with m's digits, "-" if it is NaN.
func (m Measure) Format(value float64) string {
	if math.IsNaN(value) {
		return "-"
	}
	return strconv.FormatFloat(value, 'f', m.Digits, 64)
}
