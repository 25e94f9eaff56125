package planner

import (
	"slices"

	"fika/internal/span"
)

// reduce is the items that a search needs, in their order. Of those that count
// in the same groups at one start, a plan can always take one of the keep best
// in place of any other, because its other meetings take up fewer than keep
// people. On a day that holds one coffee, and is not close to another day's, the
// same is true of each person's best start.
func (m *model) reduce() []int32 {
	return m.leading(func(day Date) bool { return m.single[day] })
}

// sketch is the few items that a first choice is made of: as if every day held
// one coffee.
func (m *model) sketch() []int32 { return m.leading(func(Date) bool { return true }) }

// leading is the keep best items of each class at each start, or over a whole
// day where that is enough.
func (m *model) leading(daily func(Date) bool) []int32 {
	tops := map[int32][]int32{} // by class, the best first
	var kept []int32
	last := int32(-1)
	for i := range m.items {
		it := &m.items[i]
		if s := it.slot; s != last {
			if day := m.slots[s].day; last < 0 || m.slots[last].day != day || !daily(day) {
				kept = flush(kept, tops)
			}
			last = s
		}
		tops[it.class] = m.rank(tops[it.class], int32(i))
	}
	kept = flush(kept, tops)
	slices.Sort(kept)
	return kept
}

// flush moves all of tops to kept.
func flush(kept []int32, tops map[int32][]int32) []int32 {
	for class, top := range tops {
		kept = append(kept, top...)
		tops[class] = top[:0]
	}
	return kept
}

// rank enters item i into top, where each person is once and no more than keep
// are.
func (m *model) rank(top []int32, i int32) []int32 {
	worth := m.sole(i)
	if j := slices.IndexFunc(top, func(j int32) bool { return m.items[j].person == m.items[i].person }); j >= 0 {
		if m.sole(top[j]) >= worth {
			return top
		}
		top = slices.Delete(top, j, j+1)
	}
	at := len(top)
	for at > 0 && m.sole(top[at-1]) < worth {
		at--
	}
	if at >= m.keep {
		return top
	}
	return slices.Insert(top[:min(len(top), m.keep-1)], at, i)
}

// sole is the value of item i where it is the day's only one.
func (m *model) sole(i int32) Points { return m.items[i].value + m.alone[m.items[i].slot] }

// singleDays are the days of starts that hold one coffee, which no coffee of
// another day can come close to.
func (m *model) singleDays(starts []int32) map[Date]bool {
	around := map[Date]span.Span{}
	single := map[Date]bool{}
	for _, i := range starts {
		s := &m.slots[i]
		hull, ok := around[s.day]
		if !ok {
			hull = s.Span
			single[s.day] = m.dayRoom(i) <= 1
		}
		around[s.day] = span.Span{Start: first(hull.Start, s.Start), End: latest(hull.End, s.End)}
	}
	for day, hull := range around {
		if next, ok := around[day.Add(1)]; ok && m.view.tooClose(hull, next) {
			single[day], single[day.Add(1)] = false, false
		}
	}
	return single
}
