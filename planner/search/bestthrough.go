package search

// bestThrough returns, for each weight and position, the value of the best solution
// that contains the best item there, at the prices of the last solve.
func (r *relaxation) bestThrough() (through [3][]int64) {
	r.knapsack.backward()
	for w := 1; w <= r.heaviest; w++ {
		through[w] = make([]int64, len(r.positions))
	}
	for w, week := range r.weeks {
		r.weekKnapsacks[w].backward()
		outside := r.otherWeeks(w)
		for d := week.from; d < week.to; d++ {
			r.bestThroughDay(d, r.otherDays(w, d, outside), through)
		}
	}
	return through
}

// otherWeeks returns, by number of items in week w, the best value of the other
// weeks.
func (r *relaxation) otherWeeks(w int) []int64 {
	rest := make([]int64, r.weeks[w].capacity+1)
	for j := range rest {
		rest[j] = minusInf
		for n := range r.problem.MaxItems - j + 1 {
			rest[j] = max(rest[j], r.knapsack.bestWithout(w, n))
		}
	}
	return rest
}

// otherDays returns, by number of items on day d, the best value of all other days.
func (r *relaxation) otherDays(w, d int, outside []int64) []int64 {
	rest := make([]int64, r.days[d].capacity+1)
	for k := range rest {
		rest[k] = minusInf
		for j := k; j < len(outside); j++ {
			rest[k] = max(rest[k], r.weekKnapsacks[w].bestWithout(d-r.weeks[w].from, j-k)+outside[j])
		}
	}
	return rest
}

// bestThroughDay sets the result of bestThrough for the positions of day d.
func (r *relaxation) bestThroughDay(d int, rest []int64, through [3][]int64) {
	room := r.days[d].capacity
	for i := len(r.usable[d]) - 1; i >= 0; i-- {
		s := r.usable[d][i]
		for w := 1; w <= r.heaviest; w++ {
			through[w][s] = minusInf
		}
		for k := 1; k <= room; k++ {
			r.bestStartingAt[k][s] = minusInf
		}
		for after := range room {
			value := r.bestAfter(d, after, i)
			for w := 1; w <= r.heaviest && w+after <= room; w++ {
				r.bestStartingAt[w+after][s] = max(r.bestStartingAt[w+after][s], r.bestValue[w][s]+value)
				for before := 0; before+w+after <= room; before++ {
					through[w][s] = max(through[w][s], r.before[before][s]+r.bestValue[w][s]+value+rest[before+w+after])
				}
			}
		}
	}
}

// bestAfter returns the best value of items that count for k after the i-th usable
// position of day d.
func (r *relaxation) bestAfter(d, k, i int) int64 {
	if k == 0 {
		return 0
	}
	usable, day := r.usable[d], r.days[d]
	best, n := int64(minusInf), day.to-day.from
	row := r.pairCosts[d][(int(usable[i])-day.from)*n:]
	for _, t := range usable[i+1:] {
		best = max(best, r.bestStartingAt[k][t]+row[int(t)-day.from])
	}
	return best
}
