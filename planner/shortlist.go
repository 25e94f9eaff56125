package planner

import (
	"slices"
	"time"

	"fika/internal/mailbox"
	"fika/planner/search"
)

// CalendarsToRead names the unseen people whose calendars could still change the plan, the most
// promising first. Each calendar costs a request, so it is asked before [Decide].
// Begin with everybody [Person.CalendarUnread]. Read the calendars of the first few whom Ask
// names, mark them as seen, and call Ask again. When it names nobody, the plan of
// Decide scores what it would if everybody were seen. Until then Decide does not
// call its plan the best one.
//
// An unseen calendar is taken to be empty. A busy time never makes a meeting
// possible, and terms that read one only cost. So a plan with unseen people is never
// worth more than it seems. Ask names those who could be in a plan that is worth more
// than the best one of the people seen.
func CalendarsToRead(now time.Time, rules Rules, world World) []mailbox.Address {
	if !slices.ContainsFunc(world.People, func(p Person) bool { return p.CalendarUnread }) {
		return nil
	}
	seen := search.Solve(&newInput(now, rules, world, "").survey().model.problem)
	ids, _ := promisingUnread(now, rules, world, Points(seen.Value))
	return ids
}

// promisingUnread are the unseen people of world who could be in a plan worth more than
// points, the most promising first, and a bound that no plan with them exceeds. If
// there is nobody, the bound is points.
func promisingUnread(now time.Time, rules Rules, world World, points Points) (ids []mailbox.Address, bound Points) {
	unseen := map[mailbox.Address]bool{}
	for i := range world.People {
		if p := &world.People[i]; p.CalendarUnread {
			unseen[p.ID] = true
		}
	}
	if len(unseen) == 0 {
		return nil, points
	}
	m := newInput(now, rules, withEmptyCalendars(world), "").survey().model
	hopeful, most := search.Promising(&m.problem, int64(points))
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

// withEmptyCalendars is world with an empty calendar for everybody unseen.
func withEmptyCalendars(world World) World {
	world.People = slices.Clone(world.People)
	for i := range world.People {
		if p := &world.People[i]; p.CalendarUnread {
			p.Busy, p.BusyKnown, p.CalendarUnread = nil, false, false
		}
	}
	return world
}
