package planner

import (
	"fmt"
	"slices"
	"time"

	"fika/internal/date"
	"fika/internal/prose"
	"fika/internal/span"
)

// guestCalendar is what the score needs of the guest's calendar. It is loaded only
// for people whom the rules allow.
type guestCalendar struct {
	loaded bool

	free      cursor // free working hours; empty if the calendar is not known
	coreHours cursor // see input.coreHours; empty if the guest's hours are not known

	weekLoads     []weekLoad // cached results of weekLoadCost
	likelyCoffees int        // see countLikelyCoffees
}

// loadGuestCalendar fills in q.calendar.
func (in *input) loadGuestCalendar(q *query) {
	if q.calendar.loaded {
		return
	}
	q.calendar.loaded = true
	if q.person.BusyKnown {
		q.calendar.free.spans = span.Subtract(q.guestHours.spans, q.person.Busy)
		q.calendar.likelyCoffees = in.countLikelyCoffees(q.person)
	}
	if !q.person.Hours.IsZero() {
		q.calendar.coreHours.spans = in.coreHours(q.person)
	}
}

// otherCoffeesCost returns the cost of the coffees that the guest has with others.
func otherCoffeesCost(in *input, q *query) Points {
	if q.calendar.likelyCoffees == 0 {
		return 0
	}
	return -in.sparing(goalValue(q.goal) * in.urgency(q) / 1000 * otherCoffeesFactor(q.calendar.likelyCoffees) / 1000)
}

// countLikelyCoffees counts the busy times that look like coffees: they are within
// the window, exactly as long as one of the user's coffees with most people or with p,
// and no other of this length is at the same time of day, as a daily stand-up would be. Coffees of other
// users do not touch other meetings, because of the buffers. Free/busy responses
// include unanswered invitations but not declined ones.
func (in *input) countLikelyCoffees(p *Person) int {
	var short []span.Span
	farAbove := in.hierarchy.levelsUp(p) >= FarAbove
	for _, s := range p.Busy {
		if s.Len() == in.config.Length || farAbove && s.Len() == upwardLength {
			short = append(short, s)
		}
	}
	seen := 0
	for _, s := range short {
		if s.Overlaps(in.window) && !slices.ContainsFunc(short, func(other span.Span) bool { return other != s && other.Len() == s.Len() && in.sameHour(other, s) }) {
			seen++
		}
	}
	return seen
}

// sameHour reports whether two spans begin at the same time of day in the user's
// zone.
func (in *input) sameHour(a, b span.Span) bool {
	hour, minute, _ := a.Start.In(in.config.Zone).Clock()
	otherHour, otherMinute, _ := b.Start.In(in.config.Zone).Clock()
	return hour == otherHour && minute == otherMinute
}

// smallDepartmentCost returns the cost of covering a small department: everybody who
// covers departments invites one of its few members.
func smallDepartmentCost(in *input, q *query) Points {
	team := in.team(q.person)
	if q.goal.Want.Cover != ByDepartment || team == "" {
		return 0
	}
	return -in.sparing(min(smallDepartmentUnit*Points(len(in.people)/max(1, in.teamSizes[team])), maxSmallDepartmentCost))
}

// sparing returns the cost that spares somebody whom many ask, as much of it as the rules
// want.
func (in *input) sparing(cost Points) Points {
	return cost * Points(100+in.config.Guards.Sparing) / 100
}

// smallDepartmentText says "few people" if they are less than a quarter of all.
func smallDepartmentText(in *input, q *query) string {
	members, all := in.teamSizes[in.team(q.person)], len(in.people)
	if 4*members < all {
		return fmt.Sprintf("few people in %s: %d of %d", q.person.Department, members, all)
	}
	return fmt.Sprintf("%s has %d of %s", q.person.Department, members, prose.Count(all, "person"))
}

// weekLoadCost returns the cost of a busy week of the guest.
func weekLoadCost(in *input, q *query) Points {
	if !q.person.BusyKnown {
		return 0
	}
	monday := q.slot.day.Monday()
	for _, known := range q.calendar.weekLoads {
		if known.monday == monday {
			return known.cost
		}
	}
	cost := in.computeWeekLoad(q, monday)
	q.calendar.weekLoads = append(q.calendar.weekLoads, weekLoad{monday, cost})
	return cost
}

// weekLoad is a cached result of weekLoadCost.
type weekLoad struct {
	monday date.Date
	cost   Points
}

func (in *input) computeWeekLoad(q *query, monday date.Date) Points {
	week := span.Span{Start: monday.At(0, in.config.Zone), End: monday.AddDays(7).At(0, in.config.Zone)}
	hours, free := overlapLength(q.guestHours.spans, week), overlapLength(q.calendar.free.spans, week)
	if hours <= 0 {
		return 0
	}
	busy := 1000 - 1000*Points(free)/Points(hours)
	return -maxLoadCost * max(0, busy-loadThreshold) / (1000 - loadThreshold)
}

// overlapLength returns the total length of the sorted spans within window.
func overlapLength(spans []span.Span, window span.Span) time.Duration {
	var sum time.Duration
	for _, s := range spans {
		if !s.Start.Before(window.End) {
			break
		}
		sum += s.Clip(window).Len()
	}
	return sum
}
