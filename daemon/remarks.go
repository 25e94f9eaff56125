package daemon

import (
	"fmt"

	"fika/internal/date"
	"fika/internal/rsvp"
	"fika/internal/store"
	"fika/planner"
)

// remarks lists what the user should know about coffees and only they can settle.
func (o *observation) remarks() []string {
	var remarks []string
	for _, b := range o.bookings {
		if b.State != store.Booked {
			continue
		}
		e, ok := o.eventOf(b)
		if !b.AbsentSince.IsZero() {
			missing := "has been on none of your calendars"
			switch {
			case ok && !o.invitesAll(e.Event, b):
				missing = "has been without its guest"
			case ok && o.declines(e.Event):
				missing = "has been declined by you"
			}
			remarks = append(remarks, fmt.Sprintf("coffee %s with %s %s since %s; if that lasts ten minutes, it counts as cancelled by you",
				b.ID, names(b), missing, when(b.AbsentSince, o.zone())))
		}
		if !ok || !b.Reply.Open() {
			continue
		}
		for _, a := range o.strangers(b, e.Event) {
			if a.Reply == rsvp.Accepted {
				remarks = append(remarks, fmt.Sprintf("coffee %s with %s, %s: somebody else accepted: %s. If that is %s, add the address to their aliases",
					b.ID, names(b), when(b.Span.Start, o.zone()), nameAndAddress(a), names(b)))
			}
		}
	}
	return append(remarks, o.refusedGuests()...)
}

// refusedGuests lists the people who rest because no invitation reached them: somebody
// should check the address.
func (o *observation) refusedGuests() []string {
	var remarks []string
	today := date.Of(o.now, o.settings.Rules.Zone)
	for _, b := range o.bookings {
		p, ok := o.accepted(b.Person)
		over := !today.Before(date.Of(b.Ended, o.settings.Rules.Zone).AddDays(planner.RefusedRestDays))
		if b.State != store.Refused || !ok || over || !b.Ended.After(p.LiftedAt) {
			continue
		}
		remarks = append(remarks, fmt.Sprintf("no invitation reaches %s (%s), and %s; fix the address in your list of people (fika why %s says more)",
			p.Name, p.ID, o.restingUntil(b.Ended), b.ID))
	}
	return remarks
}
