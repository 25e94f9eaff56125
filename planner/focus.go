package planner

import (
	"time"

	"fika/internal/span"
)

// focusTime is how many minutes of a free block of length d count as focus: all of
// a long block, none of a short one. It counts whole minutes, so that the sums are
// the same in whatever order coffees are put into a day.
func focusTime(d time.Duration) int {
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
	return focusTime(block.Len()) - focusTime(meeting.Start.Sub(block.Start)) - focusTime(block.End.Sub(meeting.End))
}

// narrowed is the part of block around s that a coffee leaves free.
func narrowed(block, s, coffee span.Span) span.Span {
	if !coffee.End.After(s.Start) && coffee.End.After(block.Start) {
		block.Start = coffee.End
	}
	if !coffee.Start.Before(s.End) && coffee.Start.Before(block.End) {
		block.End = coffee.Start
	}
	return block
}

// blocks are the user's free time around each slot. Live coffees are not free.
func (v *view) blocks(slots []slot) []span.Span {
	var hours []span.Span
	last := v.dateOf(v.window.End)
	for d := v.dateOf(v.window.Start); !last.Before(d); d = d.AddDays(1) {
		hours = append(hours, v.rules.Hours.On(d, v.rules.Zone)...)
	}
	free := cursor{spans: span.Subtract(hours, v.busy)}
	blocks := make([]span.Span, len(slots))
	for i := range slots {
		around, _ := free.hit(slots[i].Span)
		for _, coffee := range v.live {
			around = narrowed(around, slots[i].Span, coffee)
		}
		blocks[i] = around
	}
	return blocks
}
