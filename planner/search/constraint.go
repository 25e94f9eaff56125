package search

// constraint is a job or a group as the relaxation prices it. It counts between least
// and most items, and the k-th gains gains[k]. Only the price ties this count to
// the items chosen: a choice is paid the price for each item, and the link pays it
// for each item that it counts.
type constraint struct {
	job      bool
	min, max int
	gains    []int64 // most of them, never growing, in parts of a unit
}

// constraints are those of a problem.
type constraints struct {
	all        []constraint // the first belongs to nothing and has no price
	job, group []int32      // the link of each; 0: none
}

// newConstraints prices the jobs and groups of the items that the search needs, except
// those that never bind.
func (s *solver) newConstraints() constraints {
	l := constraints{make([]constraint, 1), make([]int32, s.Jobs), make([]int32, len(s.Groups))}
	for _, i := range s.items {
		it := &s.Items[i]
		if l.job[it.Job] == 0 && s.MaxItems > 1 {
			l.job[it.Job] = int32(len(l.all))
			l.all = append(l.all, constraint{job: true, max: 1, gains: []int64{0}})
		}
		for _, g := range it.Groups {
			if g < 0 || l.group[g] != 0 {
				continue
			}
			group := &s.Groups[g]
			if group.Capacity >= s.MaxItems && len(group.Gains) == 0 {
				continue
			}
			l.group[g] = int32(len(l.all))
			more := constraint{max: min(group.Capacity, s.MaxItems)}
			for k := range more.max {
				more.gains = append(more.gains, group.Gain(k)*priceScale)
			}
			l.all = append(l.all, more)
		}
	}
	return l
}

// profit is the most that the link gains if it pays price for each item that it
// counts.
func (l *constraint) profit(price int64) (sum int64) {
	for k, gain := range l.gains[:l.max] {
		if k >= l.min && gain <= price {
			break
		}
		sum += gain - price
	}
	return sum
}

// bestCount is the count with that profit that is nearest to n.
func (l *constraint) bestCount(price int64, n int) int {
	low, high := l.min, l.min
	for high < l.max && l.gains[high] >= price {
		high++
		if l.gains[high-1] > price {
			low = high
		}
	}
	return min(max(n, low), high)
}

// priceIncreaseFor is how much price has to go up until the link counts no more than n.
func (l *constraint) priceIncreaseFor(price int64, n int) int64 {
	switch {
	case n < l.min:
		return -minusInf
	case n < l.max:
		return max(0, l.gains[n]-price)
	}
	return 0
}

// loss is how much less than profit the link gains with n items. It is -never if
// the link may not count n.
func (l *constraint) loss(price int64, n int) int64 {
	if n < l.min || n > l.max {
		return -minusInf
	}
	short := l.profit(price)
	for _, gain := range l.gains[:n] {
		short -= gain - price
	}
	return short
}
