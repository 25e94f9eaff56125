package store

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/internal/api"
	"fika/internal/mailbox"
)

// TestNobodyKnowsTheBooking checks that every change of an unknown booking returns
// ErrNotFound.
func TestNobodyKnowsTheBooking(t *testing.T) {
	s := fresh(t)
	ctx := t.Context()
	_, err := s.Approve(ctx, monday, "nosuch", monday, api.ByUser)
	is(t, err, ErrNotFound)
	_, err = s.Reopen(ctx, monday, "nosuch", Cause{})
	is(t, err, ErrNotFound)
	_, err = s.End(ctx, monday, "nosuch", Skipped, Cause{}, true)
	is(t, err, ErrNotFound)
	_, err = s.Intend(ctx, monday, "nosuch", Block, "ev", nil)
	is(t, err, ErrNotFound)
	is(t, s.Observe(ctx, monday, "nosuch", Seen{}, ""), ErrNotFound)
}

func TestBookingByPrefix(t *testing.T) {
	s := fresh(t)
	for _, id := range []string{"abcd2345", "abce2345", "b7kx2345", "öäxx2345"} {
		p := with(mailbox.Address(id), 9)
		p.ID = id
		s.propose(t, p)
	}
	for prefix, want := range map[string]error{
		"abcd": nil, "abcd2345": nil, "b": nil, " B7K\n": nil, "ö": nil, "öä": nil,
		"abc": ErrAmbiguous, "a": ErrAmbiguous,
		"": ErrNotFound, "  ": ErrNotFound, "abcd23456": ErrNotFound, "x": ErrNotFound, "%": ErrNotFound, "_": ErrNotFound, "é": ErrNotFound, "\x00": ErrNotFound,
	} {
		b, err := s.Booking(t.Context(), prefix)
		if want != nil || err != nil {
			is(t, err, want)
			continue
		}
		if !strings.HasPrefix(b.ID, strings.ToLower(strings.TrimSpace(prefix))) {
			t.Errorf("%q found %s", prefix, b.ID)
		}
	}
}

func TestBookingsSince(t *testing.T) {
	s := fresh(t)
	live, old, young := s.propose(t, with("ann", 12)), s.propose(t, with("bob", 11)), s.propose(t, with("eva", 10))
	for b, hours := range map[*Booking]float64{&old: 1, &young: 2} {
		_, err := s.End(t.Context(), at(hours), b.ID, Skipped, Cause{}, false)
		ok(t, err)
	}
	for _, test := range []struct {
		since time.Time
		want  []string
	}{
		{time.Time{}, []string{young.ID, old.ID, live.ID}},
		{at(1), []string{young.ID, old.ID, live.ID}},
		{at(1).Add(time.Millisecond), []string{young.ID, live.ID}},
		{at(3), []string{live.ID}},
	} {
		found, err := s.Bookings(t.Context(), test.since)
		ok(t, err)
		ids := []string{}
		for _, b := range found {
			ids = append(ids, b.ID)
		}
		if diff := cmp.Diff(test.want, ids); diff != "" {
			t.Errorf("since %v: %s", test.since, diff)
		}
	}
}
