package planner

import (
	"slices"
	"time"
)

// choice is a set of items that the groups and the buffers allow, with what it
// is worth: a plan before it has words.
type choice struct {
	model  *model
	items  []int32 // by start
	used   []int   // by group
	points Points
}

// empty is the choice of nothing.
func (m *model) empty() *choice { return &choice{model: m, used: make([]int, len(m.groups))} }

// start is when item i begins.
func (m *model) start(i int32) time.Time { return m.slots[m.items[i].slot].Start }

// fits reports whether item i may join.
func (c *choice) fits(i int32) bool { return c.blocker(i) == "" }

// blocker is the code of what keeps item i out, "" if nothing does.
func (c *choice) blocker(i int32) Code {
	it := &c.model.items[i]
	for _, g := range it.groups {
		if g >= 0 && c.used[g] >= c.model.groups[g].room {
			return c.model.groups[g].tally.code
		}
	}
	s := c.model.slots[it.slot].Span
	for _, j := range c.items {
		if c.model.view.tooClose(c.model.slots[c.model.items[j].slot].Span, s) {
			return CodeOwn
		}
	}
	return ""
}

// gain is what item i would add.
func (c *choice) gain(i int32) Points { return c.shared(i) + c.focus(c.model.items[i].slot) }

// shared is the gain of item i but for the user's focus, which only costs.
func (c *choice) shared(i int32) Points {
	it := &c.model.items[i]
	sum := it.value
	for _, g := range it.groups {
		if g >= 0 {
			sum += c.model.groups[g].marginal(c.used[g])
		}
	}
	return sum
}

// focus is what slot s takes from the user's focus beside the day's coffees.
func (c *choice) focus(s int32) Points {
	m := c.model
	at, free := &m.slots[s], m.blocks[s]
	for _, j := range c.items {
		if other := &m.slots[m.items[j].slot]; other.from == at.from {
			free = gap(free, at.Span, other.Span)
		}
	}
	return m.focus(s, free)
}

// add puts item i in.
func (c *choice) add(i int32) {
	c.points += c.gain(i)
	for _, g := range c.model.items[i].groups {
		if g >= 0 {
			c.used[g]++
		}
	}
	at, _ := slices.BinarySearchFunc(c.items, i, func(j, i int32) int {
		return c.model.start(j).Compare(c.model.start(i))
	})
	c.items = slices.Insert(c.items, at, i)
}

// remove takes item i out.
func (c *choice) remove(i int32) {
	at := slices.Index(c.items, i)
	c.items = slices.Delete(c.items, at, at+1)
	for _, g := range c.model.items[i].groups {
		if g >= 0 {
			c.used[g]--
		}
	}
	c.points -= c.gain(i)
}

// best is the item of among, other than out, that gains most, the first of
// equals; -1 if none gains.
func (c *choice) best(among []int32, out int32) int32 {
	best, most := int32(-1), Points(0)
	for _, i := range among {
		if i == out || c.shared(i) <= most || !c.fits(i) {
			continue
		}
		if gain := c.gain(i); gain > most {
			best, most = i, gain
		}
	}
	return best
}

// fill adds the item of among that gains most until none gains.
func (c *choice) fill(among []int32) {
	for i := c.best(among, -1); i >= 0; i = c.best(among, -1) {
		c.add(i)
	}
}

// shed takes out items that cost more than they gain, the first again and again.
func (c *choice) shed() {
	for at := 0; at < len(c.items); {
		before, out := c.points, c.items[at]
		if c.remove(out); c.points >= before {
			at = 0
		} else {
			c.add(out)
			at++
		}
	}
}

// improve exchanges one item for another of among, and fills up, as long as
// that gains. The values are integers and every exchange gains, so it ends.
func (c *choice) improve(among []int32) {
	for c.exchange(among) {
	}
}

// exchange tries to replace each item, and keeps the first result that is better.
func (c *choice) exchange(among []int32) bool {
	items, points := slices.Clone(c.items), c.points
	for _, out := range items {
		c.remove(out)
		if in := c.best(among, out); in >= 0 {
			c.add(in)
			c.fill(among)
		}
		if c.points > points {
			return true
		}
		c.restore(items)
	}
	return false
}

// restore brings items back, and nothing else.
func (c *choice) restore(items []int32) {
	for _, i := range slices.Clone(c.items) {
		if !slices.Contains(items, i) {
			c.remove(i)
		}
	}
	for _, i := range items {
		if !slices.Contains(c.items, i) {
			c.add(i)
		}
	}
}
