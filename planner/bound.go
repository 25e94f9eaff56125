package planner

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// start is when item i begins.
func (m *model) start(i int32) time.Time { return m.slots[m.items[i].slot].Start }

// bound is a value that no choice exceeds: the smaller of two. Both let every
// item have the first marginal of all its groups. One keeps the room of days and
// weeks and lets a person come more than once, the other lets a person come once
// and keeps the room of the whole plan only.
//
// Focus lost never shrinks when a coffee is added, so k coffees of a day cost at
// least as much as the dearest of them alone, and so at least their mean; each
// is charged the k-th part.
func (m *model) bound() Points {
	type visit struct {
		person int32
		day    Date
	}
	visits := map[visit]Points{}
	persons := map[int32]Points{}
	days, weeks := map[Date]int{}, map[Date]int{} // room
	for i := range m.items {
		it := &m.items[i]
		day := m.slots[it.slot].day
		days[day] = m.groups[it.groups[dayTally]].room
		weeks[day.Monday()] = m.groups[it.groups[weekTally]].room
		best := max(0, m.optimum(it, days[day]))
		visits[visit{it.person, day}] = max(visits[visit{it.person, day}], best)
		persons[it.person] = max(persons[it.person], best)
	}
	byDay, byWeek := map[Date][]Points{}, map[Date][]Points{}
	for v, value := range visits {
		byDay[v.day] = append(byDay[v.day], value)
	}
	for day, values := range byDay {
		byWeek[day.Monday()] = append(byWeek[day.Monday()], largest(values, days[day])...)
	}
	var inWeeks []Points
	for monday, values := range byWeek {
		inWeeks = append(inWeeks, largest(values, weeks[monday])...)
	}
	once := slices.Collect(maps.Values(persons))
	return min(sum(largest(inWeeks, m.keep)), sum(largest(once, min(m.keep, len(inWeeks)))))
}

func sum(values []Points) (total Points) {
	for _, value := range values {
		total += value
	}
	return total
}

// optimum is the most that it can add to a plan whose days hold room coffees.
func (m *model) optimum(it *item, room int) Points {
	sum := it.value + m.alone[it.slot]/Points(max(1, room))
	for _, g := range it.groups {
		if g >= 0 {
			sum += m.groups[g].marginal(0)
		}
	}
	return sum
}

// largest are the n largest of values, which it sorts.
func largest(values []Points, n int) []Points {
	slices.SortFunc(values, func(a, b Points) int { return cmp.Compare(b, a) })
	return values[:min(n, len(values))]
}
