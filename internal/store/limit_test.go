package store

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
	"fika/internal/span"
)

// ledger has one invitation of each kind, named by its person.
func ledger(t *testing.T) *Store {
	t.Helper()
	s := fresh(t)
	ends := map[mailbox.Address]State{"met": Met, "missed": Missed, "declined": Declined, "released": Released, "cancelled": Cancelled}
	replies := map[mailbox.Address]rsvp.Reply{"accepted": rsvp.Accepted, "asked": rsvp.NoReply}
	for _, who := range []mailbox.Address{"sending", "unknown", "booked", "met", "missed", "declined", "released", "cancelled", "accepted", "asked", "dropped"} {
		b, in := s.invite(t, with(who, 9))
		switch who {
		case "sending":
		case "unknown":
			ok(t, s.MarkUnknown(t.Context(), monday, in, "timeout"))
		case "dropped":
			ok(t, s.Drop(t.Context(), monday, in, Approved, "offline"))
		default:
			ok(t, s.Done(t.Context(), monday, in, Receipt{ETag: "1"}))
		}
		if reply, seen := replies[who]; seen {
			ok(t, s.Observe(t.Context(), monday, b.ID, Seen{Span: b.Span, Reply: reply}, ""))
		}
		if to, ended := ends[who]; ended {
			_, err := s.End(t.Context(), monday, b.ID, to, Cause{}, false)
			ok(t, err)
		}
	}
	return s
}

func used(t *testing.T, s *Store, l Limit) int {
	t.Helper()
	n, err := s.Used(t.Context(), l)
	ok(t, err)
	return n
}

// TestWhatALimitCounts checks which invitations each part of a limit counts.
func TestWhatALimitCounts(t *testing.T) {
	s := ledger(t)
	day := span.New(monday, 24*time.Hour)
	for _, test := range []struct {
		name  string
		limit Limit
		want  int
	}{
		{"everything that was not dropped", Limit{}, 10},
		{"sent is sent, whatever became of it", Limit{Sent: day}, 10},
		{"a start counts while it stands or took place", Limit{Start: day}, 7},
		{"a month counts what was to be", Limit{Month: day}, 10},
		{"open is live and not answered", Limit{Open: true}, 4},
		{"a team", Limit{Team: "sales"}, 10},
		{"another team", Limit{Team: "hr"}, 0},
		{"a person", Limit{Person: "declined"}, 1},
		{"a person that was dropped", Limit{Person: "dropped"}, 0},
		{"a person whose start does not stand", Limit{Person: "declined", Start: day}, 0},
		{"a person who is met", Limit{Person: "met", Start: day}, 1},
		{"open in a team", Limit{Open: true, Team: "sales"}, 4},
		{"an open person", Limit{Open: true, Person: "unknown"}, 1},
		{"a person who answered", Limit{Open: true, Person: "accepted"}, 0},
		{"all at once", Limit{Sent: day, Start: day, Month: day, Open: true, Team: "sales", Person: "booked"}, 1},
		{"all at once but the team", Limit{Sent: day, Start: day, Month: day, Open: true, Team: "hr", Person: "booked"}, 0},
		{"all at once but the day", Limit{Sent: span.New(at(24), time.Hour), Start: day, Open: true, Team: "sales"}, 0},
		{"a stretch that ends before it starts is none", Limit{Sent: span.Span{Start: at(2), End: at(1)}}, 10},
	} {
		if got := used(t, s, test.limit); got != test.want {
			t.Errorf("%s: %d, want %d", test.name, got, test.want)
		}
	}
}

