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
		want         string
	}{
		{0, 0, true, ""},
		{5, 5, true, "No plan within your rules is better; this one is worth 5.00."},
		{4.99, 5, false, "This plan is worth 4.99, within 0.2 % of the best."},
		{4.999, 5, false, "This plan is worth 5.00, within 0.1 % of the best."},
	} {
		var p page
		p.proof(daemon.PlanAnswer{Score: test.score, Bound: test.bound, Optimal: test.optimal})
		if got := strings.TrimSpace(p.String()); got != test.want {
			t.Errorf("%v of %v: %q, want %q", test.score, test.bound, got, test.want)
		}
	}
}
