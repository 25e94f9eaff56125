package config

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"fika/internal/mailbox"
)

// TestPeople reads the people and lists in a file, and writes them so that they read the
// same. Addresses and domains have one spelling.
func TestPeople(t *testing.T) {
	text := `[me]
name     = "Maya Lind"
email    = "Maya@Example.com"
aliases  = ["m.lind@XN--MLLER-KVA.de"]
timezone = "Europe/Stockholm"
[[calendar]]
name = "work"
kind = "vdir"
path = "work"
book = true
[people]
csv     = ["people.csv"]
domains = ["example.com", "xn--mller-kva.de"]
[people.columns]
email = "Dienstadresse"
name  = "Wer"
[[person]]
email   = "ana@M\u00fcller.de"
aliases = ["A.Ruiz@example.com"]
greet   = "Ani"
[guards]
never = ["BOSS@xn--mller-kva.de"]
[[goal]]
id    = "any"
kind  = "value"
theme = "sales_wins"
topic = "what customers ask for"
want  = { meetings = 1, per = "quarter" }
`
	c, err := Parse("/x/fika.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	again, err := Parse("/x/fika.toml", c.Encode())
	if err != nil {
		t.Fatalf("what was written does not read: %v\n%s", err, c.Encode())
	}
	for _, c := range []*Config{c, again} {
		if diff := cmp.Diff(map[string]string{"email": "Dienstadresse", "name": "Wer"}, c.People.Columns); diff != "" {
			t.Errorf("columns (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"example.com", "m\u00fcller.de"}, c.People.Domains); diff != "" {
			t.Errorf("domains (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]mailbox.Address{"maya@example.com", "m.lind@m\u00fcller.de"}, c.Me.Addresses); diff != "" {
			t.Errorf("mine (-want +got):\n%s", diff)
		}
		p := c.Persons[0]
		if p.Email != "ana@m\u00fcller.de" || len(p.Aliases) != 1 || p.Aliases[0] != "a.ruiz@example.com" || p.Greet == nil || *p.Greet != "Ani" {
			t.Errorf("person: %+v", p)
		}
		if never := c.Rules.Guards.Never; len(never) != 1 || never[0] != "boss@m\u00fcller.de" {
			t.Errorf("never: %q", never)
		}
	}
}
