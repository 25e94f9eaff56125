package search

// constraint is a job or a group that the relaxation prices. It counts between min
// and max items, and the k-th gains gains[k]. The relaxation does not force this
// count to equal the number of chosen items; the price penalises the difference.
type constraint struct {
	job      bool
	min, max int
	gains    []int64 // max of them, non-increasing, in units of 1/priceScale
}

// constraints are the constraints of a problem.
type constraints struct {
	all        []constraint // the first is a placeholder without a price
	job, group []int32      // by job and by group: the index of its constraint; 0: none
}

// newConstraints returns the constraints of the items that the search needs. It
// leaves out those that can never be violated.
func (s *solver) newConstraints() constraints {
	l := constraints{make([]constraint, 1), make([]int32, s.Jobs), make([]int32, len(s.Groups))}
	for _, i := range s.items {
		it := &s.Items[i]
		l.add(s, it.Job, it.Groups)
		if second := s.second(it); second != nil {
			l.add(s, second.Job, second.Groups)
		}
	}
	return l
}

// add adds the constraints of a job of an item, and of its groups.
func (l *constraints) add(s *solver, job int32, groups [MaxGroups]int32) {
	if l.job[job] == 0 && s.MaxItems > 1 {
		l.job[job] = int32(len(l.all))
		l.all = append(l.all, constraint{job: true, max: 1, gains: []int64{0}})
	}
	for _, g := range groups {
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

// of returns the constraints of a job of an item, and of its groups.
func (l *constraints) of(job int32, groups [MaxGroups]int32) (of [constraintsPerJob]int32) {
	of[0] = l.job[job]
	for k, g := range groups {
		if g >= 0 {
			of[1+k] = l.group[g]
		}
	}
	return of
}

// profit returns the maximum that the constraint gains if it pays price for each item
// that it counts.
func (con *constraint) profit(price int64) (sum int64) {
	for k, gain := range con.gains[:con.max] {
		if k >= con.min && gain <= price {
			break
		}
		sum += gain - price
	}
	return sum
}

// bestCount returns the count with that profit that is nearest to n.
func (con *constraint) bestCount(price int64, n int) int {
	low, high := con.min, con.min
	for high < con.max && con.gains[high] >= price {
		high++
		if con.gains[high-1] > price {
			low = high
		}
	}
	return min(max(n, low), high)
}

// priceIncreaseFor returns how much the price must rise until the constraint counts
// no more than n.
func (con *constraint) priceIncreaseFor(price int64, n int) int64 {
	switch {
	case n < con.min:
		return -minusInf
	case n < con.max:
		return max(0, con.gains[n]-price)
	}
	return 0
}

// loss returns profit minus what the constraint gains with n items. It is -minusInf
// if the constraint must not count n.
func (con *constraint) loss(price int64, n int) int64 {
	if n < con.min || n > con.max {
		return -minusInf
	}
	short := con.profit(price)
	for _, gain := range con.gains[:n] {
		short -= gain - price
	}
	return short
}
