package calendar

import (
	"fika/internal/mailbox"
	"fika/internal/rsvp"
)

// Met returns whom the owner met at e, and how many took part, the owner included. It
// returns nobody if the owner was not there, declined, or was invited for information
// only, and for an event that lasts whole days.
//
// Silence does not count as yes: the guests who said yes were there, and so was the
// organizer unless they said otherwise. Guests who never answered, said maybe,
// delegated, or were only informed do not count as met. But they count for the size, so
// that an audience with few answers does not look like a small circle.
func (o Owner) Met(e Event) (with []mailbox.Address, size int) {
	if as, _ := o.Availability(e); as == Free || e.AllDay || len(e.Attendees) == 0 || o.onlyInformed(e) {
		return nil, 0
	}
	size = 1
	organizerListed := false
	for _, a := range e.Attendees {
		organizerListed = organizerListed || a.Address == e.Organizer
		if a.Room || a.Self || o.HasAddress(a.Address) || a.NonParticipant || a.Reply == rsvp.Declined || a.Reply == rsvp.Delegated {
			continue
		}
		size++
		if a.Reply == rsvp.Accepted || a.Reply == rsvp.NoReply && a.Address == e.Organizer {
			with = append(with, a.Address)
		}
	}
	if e.Organizer != "" && !o.HasAddress(e.Organizer) && !organizerListed {
		size++
		with = append(with, e.Organizer)
	}
	return with, size
}

// onlyInformed reports whether the owner is invited to e for information only.
func (o Owner) onlyInformed(e Event) bool {
	only := false
	for _, a := range e.Attendees {
		if a.Self || o.HasAddress(a.Address) {
			if !a.NonParticipant {
				return false
			}
			only = true
		}
	}
	return only
}
