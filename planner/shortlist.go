package planner

import (
	"cmp"
	"slices"
	"strings"
	"time"
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
	seen, _ := newView(now, rules, world, "").survey().model.solve(nil)
	ids, _ := unasked(now, rules, world, seen.points)
	return ids
}

// unasked are the unseen people of world who could be in a plan worth more than
// points, the most promising first, and a bound that no plan with anybody exceeds.
// The bound is points where there is nobody.
func unasked(now time.Time, rules Rules, world World, points Points) ([]PersonID, Points) {
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
	items := m.reduce()
	s := &search{model: m, frame: m.newFrame(items), best: &choice{model: m, used: make([]int, len(m.groups)), points: points}, settled: true, work: workMost}
	root := s.root(items)
	if s.descend(root, rootRounds); s.closed(root) {
		return nil, points
	}
	ids := s.hopeful(root, func(p *Person) bool { return unseen[p.ID] })
	if len(ids) == 0 {
		return nil, points
	}
	return ids, floor(root.bound)
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

// hopeful are the people in n's cells of whom ok, by the bound of the best plan
// that holds them.
func (s *search) hopeful(n *node, ok func(*Person) bool) []PersonID {
	bound, _ := s.relax(n, n.prices, make([]int, len(n.links)))
	losses, people := s.losses(n.prices), s.model.view.people
	least := map[int32]int64{} // by person
	for i := range n.cells {
		c := &n.cells[i]
		person := s.model.items[c.item].person
		loss := losses.of(c)
		if !ok(people[person]) || floor(bound-loss) <= s.best.points {
			continue
		}
		if was, known := least[person]; !known || loss < was {
			least[person] = loss
		}
	}
	var ids []PersonID
	index := map[PersonID]int32{}
	for person := range least {
		ids = append(ids, people[person].ID)
		index[people[person].ID] = person
	}
	slices.SortFunc(ids, func(a, b PersonID) int {
		return cmp.Or(cmp.Compare(least[index[a]], least[index[b]]), strings.Compare(string(a), string(b)))
	})
	return ids
}
