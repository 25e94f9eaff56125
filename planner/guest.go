package planner

import (
	"fmt"
	"slices"
	"time"

	"fika/internal/prose"
	"fika/internal/span"
)

// guest is what the score reads of the guest's days. Only people whom the rules
// allow get one.
type guest struct {
	invited bool

	free cursor // working hours that nothing takes; empty if the calendar is not known
	core cursor

	loads   []weekLoad // those asked for so far
	coffees int        // see seenCoffees
}

// invite fills in a.guest.
func (v *view) invite(a *ask) {
	if a.guest.invited {
		return
	}
	a.guest.invited = true
	if a.person.BusyKnown {
		a.guest.free.spans = span.Subtract(a.hours.spans, a.person.Busy)
		a.guest.coffees = v.seenCoffees(a.person.Busy)
	}
	if !a.person.Hours.IsZero() {
		a.guest.core.spans = v.coreHours(a.person)
	}
}

// othersCoffees is what the guest's coffees with others cost.
func othersCoffees(v *view, a *ask) Points {
	if a.guest.coffees == 0 {
		return 0
	}
	return -goalValue(a.goal) * v.urgency(a) / 1000 * crowded(a.guest.coffees) / 1000
}

// seenCoffees counts what looks like a coffee in somebody's busy times. It is inside
// the window, exactly as long as one of the user's coffees, and nothing else of this
// length is at the same hour, as a daily stand-up is. The coffees of other users
// never touch their neighbours, because buffers keep them apart. A free/busy answer
// shows invitations that are not answered yet, and none that were declined.
func (v *view) seenCoffees(busy []span.Span) int {
	var short []span.Span
	for _, s := range busy {
		if s.Len() == v.rules.Length {
			short = append(short, s)
		}
	}
	seen := 0
	for _, s := range short {
		if s.Overlaps(v.window) && !slices.ContainsFunc(short, func(other span.Span) bool { return other != s && v.sameHour(other, s) }) {
			seen++
		}
	}
	return seen
}

// sameHour reports whether two spans begin at one time of the user's day.
func (v *view) sameHour(a, b span.Span) bool {
	hour, minute, _ := a.Start.In(v.rules.Zone).Clock()
	otherHour, otherMinute, _ := b.Start.In(v.rules.Zone).Clock()
	return hour == otherHour && minute == otherMinute
}

// few is what it costs to cover a small department: everybody who covers departments
// asks one of its few members.
func few(v *view, a *ask) Points {
	team := v.team(a.person)
	if a.goal.Want.Cover != ByDepartment || team == "" {
		return 0
	}
	return -min(fewEach*Points(len(v.people)/max(1, v.sizes[team])), fewMost)
}

// fewText says "few people" of less than a quarter.
func fewText(v *view, a *ask) string {
	members, all := v.sizes[v.team(a.person)], len(v.people)
	if 4*members < all {
		return fmt.Sprintf("few people in %s: %d of %d", a.person.Department, members, all)
	}
	return fmt.Sprintf("%s has %d of %s", a.person.Department, members, prose.Count(all, "person"))
}

// load is what a full week costs the guest.
func load(v *view, a *ask) Points {
	if !a.person.BusyKnown {
		return 0
	}
	monday := a.slot.day.Monday()
	for _, known := range a.guest.loads {
		if known.monday == monday {
			return known.cost
		}
	}
	cost := v.loadOf(a, monday)
	a.guest.loads = append(a.guest.loads, weekLoad{monday, cost})
	return cost
}

// weekLoad is load in one week.
type weekLoad struct {
	monday Date
	cost   Points
}

func (v *view) loadOf(a *ask, monday Date) Points {
	week := span.Span{Start: monday.At(0, v.rules.Zone), End: monday.AddDays(7).At(0, v.rules.Zone)}
	hours, free := within(a.hours.spans, week), within(a.guest.free.spans, week)
	if hours <= 0 {
		return 0
	}
	busy := 1000 - 1000*Points(free)/Points(hours)
	return -loadMost * max(0, busy-loadFree) / (1000 - loadFree)
}

// within is how much of window the spans fill. They are in order.
func within(spans []span.Span, window span.Span) time.Duration {
	var sum time.Duration
	for _, s := range spans {
		if !s.Start.Before(window.End) {
			break
		}
		sum += s.Clip(window).Len()
	}
	return sum
}
