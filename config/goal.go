package config

import (
	"slices"

	"fika/internal/prose"
	"fika/planner"
)

// The kinds of goal.
const (
	GoalValue  = "value"  // for the organisation
	GoalCareer = "career" // for the user
)

// themes are what a goal of a kind can be about.
func themes(kind string) []string {
	switch kind {
	case GoalValue:
		return []string{"business_trends", "sales_wins", "employee_programs", "technologies", "challenges",
			"information_habits", "connect_dots"}
	case GoalCareer:
		return []string{"future_role", "new_responsibility", "perspective", "trusted_connections", "honest_feedback"}
	}
	return append(themes(GoalValue), themes(GoalCareer)...)
}

// goal is one [[goal]].
func (c *Config) goal(f form, g *planner.Goal) {
	need(f, "id", "bookings and caps remember the goal by it")
	field(f, "id", &g.ID, slug[planner.GoalID]())
	need(f, "kind", "it says who benefits from the goal")
	field(f, "kind", &g.Kind, oneOf(GoalValue, GoalCareer))
	need(f, "theme", "it says what the goal is about")
	field(f, "theme", &g.Theme, theme(g))
	need(f, "topic", "it is what your guest reads, and the only reason to come")
	field(f, "topic", &g.Topic, line())
	spare(f, "offer", &g.Offer, orNone(line()))
	spare(f, "why", &g.Why, lines())
	field(f, "from", &g.From, group(c.filter))
	spareList(f, "tie", &g.Ties, oneOf(planner.TieNew, planner.TieWeak, planner.TieDormant, planner.TieWarm))
	need(f, "want", `it says how much, such as { meetings = 2, per = "quarter" }`)
	field(f, "want", &g.Want, group(want))
	field(f, "weight", &g.Weight, whole(1, 5, ""))
	minutes(f, &g.Length, true)
	spare(f, "mode", &g.Mode, mode())
	spare(f, "until", &g.Until, date())
	spareList(f, "ask", &g.Questions, line())
	f.check(func(t *table) { c.checkGoal(t, g) })
}

// theme is a theme of the goal's kind.
func theme(g *planner.Goal) kind[string] {
	k := oneOf(themes(g.Kind)...)
	other := map[string]string{GoalValue: GoalCareer, GoalCareer: GoalValue}[g.Kind]
	return kind[string]{
		read: func(v value, into *string) bool {
			text, _ := v.data.(string)
			if other != "" && slices.Contains(themes(other), text) {
				f := v.fault("theme %q belongs to goals of kind %q", text, other)
				f.Allowed = quoted(themes(g.Kind))
				return false
			}
			return k.read(v, into)
		},
		write: k.write,
	}
}

func (c *Config) checkGoal(t *table, g *planner.Goal) {
	same := func(had planner.Goal) bool { return had.ID == g.ID }
	if g.ID != "" && slices.ContainsFunc(c.Goals, same) {
		t.fault("id", "a second [[goal]] has the id %q", g.ID)
	}
	if _, room := outside(c.Rules.Windows, c.Rules.Hours); g.Length > room {
		t.fault("minutes", "no window within hours has room for %s: nothing will be planned for this goal",
			prose.FormatDuration(g.Length)).Warning = true
	}
}

// filter is from of a goal.
func (c *Config) filter(f form, from *planner.Filter) {
	spareList(f, "department", &from.Department, line())
	spareList(f, "title", &from.Title, line())
	spareList(f, "site", &from.Site, line())
	spareList(f, "tag", &from.Tag, line())
	spareList(f, "person", &from.Person, c.guest())
	spare(f, "level_min", &from.LevelMin, c.level())
	spare(f, "level_max", &from.LevelMax, c.level())
	f.check(func(t *table) {
		if from.LevelMax > 0 && from.LevelMin > from.LevelMax {
			t.fault("level_min", "level_min is above level_max: nobody is both")
		}
	})
}
