package planner

import (
	"time"

	"fika/internal/span"
)

// kept is how many minutes of a free block of length d count as focus. Whole
// minutes add up the same way in whatever order coffees are put into a day.
func kept(d time.Duration) int {
	if d < focusBlock {
		return 0
	}
	return int(d / time.Minute)
}

// lost is how many minutes of focus the meeting takes from the free block around
// it: a coffee at the edge of a block costs its own length, one in the middle
// may cost the whole.
func lost(block, meeting span.Span) int {
	meeting = meeting.Clip(block)
	if meeting.Empty() {
		return 0
	}
	return broken(meeting.Start.Sub(block.Start), meeting.Len(), block.End.Sub(meeting.End))
}

// broken is how many minutes of focus a meeting of some length takes that leaves
// so much free before and after it.
func broken(before, length, after time.Duration) int {
	return kept(before+length+after) - kept(before) - kept(after)
}

// gap is the part of block that a coffee beside s leaves around it. The cost of a
// day is so a sum over neighbours in its sequence.
func gap(block, s, coffee span.Span) span.Span {
	if !coffee.End.After(s.Start) && coffee.End.After(block.Start) {
		block.Start = coffee.End
	}
	if !coffee.Start.Before(s.End) && coffee.Start.Before(block.End) {
		block.End = coffee.Start
	}
	return block
}

// blocks are the user's free time around each slot, without live coffees.
func (v *view) blocks(slots []slot) []span.Span {
	var hours []span.Span
	last := v.dateOf(v.window.End)
	for d := v.dateOf(v.window.Start); !last.Before(d); d = d.Add(1) {
		hours = append(hours, v.rules.Hours.On(d, v.rules.Zone)...)
	}
	free := cursor{spans: span.Subtract(hours, v.busy)}
	blocks := make([]span.Span, len(slots))
	for i := range slots {
		around, _ := free.hit(slots[i].Span)
		for _, coffee := range v.live {
			around = gap(around, slots[i].Span, coffee)
		}
		blocks[i] = around
	}
	return blocks
}
