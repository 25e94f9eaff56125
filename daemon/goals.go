package daemon

import (
	"slices"
	"time"

	"fika/internal/api"
	"fika/internal/theme"
	"fika/planner"
)

// goal returns the goal with that ID; ok is false if there is none any more.
func (c configuration) goal(id planner.GoalID) (g planner.Goal, ok bool) {
	i := slices.IndexFunc(c.settings.Goals, func(g planner.Goal) bool { return g.ID == id })
	if i < 0 {
		return g, false
	}
	return c.settings.Goals[i], true
}

// questions returns the user's questions for the goal with that ID, or those of its theme.
func (c configuration) questions(id planner.GoalID) []string {
	g, _ := c.goal(id)
	if len(g.Questions) == 0 {
		g.Questions = theme.Of(g.Theme).Questions
	}
	return append([]string{}, g.Questions...)
}

// Goals returns the progress of every goal.
func (v *View) Goals(now time.Time) (api.Goals, error) {
	a := api.Goals{View: v.reference(), Goals: []api.Goal{}}
	if v.blind {
		return a, v.blindness()
	}
	for _, st := range planner.Progress(now, v.settings.Rules, v.world) {
		one := api.Goal{Goal: string(st.Goal), Period: string(st.Period), Wanted: st.Wanted, Met: st.Met, Live: st.Live, Missing: st.Missing, Late: st.Late, Text: st.Text}
		if !st.From.IsZero() {
			one.From = st.From.String()
		}
		a.Goals = append(a.Goals, one)
	}
	return a, nil
}
