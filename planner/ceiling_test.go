package planner

import (
	"fmt"
	"testing"
	"time"

	"fika/internal/date"
	"fika/internal/mailbox"
)

// newUnconstrainedProblem returns sixty people who are free all week, so that only
// the user's limits matter.
func newUnconstrainedProblem() problem {
	p := problem{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), rules: Rules{
		Me: "me@example.com", Domains: []string{"example.com"}, Zone: time.UTC,
		Hours: OfficeHours(9*60, 17*60), Windows: OfficeHours(9*60, 17*60),
		Length: 15 * time.Minute, Horizon: 12, PerDay: 50, PerWeek: 100, Open: 100, Mode: ModePropose,
	}}
	for i := range 60 {
		p.world.People = append(p.world.People, Person{
			ID: mailbox.Address(fmt.Sprintf("p%d@example.com", i)), Name: fmt.Sprint("P", i), Zone: time.UTC, BusyKnown: true})
	}
	p.world.Goals = []Goal{{ID: "any", Weight: 3, Want: Want{Meetings: 60, Per: PerQuarter}}}
	return p
}

// TestCeilings checks that a plan never exceeds the ceilings, whatever the
// configuration allows, and that it reaches them.
func TestCeilings(t *testing.T) {
	p := newUnconstrainedProblem()
	plan := Decide(p.now, p.rules, p.world)
	byDay, byWeek := map[date.Date]int{}, map[date.Date]int{}
	for _, m := range plan.Meetings {
		day := date.Of(m.Span.Start, time.UTC)
		byDay[day]++
		byWeek[day.Monday()]++
	}
	most := func(counts map[date.Date]int) (n int) {
		for _, count := range counts {
			n = max(n, count)
		}
		return n
	}
	if got := most(byDay); got != CeilingPerDay {
		t.Errorf("a day has up to %d meetings, want the ceiling of %d", got, CeilingPerDay)
	}
	if got := most(byWeek); got != CeilingPerWeek {
		t.Errorf("a week has up to %d meetings, want the ceiling of %d", got, CeilingPerWeek)
	}
}

// TestHorizonEnds asks on a Sunday about Friday 13 March, which is the last day of a
// horizon of twelve days and one day after a horizon of eleven.
func TestHorizonEnds(t *testing.T) {
	for horizon, beyond := range map[int]bool{12: false, 11: true} {
		p := newUnconstrainedProblem()
		p.rules.Horizon = horizon
		at := time.Date(2026, 3, 13, 10, 0, 0, 0, time.UTC)
		for _, v := range WhyNotAt(p.now, p.rules, p.world, "p7@example.com", at) {
			if v.Code == CodeHorizon && v.OK == beyond {
				t.Errorf("with a horizon of %d days: %s", horizon, v.Text)
			}
		}
	}
}
