package store

import (
	"database/sql"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/internal/api"
	"fika/internal/rsvp"
	"fika/planner"
)

// moves are the allowed transitions of a booking, one row for each state that it leaves.
// Every pair without an x is refused.
const moves = `
          proposed approved sending unknown booked met missed declined cancelled skipped expired released refused
proposed  .        x        .       .       .      .   .      .        x         x       x       .        x
approved  x        .        x       .       .      .   .      .        x         x       x       .        .
sending   .        x        .       x       x      .   .      .        x         .       x       .        x
unknown   .        x        .       .       x      .   .      .        x         .       x       .        x
booked    .        .        .       .       .      x   x      x        x         .       .       x        x
met       .        .        .       .       .      .   .      .        .         .       .       .        .
missed    .        .        .       .       .      x   .      .        .         .       .       .        .
declined  .        .        .       .       .      .   .      .        .         .       .       .        .
cancelled .        .        .       .       .      .   .      .        .         .       .       .        .
skipped   x        .        .       .       .      .   .      .        .         .       .       .        .
expired   .        .        .       .       .      .   .      .        .         .       .       .        .
released  .        .        .       .       .      .   .      .        .         .       .       .        .
refused   .        .        .       .       .      .   .      .        .         .       .       .        .
`

// TestEveryMove checks every pair of states: transitions that are not allowed are
// refused.
func TestEveryMove(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(moves), "\n")
	heads := strings.Fields(lines[0])
	if len(heads) != len(states) || len(lines)-1 != len(states) {
		t.Fatalf("%d rows and %d columns, and there are %d states", len(lines)-1, len(heads), len(states))
	}
	s := fresh(t)
	id := s.propose(t, with("ann", 9)).ID
	for _, line := range lines[1:] {
		cells := strings.Fields(line)
		from := State(cells[0])
		for i, cell := range cells[1:] {
			to := State(heads[i])
			var want error
			if cell != "x" {
				want = ErrWrongState
			}
			tryMove(t, s, id, from, to, want)
		}
	}
}

func tryMove(t *testing.T, s *Store, id string, from, to State, want error) {
	t.Helper()
	t.Run(string(from+" to "+to), func(t *testing.T) {
		ended := ""
		if !from.Live() {
			ended = formatTime(at(1))
		}
		_, err := s.db.Exec(`UPDATE bookings SET state = ?, ended_at = ? WHERE id = ?`, from, ended, id)
		ok(t, err)
		before := len(s.kinds(t))
		err = s.update(t.Context(), func(tx *sql.Tx) error {
			_, err := transition(t.Context(), tx, at(2), id, to, Cause{Note: "why"}, nil)
			return err
		})
		is(t, err, want)
		b, log := s.booking(t, id), s.kinds(t)[before:]
		if want != nil {
			if b.State != from || len(log) != 0 {
				t.Errorf("refused, and yet it is %s, with %v in the log", b.State, log)
			}
			return
		}
		if b.State != to || b.Ended.IsZero() != to.Live() || !b.Changed.Equal(at(2)) {
			t.Errorf("it is %s, changed %v, ended %v", b.State, b.Changed, b.Ended)
		}
		if diff := cmp.Diff([]api.EntryKind{api.EntryKind(to)}, log); diff != "" {
			t.Error(diff)
		}
	})
}

// TestProposalIsRememberedWhole checks that every field of a proposal can be read back.
func TestProposalIsRememberedWhole(t *testing.T) {
	s := fresh(t)
	p := with("ann", 9)
	p.Name, p.Team = "Ann Öberg", "R&D"
	p.Meeting.Mode, p.Meeting.Score = planner.ModeHold, 1234
	p.Meeting.Reasons = []planner.Reason{{Code: "tie", Text: "not met since May", Points: 40}, {Code: "hours"}}
	p.Due = at(5)
	b, err := s.Propose(t.Context(), at(4), p)
	ok(t, err)
	want := Booking{
		ID: b.ID, Generation: 1, Person: "ann", Name: "Ann Öberg", Team: "R&D", Goal: "trends", Mode: planner.ModeHold,
		Span: p.Meeting.Span, State: Approved, Due: at(5), Score: 1234, Reasons: p.Meeting.Reasons, Created: at(4), Changed: at(4),
	}
	if diff := cmp.Diff(want, s.booking(t, b.ID)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, b); diff != "" {
		t.Errorf("what Propose returned: %s", diff)
	}
}

