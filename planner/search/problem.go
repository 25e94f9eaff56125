// Package search finds the best choice among items that may exclude each other. It
// returns a choice and a bound that no choice exceeds. Nearly always the two are
// equal, which proves that the choice is the best one.
//
// The package imports the standard library only. It knows items, times, groups and
// integers. What an item stands for, and why another is missing, is up to the caller.
//
// # The problem
//
// An item has a start, a job and a value, and is in some groups. A choice holds each
// job at most once. Days, weeks, groups and the whole choice have room for so many
// items, and between two items there is a least time. A choice that holds n(h) items
// of each group h is worth
//
//	sum of the values  +  sum over groups h of the first n(h) gains of h  -  what its items break
//
// Gains never grow, so a group is worth less with each item. Items break the free
// time around them: what an item costs depends on the item before it on its day
// and on nothing else, see [Problem.StartCostAfter].
//
// # The method
//
// It is branch and bound (Land and Doig 1960) with the bound of a Lagrangian
// relaxation (Held and Karp 1971, Geoffrion 1974, Fisher 1981). Jobs and groups
// get a price m(h), of any sign. A choice is paid the price for each item in h, and
// the group pays it for each item that it counts. Where both count alike the
// payments cancel, so for all prices
//
//	L(m) = the most that values, prices and breaks are worth  +  sum over h, k of max(0, gain(h,k) - m(h))
//
// is at least what the best choice is worth. Dynamic programming finds the first
// part. It is exact about days, weeks and the time between two items of a day, but
// lets a job come twice and a group hold too many. Prices that lower L are found
// along its subgradients, averaged as by Camerini, Fratta and Maffioli (1975) and by
// the volume algorithm (Barahona and Anbil 2000), with the step of Polyak (1969).
//
// All arithmetic is in integers, and work is counted and not timed. So the same
// problem has the same solution on every machine.
package search

// Problem is what to choose from. It is plain data, and nothing here changes it.
// Times are integers, counted from any moment in any unit. No choice may be worth
// more than 1<<48 either way, so that all sums fit.
type Problem struct {
	// Items are in the order of their starts. Where the search compares two that
	// are equal, it takes the first.
	Items        []Item
	Starts       []Start // in any order
	Days         []Day   // by time; no start of a day lies after one of a later day
	WeekCapacity []int   // by time: how many items a week holds
	Groups       []Group
	Jobs         int   // jobs have the numbers from 0 to Jobs-1
	MaxItems     int   // how many items a choice holds
	MinGap       int64 // two items have at least this much time between them; never negative

	// Worth is what a free stretch of that length is worth. It is not negative,
	// and a stretch is never worth less than the parts that it is cut into.
	FreeTimeValue func(length int64) int64
}

// Item is what can be chosen.
type Item struct {
	Start, Job int32
	// Class names items that on one day are in the same groups, and so differ in
	// start, job and value only. Of many of them the best few are enough.
	Class  int32
	Value  int64            // without gains of groups and without what it breaks
	Groups [MaxGroups]int32 // -1: none
}

// MaxGroups is how many groups an item can be in.
const MaxGroups = 3

// Start is a time that items can have, and the free time around it.
type Start struct {
	Interval
	Day int32
	// Free covers the start. Two starts have the same free stretch, or stretches
	// that do not overlap. Items of the same day narrow it.
	Free Interval
}

// Interval is the time from From until To, which is later.
type Interval struct{ From, To int64 }

// Day is how many items a day holds, and the week that it is in.
type Day struct{ Capacity, Week int }

// Group is some of the items, which count together.
type Group struct {
	Capacity int     // how many it holds
	Gains    []int64 // what the first, second, ... is worth; never growing and never negative; 0 beyond
}

// Gain is what the group gains by one more item after k.
func (g *Group) Gain(k int) int64 {
	if k < len(g.Gains) {
		return g.Gains[k]
	}
	return 0
}

// TooClose reports whether two starts are too close to each other to be chosen both.
func (p *Problem) TooClose(s, t int32) bool {
	return p.Starts[s].closerThan(p.Starts[t].Interval, p.MinGap)
}

// closerThan reports whether less than apart lies between s and t.
func (s Interval) closerThan(t Interval, apart int64) bool {
	return s.From < t.To+apart && t.From < s.To+apart
}

// StartCostAlone is what start s costs where it is the first of its day; never positive.
func (p *Problem) StartCostAlone(s int32) int64 {
	return p.splittingCost(p.Starts[s].Free, p.Starts[s].Interval)
}

// StartCostAfter is what start t costs directly after s; never positive. Start s is earlier
// on the same day and not too close. The cost of a day is the sum over its items in
// their order, because what is left of the free time between two of them depends on
// these two alone.
func (p *Problem) StartCostAfter(s, t int32) int64 {
	at := &p.Starts[t]
	return p.splittingCost(at.Free.shrink(p.Starts[s].Interval, at.Interval), at.Interval)
}

// shrink is the part of free around at that an item at taken leaves.
func (free Interval) shrink(taken, at Interval) Interval {
	if taken.To <= at.From && taken.To > free.From {
		free.From = taken.To
	}
	if taken.From >= at.To && taken.From < free.To {
		free.To = taken.From
	}
	return free
}

// splittingCost is what it costs to take at out of free.
func (p *Problem) splittingCost(free, at Interval) int64 {
	return p.FreeTimeValue(at.From-free.From) + p.FreeTimeValue(free.To-at.To) - p.FreeTimeValue(free.To-free.From)
}

// DayCapacity is how many items a day holds in a choice.
func (p *Problem) DayCapacity(day int32) int {
	d := &p.Days[day]
	return min(d.Capacity, p.WeekCapacity[d.Week], p.MaxItems)
}

// SingleItemDays reports, by day, whether the day holds one item at most and none of its
// starts is too close to one of another day. On such a day it is enough to know the
// best item of each class and job, whatever its start.
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
