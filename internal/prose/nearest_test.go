package prose

import "testing"

func TestNearest(t *testing.T) {
	words := []string{"department", "site", "Level", "kind"}
	half := func(n int) int { return (n - 1) / 2 }
	third := func(n int) int { return n / 3 }
	for _, test := range []struct {
		word  string
		slips func(int) int
		want  string
	}{
		{"departement", third, "department"},
		{"DEPARTMENT", third, "department"},
		{"deprtmnt", third, "department"},
		{"dprtmnt", half, ""}, // three slips
		{"levle", third, "Level"},
		{"lexex", half, "Level"},
		{"lexex", third, ""},
		{"sale", half, ""}, // half of "site" would be a guess
		{"knid", third, "kind"},
		{"", half, ""},
	} {
		if got := Nearest(test.word, words, test.slips); got != test.want {
			t.Errorf("%q: %q, want %q", test.word, got, test.want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"kitten", "sitting", 3}, {"level", "levle", 1}, {"tag", "tags", 1}, {"låda", "lada", 1}} {
		if got := distance(test.a, test.b); got != test.want {
			t.Errorf("%q to %q is %d, want %d", test.a, test.b, got, test.want)
		}
	}
}