// TestOneLiveBookingAPerson checks that nobody can have two live bookings.
// TestState checks that a booking remembers what its invitation states, and that the log has
// the kind of it and nothing else, once it is sent and whenever it is sent again.
func TestState(t *testing.T) {
	s := fresh(t)
	ctx := t.Context()
	first := Stated{Kind: api.StatedShared, Fact: "a1", Words: "Pricing round", Month: "2026-04"}
	b := s.propose(t, with("ann", 9))
	_, err := s.Approve(ctx, monday, b.ID, monday, api.ByUser)
	ok(t, err)
	stated, err := s.State(ctx, monday, b.ID, first)
	ok(t, err)
	if got := s.booking(t, b.ID); got.Stated != first || stated.Stated != first {
		t.Errorf("stated %+v and %+v, want %+v", got.Stated, stated.Stated, first)
	}
	_, err = s.Intend(ctx, monday, b.ID, Invite, "e", nil)
	ok(t, err)
	_, err = s.State(ctx, monday, b.ID, Stated{Kind: api.StatedTheme})
	ok(t, err)
	entries, err := s.Log(ctx, 0, b.ID, 0)
	ok(t, err)
	var kinds []api.Stated
	for _, e := range entries {
		if e.Note != "" {
			t.Errorf("the log tells more: %+v", e)
		}
		if e.Kind == api.EntrySending {
			kinds = append(kinds, e.Stated)
		} else if e.Stated != "" {
			t.Errorf("%+v", e)
		}
	}
	if want := []api.Stated{api.StatedShared, api.StatedTheme}; !slices.Equal(kinds, want) {
		t.Errorf("sent with %q, want %q", kinds, want)
	}
	_, err = s.State(ctx, monday, "nobody", first)
	is(t, err, ErrNotFound)
}

func TestOneLiveBookingAPerson(t *testing.T) {
	s := fresh(t)
	first := s.propose(t, with("ann", 9))
	_, err := s.Propose(t.Context(), monday, with("ann", 30))
	is(t, err, ErrHasLiveBooking)
	s.propose(t, with("bob", 9))

	_, err = s.End(t.Context(), monday, first.ID, Skipped, Cause{}, false)
	ok(t, err)
	second := s.propose(t, with("ann", 30))
	_, err = s.Reopen(t.Context(), monday, first.ID, Cause{By: api.ByUser})
	is(t, err, ErrHasLiveBooking)
	_, err = s.End(t.Context(), monday, second.ID, Expired, Cause{}, false)
	ok(t, err)
	b, err := s.Reopen(t.Context(), monday, first.ID, Cause{By: api.ByUser})
	ok(t, err)
	if b.State != Proposed || !b.Ended.IsZero() || b.Generation != 2 {
		t.Errorf("reopened as %+v", b)
	}
}

// TestReopenTakesTheDueBack checks that a reopened booking is due no more.
func TestReopenTakesTheDueBack(t *testing.T) {
	s := fresh(t)
	b := s.propose(t, with("ann", 9))
	_, err := s.Approve(t.Context(), monday, b.ID, at(1), api.ByUser)
	ok(t, err)
	b, err = s.Reopen(t.Context(), monday, b.ID, Cause{By: api.ByUser})
	ok(t, err)
	if !b.Due.IsZero() || b.Generation != 1 || b.State != Proposed {
		t.Errorf("reopened as %+v", b)
	}
}

// TestAnEndIsAnEnd checks that End refuses live states, and bookings that have ended.
func TestAnEndIsAnEnd(t *testing.T) {
	s := fresh(t)
	b := s.propose(t, with("ann", 9))
	for _, to := range states[:slices.Index(states, Met)] {
		_, err := s.End(t.Context(), monday, b.ID, to, Cause{}, false)
		is(t, err, ErrWrongState)
	}
	skipped := b.ID
	_, err := s.End(t.Context(), monday, skipped, Skipped, Cause{}, false)
	ok(t, err)
	_, err = s.End(t.Context(), monday, skipped, Proposed, Cause{}, false)
	is(t, err, ErrWrongState)
}

// TestApprovalWaitsForTheAnswer checks that the user may approve while the invitation
// is being sent.
func TestApprovalWaitsForTheAnswer(t *testing.T) {
	s := fresh(t)
	b, in := s.invite(t, with("ann", 9))
	for range 2 {
		_, err := s.Approve(t.Context(), monday, b.ID, at(1), api.ByUser)
		is(t, err, ErrWrongState)
		_, err = s.Reopen(t.Context(), monday, b.ID, Cause{By: api.ByUser})
		is(t, err, ErrWrongState)
		ok(t, s.MarkUnknown(t.Context(), monday, in, "timeout"))
	}
	ok(t, s.Done(t.Context(), monday, in, Receipt{ETag: "1"}))
	if got := s.booking(t, b.ID).State; got != Booked {
		t.Errorf("it is %s", got)
	}
}

// TestEndTakesTheEventAway checks that the end of a booking can record that its event
// must be removed.
func TestEndTakesTheEventAway(t *testing.T) {
	s := fresh(t)
	b := s.book(t, with("ann", 9))
	_, err := s.End(t.Context(), at(1), b.ID, Released, Cause{api.ByFika, "no reply"}, true)
	ok(t, err)
	in := s.open(t)
	if in.Kind != Withdraw || in.Event != b.Event || in.Booking != b.ID {
		t.Fatalf("the open intent is %+v", in)
	}
	ok(t, s.Done(t.Context(), at(1), in, Receipt{}))
	got := s.booking(t, b.ID)
	if got.State != Released || got.Event != "" || !got.Ended.Equal(at(1)) {
		t.Errorf("it is %+v", got)
	}
}

