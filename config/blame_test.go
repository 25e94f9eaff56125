package config

import (
	"fmt"
	"strings"
	"testing"

	"fika/internal/mailbox"
	"fika/planner"
)

// TestBlame checks at which key a fault in a source or in somebody's calendar is.
func TestBlame(t *testing.T) {
	link := "bo.ics"
	c := Config{
		People:  People{CSV: []string{"/a.csv", "/b.csv"}, VCard: []string{"/cards", "/d.vcf"}, Wishes: []string{"/w.csv", "/x.csv"}},
		Persons: []planner.Override{{Email: "ana@example.com"}, {Email: "bo@example.com", Calendar: &link}},
	}
	for name, f := range map[string]Fault{
		"people.csv[2]":      c.SourceFault("bad", "/b.csv"),
		"people.vcard[2]":    c.SourceFault("bad", "/d.vcf"),
		"people.wishes[2]":   c.SourceFault("bad", "/x.csv"),
		"people.vcard":       c.SourceFault("bad", "/cards/x.vcf"),
		"person[2].calendar": c.ColleagueFault("bad", planner.Person{ID: "bo@example.com"}),
		"people":             c.ColleagueFault("bad", planner.Person{ID: "ana@example.com"}),
	} {
		if f.Key != name || f.Text != "bad" {
			t.Errorf("it is at %q, want %q: %s", f.Key, name, f.Text)
		}
	}
}

// TestUnsureNames has thirty people without names: twenty are listed, and the last
// message says how many more there are. People with a given name, and people outside
// the domains, are not listed.
func TestUnsureNames(t *testing.T) {
	c := Config{People: People{Domains: []string{"example.com"}}}
	list := []planner.Person{{ID: "ana@example.com", Name: "Ana Berg", Given: "Ana"}, {ID: "x@elsewhere.example"}}
	if got := c.UnsureNames(list); len(got) != 0 {
		t.Errorf("sure of them, but it warns: %v", got)
	}
	for i := range 30 {
		list = append(list, planner.Person{ID: mailbox.Spell(fmt.Sprintf("p%d@example.com", i))})
	}
	got := c.UnsureNames(list)
	if len(got) != 20 || !got[0].Warning || !strings.HasSuffix(got[19].Text, "(and 10 more like it)") {
		t.Errorf("%d warnings, the last %+v", len(got), got[len(got)-1])
	}
}
