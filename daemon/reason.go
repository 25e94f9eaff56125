package daemon

import (
	"time"

	"fika/internal/store"
	"fika/planner"
)

// lastMet returns when the user last met p, at any event or over a coffee; zero for
// never.
func (o *observation) lastMet(p planner.Person) time.Time {
	last := p.Tie.Last
	for _, b := range o.bookings {
		if b.State == store.Met && o.is(b.Person, p.ID) && b.Span.End.After(last) {
			last = b.Span.End
		}
	}
	return last
}
