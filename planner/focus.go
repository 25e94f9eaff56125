package planner

import (
	"time"

	"fika/internal/span"
)

// focusMinutes is how many minutes of a free block of length d count as focus: all of
// a long block, none of a short one. It counts whole minutes, so that the sums are
// the same in whatever order coffees are put into a day.
func focusMinutes(d time.Duration) int {
	if d < focusBlock {
		return 0
	}
	return int(d / time.Minute)
}

// focusCost is how many minutes of focus the meeting takes from the free block around
// it: a coffee at the edge of a block costs its own length, one in the middle
// may cost the whole.
func focusCost(block, meeting span.Span) int {
	meeting = meeting.Clip(block)
	if meeting.Empty() {
		return 0
	}
	return focusMinutes(block.Len()) - focusMinutes(meeting.Start.Sub(block.Start)) - focusMinutes(block.End.Sub(meeting.End))
}

// narrowBlock is the part of block around s that a coffee leaves free.
func narrowBlock(block, s, coffee span.Span) span.Span {
	if !coffee.End.After(s.Start) && coffee.End.After(block.Start) {
		block.Start = coffee.End
	}
	if !coffee.Start.Before(s.End) && coffee.Start.Before(block.End) {
		block.End = coffee.Start
	}
	return block
}

// freeBlocks are the user's free time around each slot. Live coffees are not free.
func (in *input) freeBlocks(slots []slot) []span.Span {
	var hours []span.Span
	last := in.dateOf(in.window.End)
	for d := in.dateOf(in.window.Start); !last.Before(d); d = d.AddDays(1) {
		hours = append(hours, in.config.Hours.On(d, in.config.Zone)...)
	}
	free := cursor{spans: span.Subtract(hours, in.busy)}
	blocks := make([]span.Span, len(slots))
	for i := range slots {
		around, _ := free.overlapping(slots[i].Span)
		for _, coffee := range in.live {
			around = narrowBlock(around, slots[i].Span, coffee)
		}
		blocks[i] = around
	}
	return blocks
}
