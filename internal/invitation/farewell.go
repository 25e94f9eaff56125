package invitation

import "fika/planner"

// Parting is why an invitation is withdrawn.
type Parting int

// The reasons that a guest reads.
const (
	Silence   Parting = iota // they did not answer in time
	Hindrance                // the user cannot come
	Absence                  // one of two guests cannot come
)

// Farewell returns the line that the guest of l reads when the invitation is withdrawn: one
// sentence and who writes it, whom they know by then from the invitation. A bare
// cancellation would leave them guessing.
func (l Letter) Farewell(t Texts, why Parting) string {
	w := l.writer(t)
	line := w.language.Farewell.Silence
	switch why {
	case Hindrance:
		line = w.language.Farewell.Hindrance
	case Absence:
		line = w.language.Farewell.Absence
	}
	if w.form == planner.FormLast {
		return line + " " + w.Me.Name
	}
	return line + " " + w.Me.FirstName
}
