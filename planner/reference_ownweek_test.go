package planner_test

import (
	"fika/planner"
)

// ownWeeks returns the number of weeks in a cycle of weeks of one's own.
func (ref *reference) ownWeeks() int {
	if ref.rules.Guards.OwnWeeks > 0 {
		return ref.rules.Guards.OwnWeeks
	}
	for weeks := 4; weeks > 1; weeks-- {
		if len(ref.world.People) >= 100*weeks {
			return weeks
		}
	}
	return 1
}

// isOwnWeek reports whether the user may have a first coffee with p in the week of day.
func (ref *reference) isOwnWeek(p *planner.Person, day int) bool {
	hash := uint64(0xcbf29ce484222325) // FNV-1a
	for _, c := range []byte(string(ref.rules.Me) + "\x00" + string(p.ID)) {
		hash = (hash ^ uint64(c)) * 0x100000001b3
	}
	const firstMonday = 4 // 5 January 1970
	week := (monday(day) - firstMonday) / 7
	return (int(hash>>32%12)+week)%ref.ownWeeks() == 0
}

// checkOwnWeek checks that the sentence names the user's next own week.
func checkOwnWeek(c *claim, m []string) string {
	first := monday(c.day(c.earliest))
	if !c.at.Empty() {
		first = monday(c.day(c.at.Start))
	}
	for !c.isOwnWeek(c.p, first) {
		first += 7
	}
	return firstProblem(c.compareDay("the week", m[2], first), problemUnless(c.at.Empty() || c.ok == (first == monday(c.day(c.at.Start))), "says the week of the start, or another"))
}
