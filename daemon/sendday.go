package daemon

import (
	"fika/internal/mailbox"
	"fika/internal/store"
	"fika/planner"
)

// sendWait returns why an invitation of b does not leave on this day: for the user or a
// guest it is none to send or get one. It waits then, and stays approved. This is no hold,
// because it concerns one coffee, and because whatever else is to be told to guests still is.
func (o *observation) sendWait(b store.Booking) (planner.Wait, bool) {
	var guests []mailbox.Address
	for _, g := range b.Guests() {
		guests = append(guests, g.Person)
	}
	return planner.WaitToSend(o.now, o.settings.Rules, o.world, guests...)
}