// open is the only open intent.
func (s *Store) open(t *testing.T) Intent {
	t.Helper()
	open, err := s.Intents(t.Context())
	ok(t, err)
	if len(open) != 1 {
		t.Fatalf("open intents: %+v, want one", open)
	}
	return open[0]
}

// TestEndLeavesTheEventAlone checks that no removal is recorded for a booking without
// an event, or if none is wanted.
func TestEndLeavesTheEventAlone(t *testing.T) {
	s := fresh(t)
	none := s.propose(t, with("ann", 9))
	_, err := s.End(t.Context(), monday, none.ID, Skipped, Cause{}, true) // it has no event
	ok(t, err)
	held := s.book(t, with("bob", 9))
	_, err = s.End(t.Context(), monday, held.ID, Cancelled, Cause{api.ByUser, "deleted"}, false)
	ok(t, err)
	open, err := s.Intents(t.Context())
	ok(t, err)
	if len(open) != 0 {
		t.Errorf("open intents: %+v", open)
	}
}

func TestObserve(t *testing.T) {
	s := fresh(t)
	b := s.book(t, with("ann", 9))
	before := len(s.kinds(t))
	seen := Seen{Span: b.Span.Pad(0, time.Hour), ETag: "7", Reply: "ACCEPTED", Edited: true}
	ok(t, s.Observe(t.Context(), at(1), b.ID, seen, ""))
	ok(t, s.Observe(t.Context(), at(1), b.ID, seen, "no news"))
	seen.ETag = "8"
	ok(t, s.Observe(t.Context(), at(1), b.ID, seen, ""))
	got := s.booking(t, b.ID)
	want := b
	want.Span, want.ETag, want.Reply, want.Edited, want.Changed = seen.Span, seen.ETag, seen.Reply, seen.Edited, at(1)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	log, err := s.Log(t.Context(), int64(before), "", 0)
	ok(t, err)
	if diff := cmp.Diff([]Entry{
		{ID: int64(before) + 1, At: at(1), Kind: api.EntrySeen, By: api.ByGuest, Booking: b.ID, Person: b.Person, Start: b.Span.Start, Reply: rsvp.Accepted},
		{ID: int64(before) + 2, At: at(1), Kind: api.EntrySeen, Booking: b.ID, Person: b.Person, Start: b.Span.Start, Note: "no news"},
	}, log); diff != "" {
		t.Error(diff)
	}

	none := s.propose(t, with("bob", 9))
	is(t, s.Observe(t.Context(), at(1), none.ID, seen, ""), ErrWrongState)
	_, err = s.End(t.Context(), at(1), b.ID, Met, Cause{}, false)
	ok(t, err)
	is(t, s.Observe(t.Context(), at(1), b.ID, seen, ""), ErrWrongState)
}

// TestLostAndFound checks that a missing event comes back or ends its booking, and that
// such a booking can come back too, unless its person was invited again.
func TestLostAndFound(t *testing.T) {
	s := fresh(t)
	ctx := t.Context()
	b := s.book(t, with("ann", 9))
	ok(t, s.MarkAbsent(ctx, at(1), b.ID, "on no calendar"))
	ok(t, s.MarkAbsent(ctx, at(2), b.ID, "on no calendar"))
	if got := s.booking(t, b.ID); got.State != Booked || !got.AbsentSince.Equal(at(1)) {
		t.Errorf("missed twice it is %s, absent since %v", got.State, got.AbsentSince)
	}
	ok(t, s.MarkAbsent(ctx, at(0.5), b.ID, "on no calendar")) // the clock was ahead
	if got := s.booking(t, b.ID).AbsentSince; !got.Equal(at(0.5)) {
		t.Errorf("absent since %v, after now", got)
	}
	ok(t, s.Observe(ctx, at(3), b.ID, Seen{Span: b.Span}, ""))
	if got := s.booking(t, b.ID).AbsentSince; !got.IsZero() {
		t.Errorf("seen again, and absent since %v", got)
	}
	is(t, s.Revive(ctx, at(3), b.ID, "back"), ErrWrongState)
	ok(t, s.EndAbsent(ctx, at(4), b.ID, "deleted"))
	other := s.propose(t, with("ann", 30))
	is(t, s.Revive(ctx, at(5), b.ID, "back"), ErrHasLiveBooking)
	_, err := s.End(ctx, at(5), other.ID, Skipped, Cause{}, false)
	ok(t, err)
	ok(t, s.Revive(ctx, at(6), b.ID, "back"))
	if got := s.booking(t, b.ID); got.State != Booked || !got.Ended.IsZero() || !got.AbsentSince.IsZero() || !got.Sent {
		t.Errorf("back again it is %+v", got)
	}
	_, err = s.End(ctx, at(7), b.ID, Cancelled, Cause{By: api.ByUser}, false)
	ok(t, err)
	is(t, s.Revive(ctx, at(8), b.ID, "back"), ErrWrongState) // by an order, not by hand
}
