package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCountByState(t *testing.T) {
	s := fresh(t)
	s.book(t, with("ann", 9))
	for _, p := range []Proposal{with("bo", 11), with("cy", 13)} {
		_, err := s.Propose(t.Context(), monday, p)
		ok(t, err)
	}
	skipped, err := s.Propose(t.Context(), monday, with("di", 15))
	ok(t, err)
	_, err = s.End(t.Context(), monday, skipped.ID, Skipped, Cause{}, false)
	ok(t, err)

	states, err := s.CountByState(t.Context())
	ok(t, err)
	if diff := cmp.Diff(map[State]int{Booked: 1, Proposed: 2}, states); diff != "" {
		t.Error(diff)
	}
	size, err := s.Size(t.Context())
	ok(t, err)
	if size < 4096 || size%4096 != 0 {
		t.Errorf("%d bytes are not whole pages", size)
	}
}
