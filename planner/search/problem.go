// Package search finds the best choice among items that may exclude each other. It
// returns a choice and a bound that no choice exceeds. The two are nearly always
// equal, which proves that the choice is the best one.
//
// The package imports the standard library only. It knows items, times, groups and
// integers. What an item stands for, and why another is missing, is up to the caller.
//
// # The problem
//
// An item has a start, a job and a value, and is in some groups. A choice uses each
// job at most once. Days, weeks, groups and the whole choice have a capacity, and
// between two items there is a minimum gap. An item may have a second job, which is
// in groups of its own: then it counts as two wherever items are counted. A choice
// with a count of n(h) in each group h is worth
//
//	sum of the values  +  sum over groups h of the first n(h) gains of h  +  sum of the start costs
//
// Gains are non-increasing: each further item adds at most as much as the one before.
// Start costs are negative: items split the free time around them. A start cost
// depends only on the item before it on the same day; see [Problem.StartCostAfter].
//
// # The method
//
// It is branch and bound (Land and Doig 1960) with the bound of a Lagrangian
// relaxation (Held and Karp 1971, Geoffrion 1974, Fisher 1981). Jobs and groups have
// a price m(h), of any sign. A choice receives the price for each item in h, and the
// group pays it for each item that it counts. If both counts are equal, the payments
// cancel, so for all prices
//
//	L(m) = the best sum of values, prices and start costs  +  sum over h, k of max(0, gain(h,k) - m(h))
//
// is at least the value of the best choice. Dynamic programming finds the first part.
// It is exact about days, weeks and the gap between two items of a day, but allows a
// job to be used twice and a group to exceed its capacity. The prices follow averaged
// subgradients (Camerini, Fratta and Maffioli 1975; Barahona and Anbil 2000) with
// Polyak's step length (1969).
//
// All arithmetic is in integers, and the work limit is a count, not a time, so every
// machine finds the same solution.
package search

import "slices"

// Problem is a set of items to choose from. This package does not change it. Times
// are integers in any unit from any origin. No choice may be worth more than 1<<48 or
// less than -1<<48, so that sums do not overflow.
type Problem struct {
	// Items are sorted by start. Between equal items the search prefers the first.
	Items        []Item
	Starts       []Start // in any order
	Days         []Day   // by time; no start of a day is after one of a later day
	WeekCapacity []int   // by time: the maximum number of items in a week
	Groups       []Group
	Seconds      []Second
	Jobs         int   // jobs are numbered from 0 to Jobs-1
	MaxItems     int   // the maximum number of items in a choice
	MinGap       int64 // the minimum time between two items; not negative

	// FreeTimeValue returns the value of a free interval of that length. It is not
	// negative, and an interval is worth at least as much as its parts together.
	FreeTimeValue func(length int64) int64
}

// Item can be chosen.
type Item struct {
	Start, Job int32
	// Class identifies items that are in the same groups if they are on the same day:
	// they differ only in start, jobs and value. The search uses only the best few of
	// them. Items with and without a second job are in different classes.
	Class  int32
	Second int32            // index into Problem.Seconds, counted from 1; 0: no second job
	Value  int64            // without the gains of groups and the start cost
	Groups [MaxGroups]int32 // -1: none
}

// Second is the second job of an item, and the groups that it is in.
type Second struct {
	Job    int32
	Groups [MaxGroups]int32 // -1: none
}

// MaxGroups is the maximum number of groups of a job of an item.
const MaxGroups = 4

// second returns the second job of it, nil if there is none.
func (p *Problem) second(it *Item) *Second {
	if it.Second == 0 {
		return nil
	}
	return &p.Seconds[it.Second-1]
}

// weight returns how many it counts for: the number of its jobs.
func (it *Item) weight() int {
	if it.Second == 0 {
		return 1
	}
	return 2
}

// countIn returns how many times the first job of it counts in group g.
func (it *Item) countIn(g int32) int {
	if slices.Contains(it.Groups[:], g) {
		return 1
	}
	return 0
}

