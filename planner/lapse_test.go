package planner

import (
	"fmt"
	"testing"
	"time"

	"fika/internal/date"
	"fika/internal/span"
)

// TestLapses checks whose longest pause ends soon: not those who were never met, who are
// due later, who have a meeting on its way, or who are not of a rhythm.
func TestLapses(t *testing.T) {
	p := newUnconstrainedProblem()
	p.world.People = p.world.People[:6]
	for i, days := range []int{62, 80, 55, 75, 0, 90} {
		if days > 0 {
			p.world.People[i].Tie = Tie{Class: TieWeak, Last: p.now.AddDate(0, 0, -days)}
		}
	}
	ids := func(from ...int) (f Filter) {
		for _, i := range from {
			f.Person = append(f.Person, p.world.People[i].ID)
		}
		return f
	}
	rhythm := Want{Each: 42, Latest: 70}
	p.world.Goals = []Goal{
		{ID: "circle", Weight: 1, From: ids(0, 1, 2, 3, 4), Want: rhythm},
		{ID: "twice", Weight: 1, From: ids(0), Want: rhythm},
		{ID: "over", Weight: 1, From: ids(5), Want: rhythm, Until: date.Of(p.now, time.UTC).AddDays(-1)},
		{ID: "often", Weight: 1, From: ids(5), Want: Want{Each: 42}},
	}
	p.world.Bookings = []Booking{{ID: "a", Person: p.world.People[3].ID, Goal: "circle", State: StateLive,
		Span: span.Span{Start: p.now.Add(48 * time.Hour), End: p.now.Add(49 * time.Hour)}}}
	got := fmt.Sprint(Lapses(p.now, p.rules, p.world, 14))
	if want := "[{circle p1@example.com 80 70} {circle p0@example.com 62 70}]"; got != want {
		t.Errorf("%s, not %s", got, want)
	}
}
