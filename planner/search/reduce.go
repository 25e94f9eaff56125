package search

import "slices"

// reduce returns the items that the search needs, in order.
//
// Of the items of one class at one start, it keeps the MaxItems best. A choice can
// always use one of these in place of any other, because its other items use fewer
// than MaxItems jobs. On a day with a single item the same holds for each job's best
// start. It keeps every item with a second job: two of them may share a job, so the
// others can get in the way of all of the best.
func (s *solver) reduce() []int32 {
	single := s.SingleItemDays()
	return s.bestItems(func(day int32) bool { return single[day] })
}

// initialItems returns a few items for the initial choice: those that reduce would
// keep if every day held a single item.
func (s *solver) initialItems() []int32 { return s.bestItems(func(int32) bool { return true }) }

// bestItems returns the MaxItems best items of each class at each start, or over a
// whole day where daily allows it.
func (s *solver) bestItems(daily func(day int32) bool) []int32 {
	tops := map[int32][]int32{} // by class, the best first
	var kept []int32
	last := int32(-1)
	for i := range s.Items {
		it := &s.Items[i]
		if it.Start != last {
			if day := s.Starts[it.Start].Day; last < 0 || s.Starts[last].Day != day || !daily(day) {
				kept = flush(kept, tops)
			}
			last = it.Start
		}
		if it.Second != 0 {
			kept = append(kept, int32(i))
			continue
		}
		tops[it.Class] = s.insertRanked(tops[it.Class], int32(i))
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

// insertRanked inserts item i into top, which holds each job once and at most
// MaxItems items.
func (s *solver) insertRanked(top []int32, i int32) []int32 {
	worth := s.valueAlone(i)
	if j := slices.IndexFunc(top, func(j int32) bool { return s.Items[j].Job == s.Items[i].Job }); j >= 0 {
		if s.valueAlone(top[j]) >= worth {
			return top
		}
		top = slices.Delete(top, j, j+1)
	}
	at := len(top)
	for at > 0 && s.valueAlone(top[at-1]) < worth {
		at--
	}
	if at >= s.MaxItems {
		return top
	}
	return slices.Insert(top[:min(len(top), s.MaxItems-1)], at, i)
}

// valueAlone returns the value of item i if it is the day's only one.
func (s *solver) valueAlone(i int32) int64 {
	return s.Items[i].Value + s.startCostAlone[s.Items[i].Start]
}