// TestLimitsAreHalfOpen checks that Sent counts from its start to just before its end,
// to the millisecond, and so do Start and Month.
func TestLimitsAreHalfOpen(t *testing.T) {
	s := fresh(t)
	p := with("ann", 9)
	p.Due = monday
	b, err := s.Propose(t.Context(), monday, p)
	ok(t, err)
	_, err = s.Intend(t.Context(), at(8), b.ID, Invite, "ev", nil)
	ok(t, err)

	const ms = time.Millisecond
	for _, test := range []struct {
		from, to time.Duration // beside the instant that counts
		want     int
	}{
		{0, ms, 1}, {-ms, 0, 0}, {-ms, ms, 1}, {ms, 2 * ms, 0}, {0, time.Hour, 1}, {-time.Hour, 0, 0},
	} {
		around := func(hours float64) span.Span {
			return span.Span{Start: at(hours).Add(test.from), End: at(hours).Add(test.to)}
		}
		for name, l := range map[string]Limit{"sent": {Sent: around(8)}, "start": {Start: around(9)}, "month": {Month: around(9)}} {
			if got := used(t, s, l); got != test.want {
				t.Errorf("%s from %v to %v: %d, want %d", name, test.from, test.to, got, test.want)
			}
		}
	}
}

// TestLimitsAreInstants checks that limits count between instants: a day ends at
// midnight in the user's zone.
func TestLimitsAreInstants(t *testing.T) {
	s := fresh(t)
	s.invite(t, with("ann", 9)) // sent at midnight UTC
	east := time.FixedZone("", 9*3600)
	for hours, want := range map[float64]int{0: 1, 0.5: 0} {
		if got := used(t, s, Limit{Sent: span.New(at(hours).In(east), time.Hour)}); got != want {
			t.Errorf("from hour %v: %d, want %d", hours, got, want)
		}
	}
}

func TestMovedMeetingMovesItsDebit(t *testing.T) {
	s := fresh(t)
	b := s.book(t, with("ann", 9))
	seen := Seen{Span: span.New(at(40), time.Hour), ETag: "2"}
	ok(t, s.Observe(t.Context(), at(1), b.ID, seen, "moved"))
	day := func(n float64) span.Span { return span.New(at(24*n), 24*time.Hour) }
	for name, l := range map[string]Limit{"start": {Start: day(0)}, "month": {Month: day(0)}, "sent": {Sent: day(1)}} {
		if got := used(t, s, l); got != 0 {
			t.Errorf("%s: the old place counts %d", name, got)
		}
	}
	for name, l := range map[string]Limit{"start": {Start: day(1)}, "month": {Month: day(1)}, "sent": {Sent: day(0)}} {
		if got := used(t, s, l); got != 1 {
			t.Errorf("%s: the new place counts %d", name, got)
		}
	}
}

func TestIntendStopsAtTheLimit(t *testing.T) {
	s := fresh(t)
	day := Limit{Code: "day", Max: 2, Sent: span.New(monday, 24*time.Hour)}
	team := Limit{Code: "team", Max: 1, Team: "hr"}
	for i := range 2 {
		s.invite(t, with(mailbox.Address(fmt.Sprint(i)), 9), day, team)
	}
	b := s.approve(t, with("ann", 9))
	before := len(s.kinds(t))
	_, err := s.Intend(t.Context(), monday, b.ID, Invite, "ev", []Limit{team, day})
	var full *CapError
	if !errors.As(err, &full) || full.Limit.Code != "day" {
		t.Fatalf("%v, want the day's limit", err)
	}
	is(t, err, errCap)
	if got := s.booking(t, b.ID); got.State != Approved || len(s.kinds(t)) != before || used(t, s, Limit{}) != 2 {
		t.Errorf("refused, and yet it is %+v", got)
	}
	// Limits are only for invitations, not for the user's own calendar.
	_, err = s.Intend(t.Context(), monday, b.ID, Block, "ev", []Limit{day})
	ok(t, err)
}

// TestLimitOfNone checks that a limit of zero or less allows nothing.
func TestLimitOfNone(t *testing.T) {
	s := fresh(t)
	for _, limit := range []int{0, -1} {
		b := s.approve(t, with(mailbox.Address(fmt.Sprint(limit)), 9))
		_, err := s.Intend(t.Context(), monday, b.ID, Invite, "ev", []Limit{{Code: "none", Max: limit}})
		is(t, err, errCap)
	}
}

// TestInvitationsOfOnePass checks that a limit counts the earlier invitations of the
// same pass. They all have the pass's now, so a window must end later than now.
func TestInvitationsOfOnePass(t *testing.T) {
	s := fresh(t)
	s.invite(t, with("ann", 9))
	if got := used(t, s, Limit{Sent: span.Span{Start: at(-24), End: monday}}); got != 0 {
		t.Errorf("a window that ends at now counts %d", got)
	}
	if got := used(t, s, Limit{Sent: span.Span{Start: at(-24), End: monday.Add(time.Millisecond)}}); got != 1 {
		t.Errorf("a window that ends just later counts %d", got)
	}
}

