package planner

import (
	"cmp"
	"hash/fnv"
	"slices"
	"time"

	"fika/internal/mailbox"
	"fika/internal/span"
)

// Samples returns meetings that the goals could lead to, n at most, and how many there are:
// one for each pair of a goal and a person whom the goal looks for, who is not barred, and
// whose site a place of the goal suits. A goal of size 3 has meetings with two of them who
// may share a table, so that each of them who can is in one.
//
// The goals take turns, and the people of a goal come in an order that does not change,
// but mixes departments and levels. The starts are examples: the first that suits all,
// or else the user, or nobody. Caps, rests and the progress of goals do not count, so
// this is not a plan.
func Samples(now time.Time, rules Rules, world World, n int) (meetings []Meeting, all int) {
	in := newInput(now, rules, world, "")
	parties := make([][][]*Person, len(in.goals))
	for i, g := range in.goals {
		parties[i] = in.parties(g, in.lookedFor(g))
		all += len(parties[i])
	}
	for row := 0; len(meetings) < min(n, all); row++ {
		for i, g := range in.goals {
			if row < len(parties[i]) && len(meetings) < n {
				meetings = append(meetings, in.sample(g, parties[i][row]))
			}
		}
	}
	return meetings, all
}

// parties returns the guests of the meetings that g could have with people: each alone or,
// for a goal of size 3, with the first after them who may share a table and is not in one
// yet, else with any. Nobody is compared with more than [MaxTables] others.
func (in *input) parties(g *Goal, people []*Person) (parties [][]*Person) {
	if g.guests() == 1 {
		for _, p := range people {
			parties = append(parties, []*Person{p})
		}
		return parties
	}
	seated := map[*Person]bool{}
	for i, p := range people {
		if seated[p] {
			continue
		}
		after := people[i+1:]
		share := func(other *Person) bool { return other != p && in.mayShareTable(g, p, other) }
		with := slices.IndexFunc(after[:min(len(after), MaxTables)], func(other *Person) bool { return !seated[other] && share(other) })
		if with >= 0 {
			seated[p], seated[after[with]] = true, true
			parties = append(parties, []*Person{p, after[with]})
			continue
		}
		if with = slices.IndexFunc(people[:min(len(people), MaxTables)], share); with >= 0 {
			seated[p] = true
			parties = append(parties, []*Person{p, people[with]})
		}
	}
	return parties
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

// sample returns a meeting with guests for g at an example of a start.
func (in *input) sample(g *Goal, guests []*Person) Meeting {
	var queries []*query
	length := time.Duration(0)
	for _, p := range guests {
		q := in.newQuery(p)
		q.goal = g
		queries, length = append(queries, q), max(length, in.length(g, p))
	}
	slots := in.slotsOfLength(length)
	m := Meeting{Person: guests[0].ID, Goal: g.ID, Mode: ModePropose, Span: span.New(in.earliest, length)}
	own := append(append(startRules(), calendarRules()...), placeRule())
	for _, applied := range [][]rule{append(slices.Clone(own), guestRules()...), own, nil} {
		left := allIndices(slots)
		for _, q := range queries {
			left = in.applyRules(q, slots, left, applied, nil)
		}
		if len(left) > 0 {
			m.Span = slots[left[0]].Span
			break
		}
	}
	at := in.slot(m.Span)
	for _, q := range queries {
		q.slot = &at
	}
	first := queries[0]
	if len(queries) > 1 {
		m.Second = guests[1].ID
		m.Place = in.placeForBoth(first, queries[1])
	} else {
		m.Place, _ = in.place(first)
	}
	if m.Place == "" {
		m.Place = in.wishedPlaces(first)[0]
	}
	return m
}
