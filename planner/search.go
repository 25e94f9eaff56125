package planner

import (
	"slices"

	"fika/span"
)

// choice is a set of items that the groups and the buffers allow, with what it
// is worth.
type choice struct {
	model  *model
	items  []int32 // by start
	used   []int   // by group
	points Points
}

// solve finds a good choice: the best single addition again and again, then
// exchanges of one item for another as long as they gain. The values are
// integers and every exchange gains, so it ends; it takes the first of equals,
// so it is deterministic. No item that would gain is left out of the result, so
// that planning again after carrying it out adds nothing.
func (m *model) solve() *choice {
	c := &choice{model: m, used: make([]int, len(m.groups))}
	c.fill()
	for c.exchange() {
	}
	return c
}

// fill adds the item that gains most until none gains.
func (c *choice) fill() {
	for i := c.best(-1); i >= 0; i = c.best(-1) {
		c.add(i)
	}
}

// exchange tries to replace each item by another and fill up, and keeps the
// first result that is better.
func (c *choice) exchange() bool {
	for _, out := range c.items {
		trial := c.clone()
		trial.remove(out)
		if in := trial.best(out); in >= 0 {
			trial.add(in)
			trial.fill()
		}
		if trial.points > c.points {
			*c = *trial
			return true
		}
	}
	return false
}

// best is the item other than out that gains most, the first of equals; -1 if
// none gains.
func (c *choice) best(out int32) int32 {
	best, most := int32(-1), Points(0)
	for i := range int32(len(c.model.items)) {
		if i == out || !c.fits(i) {
			continue
		}
		if gain := c.gain(i); gain > most {
			best, most = i, gain
		}
	}
	return best
}

func (c *choice) clone() *choice {
	return &choice{c.model, slices.Clone(c.items), slices.Clone(c.used), c.points}
}

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
func (c *choice) gain(i int32) Points {
	it := &c.model.items[i]
	sum := it.value
	if day := c.spans(it.slot); len(day) > 0 {
		sum += c.model.focus(it.slot, day)
	} else {
		sum += c.model.alone[it.slot]
	}
	for _, g := range it.groups {
		if g >= 0 {
			sum += c.model.groups[g].marginal(c.used[g])
		}
	}
	return sum
}

// spans are the coffees on the day of slot s.
func (c *choice) spans(s int32) []span.Span {
	var spans []span.Span
	day := c.model.slots[s].day
	for _, j := range c.items {
		if other := &c.model.slots[c.model.items[j].slot]; other.day == day {
			spans = append(spans, other.Span)
		}
	}
	return spans
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
