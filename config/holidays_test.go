package config

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fika/internal/holiday"
)

const office = `[[calendar]]
name = "work"
kind = "vdir"
path = "work"
book = true
[people]
domains = ["example.com"]
[[person]]
email  = "ana@example.com"
region = "BR"
[[goal]]
id    = "any"
kind  = "value"
theme = "sales_wins"
topic = "what customers ask for"
want  = { meetings = 1, per = "quarter" }
`

// TestRegion checks whose holidays the user has: those of their own region, else of their
// site, else of nobody. A time zone never says it.
func TestRegion(t *testing.T) {
	const me = "[me]\nname = \"Maya Lind\"\nemail = \"maya@example.com\"\ntimezone = \"Europe/Stockholm\"\n"
	const sites = "[sites]\n\"New York\" = \"US\"\nStockholm = \"SE\"\n[[holidays]]\nregion = \"BR\"\npath = \"br.ics\"\nonly = true\n"
	for _, test := range []struct {
		name, mine string
		want       holiday.Region
	}{
		{"nothing is stated", "", ""},
		{"a region", "region = \"DE-BY\"\n", "DE-BY"},
		{"a site", "site = \" stockholm\"\n", "SE"},
		{"a site with a space", "site = \"new york\"\n", "US"},
		{"a region and a site", "region = \"DE-BY\"\nsite = \"Stockholm\"\n", "DE-BY"},
		{"a site without a region", "site = \"Lisbon\"\n", ""},
		{"neither", "region = \"\"\n", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := mustParse(t, me+test.mine+sites+office)
			if c.Rules.Region != test.want {
				t.Errorf("the region is %q, want %q", c.Rules.Region, test.want)
			}
			if len(c.Warnings) > 0 {
				t.Errorf("warnings: %v", c.Warnings)
			}
			again := mustParse(t, string(c.Encode()))
			if diff := cmp.Diff([]any{c.Sites, c.Holidays, c.Me.Region, c.Rules.Region, c.Me.Site}, []any{again.Sites, again.Holidays, again.Me.Region, again.Rules.Region, again.Me.Site}); diff != "" {
				t.Errorf("what is written reads otherwise (-want +got):\n%s", diff)
			}
		})
	}
}

// TestLostHolidays checks that a file that lost a region, a site or a file of days off is
// not used by itself: fika would invite people on their holidays.
func TestLostHolidays(t *testing.T) {
	const me = "[me]\nname = \"Maya Lind\"\nemail = \"maya@example.com\"\ntimezone = \"Europe/Stockholm\"\n"
	const whole = me + "region = \"SE\"\n[sites]\nMunich = \"DE-BY\"\n[[holidays]]\nregion = \"BR\"\npath = \"br.ics\"\n" + office
	for lost, want := range map[string]string{
		"region = \"SE\"\n":    "me region: no longer SE",
		"Munich = \"DE-BY\"\n": "sites Munich: no longer DE-BY",
		"[[holidays]]\nregion = \"BR\"\npath = \"br.ics\"\n": "is gone",
	} {
		before, after := mustParse(t, whole), mustParse(t, strings.Replace(whole, lost, "", 1))
		changes := SuspiciousChanges(before, after, Diff(before, after))
		if len(changes) != 1 || !strings.Contains(changes[0].Text, want) {
			t.Errorf("without %q: %+v, want %q", lost, changes, want)
		}
	}
}
