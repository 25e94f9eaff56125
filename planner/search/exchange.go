package search

import "slices"

// bestGain returns the item of among with the highest gain, and the first of equals.
// It skips out, and returns -1 if no item gains.
func (c *Choice) bestGain(among []int32, out int32) int32 {
	best, bestGain := int32(-1), int64(0)
	for _, i := range among {
		if i == out || c.gainWithoutStartCost(i) <= bestGain || !c.Fits(i) {
			continue
		}
		if gain := c.Gain(i); gain > bestGain {
			best, bestGain = i, gain
		}
	}
	return best
}

// fill adds the item of among with the highest gain until none gains.
func (c *Choice) fill(among []int32) {
	for i := c.bestGain(among, -1); i >= 0; i = c.bestGain(among, -1) {
		c.Add(i)
	}
}

// dropLosing removes items that cost more than they gain, one at a time, until none
// is left.
func (c *Choice) dropLosing() {
	for at := 0; at < len(c.items); {
		before, out := c.value, c.items[at]
		if c.remove(out); c.value >= before {
			at = 0
		} else {
			c.Add(out)
			at++
		}
	}
}

// improve replaces items with others of among, and fills up, as long as that
// increases the value. It ends because values are integers.
func (c *Choice) improve(among []int32) {
	for c.exchange(among) {
	}
}

// exchange tries to replace each item, and keeps the first result that is better.
func (c *Choice) exchange(among []int32) bool {
	items, value := slices.Clone(c.items), c.value
	for _, out := range items {
		c.remove(out)
		if in := c.bestGain(among, out); in >= 0 {
			c.Add(in)
			c.fill(among)
		}
		if c.value > value {
			return true
		}
		c.restore(items)
	}
	return false
}

// restore makes items the content of c.
func (c *Choice) restore(items []int32) {
	for _, i := range slices.Clone(c.items) {
		if !slices.Contains(items, i) {
			c.remove(i)
		}
	}
	for _, i := range items {
		if !slices.Contains(c.items, i) {
			c.Add(i)
		}
	}
}
