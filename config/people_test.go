package config

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fika/internal/mailbox"
	"fika/planner"
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
language   = "de-AT"
form       = "sie"
salutation = "Frau"
[invite]
language = "fr"
text     = "Hi {{.Person.FirstName}}"
footer   = "Bye"
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
		if *p.Language != "de" || *p.Form != planner.FormLast || *p.Salutation != "Frau" || c.Invite.Language != "fr" || c.Invite.Text == nil || c.Invite.Title != nil {
			t.Errorf("address: %q, %q, %q; invitations: %+v", *p.Language, *p.Form, *p.Salutation, c.Invite)
		}
		if w := c.Warnings; len(w) != 1 || w[0].Key != "invite.footer" || !strings.Contains(w[0].Text, "no effect beside text") {
			t.Errorf("warnings: %v", w)
		}
		if never := c.Rules.Guards.Never; len(never) != 1 || never[0] != "boss@m\u00fcller.de" {
			t.Errorf("never: %q", never)
		}
	}
}

// TestFormerDefaultsAreUnset checks that the texts which an earlier fika wrote into each
// file do not count as the user's own words.
func TestFormerDefaultsAreUnset(t *testing.T) {
	file := func(footer string) string {
		return "[me]\nname = \"Maya\"\nemail = \"maya@example.com\"\ntimezone = \"Europe/Stockholm\"\n" +
			"[[calendar]]\nname = \"work\"\nkind = \"vdir\"\npath = \"work\"\nbook = true\n[people]\ncsv = [\"people.csv\"]\ndomains = [\"example.com\"]\n" +
			"[[goal]]\nid = \"any\"\nkind = \"value\"\ntheme = \"sales_wins\"\ntopic = \"what customers ask for\"\nwant = { meetings = 1, per = \"quarter\" }\n" +
			"[invite]\ntitle = \"Coffee: {{.Me.FirstName}} and {{.Person.FirstName}}\"\ngreeting = \"Hi {{.Person.FirstName}},\"\nfooter = '" + footer + "'\n"
	}
	for _, footer := range formerDefaults[2:] {
		c, err := Parse("/x/fika.toml", []byte(file(footer)))
		if err != nil {
			t.Fatal(err)
		}
		if c.Invite.Title != nil || c.Invite.Greeting != nil || c.Invite.Footer != nil {
			t.Errorf("title %v, greeting %v, footer %v, want none", c.Invite.Title, c.Invite.Greeting, c.Invite.Footer)
		}
	}
	c, err := Parse("/x/fika.toml", []byte(file("Bye.")))
	if err != nil {
		t.Fatal(err)
	}
	if c.Invite.Footer == nil || c.Invite.Greeting != nil {
		t.Errorf("footer %v, greeting %v, want the user's footer alone", c.Invite.Footer, c.Invite.Greeting)
	}
}
