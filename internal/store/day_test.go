package store

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/internal/api"
	"fika/internal/date"
)

// TestDays checks that the act of a day changes until it is done, and not any more.
func TestDays(t *testing.T) {
	s := fresh(t)
	ctx := t.Context()
	first := date.New(2026, 3, 2)
	for _, d := range []Day{
		{first, api.ActHold, false}, {first, api.ActDecide, false}, {first, api.ActDecide, true}, {first, api.ActNothing, false},
		{first.AddDays(1), api.ActNothing, false}, {first.AddDays(-1), api.ActDecide, true},
	} {
		ok(t, s.SetDay(ctx, d))
	}
	days, err := s.Days(ctx, first)
	ok(t, err)
	if diff := cmp.Diff([]Day{{first, api.ActDecide, true}, {first.AddDays(1), api.ActNothing, false}}, days); diff != "" {
		t.Error(diff)
	}
}

// TestDecisions checks that only what the user decides counts, not what fika or a guest
// does.
func TestDecisions(t *testing.T) {
	s := fresh(t)
	fikas := s.book(t, with("ann@example.com", 12)) // which fika approves itself
	_, err := s.End(t.Context(), at(1), fikas.ID, Declined, Cause{By: api.ByGuest}, false)
	ok(t, err)
	b := s.propose(t, with("bob@example.com", 14))
	_, err = s.Approve(t.Context(), at(2), b.ID, at(2), api.ByUser)
	ok(t, err)
	all, err := s.Decisions(t.Context(), time.Time{})
	ok(t, err)
	if len(all) != 1 || !all[0].Equal(at(2)) {
		t.Errorf("decisions: %v", all)
	}
	if later, err := s.Decisions(t.Context(), at(24)); err != nil || len(later) > 0 {
		t.Errorf("later: %v, %v", later, err)
	}
}