// TestLimitsBelowAMillisecond checks that truncation to milliseconds never hides an
// invitation from a window that contains it. It may count one too many.
func TestLimitsBelowAMillisecond(t *testing.T) {
	s := fresh(t)
	b := s.approve(t, with("ann", 9))
	sent := monday.Add(1500 * time.Microsecond)
	_, err := s.Intend(t.Context(), sent, b.ID, Invite, "ev", nil)
	ok(t, err)
	for _, test := range []struct {
		name     string
		from, to time.Time
		want     int
	}{
		{"from that very instant", sent, sent.Add(time.Hour), 1},
		{"from just before", sent.Add(-time.Microsecond), sent.Add(time.Hour), 1},
		{"from just after, in its millisecond", sent.Add(time.Microsecond), sent.Add(time.Hour), 1},
		{"until the next millisecond", monday, monday.Add(2 * time.Millisecond), 1},
		{"until just after, in its millisecond", monday, sent.Add(time.Microsecond), 1},
		{"until that very instant", monday, sent, 1},
		{"until its millisecond", monday, monday.Add(time.Millisecond), 0},
	} {
		if got := used(t, s, Limit{Sent: span.Span{Start: test.from, End: test.to}}); got != test.want {
			t.Errorf("%s: %d, want %d", test.name, got, test.want)
		}
	}
}

// TestFirstContactsUp checks which invitations count as first contacts with somebody far
// above: those that were decided since a time, or after it by a clock that was set back
// since; also after a restart, when the guest was forgotten, and when a guest left.
func TestFirstContactsUp(t *testing.T) {
	dir := folder(t)
	s := reopen(t, dir)
	up := Limit{Code: CeilingUpward, Max: 1, Upward: at(-24)}
	invite := func(p Proposal, sent time.Time, up ...bool) (Booking, Intent) {
		t.Helper()
		b := s.approve(t, p)
		in, err := s.Intend(t.Context(), sent, b.ID, Invite, "ev-"+b.ID, nil, up...)
		ok(t, err)
		return s.booking(t, b.ID), in
	}
	_, dropped := invite(with("ann", 9), at(0), true)
	ok(t, s.Drop(t.Context(), at(0), dropped, Expired, "offline"))
	invite(with("bob", 10), at(0), false)
	invite(with("cat", 11), at(-24.5), true)
	if n := used(t, s, up); n != 0 {
		t.Fatalf("%d count, of one that was dropped, one that is none, and one long ago", n)
	}
	three, in := invite(withBoth("dan", "eve", 12), at(48), false, true)
	if three.Upward || !three.Second.Upward {
		t.Errorf("it is one with %+v", three.Guests())
	}
	ok(t, s.Done(t.Context(), at(48), in, Receipt{ETag: "1"}))
	other := s.approve(t, with("fay", 13))
	refused := func(s *Store) {
		t.Helper()
		_, err := s.Intend(t.Context(), at(1), other.ID, Invite, "ev", []Limit{up}, true)
		var full *CapError
		if !errors.As(err, &full) || full.Limit.Code != CeilingUpward || !full.Last.Equal(at(48)) {
			t.Fatalf("%v, %+v; want the ceiling", err, full)
		}
	}
	refused(s)
	_, err := s.Leave(t.Context(), at(49), three.ID, "eve", Declined, Cause{By: api.ByGuest})
	ok(t, err)
	refused(s)
	_, err = s.End(t.Context(), at(50), three.ID, Met, Cause{}, false)
	ok(t, err)
	ok(t, s.Forget(t.Context(), at(50), Kept{}, "eve"))
	ok(t, s.Close())
	s = reopen(t, dir)
	refused(s)
	for _, b := range s.all(t) {
		if want := b.Of == three.ID || b.Person == "cat"; b.Upward != want {
			t.Errorf("the booking of %s is one: %t", b.Person, b.Upward)
		}
	}
}
