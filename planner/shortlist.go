package planner

import (
	"slices"
	"time"

	"fika/planner/search"
)

// Ask names the unseen people whose calendars could still change the plan, the
// most promising first. It is stage one of planning, because each calendar costs
// a request: begin with everybody [Person.Unseen], read the calendars of the
// first few that Ask names, mark them seen, and ask again. When it names nobody,
// [Decide] finds a plan that scores what it would if everybody were seen; until
// then it does not call its plan the best one.
//
// An unseen calendar is taken to be empty. Since a busy time never makes a
// meeting possible, and every term that reads one only costs, no plan with
// unseen people is worth more than it then seems. Named is who is in a plan that
// so could beat the best one of the people seen, as far as the relaxation can
// tell.
func Ask(now time.Time, rules Rules, world World) []PersonID {
	seen := search.Solve(&newView(now, rules, world, "").survey().model.problem)
	ids, _ := unasked(now, rules, world, Points(seen.Value))
	return ids
}

// unasked are the unseen people of world who could be in a plan worth more than
// points, the most promising first, and a bound that no plan with anybody exceeds.
// The bound is points where there is nobody.
func unasked(now time.Time, rules Rules, world World, points Points) (ids []PersonID, bound Points) {
	unseen := map[PersonID]bool{}
	for i := range world.People {
		if p := &world.People[i]; p.Unseen {
			unseen[p.ID] = true
		}
	}
	if len(unseen) == 0 {
		return nil, points
	}
	m := newView(now, rules, unclouded(world), "").survey().model
	hopeful, most := search.Hopeful(&m.problem, int64(points))
	for _, person := range hopeful {
		if id := m.view.people[person].ID; unseen[id] {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil, points
	}
	return ids, Points(most)
}

// unclouded is world with an empty calendar for everybody unseen.
func unclouded(world World) World {
	world.People = slices.Clone(world.People)
	for i := range world.People {
		if p := &world.People[i]; p.Unseen {
			p.Busy, p.BusyKnown, p.Unseen = nil, false, false
		}
	}
	return world
}
