package search

// bestThrough returns, for each spot, the most that a solution with the spot's best cell
// is worth, at the prices of the last solve.
func (f *relaxation) bestThrough() []int64 {
	f.knapsack.backward()
	most := make([]int64, len(f.positions))
	for w, week := range f.weeks {
		f.weekKnapsacks[w].backward()
		outside := f.otherWeeks(w)
		for d := week.from; d < week.to; d++ {
			f.bestThroughDay(d, f.otherDays(w, d, outside), most)
		}
	}
	return most
}

// otherWeeks is the most that the other weeks are worth beside j items of week w.
func (f *relaxation) otherWeeks(w int) []int64 {
	rest := make([]int64, f.weeks[w].capacity+1)
	for j := range rest {
		rest[j] = minusInf
		for n := range f.problem.MaxItems - j + 1 {
			rest[j] = max(rest[j], f.knapsack.bestWithout(w, n))
		}
	}
	return rest
}

// otherDays is the most that all other days are worth beside k items of day d.
func (f *relaxation) otherDays(w, d int, outside []int64) []int64 {
	rest := make([]int64, f.days[d].capacity+1)
	for k := range rest {
		rest[k] = minusInf
		for j := k; j < len(outside); j++ {
			rest[k] = max(rest[k], f.weekKnapsacks[w].bestWithout(d-f.weeks[w].from, j-k)+outside[j])
		}
	}
	return rest
}

func (f *relaxation) bestThroughDay(d int, rest, most []int64) {
	room := f.days[d].capacity
	for i := len(f.usable[d]) - 1; i >= 0; i-- {
		s := f.usable[d][i]
		most[s] = minusInf
		for k := 1; k <= room; k++ {
			f.bestStartingAt[k][s] = f.bestValue[s] + f.bestAfter(d, k, i)
			for j := 1; j+k-1 <= room; j++ {
				most[s] = max(most[s], f.bestEndingAt[j][s]+f.bestStartingAt[k][s]-f.bestValue[s]+rest[j+k-1])
			}
		}
	}
}

// bestAfter is the most that k-1 items after the i-th live spot of day d are worth.
func (f *relaxation) bestAfter(d, k, i int) int64 {
	if k == 1 {
		return 0
	}
	live, day := f.usable[d], f.days[d]
	most, n := int64(minusInf), day.to-day.from
	row := f.pairCosts[d][(int(live[i])-day.from)*n:]
	for _, t := range live[i+1:] {
		most = max(most, f.bestStartingAt[k-1][t]+row[int(t)-day.from])
	}
	return most
}