// uses reports whether job is one of it's jobs.
func (p *Problem) uses(it *Item, job int32) bool {
	second := p.second(it)
	return it.Job == job || second != nil && second.Job == job
}

// shareJob reports whether a and b have a job in common.
func (p *Problem) shareJob(a, b *Item) bool {
	second := p.second(a)
	return p.uses(b, a.Job) || second != nil && p.uses(b, second.Job)
}

// Start is a possible time of items, and the free time around it.
type Start struct {
	Interval
	Day int32
	// Free contains the start. The free intervals of two starts are the same or do not
	// overlap. Items of the same day shorten them.
	Free Interval
}

// Interval is the time from From to To, which is later.
type Interval struct{ From, To int64 }

// Day says how many items a day can hold, and which week it is in.
type Day struct{ Capacity, Week int }

// Group is a set of items that are counted together.
type Group struct {
	Capacity int     // the maximum number of items in a choice
	Gains    []int64 // value of the first, second, ... item; non-increasing and not negative; 0 beyond
}

// Gain returns the value of one more item after k others.
func (g *Group) Gain(k int) int64 {
	if k < len(g.Gains) {
		return g.Gains[k]
	}
	return 0
}

// TooClose reports whether two starts are too close to be chosen together.
func (p *Problem) TooClose(s, t int32) bool {
	return p.Starts[s].closerThan(p.Starts[t].Interval, p.MinGap)
}

// closerThan reports whether the gap between s and t is less than apart.
func (s Interval) closerThan(t Interval, apart int64) bool {
	return s.From < t.To+apart && t.From < s.To+apart
}

// StartCostAlone returns the start cost of s if it is the first of its day; see
// [Choice.StartCost].
func (p *Problem) StartCostAlone(s int32) int64 {
	return p.splittingCost(p.Starts[s].Free, p.Starts[s].Interval)
}

// StartCostAfter returns the start cost of t directly after s, which is earlier on
// the same day and not too close. The cost of a day is the sum over its items in
// order, because the free time between two items depends only on these two.
func (p *Problem) StartCostAfter(s, t int32) int64 {
	at := &p.Starts[t]
	return p.splittingCost(at.Free.shrink(p.Starts[s].Interval, at.Interval), at.Interval)
}

// shrink returns the part of free around at that is left beside taken.
func (free Interval) shrink(taken, at Interval) Interval {
	if taken.To <= at.From && taken.To > free.From {
		free.From = taken.To
	}
	if taken.From >= at.To && taken.From < free.To {
		free.To = taken.From
	}
	return free
}

// splittingCost returns how the value of free time changes if at is taken out of
// free.
func (p *Problem) splittingCost(free, at Interval) int64 {
	return p.FreeTimeValue(at.From-free.From) + p.FreeTimeValue(free.To-at.To) - p.FreeTimeValue(free.To-free.From)
}

// DayCapacity returns the maximum number of items of a day in a choice.
func (p *Problem) DayCapacity(day int32) int {
	d := &p.Days[day]
	return min(d.Capacity, p.WeekCapacity[d.Week], p.MaxItems)
}

// SingleItemDays reports, by day, whether the day holds at most one item and none of
// its starts is too close to one of another day. On such a day only the best item of
// each class and job matters, whatever its start.
func (p *Problem) SingleItemDays() []bool {
	single, hulls := make([]bool, len(p.Days)), make([]Interval, len(p.Days))
	for i := range p.Starts {
		s := &p.Starts[i]
		hull := &hulls[s.Day]
		if *hull == (Interval{}) {
			*hull, single[s.Day] = s.Interval, p.DayCapacity(s.Day) <= 1
		}
		*hull = Interval{min(hull.From, s.From), max(hull.To, s.To)}
	}
	last := -1
	for day, hull := range hulls {
		if hull == (Interval{}) {
			continue
		}
		if last >= 0 && hulls[last].closerThan(hull, p.MinGap) {
			single[last], single[day] = false, false
		}
		last = day
	}
	return single
}
