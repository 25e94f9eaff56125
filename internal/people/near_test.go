package people

import "testing"

func TestDidYouMean(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"departement", `did you mean "department"?`},
		{"Manger", `did you mean "manager"?`},
		{"tittle", `did you mean "title"?`},
		{"levle", `did you mean "level"?`},
		{"emails", `did you mean "email"?`},
		{"deprtmnt", `did you mean "department"?`},
		{"dprtmnt", ""}, // three slips
		{"sale", ""},    // half of "site" would be a guess
		{"phone", ""},
		{"", ""},
	} {
		if got := didYouMean(test.text, Columns()); got != test.want {
			t.Errorf("%q: %q, want %q", test.text, got, test.want)
		}
	}
}
