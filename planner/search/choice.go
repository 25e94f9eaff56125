package search

import (
	"cmp"
	"slices"
)

// Choice is a set of items that do not conflict, and its value.
type Choice struct {
	problem *Problem
	items   []int32 // by time
	count   int     // of all
	groups  []int   // by group: how many it holds
	days    []int
	weeks   []int
	value   int64
}

// NewChoice returns an empty choice.
func (p *Problem) NewChoice() *Choice {
	return &Choice{problem: p, groups: make([]int, len(p.Groups)), days: make([]int, len(p.Days)), weeks: make([]int, len(p.WeekCapacity))}
}

// Count returns how many of group g are in c.
func (c *Choice) Count(g int32) int { return c.groups[g] }

// Fits reports whether item i can be added.
func (c *Choice) Fits(i int32) bool {
	p := c.problem
	it := &p.Items[i]
	start := &p.Starts[it.Start]
	day := &p.Days[start.Day]
	n := it.weight()
	if c.count+n > p.MaxItems || c.days[start.Day]+n > day.Capacity || c.weeks[day.Week]+n > p.WeekCapacity[day.Week] {
		return false
	}
	for _, g := range it.Groups {
		if g >= 0 && c.groups[g] >= p.Groups[g].Capacity {
			return false
		}
	}
	if it.Second != 0 && !c.fitsSecond(it) {
		return false
	}
	for _, j := range c.items {
		other := &p.Items[j]
		if p.shareJob(other, it) || start.closerThan(p.Starts[other.Start].Interval, p.MinGap) {
			return false
		}
	}
	return true
}

// fitsSecond reports whether the groups of it's second job have room for it after the
// first.
func (c *Choice) fitsSecond(it *Item) bool {
	for _, g := range c.problem.second(it).Groups {
		if g >= 0 && c.groups[g]+it.countIn(g) >= c.problem.Groups[g].Capacity {
			return false
		}
	}
	return true
}

// Gain returns the value that item i would add.
func (c *Choice) Gain(i int32) int64 {
	return c.gainWithoutStartCost(i) + c.StartCost(c.problem.Items[i].Start)
}

// gainWithoutStartCost returns the gain of item i without its start cost, which is at
// least Gain.
func (c *Choice) gainWithoutStartCost(i int32) int64 {
	p := c.problem
	it := &p.Items[i]
	sum := it.Value
	for _, g := range it.Groups {
		if g >= 0 {
			sum += p.Groups[g].Gain(c.groups[g])
		}
	}
	if it.Second != 0 {
		for _, g := range p.second(it).Groups {
			if g >= 0 {
				sum += p.Groups[g].Gain(c.groups[g] + it.countIn(g))
			}
		}
	}
	return sum
}

// StartCost returns how the value of free time changes if start s is added to the
// items of its day. It is never positive.
func (c *Choice) StartCost(s int32) int64 {
	p := c.problem
	at := &p.Starts[s]
	free := at.Free
	for _, j := range c.items {
		if other := &p.Starts[p.Items[j].Start]; other.Day == at.Day {
			free = free.shrink(other.Interval, at.Interval)
		}
	}
	return p.splittingCost(free, at.Interval)
}

// Add adds item i, which must fit.
func (c *Choice) Add(i int32) {
	c.value += c.Gain(i)
	c.recount(i, 1)
	at, _ := slices.BinarySearchFunc(c.items, c.startTime(i), func(j int32, from int64) int {
		return cmp.Compare(c.startTime(j), from)
	})
	c.items = slices.Insert(c.items, at, i)
}

// remove removes item i.
func (c *Choice) remove(i int32) {
	at := slices.Index(c.items, i)
	c.items = slices.Delete(c.items, at, at+1)
	c.recount(i, -1)
	c.value -= c.Gain(i)
}

// recount adds item i to the counts of its groups, day and week, n times.
func (c *Choice) recount(i int32, n int) {
	p := c.problem
	it := &p.Items[i]
	for _, g := range it.Groups {
		if g >= 0 {
			c.groups[g] += n
		}
	}
	if it.Second != 0 {
		for _, g := range p.second(it).Groups {
			if g >= 0 {
				c.groups[g] += n
			}
		}
	}
	n *= it.weight()
	day := p.Starts[it.Start].Day
	c.count += n
	c.days[day] += n
	c.weeks[p.Days[day].Week] += n
}

// startTime returns when item i begins.
func (c *Choice) startTime(i int32) int64 { return c.problem.Starts[c.problem.Items[i].Start].From }
