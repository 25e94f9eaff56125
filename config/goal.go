package config

import (
	"slices"

	"fika/internal/prose"
	"fika/internal/theme"
	"fika/planner"
)

// goal declares one [[goal]].
func (c *Config) goal(f form, g *planner.Goal) {
	require(f, "id", "bookings and caps refer to the goal by it")
	field(f, "id", &g.ID, slug[planner.GoalID]())
	require(f, "kind", "it says who benefits from the goal")
	field(f, "kind", &g.Kind, oneOf(string(theme.Value), string(theme.Career)))
	require(f, "theme", "it says what the goal is about")
	field(f, "theme", &g.Theme, themeOf(g))
	require(f, "topic", "your guest reads it in the invitation")
	field(f, "topic", &g.Topic, guestText())
	optionalField(f, "offer", &g.Offer, orEmpty(guestText()))
	optionalField(f, "why", &g.Why, multiLine())
	field(f, "from", &g.From, tableOf(c.filter))
	optionalList(f, "ladder", &g.Ladder, c.level())
	f.check(func(t *table) { checkLadder(t, g) })
	optionalList(f, "tie", &g.Ties, oneOf(planner.TieNew, planner.TieWeak, planner.TieDormant, planner.TieWarm))
	require(f, "want", `it says how much, such as { meetings = 2, per = "quarter" }`)
	field(f, "want", &g.Want, tableOf(want))
	field(f, "weight", &g.Weight, integer(1, 5, ""))
	optionalField(f, "size", &g.Size, integer(2, 3, ""))
	minutes(f, &g.Length, true)
	f.field("where", func(v value) { places().read(v, &g.Where) }, func() any {
		if len(g.Where) == 0 {
			return nil
		}
		return places().write(g.Where)
	})
	f.field("when", func(v value) { tableOf(occasion).read(v, &g.When) }, func() any {
		if len(g.When.Title) == 0 {
			return nil
		}
		return tableOf(occasion).write(g.When)
	})
	optionalField(f, "mode", &g.Mode, mode())
	optionalField(f, "until", &g.Until, day())
	optionalList(f, "ask", &g.Questions, singleLine())
	f.check(func(t *table) { c.checkGoal(t, g) })
}

// themeOf returns the codec of a theme of the goal's kind.
func themeOf(g *planner.Goal) codec[string] {
	allowed := theme.Names(theme.Kind(g.Kind))
	k := oneOf(allowed...)
	return codec[string]{
		read: func(v value, into *string) bool {
			text, _ := v.data.(string)
			if other := theme.Of(text).Kind; other != "" && !slices.Contains(allowed, text) {
				f := v.fault("theme %q belongs to goals of kind %q", text, string(other))
				f.Allowed = quoted(allowed)
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
	c.checkSize(t, g)
	if _, room := outside(c.Rules.Windows, c.Rules.Hours); g.Length > room {
		t.fault("minutes", "no window within hours has room for %s: nothing will be planned for this goal",
			prose.FormatDuration(g.Length)).Warning = true
	}
}

// checkLadder checks that the levels of a ladder rise, and that nothing else limits them.
func checkLadder(t *table, g *planner.Goal) {
	for i := 1; i < len(g.Ladder); i++ {
		if g.Ladder[i] <= g.Ladder[i-1] {
			t.fault("ladder", "the levels of a ladder rise, as in levels of [me], and number %d is not above number %d", i+1, i)
			return
		}
	}
	switch {
	case len(g.Ladder) == 0:
	case g.From.LevelMax > 0:
		t.fault("ladder", "ladder sets level_max by whom you have met, so from has no level_max beside it")
	case g.From.LevelMin > g.Ladder[0]:
		t.fault("ladder", "the ladder begins below level_min, where nobody matches")
	}
}

// occasion declares the when of a goal. Its end is short enough for what a pass reads of
// the past.
func occasion(f form, o *planner.Occasion) {
	require(f, "title", "the words in the titles of the events that make the goal timely")
	field(f, "title", &o.Title, list(singleLine()))
	require(f, "within", "how long after such an event the goal is timely")
	field(f, "within", &o.Within, calendarDays(8*7))
}

// checkSize checks that a goal with two guests can be met at all: both count.
func (c *Config) checkSize(t *table, g *planner.Goal) {
	if g.Size != 3 {
		return
	}
	r := c.Rules
	for _, limit := range []struct {
		key   string
		value int
	}{{"per_day", r.PerDay}, {"per_week", r.PerWeek}, {"open", r.Open}} {
		if limit.value < 2 {
			t.fault("size", "a coffee of three invites two people, so it needs %s = 2 or more in [rhythm], not %d", limit.key, limit.value)
			return
		}
	}
	switch n := g.Want.Meetings; {
	case n == 1:
		t.fault("size", "a coffee of three counts as two meetings, so want needs meetings = 2 or more")
	case n%2 == 1:
		t.fault("size", "a coffee of three counts as two meetings: the last of %d stays open", n).Warning = true
	}
}

// filter declares the from of a goal.
func (c *Config) filter(f form, from *planner.Filter) {
	optionalList(f, "department", &from.Department, singleLine())
	optionalList(f, "title", &from.Title, singleLine())
	optionalList(f, "site", &from.Site, singleLine())
	optionalList(f, "tag", &from.Tag, singleLine())
	optionalList(f, "person", &from.Person, c.guest())
	optionalField(f, "level_min", &from.LevelMin, c.level())
	optionalField(f, "level_max", &from.LevelMax, c.level())
	f.check(func(t *table) {
		if from.LevelMax > 0 && from.LevelMin > from.LevelMax {
			t.fault("level_min", "level_min is above level_max, so nobody matches")
		}
	})
}
