package review

import "testing"

func TestJudge(t *testing.T) {
	for _, c := range []struct {
		what        string
		now, before Counts
		want        Doubt
	}{
		{"nothing yet", Counts{}, Counts{}, Fine},
		{"a good quarter", Counts{Asked: 8, Yes: 5, Met: 5, Notes: 3}, Counts{}, Fine},
		{"six coffees and no note", Counts{Asked: 8, Yes: 6, Met: 6}, Counts{}, NothingKept},
		{"five coffees and no note", Counts{Asked: 8, Yes: 5, Met: 5}, Counts{}, Fine},
		{"one bad quarter", Counts{Asked: 9}, Counts{Asked: 4}, Fine},
		{"two bad quarters", Counts{Asked: 5, Yes: 1}, Counts{Asked: 5, Yes: 1}, Ends},
		{"three in ten", Counts{Asked: 5, Yes: 2}, Counts{Asked: 5, Yes: 1}, Fine},
		{"few said yes, but one note was kept", Counts{Asked: 6, Yes: 1, Met: 1, Notes: 1}, Counts{Asked: 6}, Fine},
		{"a note in the quarter before", Counts{Asked: 6, Yes: 1}, Counts{Asked: 6, Notes: 1}, Fine},
	} {
		if got := Judge(c.now, c.before); got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
}
