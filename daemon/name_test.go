package daemon

import (
	"testing"

	"fika/internal/mailbox"
	"fika/planner"
)

// TestFit checks which names an order means. Nobody is called Bo here, and Ana is a
// part of Tanaka: both once led orders to the wrong person.
func TestFit(t *testing.T) {
	people := map[string]planner.Person{
		"ananya":  {ID: "ananya@example.com", Name: "Ananya Bose"},
		"yuki":    {ID: "y.tanaka@example.com", Name: "Yuki Tanaka"},
		"karin":   {ID: "km@example.com", Name: "Müller, Karin Anne-Marie"},
		"renamed": {ID: "eva.berg@example.com", Name: "Eva Berg", Aliases: []mailbox.Address{"eva.lind@example.com"}},
		"silent":  {ID: "friedrich.heide@example.com"},
	}
	for _, c := range []struct {
		typed, whom string
		want        fit
	}{
		{"bo", "ananya", begins},
		{"bose", "ananya", whole},
		{"ananya", "ananya", whole},
		{"ananya bose", "ananya", exact},
		{"bose ananya", "ananya", whole},
		{"ananya@example.com", "ananya", exact},
		{"ananya@", "ananya", begins},
		{"anya@example.com", "ananya", noFit},
		{"ana", "yuki", inside},
		{"ana", "ananya", begins},
		{"y.tanaka", "yuki", whole},
		{"yuki tan", "yuki", begins},
		{"tan yu", "yuki", begins},
		{"yuki ana", "yuki", noFit},
		{"müller", "karin", whole},
		{"karin müller", "karin", whole},
		{"müller, karin anne-marie", "karin", exact},
		{"anne", "karin", whole},
		{"EVA.Lind@example.com", "renamed", exact},
		{"eva.lind", "renamed", whole},
		{"lind", "renamed", whole},
		{"friedrich", "silent", whole},
		{"friedrich heide", "silent", whole},
		{"", "silent", noFit},
		{"-", "silent", noFit},
		{"k", "karin", begins},
	} {
		if got := fitOf(c.typed, people[c.whom]); got != c.want {
			t.Errorf("%q for %s: fit %d, want %d", c.typed, people[c.whom].Name, got, c.want)
		}
	}
}
