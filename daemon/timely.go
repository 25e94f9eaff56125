package daemon

import (
	"slices"

	"fika/calendar"
	"fika/internal/date"
	"fika/planner"
)

// timelyGoals returns the goals, each with the last day on which one of the events makes it
// timely. The titles stay here: the planner only learns a day.
func (o *observation) timelyGoals(events []calendar.Event) []planner.Goal {
	goals := slices.Clone(o.settings.Goals)
	for i := range goals {
		g := &goals[i]
		for _, e := range events {
			day := date.Of(e.Span.Start, o.zone())
			if len(g.When.Title) == 0 || e.Status == calendar.Cancelled || date.Of(o.now, o.zone()).Before(day) || o.own.has(e.ID, e.Span) {
				continue
			}
			if last, ok := g.When.Until(e.Title, day); ok && g.Timely.Before(last) {
				g.Timely = last
			}
		}
	}
	return goals
}

// lookBack returns how many days before this week's Monday a pass reads: whole weeks count for
// caps, and goals wait for events that may be older.
func (s Settings) lookBack() int {
	days := weekDays
	for _, g := range s.Goals {
		days = max(days, g.When.Within)
	}
	return days
}
