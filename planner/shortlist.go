package planner

import (
	"slices"
	"time"

	"fika/internal/mailbox"
	"fika/planner/search"
)

// CalendarsToRead returns the people whose calendars were not read and could still
// improve the plan, the most promising first. Reading a calendar costs a request, so
// call it before [Decide]: begin with [Person.CalendarUnread] set for everybody, read
// the calendars of the first few people it returns, and call it again. When it
// returns nobody, Decide gives the plan that it would give with all calendars. Until
// then Decide does not call its plan the best one.
//
// It assumes that calendars not yet read are empty. Busy times can only remove
// meetings or lower scores, so this overestimates every plan that needs such a
// calendar. CalendarsToRead returns the people who could be in a plan that is worth
// more than the best plan without unread calendars.
func CalendarsToRead(now time.Time, rules Rules, world World) []mailbox.Address {
	if !slices.ContainsFunc(world.People, func(p Person) bool { return p.CalendarUnread }) {
		return nil
	}
	known := search.Solve(&newInput(now, rules, world, "").survey().model.problem)
	ids, _ := promisingUnread(now, rules, world, Points(known.Value))
	return ids
}

// promisingUnread returns the people with unread calendars who could be in a plan
// worth more than points, the most promising first, and a bound that no plan with
// them exceeds. If there are none, the bound is points.
func promisingUnread(now time.Time, rules Rules, world World, points Points) (ids []mailbox.Address, bound Points) {
	unread := map[mailbox.Address]bool{}
	for i := range world.People {
		if p := &world.People[i]; p.CalendarUnread {
			unread[p.ID] = true
		}
	}
	if len(unread) == 0 {
		return nil, points
	}
	m := newInput(now, rules, withEmptyCalendars(world), "").survey().model
	jobs, limit := search.Promising(&m.problem, int64(points))
	for _, person := range jobs {
		if id := m.in.people[person].ID; unread[id] {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil, points
	}
	return ids, Points(limit)
}

// withEmptyCalendars returns world with an empty calendar in place of every unread
// one.
func withEmptyCalendars(world World) World {
	world.People = slices.Clone(world.People)
	for i := range world.People {
		if p := &world.People[i]; p.CalendarUnread {
			p.Busy, p.BusyKnown, p.CalendarUnread = nil, false, false
		}
	}
	return world
}
