package planner

import (
	"cmp"
	"hash/fnv"
	"slices"
	"time"

	"fika/internal/mailbox"
	"fika/internal/span"
)

// Samples returns meetings that the goals could lead to, n at most, and how many pairs of
// a goal and a person there are: those whom the goal looks for, who are not barred, and
// whose site a place of the goal suits.
//
// The goals take turns, and the people of a goal come in an order that does not change,
// but mixes departments and levels. The starts are examples: the first that suits both,
// or else the user, or nobody. Caps, rests and the progress of goals do not count, so
// this is not a plan.
func Samples(now time.Time, rules Rules, world World, n int) (meetings []Meeting, pairs int) {
	in := newInput(now, rules, world, "")
	people := make([][]*Person, len(in.goals))
	for i, g := range in.goals {
		people[i] = in.lookedFor(g)
		pairs += len(people[i])
	}
	for row := 0; len(meetings) < min(n, pairs); row++ {
		for i, g := range in.goals {
			if row < len(people[i]) && len(meetings) < n {
				meetings = append(meetings, in.sample(g, people[i][row]))
			}
		}
	}
	return meetings, pairs
}

// lookedFor returns the people whom g looks for and no rule bars, in the order of a hash
// of both.
func (in *input) lookedFor(g *Goal) []*Person {
	var people []*Person
	draw := map[mailbox.Address]uint64{}
	applied := append(barRules(), goalRules()...)
	for _, p := range in.people {
		q := in.newQuery(p)
		q.goal = g
		if in.firstForbidding(applied, q) != nil || !in.maySuit(q) {
			continue
		}
		h := fnv.New64a()
		h.Write([]byte(string(g.ID) + " " + string(p.ID))) // never fails
		draw[p.ID] = h.Sum64()
		people = append(people, p)
	}
	slices.SortFunc(people, func(a, b *Person) int {
		return cmp.Or(cmp.Compare(draw[a.ID], draw[b.ID]), cmp.Compare(a.ID, b.ID))
	})
	return people
}

// sample returns a meeting with p for g at an example of a start.
func (in *input) sample(g *Goal, p *Person) Meeting {
	q := in.newQuery(p)
	q.goal = g
	slots := in.slotsOfLength(in.length(g, p))
	m := Meeting{Person: p.ID, Goal: g.ID, Mode: ModePropose, Span: span.New(in.earliest, in.length(g, p))}
	own := append(append(startRules(), calendarRules()...), placeRule())
	for _, applied := range [][]rule{append(slices.Clone(own), guestRules()...), own, nil} {
		if left := in.applyRules(q, slots, allIndices(slots), applied, nil); len(left) > 0 {
			m.Span = slots[left[0]].Span
			break
		}
	}
	at := in.slot(m.Span)
	q.slot = &at
	if m.Place, _ = in.place(q); m.Place == "" {
		m.Place = in.wishedPlaces(q)[0]
	}
	return m
}
