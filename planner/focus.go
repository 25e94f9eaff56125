package planner

import (
	"time"

	"fika/internal/span"
)

// focusMinutes returns how many minutes of a free block of length d count as focus
// time: all of a long block, none of a short one. It uses whole minutes, so that the
// sums do not depend on the order in which coffees are added to a day.
func focusMinutes(d time.Duration) int {
	if d < focusBlock {
		return 0
	}
	return int(d / time.Minute)
}

// focusCost returns how many minutes of focus time the meeting takes from the free
// block around it. At the edge of a block that is its own length. In the middle it
// may be the whole block.
func focusCost(block, meeting span.Span) int {
	meeting = meeting.Clip(block)
	if meeting.Empty() {
		return 0
	}
	return focusMinutes(block.Len()) - focusMinutes(meeting.Start.Sub(block.Start)) - focusMinutes(block.End.Sub(meeting.End))
}

// narrowBlock returns the part of the free block around s that is left beside a
// coffee.
func narrowBlock(block, s, coffee span.Span) span.Span {
	if !coffee.End.After(s.Start) && coffee.End.After(block.Start) {
		block.Start = coffee.End
	}
	if !coffee.Start.Before(s.End) && coffee.Start.Before(block.End) {
		block.End = coffee.Start
	}
	return block
}

// freeBlocks returns the user's free time around each slot. Live coffees are not
// free.
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
