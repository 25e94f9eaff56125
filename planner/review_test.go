package planner

import (
	"testing"
	"time"

	"fika/internal/date"
	"fika/internal/span"
)

// TestSkipReview checks which weeks have no review, and that a week with as many meetings
// as are allowed has one.
func TestSkipReview(t *testing.T) {
	friday := time.Date(2026, 3, 6, 15, 0, 0, 0, time.UTC)
	day := date.Of(friday, time.UTC)
	hours := func(n int) (busy []span.Span) {
		for i := range n {
			start := day.Monday().AddDays(i%5).At(date.Clock(9*60+i/5*60), time.UTC)
			busy = append(busy, span.Span{Start: start, End: start.Add(time.Hour)})
		}
		return busy
	}
	rules := Rules{Zone: time.UTC, BusyWeek: 20 * time.Hour, Horizon: 14}
	for d := time.Monday; d <= time.Friday; d++ {
		rules.Hours[d] = []Hours{{From: 9 * 60, To: 17 * 60}}
	}
	dark, free := rules, rules
	dark.Blackouts = []Blackout{{From: day, To: day.AddDays(3)}}
	free.BusyWeek = 0
	allDay := []span.Span{{Start: day.At(0, time.UTC), End: day.AddDays(1).At(0, time.UTC)}}
	for name, c := range map[string]struct {
		rules Rules
		world World
		text  string
	}{
		"a usual week":        {rules, World{}, ""},
		"as many as allowed":  {rules, World{Busy: hours(20)}, ""},
		"one more":            {rules, World{Busy: hours(21)}, "this week has more than 20 hours of meetings"},
		"no limit":            {free, World{Busy: hours(40)}, ""},
		"away":                {rules, World{Absent: allDay}, "you are out of office"},
		"a blackout":          {dark, World{}, "today is in your blackout from 6 March to 9 March"},
		"both: what is worse": {dark, World{Busy: hours(40)}, "today is in your blackout from 6 March to 9 March"},
	} {
		text, ok := SkipReview(friday, c.rules, c.world)
		if text != c.text || ok != (c.text != "") {
			t.Errorf("%s: %q, %v", name, text, ok)
		}
	}
}
