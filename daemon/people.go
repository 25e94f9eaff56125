package daemon

import (
	"strings"
	"time"

	"fika/calendar"
	"fika/internal/invitation"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
	"fika/internal/store"
	"fika/planner"
)

// accepted returns the person with that address, from the accepted people only.
func (o *observation) accepted(address mailbox.Address) (planner.Person, bool) {
	id := o.roster.PersonOf(address)
	for _, p := range o.people {
		if p.ID == id {
			return p, true
		}
	}
	return planner.Person{}, false
}

// guest returns the guest of b from the list of people, or as they were when b was made
// if they are no longer in it.
func (o *observation) guest(b store.Booking) planner.Person {
	if p, ok := o.accepted(b.Person); ok {
		return p
	}
	return planner.Person{ID: b.Person, Name: b.Name}
}

// addressed returns a letter to the guests of b, with nothing in it.
func (o *observation) addressed(b store.Booking) invitation.Letter {
	l := invitation.Letter{From: o.settings.Rules.Me, Guest: o.guest(b), Span: b.Span, Zone: o.zone()}
	l.Me = invitation.Person{Name: o.settings.Name, FirstName: o.settings.called()}
	if b.Second.Person != "" {
		l.Other.Person = o.guest(b.With(b.Second))
	}
	return l
}

// samePerson reports whether two addresses belong to one person.
func (o *observation) samePerson(a, b mailbox.Address) bool {
	return o.roster.PersonOf(a) == o.roster.PersonOf(b)
}

// invites reports whether e invites who, under any of their addresses.
func (o *observation) invites(e calendar.Event, who mailbox.Address) bool {
	for _, a := range e.Attendees {
		if o.samePerson(a.Address, who) {
			return true
		}
	}
	return false
}

// answer returns who's answer to e. If several of their addresses are invited, an answer
// given counts before none, and among several that of the address invited.
func (o *observation) answer(e calendar.Event, who mailbox.Address) (reply rsvp.Reply, invited bool) {
	for _, a := range e.Attendees {
		switch {
		case a.Address == who && !a.Reply.Open():
			return a.Reply, true
		case !o.samePerson(a.Address, who):
		case !invited, reply.Open():
			reply, invited = a.Reply, true
		}
	}
	return reply, invited
}

// undelivered returns the code with which a server says that the invitation did not
// reach who, under any of their addresses; "" if one arrived, or if unknown.
func (o *observation) undelivered(e calendar.Event, who mailbox.Address) (code string) {
	for _, a := range e.Attendees {
		switch {
		case !o.samePerson(a.Address, who):
		case a.DeliveryFailure == "" || !a.Reply.Open():
			return ""
		default:
			code = a.DeliveryFailure
		}
	}
	return code
}

// titleName returns what the title of b calls its guest: as the greeting does, but the
// full name while there is another live coffee with somebody of the same name.
func (o *observation) titleName(guest planner.Person, b store.Booking) string {
	called := guest.Greeting().Name
	for _, other := range o.bookings {
		if other.ID == b.ID || !other.State.Live() || o.samePerson(other.Person, guest.ID) {
			continue
		}
		if p, ok := o.accepted(other.Person); ok && called != "" && strings.EqualFold(p.Greeting().Name, called) {
			return guest.FullName()
		}
	}
	return called
}

// guardOf returns the user's guard on p, under any address that p had at the time. The
// strictest guard counts, and the latest lift.
func guardOf(p planner.Person, guards map[mailbox.Address]store.Guard) store.Guard {
	g := store.Guard{Person: p.ID}
	for _, a := range p.Addresses() {
		one := guards[a]
		g.Never, g.OwnWish = g.Never || one.Never, g.OwnWish || one.OwnWish
		g.OK = g.OK || one.OK
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

// lastMet returns when the user last met p, at any event or over a coffee; zero for
// never.
func (o *observation) lastMet(p planner.Person) time.Time {
	last := p.Tie.Last
	for _, b := range o.bookings {
		if b.State == store.Met && o.isGuest(b, p.ID) && b.Span.End.After(last) {
			last = b.Span.End
		}
	}
	return last
}
