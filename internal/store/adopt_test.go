package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"fika/internal/span"
)

// onCalendar is a booking as the calendar has it.
func onCalendar(id, event string, state State) Booking {
	b := Booking{ID: id, Generation: 1, Person: "ann", Name: "Ann", Team: "sales", Span: span.New(at(9), 0), State: state, Place: Place{Calendar: "work", Event: event}, Created: at(-24)}
	b.Span.End = at(9.5)
	return b
}

// TestAdoptUnknown checks that a booking of an event that the store does not know is
// adopted once, and that it counts on the day it was sent.
func TestAdoptUnknown(t *testing.T) {
	s := fresh(t)
	for _, want := range []bool{true, false} { // a second time it is known
		got, err := s.Adopt(t.Context(), monday, onCalendar("abc", "ev", Booked))
		ok(t, err)
		if got != want {
			t.Errorf("adopted is %v, want %v", got, want)
		}
	}
	b := s.booking(t, "abc")
	if b.State != Booked || !b.Sent || b.Event != "ev" {
		t.Errorf("it is %+v", b)
	}
	for hours, want := range map[float64]int{-24: 1, 0: 0} { // the cap of the day it was sent on, not of today
		used, err := s.Used(t.Context(), Limit{Sent: span.Span{Start: at(hours), End: at(hours + 24)}})
		ok(t, err)
		if used != want {
			t.Errorf("%d invitations count %v hours from now, want %d", used, hours, want)
		}
	}
}

// TestAdoptWhatWasNotSent checks that an approved booking becomes booked if its event
// is already in the calendar.
func TestAdoptWhatWasNotSent(t *testing.T) {
	s := fresh(t)
	b := s.approve(t, with("ann", 9))
	_, err := s.Adopt(t.Context(), monday, onCalendar(b.ID, "ev", Booked))
	ok(t, err)
	if got := s.booking(t, b.ID); got.State != Booked || got.Goal != b.Goal || !got.Sent {
		t.Errorf("it is %+v", got)
	}
}

// TestAdoptGivesWay checks that a proposal for the same person expires, and that a
// booked one prevents the adoption.
func TestAdoptGivesWay(t *testing.T) {
	s := fresh(t)
	other := s.propose(t, with("ann", 12))
	_, err := s.Adopt(t.Context(), monday, onCalendar("abc", "ev", Booked))
	ok(t, err)
	if got := s.booking(t, other.ID).State; got != Expired {
		t.Errorf("the proposal is %s", got)
	}
	_, err = s.Adopt(t.Context(), monday, onCalendar("xyz", "ev2", Booked))
	is(t, err, ErrHasLiveBooking)
}

// TestAdoptLeavesWhatIsKnown checks that a known event changes nothing unless its
// generation is newer.
func TestAdoptLeavesWhatIsKnown(t *testing.T) {
	s := fresh(t)
	b := s.book(t, with("ann", 9))
	_, err := s.End(t.Context(), monday, b.ID, Declined, Cause{}, false)
	ok(t, err)
	before := s.memory(t)
	_, err = s.Adopt(t.Context(), monday, onCalendar(b.ID, b.Event, Booked))
	ok(t, err)
	if diff := cmp.Diff(before, s.memory(t)); diff != "" {
		t.Error(diff)
	}
	again := onCalendar(b.ID, "ev2", Booked)
	again.Generation = 2
	_, err = s.Adopt(t.Context(), monday, again)
	ok(t, err)
	if got := s.booking(t, b.ID); got.State != Booked || got.Generation != 2 {
		t.Errorf("it is %s in generation %d", got.State, got.Generation)
	}
	_, err = s.Adopt(t.Context(), monday, onCalendar("abc", "ev", Met))
	is(t, err, ErrWrongState)
}
