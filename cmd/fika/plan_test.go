package main

import (
	"strings"
	"testing"

	"fika/daemon"
)

// TestProofPromisesNoMore holds that a plan is never said to be nearer to the
// best than it is.
func TestProofPromisesNoMore(t *testing.T) {
	for _, test := range []struct {
		score, bound float64
		optimal      bool
		unasked      int
		want         string
	}{
		{0, 0, true, 0, ""},
		{5, 5, true, 0, "No plan within your rules is better; this one is worth 5.00."},
		{4.99, 5, false, 0, "This plan is worth 4.99, within 0.2 % of the best."},
		{4.999, 5, false, 0, "This plan is worth 5.00, within 0.1 % of the best."},
		{4.99, 6, false, 500, "This plan is worth 4.99; not proven: 500 people not asked yet.\nWith them no plan is worth more than 6.00."},
		{0, 1, false, 1, "Not proven: 1 person not asked yet.\nWith them no plan is worth more than 1.00."},
	} {
		var p page
		p.proof(daemon.PlanAnswer{Score: test.score, Bound: test.bound, Optimal: test.optimal, Unasked: test.unasked})
		if got := strings.TrimSpace(p.String()); got != test.want {
			t.Errorf("%v of %v: %q, want %q", test.score, test.bound, got, test.want)
		}
	}
}
