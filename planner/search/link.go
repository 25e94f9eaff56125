package search

// link is a job or a group as the relaxation prices it. It counts between least
// and most items, and the k-th gains gains[k]. Only the price ties this count to
// the items chosen: a choice is paid the price for each item, and the link pays it
// for each item that it counts.
type link struct {
	job         bool
	least, most int
	gains       []int64 // most of them, never growing, in parts of a unit
}

// links are those of a problem.
type links struct {
	all        []link  // the first belongs to nothing and has no price
	job, group []int32 // the link of each; 0: none
}

// newLinks prices the jobs and groups of the items that the search needs, except
// those that never bind.
func (s *solver) newLinks() links {
	l := links{make([]link, 1), make([]int32, s.Jobs), make([]int32, len(s.Groups))}
	for _, i := range s.items {
		it := &s.Items[i]
		if l.job[it.Job] == 0 && s.Most > 1 {
			l.job[it.Job] = int32(len(l.all))
			l.all = append(l.all, link{job: true, most: 1, gains: []int64{0}})
		}
		for _, g := range it.Groups {
			if g < 0 || l.group[g] != 0 {
				continue
			}
			group := &s.Groups[g]
			if group.Room >= s.Most && len(group.Gains) == 0 {
				continue
			}
			l.group[g] = int32(len(l.all))
			more := link{most: min(group.Room, s.Most)}
			for k := range more.most {
				more.gains = append(more.gains, group.Gain(k)*fine)
			}
			l.all = append(l.all, more)
		}
	}
	return l
}

// profit is the most that the link gains if it pays price for each item that it
// counts.
func (l *link) profit(price int64) (sum int64) {
	for k, gain := range l.gains[:l.most] {
		if k >= l.least && gain <= price {
			break
		}
		sum += gain - price
	}
	return sum
}

// wants is the count with that profit that is nearest to n.
func (l *link) wants(price int64, n int) int {
	low, high := l.least, l.least
	for high < l.most && l.gains[high] >= price {
		high++
		if l.gains[high-1] > price {
			low = high
		}
	}
	return min(max(n, low), high)
}

// rise is how much price has to go up until the link counts no more than n.
func (l *link) rise(price int64, n int) int64 {
	switch {
	case n < l.least:
		return -never
	case n < l.most:
		return max(0, l.gains[n]-price)
	}
	return 0
}

// slack is how much less than profit the link gains with n items. It is -never if
// the link may not count n.
func (l *link) slack(price int64, n int) int64 {
	if n < l.least || n > l.most {
		return -never
	}
	short := l.profit(price)
	for _, gain := range l.gains[:n] {
		short -= gain - price
	}
	return short
}
