package search

// bestThrough returns, for each position, the value of the best solution that
// contains the best item there, at the prices of the last solve.
func (r *relaxation) bestThrough() []int64 {
	r.knapsack.backward()
	through := make([]int64, len(r.positions))
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
func (r *relaxation) bestThroughDay(d int, rest, through []int64) {
	room := r.days[d].capacity
	for i := len(r.usable[d]) - 1; i >= 0; i-- {
		s := r.usable[d][i]
		through[s] = minusInf
		for k := 1; k <= room; k++ {
			r.bestStartingAt[k][s] = r.bestValue[s] + r.bestAfter(d, k, i)
			for j := 1; j+k-1 <= room; j++ {
				through[s] = max(through[s], r.bestEndingAt[j][s]+r.bestStartingAt[k][s]-r.bestValue[s]+rest[j+k-1])
			}
		}
	}
}

// bestAfter returns the best value of k-1 items after the i-th usable position of day
// d.
func (r *relaxation) bestAfter(d, k, i int) int64 {
	if k == 1 {
		return 0
	}
	usable, day := r.usable[d], r.days[d]
	best, n := int64(minusInf), day.to-day.from
	row := r.pairCosts[d][(int(usable[i])-day.from)*n:]
	for _, t := range usable[i+1:] {
		best = max(best, r.bestStartingAt[k-1][t]+row[int(t)-day.from])
	}
	return best
}
