package holiday

import (
	"slices"

	"fika/internal/date"
)

// List is what a user states of the days off in one region.
type List struct {
	Region Region
	Only   bool // the built-in rules do not count
	Days   []Holiday
}

// Calendar is the built-in rules together with the user's lists. The zero Calendar has
// no lists.
type Calendar struct {
	Lists []List
}

// Knows reports whether anything is known of the holidays in r.
func (c Calendar) Knows(r Region) bool {
	return Known(r) || slices.ContainsFunc(c.Lists, func(l List) bool { return l.Region == r })
}

// Between returns the holidays of r from one date to another, both included, by date. A
// day of a list goes before one of the rules, and an earlier list before a later one.
func (c Calendar) Between(r Region, from, to date.Date) []Holiday {
	if r == "" {
		return nil
	}
	var days []Holiday
	rules := true
	for _, l := range c.Lists {
		if l.Region == r {
			days, rules = append(days, l.Days...), rules && !l.Only
		}
	}
	for year := from.Year; rules && year <= to.Year; year++ {
		days = append(days, In(r, year)...)
	}
	days = slices.DeleteFunc(days, func(h Holiday) bool { return h.Date.Before(from) || to.Before(h.Date) })
	slices.SortStableFunc(days, func(a, b Holiday) int { return a.Date.Compare(b.Date) })
	return slices.CompactFunc(days, func(a, b Holiday) bool { return a.Date == b.Date })
}
