package planner_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fika/planner"
)

// places returns where g may be, in order of preference.
func (ref *reference) places(g *planner.Goal) []planner.Place {
	if len(g.Where) == 0 && len(ref.rules.Where) == 0 {
		return []planner.Place{"video"}
	}
	return pick(len(g.Where) > 0, g.Where, ref.rules.Where)
}

// place returns the first place that suits p on day, "" if none does.
func (ref *reference) place(p *planner.Person, g *planner.Goal, day int) planner.Place {
	for _, at := range ref.wished(p, g) {
		if at != "in person" && at != "walk" {
			return at
		}
		if same(ref.rules.Site, p.Site) && ref.elsewhere(ref.world.Stays, ref.rules.Site, day) == nil && ref.elsewhere(p.Stays, p.Site, day) == nil {
			return at
		}
	}
	return ""
}

// elsewhere returns the first stay on day that is not at site. In the drawn worlds, an
// office at the site is called like it, or like it with a floor.
func (ref *reference) elsewhere(stays []planner.Stay, site string, day int) *planner.Stay {
	for i, s := range stays {
		if ref.day(s.Span.Start) > day || ref.day(s.Span.End.Add(-time.Nanosecond)) < day {
			continue
		}
		if s.Kind != "office" || s.Name != "" && !strings.EqualFold(s.Name, site) && !strings.EqualFold(s.Name, site+", floor 2") {
			return &stays[i]
		}
	}
	return nil
}

// placePatterns returns the patterns about the place.
func placePatterns() []pattern {
	words := map[planner.Place]string{"video": "by video", "in person": "in person", "walk": "for a walk", "Kitchen": "at a place of your own"}
	return []pattern{
		{aName + " asked for walks only, in wishes.csv; (.*)", func(c *claim, m []string) string {
			return firstProblem(problemUnless(!c.ok && c.p.Wish.Walk && len(c.wished(c.p, c.g)) == 0, "but a walk is possible, or not asked for"), c.compareText("places", m[2], c.noWalk(words)))
		}},
		{"(.*); " + aName + " asked for walks only, in wishes.csv", func(c *claim, m []string) string {
			return firstProblem(problemUnless(!c.ok && c.p.Wish.Walk && len(c.wished(c.p, c.g)) > 0, "but no walk is asked for, or none is possible"), c.checkApart(m[1]))
		}},
		{"for a walk, as " + aName + " asked for walks only, in wishes.csv", withoutNumbers(func(c *claim) bool { return c.p.Wish.Walk && c.place(c.p, c.g, c.day(c.at.Start)) == "walk" })},
		{aGoal + " can be (by video|at a place of your own)", func(c *claim, m []string) string {
			places := c.places(c.g)
			places = pick(c.p.Wish.Walk, nil, places)
			i := slices.IndexFunc(places, func(p planner.Place) bool { return p != "walk" && p != "in person" })
			return firstProblem(problemUnless(c.ok && i >= 0, "but it cannot"), c.compareText("a place", m[2], words[places[max(0, i)]]))
		}},
		{"you and " + aName + " both work in (.*)", func(c *claim, m []string) string {
			return firstProblem(problemUnless(c.ok && same(c.rules.Site, c.p.Site), "but one does not"), c.compareText("a site", m[2], c.rules.Site))
		}},
		{`(.*); ` + aGoal + " is only (.*)", func(c *claim, m []string) string {
			only := ""
			for i, p := range c.places(c.g) {
				only += pick(i == 0, "", " or ") + words[p]
			}
			return firstProblem(problemUnless(!c.ok, "but it suits"), c.compareText("places", m[3], only), c.checkApart(m[1]))
		}},
		{"(by video|in person|for a walk|at a place of your own), as (.*)", func(c *claim, m []string) string {
			at := c.place(c.p, c.g, c.day(c.at.Start))
			if at == "in person" || at == "walk" {
				return firstProblem(c.compareText("a place", m[1], words[at]), c.compareText("a reason", m[2], fmt.Sprintf("you and %s both work in %s", c.p.Name, c.rules.Site)))
			}
			return firstProblem(c.compareText("a place", m[1], words[at]), c.checkApart(m[2]))
		}},
	}
}

// checkApart checks why two cannot meet at a site.
func (c *claim) checkApart(text string) string {
	name := c.p.Name
	if name == "" {
		name = string(c.p.ID)
	}
	return c.compareText("a reason", text, c.whyApart(name))
}

func (c *claim) whyApart(name string) string {
	switch {
	case c.rules.Site == "":
		return "you have not stated your site"
	case c.p.Site == "":
		return fmt.Sprintf("the site of %s is not known", name)
	case !same(c.rules.Site, c.p.Site):
		return fmt.Sprintf("%s works in %s and you in %s", name, c.p.Site, c.rules.Site)
	case c.at.Start.IsZero():
		return fmt.Sprintf("every start that is left is on a day when you or %s work elsewhere", name)
	}
	day, who := c.day(c.at.Start), "you work"
	stay := c.elsewhere(c.world.Stays, c.rules.Site, day)
	if stay == nil {
		stay, who = c.elsewhere(c.p.Stays, c.p.Site, day), name+" works"
	}
	if stay == nil {
		return "nobody is elsewhere"
	}
	where := pick(stay.Name == "", "elsewhere", "elsewhere ("+stay.Name+")")
	return fmt.Sprintf("%s %s on %s", who, pick(stay.Kind == "home", "at home", where), c.formatDate(day))
}
