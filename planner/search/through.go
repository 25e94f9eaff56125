package search

// through returns, for each spot, the most that a solution with the spot's best cell
// is worth, at the prices of the last solve.
func (f *frame) through() []int64 {
	f.inAll.backward()
	most := make([]int64, len(f.spots))
	for w, week := range f.weeks {
		f.inWeek[w].backward()
		outside := f.outside(w)
		for d := week.from; d < week.to; d++ {
			f.throughDay(d, f.besides(w, d, outside), most)
		}
	}
	return most
}

// outside is the most that the other weeks are worth beside j items of week w.
func (f *frame) outside(w int) []int64 {
	rest := make([]int64, f.weeks[w].room+1)
	for j := range rest {
		rest[j] = never
		for n := range f.problem.Most - j + 1 {
			rest[j] = max(rest[j], f.inAll.rest(w, n))
		}
	}
	return rest
}

// besides is the most that all other days are worth beside k items of day d.
func (f *frame) besides(w, d int, outside []int64) []int64 {
	rest := make([]int64, f.days[d].room+1)
	for k := range rest {
		rest[k] = never
		for j := k; j < len(outside); j++ {
			rest[k] = max(rest[k], f.inWeek[w].rest(d-f.weeks[w].from, j-k)+outside[j])
		}
	}
	return rest
}

func (f *frame) throughDay(d int, rest, most []int64) {
	room := f.days[d].room
	for i := len(f.live[d]) - 1; i >= 0; i-- {
		s := f.live[d][i]
		most[s] = never
		for k := 1; k <= room; k++ {
			f.behind[k][s] = f.best[s] + f.beyond(d, k, i)
			for j := 1; j+k-1 <= room; j++ {
				most[s] = max(most[s], f.ahead[j][s]+f.behind[k][s]-f.best[s]+rest[j+k-1])
			}
		}
	}
}

// beyond is the most that k-1 items after the i-th live spot of day d are worth.
func (f *frame) beyond(d, k, i int) int64 {
	if k == 1 {
		return 0
	}
	live, day := f.live[d], f.days[d]
	most, n := int64(never), day.to-day.from
	row := f.after[d][(int(live[i])-day.from)*n:]
	for _, t := range live[i+1:] {
		most = max(most, f.behind[k-1][t]+row[int(t)-day.from])
	}
	return most
}
