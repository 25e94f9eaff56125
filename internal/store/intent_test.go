package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"fika/internal/api"
)

// TestEventThatComesTooLate checks that an event that was being created when its
// booking ended must be removed, and that the invitation stays counted.
func TestEventThatComesTooLate(t *testing.T) {
	for _, doubt := range []bool{false, true} {
		s := fresh(t)
		b, in := s.invite(t, with("ann", 9))
		if doubt {
			ok(t, s.MarkUnknown(t.Context(), monday, in, "timeout"))
		}
		_, err := s.End(t.Context(), at(1), b.ID, Cancelled, Cause{By: api.ByUser}, true)
		ok(t, err)
		ok(t, s.Done(t.Context(), at(2), in, Receipt{Place: Place{Calendar: "work"}, ETag: "1"}))
		got := s.booking(t, b.ID)
		if got.State != Cancelled || got.Event != in.Event || got.Calendar != "work" || !got.Ended.Equal(at(1)) {
			t.Errorf("it is %+v", got)
		}
		withdraw := s.open(t)
		if withdraw.Kind != Withdraw || withdraw.Event != in.Event {
			t.Errorf("the open intent is %+v", withdraw)
		}
		used, err := s.Used(t.Context(), Limit{})
		ok(t, err)
		if used != 1 {
			t.Errorf("%d invitations are counted, want 1", used)
		}
	}
}

// TestBlockedSlot checks that a blocked slot is held without counting as an invitation,
// and that no slot can be blocked for an ended booking.
func TestBlockedSlot(t *testing.T) {
	s := fresh(t)
	b := s.propose(t, with("ann", 9))
	in, err := s.Intend(t.Context(), monday, b.ID, Block, "ev1", nil)
	ok(t, err)
	ok(t, s.Done(t.Context(), monday, in, Receipt{Place: Place{Calendar: "work"}, ETag: "1", Digest: "d"}))
	b = s.booking(t, b.ID)
	if !b.IsBlock() || b.State != Proposed || b.Event != "ev1" || b.Calendar != "work" || b.ETag != "1" || b.Digest != "d" {
		t.Errorf("it is %+v", b)
	}
	if used, err := s.Used(t.Context(), Limit{}); err != nil || used != 0 {
		t.Errorf("%d invitations are counted (%v); nobody was told anything", used, err)
	}
	_, err = s.End(t.Context(), monday, b.ID, Skipped, Cause{}, false)
	ok(t, err)
	_, err = s.Intend(t.Context(), monday, b.ID, Block, "ev2", nil)
	is(t, err, ErrWrongState)
}

func TestOneIntentABooking(t *testing.T) {
	s := fresh(t)
	b := s.approve(t, with("ann", 9))
	block, err := s.Intend(t.Context(), monday, b.ID, Block, "ev", nil)
	ok(t, err)
	before := s.memory(t)
	for _, k := range []Kind{Block, Invite, Withdraw} {
		_, err := s.Intend(t.Context(), monday, b.ID, k, "ev", nil)
		is(t, err, ErrWrongState)
	}
	if diff := cmp.Diff(before, s.memory(t)); diff != "" {
		t.Error(diff)
	}
	ok(t, s.Drop(t.Context(), monday, block, "", "slot was taken"))
	if got := s.booking(t, b.ID); got.State != Approved || got.IsBlock() {
		t.Errorf("it is %+v", got)
	}
}

func TestClosedIntentStaysClosed(t *testing.T) {
	ends := map[string]func(*Store, Intent) error{
		"attempt": func(s *Store, in Intent) error { return s.Attempt(t.Context(), in) },
		"done":    func(s *Store, in Intent) error { return s.Done(t.Context(), monday, in, Receipt{ETag: "2"}) },
		"drop":    func(s *Store, in Intent) error { return s.Drop(t.Context(), monday, in, Approved, "") },
		"doubt":   func(s *Store, in Intent) error { return s.MarkUnknown(t.Context(), monday, in, "late") },
	}
	for name, late := range ends {
		t.Run(name, func(t *testing.T) {
			s := fresh(t)
			_, done := s.invite(t, with("ann", 9))
			ok(t, s.Done(t.Context(), monday, done, Receipt{ETag: "1"}))
			b, dropped := s.invite(t, with("bob", 9))
			ok(t, s.Drop(t.Context(), monday, dropped, Approved, "offline"))
			again, err := s.Intend(t.Context(), monday, b.ID, Invite, "ev", nil)
			ok(t, err)

			before := s.memory(t)
			for _, in := range []Intent{done, dropped, {ID: 99, Booking: b.ID, Kind: Invite}} {
				is(t, late(s, in), ErrWrongState)
			}
			if diff := cmp.Diff(before, s.memory(t)); diff != "" {
				t.Error(diff)
			}
			ok(t, late(s, again))
		})
	}
}

