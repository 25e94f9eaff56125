package planner_test

import (
	"slices"
	"strings"

	"fika/internal/span"
	"fika/planner"
)

// inWishedPart reports whether at is in the half of the day that p asked for, on p's clock.
func (ref *reference) inWishedPart(p *planner.Person, at span.Span) bool {
	if p.Wish.Part == (planner.Hours{}) {
		return true
	}
	day, zone := dayIn(at.Start, ref.zoneOf(p)), ref.zoneOf(p)
	noon := moment(day, 12*60, zone)
	if p.Wish.Part == planner.Mornings {
		return !at.End.After(noon)
	}
	return !at.Start.Before(noon) && !at.End.After(moment(day+1, 0, zone))
}

// coffeesNear counts the coffees with p, met or on their way, in the period of p's limit
// that has the day.
func (ref *reference) coffeesNear(p *planner.Person, day int) (n int) {
	from, next := period(p.Wish.Per, day)
	for i := range ref.world.Bookings {
		b := &ref.world.Bookings[i]
		d := ref.day(b.Span.Start)
		if ref.person(b.Person).ID == p.ID && (b.State == planner.StateLive || b.State == planner.StateMet) && d >= from && d < next {
			n++
		}
	}
	return n
}

// wished returns the places of g that suit p's wish.
func (ref *reference) wished(p *planner.Person, g *planner.Goal) []planner.Place {
	return slices.DeleteFunc(slices.Clone(ref.places(g)), func(at planner.Place) bool {
		return p.Wish.Walk && (at != "walk" || g.Size == 3)
	})
}

// noWalk says why g has no walk.
func (c *claim) noWalk(words map[planner.Place]string) string {
	if c.g.Size == 3 {
		return string(c.g.ID) + " brings three people together"
	}
	var places []string
	for _, p := range c.places(c.g) {
		places = append(places, words[p])
	}
	return string(c.g.ID) + " is only " + strings.Join(places, " or ")
}

// wishPatterns returns the patterns about wishes, apart from walks.
func wishPatterns() map[planner.Code][]pattern {
	part := func(c *claim) string {
		return pick(c.p.Wish.Part == planner.Mornings, "mornings", "afternoons")
	}
	limited := func(ok bool) func(c *claim, m []string) string {
		return func(c *claim, m []string) string {
			return firstProblem(problemUnless(c.ok == ok, "is the other way round"), c.compareCount("a limit of", m[2], c.p.Wish.Most),
				c.compareText("a period", m[3], string(c.p.Wish.Per)), c.compareText("a period", m[4], string(c.p.Wish.Per)))
		}
	}
	most := aName + ` asked for at most (\d+) coffees? a (\w+) in wishes.csv, and the (\w+) `
	return map[planner.Code][]pattern{
		planner.CodeWish: {
			{aName + " has not asked you to be left alone in a wishes file", withoutNumbers(func(c *claim) bool { return c.ok && !c.p.Wish.No && !c.p.Wish.Unclear })},
			{aName + " asked not to be invited, in wishes.csv", withoutNumbers(func(c *claim) bool { return !c.ok && c.p.Wish.No })},
			{"fika does not understand what " + aName + " asked for in wishes.csv, and does not invite them", withoutNumbers(func(c *claim) bool { return !c.ok && c.p.Wish.Unclear && !c.p.Wish.No })},
		},
		planner.CodeWishHours: {
			{aName + " asked for no time of day", withoutNumbers(func(c *claim) bool { return c.ok && c.p.Wish.Part == planner.Hours{} })},
			{aStart + " (in|outside) the (mornings|afternoons) that " + aName + " asked for in wishes.csv, in (.*)", func(c *claim, m []string) string {
				return firstProblem(problemUnless((m[2] == "in") == c.ok, "is the other way round"), c.compareText("a part", m[3], part(c)), c.compareText("a place", m[5], c.location()))
			}},
		},
		planner.CodeWishMost: {
			{aName + " asked for no limit", withoutNumbers(func(c *claim) bool { return c.ok && c.p.Wish.Most == 0 })},
			{most + "has fewer", limited(true)},
			{most + "of every start that is left has as many", limited(false)},
			{most + "has as many", limited(false)},
		},
	}
}
