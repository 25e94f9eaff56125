package planner

// link is a group as the relaxation prices it: between least and most of its
// items are chosen, and the k-th is worth gains[k]. Its count is tied to that of
// the items only by its price, which a choice is paid for each item and the
// group pays for each it counts.
type link struct {
	person      bool // of one person
	least, most int
	gains       []int64 // most of them, never growing, in parts of a point
}

// links are the priced groups of the model that items are in, and for each
// group of the model its link. The first link belongs to no group and has no
// price.
func (m *model) links(items []int32) (links []link, of []int32) {
	links, of = make([]link, 1), make([]int32, len(m.groups))
	for _, i := range items {
		for _, t := range pricedTallies {
			g := m.items[i].groups[t]
			if g < 0 || of[g] != 0 {
				continue
			}
			group := &m.groups[g]
			if group.room >= m.keep && len(group.worth) == 0 {
				continue // never binds
			}
			of[g] = int32(len(links))
			l := link{person: t == personTally, most: min(group.room, m.keep)}
			for k := range l.most {
				l.gains = append(l.gains, int64(group.marginal(k))*fine)
			}
			links = append(links, l)
		}
	}
	return links, of
}

// pricedTallies are those that the relaxation does not see; the other ones are
// the room of the frame.
var pricedTallies = [linkCount]int{personTally, teamTally, wantTally, spreadTally}

// profit is the most that the group gains where it pays price for each item it
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

// wants is the count nearest to n with that profit.
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

// rise is how far price can go up until the group would not count more than n.
func (l *link) rise(price int64, n int) int64 {
	switch {
	case n < l.least:
		return -never
	case n < l.most:
		return max(0, l.gains[n]-price)
	}
	return 0
}

// slack is how much less than profit the group gains with n items; never, with a
// sign, if it may not have n.
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
