package main

import (
	"strings"
	"testing"
	"time"

	"fika/internal/api"
	"fika/internal/terminal"
)

// TestProofPromisesNoMore checks that a plan is never described as closer to the best
// than it is.
func TestProofPromisesNoMore(t *testing.T) {
	for _, test := range []struct {
		score, bound float64
		optimal      bool
		unasked      int
		want         string
	}{
		{0, 0, true, 0, ""},
		{5, 5, true, 0, "No plan within your rules is better; this one scores 5.00."},
		{4.99, 5, false, 0, "This plan scores 4.99, within 0.2 % of the best."},
		{4.999, 5, false, 0, "This plan scores 5.00, within 0.1 % of the best."},
		{4.99, 6, false, 500, "This plan scores 4.99; not proven: 500 people not asked yet.\nIncluding them, no plan can score more than 6.00."},
		{0, 1, false, 1, "Not proven: 1 person not asked yet.\nIncluding them, no plan can score more than 1.00."},
	} {
		var p page
		p.proof(api.Plan{Score: test.score, Bound: test.bound, Optimal: test.optimal, Unasked: test.unasked})
		if got := strings.TrimSpace(p.String()); got != test.want {
			t.Errorf("%v of %v: %q, want %q", test.score, test.bound, got, test.want)
		}
	}
}

// TestReasonsHaveTheirDay checks that older reasons show their day: what was pending
// then may be over.
func TestReasonsHaveTheirDay(t *testing.T) {
	now := time.Date(2026, 3, 9, 8, 0, 0, 0, time.UTC)
	for asOf, want := range map[time.Time]bool{now: false, now.Add(-time.Hour): false, now.AddDate(0, 0, -4): true} {
		p := page{terminal.Page{Now: now}}
		p.meeting(api.Meeting{ID: "k7q2fa", AsOf: asOf, Reasons: []api.Reason{{Text: "no coffee with Sales since 1 December 2025, 1 on its way", Points: 1}}}, now)
		if got := strings.Contains(p.String(), "why, as of Thu 5 Mar:"); got != want {
			t.Errorf("as of %v:\n%s", asOf, p.String())
		}
	}
}
