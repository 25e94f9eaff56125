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
		want        matchQuality
	}{
		{"bo", "ananya", matchPrefix},
		{"bose", "ananya", matchWords},
		{"ananya", "ananya", matchWords},
		{"ananya bose", "ananya", matchExact},
		{"bose ananya", "ananya", matchWords},
		{"ananya@example.com", "ananya", matchExact},
		{"ananya@", "ananya", matchPrefix},
		{"anya@example.com", "ananya", matchNone},
		{"ana", "yuki", matchInside},
		{"ana", "ananya", matchPrefix},
		{"y.tanaka", "yuki", matchWords},
		{"yuki tan", "yuki", matchPrefix},
		{"tan yu", "yuki", matchPrefix},
		{"yuki ana", "yuki", matchNone},
		{"müller", "karin", matchWords},
		{"karin müller", "karin", matchWords},
		{"müller, karin anne-marie", "karin", matchExact},
		{"anne", "karin", matchWords},
		{"EVA.Lind@example.com", "renamed", matchExact},
		{"eva.lind", "renamed", matchWords},
		{"lind", "renamed", matchWords},
		{"friedrich", "silent", matchWords},
		{"friedrich heide", "silent", matchWords},
		{"", "silent", matchNone},
		{"-", "silent", matchNone},
		{"k", "karin", matchPrefix},
	} {
		if got := matchOf(c.typed, people[c.whom]); got != c.want {
			t.Errorf("%q for %s: fit %d, want %d", c.typed, people[c.whom].Name, got, c.want)
		}
	}
}
