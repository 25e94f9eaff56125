package invitation

import (
	"testing"

	"fika/planner"
)

// TestFarewell checks both lines in each language, and that a formal guest reads the whole
// name.
func TestFarewell(t *testing.T) {
	for _, c := range []struct {
		language planner.Language
		form     planner.Form
		why      Parting
		want     string
	}{
		{"en", planner.FormFirst, Silence, "No answer needed; I have freed the time. Maya"},
		{"en", planner.FormFirst, Hindrance, "Something came up on my side; sorry. Maya"},
		{"de", planner.FormFirst, Silence, "Eine Antwort ist nicht mehr nötig; ich habe die Zeit freigegeben. Maya"},
		{"de", planner.FormLast, Hindrance, "Mir ist etwas dazwischengekommen; das tut mir leid. Maya Lind"},
		{"fr", planner.FormFirst, Hindrance, "J'ai un empêchement ; toutes mes excuses. Maya"},
		{"sv", planner.FormFirst, Silence, "Inget svar behövs; jag har släppt tiden. Maya"},
	} {
		l := letter(planner.Person{ID: "ana@example.com", Name: "Ana Ruiz", Language: c.language, Form: c.form})
		if got := l.Farewell(Texts{}, c.why); got != c.want {
			t.Errorf("%s: %q, want %q", c.language, got, c.want)
		}
	}
	if got := letter(planner.Person{Name: "Ana Ruiz"}).Farewell(Texts{Language: "sv"}, Hindrance); got != "Något kom i vägen för mig; jag är ledsen. Maya" {
		t.Errorf("in the user's language: %q", got)
	}
}
