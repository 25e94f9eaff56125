package daemon

import (
	"strings"
	"time"

	"fika/calendar"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
	"fika/internal/store"
	"fika/planner"
)

// accepted is the person with that address, from the accepted people only.
func (s *scene) accepted(address mailbox.Address) (planner.Person, bool) {
	id := s.who.Who(address)
	for _, p := range s.people {
		if p.ID == id {
			return p, true
		}
	}
	return planner.Person{}, false
}

// guest is the guest of b as the list of people has them, or, if they are in it no
// more, as they were when b was made.
func (s *scene) guest(b store.Booking) planner.Person {
	if p, ok := s.accepted(b.Person); ok {
		return p
	}
	return planner.Person{ID: b.Person, Name: b.Name}
}

// is reports whether two addresses are one person's.
func (s *scene) is(a, b mailbox.Address) bool { return s.who.Who(a) == s.who.Who(b) }

// invites reports whether e invites who, under any of their addresses.
func (s *scene) invites(e calendar.Event, who mailbox.Address) bool {
	for _, a := range e.Attendees {
		if s.is(a.Address, who) {
			return true
		}
	}
	return false
}

// answer is what who says to e. Where they are invited under several addresses,
// the answer counts that was given, and of several that of the address invited.
func (s *scene) answer(e calendar.Event, who mailbox.Address) (reply rsvp.Reply, invited bool) {
	for _, a := range e.Attendees {
		switch {
		case a.Address == who && !a.Reply.Open():
			return a.Reply, true
		case !s.is(a.Address, who):
		case !invited, reply.Open():
			reply, invited = a.Reply, true
		}
	}
	return reply, invited
}

// undelivered is the code with which a server says that the invitation did not
// reach who, under any of their addresses; "" if one arrived, or nobody says.
func (s *scene) undelivered(e calendar.Event, who mailbox.Address) (code string) {
	for _, a := range e.Attendees {
		switch {
		case !s.is(a.Address, who):
		case a.Undelivered == "" || !a.Reply.Open():
			return ""
		default:
			code = a.Undelivered
		}
	}
	return code
}

// inTitle is how the title of b calls its guest: as the greeting does, but in full
// while another coffee is on its way with somebody who is called alike.
func (s *scene) inTitle(guest planner.Person, b store.Booking) string {
	called := guest.Greeting().Name
	for _, other := range s.bookings {
		if other.ID == b.ID || !other.State.Live() || s.is(other.Person, guest.ID) {
			continue
		}
		if p, ok := s.accepted(other.Person); ok && called != "" && strings.EqualFold(p.Greeting().Name, called) {
			return guest.FullName()
		}
	}
	return called
}

// guardOf is what the user said about p, under any address that p had when it
// was said. The strictest word counts, and the latest lift.
func guardOf(p planner.Person, said map[mailbox.Address]store.Guard) store.Guard {
	g := store.Guard{Person: p.ID}
	for _, a := range p.Addresses() {
		one := said[a]
		g.Never = g.Never || one.Never
		g.Rest = later(g.Rest, one.Rest)
		g.Lifted = later(g.Lifted, one.Lifted)
	}
	return g
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// OwnerOf is p as the reader of their own calendar, under all their addresses.
func OwnerOf(p planner.Person, zone *time.Location) calendar.Owner {
	return calendar.Owner{Addresses: p.Addresses(), Zone: zone}
}
