package config

import (
	"fmt"
	"slices"

	"fika/planner"
)

// OutOfReach warns about goals that find people whom the rules about managers and levels
// keep from them: everybody, or somebody whom the goal names. The faults point into the
// file that c was parsed from.
func (c *Config) OutOfReach(people []planner.Person) []Fault {
	src := c.sourceWithoutFaults()
	h := planner.NewHierarchy(c.Rules, people)
	for i, g := range c.Goals {
		found := slices.DeleteFunc(slices.Clone(people), func(p planner.Person) bool {
			return slices.Contains(c.Me.Addresses, p.ID) || !g.From.Matches(p)
		})
		if len(found) == 0 {
			continue // which is another warning
		}
		at, key := c.root.find("goal").element(i).find("from"), fmt.Sprintf("goal[%d].from", i+1)
		asked := slices.DeleteFunc(slices.Clone(found), func(p planner.Person) bool { return !h.MayAsk(g, p) })
		if len(asked) == 0 {
			src.add(at.place(), key, "goal %q invites nobody: it asks for feedback on you, and everybody it looks for is below you or is your manager; your manager is only asked if from names them", g.ID)
			continue
		}
		for n, id := range g.From.Person {
			for _, p := range found {
				if slices.Contains(p.Addresses(), id) && !h.MayAsk(g, p) {
					src.add(at.find("person").element(n).place(), fmt.Sprintf("%s.person[%d]", key, n+1),
						"goal %q never looks for %s: it asks for feedback on you, and nobody below you is asked for that", g.ID, id)
				}
			}
		}
		asks, _ := planner.Demand(c.Rules, []planner.Goal{g}, people)
		if free := func(p planner.Person) bool { return !h.LimitsFirstContact(p) }; !slices.ContainsFunc(asked, free) && min(asks, len(asked)) > planner.UpwardPerQuarter {
			src.add(at.place(), key, "goal %q asks for %d meetings a quarter, and everybody it looks for is %d or more levels above you: fika makes one first contact so far up in %d days",
				g.ID, asks, planner.FarAbove, planner.UpwardRestDays)
		}
	}
	for i := range src.faults {
		src.faults[i].Warning = true
	}
	return src.faults
}