func TestDropGivesTheDebitBack(t *testing.T) {
	s := fresh(t)
	one := Limit{Code: "day", Max: 1}
	b, in := s.invite(t, with("ann", 9), one)
	other := s.approve(t, with("bob", 9))
	_, err := s.Intend(t.Context(), monday, other.ID, Invite, "ev", []Limit{one})
	is(t, err, errCap)
	ok(t, s.Drop(t.Context(), monday, in, Approved, "offline"))
	if got := s.booking(t, b.ID); got.State != Approved {
		t.Errorf("it is %s", got.State)
	}
	_, err = s.Intend(t.Context(), monday, other.ID, Invite, "ev", []Limit{one})
	ok(t, err)
}

func TestDoubtKeepsTheDebit(t *testing.T) {
	s := fresh(t)
	b, in := s.invite(t, with("ann", 9))
	ok(t, s.Attempt(t.Context(), in))
	ok(t, s.Attempt(t.Context(), in))
	ok(t, s.MarkUnknown(t.Context(), at(1), in, "timeout"))
	ok(t, s.MarkUnknown(t.Context(), at(2), in, "still"))
	got := s.open(t)
	want := Intent{ID: in.ID, Booking: b.ID, Kind: Invite, Event: in.Event, At: monday, Attempt: 2, Problem: "still"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if b := s.booking(t, b.ID); b.State != Unknown || !b.Changed.Equal(at(1)) {
		t.Errorf("it is %s since %v", b.State, b.Changed)
	}
	if used, err := s.Used(t.Context(), Limit{}); err != nil || used != 1 {
		t.Errorf("%d invitations are counted (%v)", used, err)
	}
}

// TestBlockedSlotEndsInDoubt checks that a blocked slot whose invitation had an unknown
// outcome when its booking ended is released, whether or not the invitation turns out
// to have arrived.
func TestBlockedSlotEndsInDoubt(t *testing.T) {
	for _, arrived := range []bool{true, false} {
		s := fresh(t)
		b := s.approve(t, with("ann", 9))
		block, err := s.Intend(t.Context(), monday, b.ID, Block, "ev", nil)
		ok(t, err)
		ok(t, s.Done(t.Context(), monday, block, Receipt{Place: Place{Calendar: "work"}, ETag: "1"}))
		in, err := s.Intend(t.Context(), monday, b.ID, Invite, "ev", nil)
		ok(t, err)
		ok(t, s.MarkUnknown(t.Context(), monday, in, "timeout"))
		_, err = s.End(t.Context(), at(1), b.ID, Cancelled, Cause{By: api.ByUser}, true)
		ok(t, err)
		if got := s.open(t); got.ID != in.ID {
			t.Errorf("open is %+v, want what is in doubt", got)
		}
		counted := 0
		if arrived {
			counted = 1
			ok(t, s.Done(t.Context(), at(2), in, Receipt{Place: Place{Calendar: "work"}, ETag: "2"}))
		} else {
			ok(t, s.Drop(t.Context(), at(2), in, Cancelled, "it did not arrive"))
		}
		if got := s.open(t); got.Kind != Withdraw || got.Event != "ev" || s.booking(t, b.ID).State != Cancelled {
			t.Errorf("arrived %v: open is %+v", arrived, got)
		}
		used, err := s.Used(t.Context(), Limit{})
		ok(t, err)
		if used != counted {
			t.Errorf("arrived %v: %d invitations count", arrived, used)
		}
	}
}
