package store

import (
	"testing"

	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
)

// withBoth is a proposal of a coffee with two guests.
func withBoth(a, b mailbox.Address, hours float64) Proposal {
	p := with(a, hours)
	p.Meeting.Second = b
	p.Second = Guest{Person: b, Name: "Second", Team: "second's"}
	return p
}

func TestOneLiveBookingAGuestInEitherSeat(t *testing.T) {
	for name, other := range map[string]Proposal{
		"first":  with("ann", 20),
		"second": with("ben", 20),
		"seats":  withBoth("ben", "cat", 20),
		"again":  withBoth("cat", "ann", 20),
	} {
		t.Run(name, func(t *testing.T) {
			s := fresh(t)
			b := s.propose(t, withBoth("ann", "ben", 9))
			_, err := s.Propose(t.Context(), at(1), other)
			is(t, err, ErrHasLiveBooking)
			_, err = s.End(t.Context(), at(1), b.ID, Skipped, Cause{By: api.ByUser}, false)
			ok(t, err)
			s.propose(t, other)
			_, err = s.Reopen(t.Context(), at(1), b.ID, Cause{By: api.ByUser})
			is(t, err, ErrHasLiveBooking)
		})
	}
}

func TestInvitationOfTwoIsDebitedTwice(t *testing.T) {
	s := fresh(t)
	limit := Limit{Code: CapOpen, Open: true, Max: 3, Adds: 2}
	b := s.book(t, withBoth("ann", "ben", 9), limit)
	for _, l := range []Limit{{Open: true}, {Start: b.Span}} {
		if n := used(t, s, l); n != 2 {
			t.Errorf("%+v: %d debits of an invitation of two", l, n)
		}
	}
	for who, want := range map[mailbox.Address]int{"ann": 1, "ben": 1, "cat": 0} {
		if n := used(t, s, Limit{Person: who}); n != want {
			t.Errorf("%s has %d debits, want %d", who, n, want)
		}
	}
	if n := used(t, s, Limit{Team: "second's"}); n != 1 {
		t.Errorf("the team of the second guest has %d debits", n)
	}
	ok(t, s.Observe(t.Context(), at(2), b.ID, Seen{Place: b.Place, Span: b.Span, Second: rsvp.Accepted}, ""))
	if n := used(t, s, Limit{Open: true}); n != 1 {
		t.Errorf("%d wait for an answer after one of two", n)
	}
	// Three may wait, one does: there is room for two, and not for two more.
	next := s.approve(t, withBoth("cat", "dan", 30))
	_, err := s.Intend(t.Context(), at(2), next.ID, Invite, "evt-next", []Limit{limit})
	ok(t, err)
	last := s.approve(t, withBoth("eve", "fay", 50))
	_, err = s.Intend(t.Context(), at(2), last.ID, Invite, "evt-last", []Limit{limit})
	is(t, err, errCap)
}

// TestLeave lets either guest of a coffee of three go: an ended booking of their own keeps
// their answer and their debit, and the coffee is one of two with the other.
func TestLeave(t *testing.T) {
	for _, who := range []mailbox.Address{"ann", "ben"} {
		t.Run(string(who), func(t *testing.T) {
			s := fresh(t)
			stays := map[mailbox.Address]mailbox.Address{"ann": "ben", "ben": "ann"}[who]
			b := s.book(t, withBoth("ann", "ben", 9))
			seen := Seen{Place: b.Place, Span: b.Span, Reply: rsvp.Declined, Second: rsvp.Accepted}
			if who == "ben" {
				seen.Reply, seen.Second = seen.Second, seen.Reply
			}
			ok(t, s.Observe(t.Context(), at(2), b.ID, seen, ""))
			rest, err := s.Leave(t.Context(), at(3), b.ID, who, Declined, Cause{By: api.ByGuest})
			ok(t, err)
			now := s.booking(t, b.ID)
			if rest.Person != stays || now.Person != stays || len(now.Guests()) != 1 || now.Reply != rsvp.Accepted || now.State != Booked || !now.Sent || now.Event != b.Event {
				t.Errorf("the coffee goes on as %+v", now)
			}
			var left Booking
			for _, one := range s.all(t) {
				if one.ID != b.ID {
					left = one
				}
			}
			if left.Person != who || left.State != Declined || left.Reply != rsvp.Declined || left.Of != b.ID || !left.Sent || left.Event != "" || !left.Ended.Equal(at(3)) {
				t.Errorf("who left has %+v", left)
			}
			if open := used(t, s, Limit{Open: true}); open != 0 || used(t, s, Limit{Person: who}) != 1 || used(t, s, Limit{Person: stays}) != 1 {
				t.Errorf("%d wait for an answer", open)
			}
			s.propose(t, with(who, 40)) // nothing of theirs is live
			_, err = s.Propose(t.Context(), at(3), with(stays, 40))
			is(t, err, ErrHasLiveBooking)
			_, err = s.Leave(t.Context(), at(3), b.ID, stays, Declined, Cause{By: api.ByGuest})
			is(t, err, ErrWrongState) // nobody would be left
			ok(t, s.Check(t.Context()))
		})
	}
}

// TestForgetASecondGuest checks that nothing names a forgotten guest of a coffee of three.
func TestForgetASecondGuest(t *testing.T) {
	dir := folder(t)
	s := reopen(t, dir)
	p := withBoth("ann", "ben@example.com", 9)
	p.Second.Name = "Benjamin"
	b := s.book(t, p)
	is(t, s.Forget(t.Context(), at(3), Kept{}, "ben@example.com"), ErrWrongState)
	_, err := s.Leave(t.Context(), at(3), b.ID, "ben@example.com", Declined, Cause{By: api.ByGuest})
	ok(t, err)
	is(t, s.Forget(t.Context(), at(3), Kept{}, "ben@example.com"), ErrWrongState) // its event names him
	_, err = s.End(t.Context(), at(4), b.ID, Met, Cause{By: api.ByFika}, false)
	ok(t, err)
	ok(t, s.Forget(t.Context(), at(5), Kept{}, "ben@example.com"))
	ok(t, s.Close())
	for _, word := range []string{"Benjamin", "ben@example.com"} {
		if found(t, dir, word) {
			t.Errorf("%s is still in the store", word)
		}
	}
}
