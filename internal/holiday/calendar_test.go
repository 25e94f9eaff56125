package holiday

import "testing"

// TestBetween checks how a user's lists go together with the rules.
func TestBetween(t *testing.T) {
	epiphanyDay, bridge := day(t, "2027-01-06"), day(t, "2027-01-05")
	company := Holiday{bridge, "Bridge day"}
	for _, c := range []struct {
		name  string
		lists []List
		want  string
	}{
		{"the rules alone", nil, "Epiphany"},
		{"a list beside the rules", []List{{Region: "SE", Days: []Holiday{company}}}, "Bridge day, Epiphany"},
		{"a list instead of the rules", []List{{Region: "SE", Only: true, Days: []Holiday{company}}}, "Bridge day"},
		{"a list of another region", []List{{Region: "SE-AB", Only: true, Days: []Holiday{company}}}, "Epiphany"},
		{"a day of both has the list's name", []List{{Region: "SE", Days: []Holiday{{epiphanyDay, "Trettondedagen"}}}}, "Trettondedagen"},
		{"a list of two files", []List{{Region: "SE", Days: []Holiday{company}}, {Region: "SE", Only: true}}, "Bridge day"},
	} {
		got := ""
		for _, h := range (Calendar{c.lists}).Between("SE", bridge, epiphanyDay) {
			if got != "" {
				got += ", "
			}
			got += h.Name
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	own := Calendar{[]List{{Region: "IN-KA", Days: []Holiday{company}}}}
	if !own.Knows("IN-KA") || own.Knows("BR") || len(own.Between("", bridge, epiphanyDay)) != 0 {
		t.Errorf("Knows and Between do not agree with the lists")
	}
}
