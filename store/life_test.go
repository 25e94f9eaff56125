package store

import (
	"database/sql"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/planner"
)

// moves is the life of a booking, one row for each state that it moves from.
// Every pair that has no x is refused.
const moves = `
          proposed approved sending unknown booked met missed declined cancelled skipped expired released refused
proposed  .        x        .       .       .      .   .      .        x         x       x       .        x
approved  x        .        x       .       .      .   .      .        x         x       x       .        .
sending   .        x        .       x       x      .   .      .        x         .       x       .        x
unknown   .        .        x       .       x      .   .      .        x         .       x       .        x
booked    .        .        .       .       .      x   x      x        x         .       .       x        .
met       .        .        .       .       .      .   .      .        .         .       .       .        .
missed    .        .        .       .       .      .   .      .        .         .       .       .        .
declined  .        .        .       .       .      .   .      .        .         .       .       .        .
cancelled .        .        .       .       .      .   .      .        .         .       .       .        .
skipped   x        .        .       .       .      .   .      .        .         .       .       .        .
expired   .        .        .       .       .      .   .      .        .         .       .       .        .
released  .        .        .       .       .      .   .      .        .         .       .       .        .
refused   .        .        .       .       .      .   .      .        .         .       .       .        .
`

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
				want = ErrState
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
			ended = stamp(at(1))
		}
		_, err := s.db.Exec(`UPDATE bookings SET state = ?, ended_at = ? WHERE id = ?`, from, ended, id)
		ok(t, err)
		before := len(s.kinds(t))
		err = s.update(t.Context(), func(tx *sql.Tx) error {
			_, err := move(t.Context(), tx, at(2), id, to, "why", nil)
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
		if diff := cmp.Diff([]string{string(to)}, log); diff != "" {
			t.Error(diff)
		}
	})
}

func TestProposalIsRememberedWhole(t *testing.T) {
	s := fresh(t)
	p := with("ann", 9)
	p.Name, p.Team = "Ann Öberg", "R&D"
	p.Meeting.Mode, p.Meeting.Score = planner.Hold, 1234
	p.Meeting.Reasons = []planner.Reason{{Code: "tie", Text: "not met since May", Points: 40}, {Code: "hours"}}
	p.Due = at(5)
	b, err := s.Propose(t.Context(), at(4), p)
	ok(t, err)
	want := Booking{
		ID: b.ID, Generation: 1, Person: "ann", Name: "Ann Öberg", Team: "R&D", Goal: "trends", Mode: planner.Hold,
		Span: p.Meeting.Span, State: Approved, Due: at(5), Score: 1234, Reasons: p.Meeting.Reasons, Created: at(4), Changed: at(4),
	}
	if diff := cmp.Diff(want, s.booking(t, b.ID)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, b); diff != "" {
		t.Errorf("what Propose returned: %s", diff)
	}
}

func TestOneLiveBookingAPerson(t *testing.T) {
	s := fresh(t)
	first := s.propose(t, with("ann", 9))
	_, err := s.Propose(t.Context(), monday, with("ann", 30))
	is(t, err, ErrTaken)
	s.propose(t, with("bob", 9))

	_, err = s.End(t.Context(), monday, first.ID, Skipped, "", false)
	ok(t, err)
	second := s.propose(t, with("ann", 30))
	_, err = s.Reopen(t.Context(), monday, first.ID, "undone")
	is(t, err, ErrTaken)
	_, err = s.End(t.Context(), monday, second.ID, Expired, "", false)
	ok(t, err)
	b, err := s.Reopen(t.Context(), monday, first.ID, "undone")
	ok(t, err)
	if b.State != Proposed || !b.Ended.IsZero() || b.Generation != 2 {
		t.Errorf("reopened as %+v", b)
	}
}

func TestReopenTakesTheDueBack(t *testing.T) {
	s := fresh(t)
	b := s.propose(t, with("ann", 9))
	_, err := s.Approve(t.Context(), monday, b.ID, at(1), "user")
	ok(t, err)
	b, err = s.Reopen(t.Context(), monday, b.ID, "undone")
	ok(t, err)
	if !b.Due.IsZero() || b.Generation != 1 || b.State != Proposed {
		t.Errorf("reopened as %+v", b)
	}
}

func TestAnEndIsAnEnd(t *testing.T) {
	s := fresh(t)
	b := s.propose(t, with("ann", 9))
	for _, to := range states[:slices.Index(states, Met)] {
		_, err := s.End(t.Context(), monday, b.ID, to, "", false)
		is(t, err, ErrState)
	}
	skipped := b.ID
	_, err := s.End(t.Context(), monday, skipped, Skipped, "", false)
	ok(t, err)
	_, err = s.End(t.Context(), monday, skipped, Proposed, "", false)
	is(t, err, ErrState)
}

// The user may press a button while the invitation is on its way.
func TestApprovalWaitsForTheAnswer(t *testing.T) {
	s := fresh(t)
	b, in := s.invite(t, with("ann", 9))
	for range 2 {
		_, err := s.Approve(t.Context(), monday, b.ID, at(1), "user")
		is(t, err, ErrState)
		_, err = s.Reopen(t.Context(), monday, b.ID, "undone")
		is(t, err, ErrState)
		ok(t, s.Doubt(t.Context(), monday, in, "timeout"))
	}
	ok(t, s.Done(t.Context(), monday, in, Receipt{ETag: "1"}))
	if got := s.booking(t, b.ID).State; got != Booked {
		t.Errorf("it is %s", got)
	}
}

func TestEndTakesTheEventAway(t *testing.T) {
	s := fresh(t)
	b := s.book(t, with("ann", 9))
	_, err := s.End(t.Context(), at(1), b.ID, Released, "no reply", true)
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

func TestEndLeavesTheEventAlone(t *testing.T) {
	s := fresh(t)
	none := s.propose(t, with("ann", 9))
	_, err := s.End(t.Context(), monday, none.ID, Skipped, "", true) // it has no event
	ok(t, err)
	held := s.book(t, with("bob", 9))
	_, err = s.End(t.Context(), monday, held.ID, Cancelled, "deleted by the user", false)
	ok(t, err)
	open, err := s.Intents(t.Context())
	ok(t, err)
	if len(open) != 0 {
		t.Errorf("open intents: %+v", open)
	}
}

// An event that was on its way when its booking ended is nobody's: it must go
// again, and the invitation stays counted.
func TestEventThatComesTooLate(t *testing.T) {
	for _, doubt := range []bool{false, true} {
		s := fresh(t)
		b, in := s.invite(t, with("ann", 9))
		if doubt {
			ok(t, s.Doubt(t.Context(), monday, in, "timeout"))
		}
		_, err := s.End(t.Context(), at(1), b.ID, Cancelled, "by the user", true)
		ok(t, err)
		ok(t, s.Done(t.Context(), at(2), in, Receipt{Calendar: "work", ETag: "1"}))
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

func TestBlockedSlot(t *testing.T) {
	s := fresh(t)
	b := s.propose(t, with("ann", 9))
	in, err := s.Intend(t.Context(), monday, b.ID, Block, "ev1", nil)
	ok(t, err)
	ok(t, s.Done(t.Context(), monday, in, Receipt{Calendar: "work", ETag: "1", Digest: "d"}))
	b = s.booking(t, b.ID)
	if !b.Held() || b.State != Proposed || b.Event != "ev1" || b.Calendar != "work" || b.ETag != "1" || b.Digest != "d" {
		t.Errorf("it is %+v", b)
	}
	if used, err := s.Used(t.Context(), Limit{}); err != nil || used != 0 {
		t.Errorf("%d invitations are counted (%v); nobody was told anything", used, err)
	}
	_, err = s.End(t.Context(), monday, b.ID, Skipped, "", false)
	ok(t, err)
	_, err = s.Intend(t.Context(), monday, b.ID, Block, "ev2", nil)
	is(t, err, ErrState)
}

func TestOneIntentABooking(t *testing.T) {
	s := fresh(t)
	b := s.approve(t, with("ann", 9))
	block, err := s.Intend(t.Context(), monday, b.ID, Block, "ev", nil)
	ok(t, err)
	before := s.memory(t)
	for _, k := range []Kind{Block, Invite, Withdraw} {
		_, err := s.Intend(t.Context(), monday, b.ID, k, "ev", nil)
		is(t, err, ErrState)
	}
	if diff := cmp.Diff(before, s.memory(t)); diff != "" {
		t.Error(diff)
	}
	ok(t, s.Drop(t.Context(), monday, block, "", "slot was taken"))
	if got := s.booking(t, b.ID); got.State != Approved || got.Held() {
		t.Errorf("it is %+v", got)
	}
}

func TestClosedIntentStaysClosed(t *testing.T) {
	ends := map[string]func(*Store, Intent) error{
		"attempt": func(s *Store, in Intent) error { return s.Attempt(t.Context(), in) },
		"done":    func(s *Store, in Intent) error { return s.Done(t.Context(), monday, in, Receipt{ETag: "2"}) },
		"drop":    func(s *Store, in Intent) error { return s.Drop(t.Context(), monday, in, Approved, "") },
		"doubt":   func(s *Store, in Intent) error { return s.Doubt(t.Context(), monday, in, "late") },
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
				is(t, late(s, in), ErrState)
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
	is(t, err, ErrCap)
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
	ok(t, s.Doubt(t.Context(), at(1), in, "timeout"))
	ok(t, s.Doubt(t.Context(), at(2), in, "still"))
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

func TestObserve(t *testing.T) {
	s := fresh(t)
	b := s.book(t, with("ann", 9))
	before := len(s.kinds(t))
	seen := Seen{Span: b.Span.Pad(0, time.Hour), ETag: "7", Reply: "ACCEPTED", Edited: true}
	ok(t, s.Observe(t.Context(), at(1), b.ID, seen, ""))
	ok(t, s.Observe(t.Context(), at(1), b.ID, seen, "accepted"))
	got := s.booking(t, b.ID)
	want := b
	want.Span, want.ETag, want.Reply, want.Edited = seen.Span, seen.ETag, seen.Reply, seen.Edited
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"seen"}, s.kinds(t)[before:]); diff != "" {
		t.Error(diff)
	}

	none := s.propose(t, with("bob", 9))
	is(t, s.Observe(t.Context(), at(1), none.ID, seen, ""), ErrState)
	_, err := s.End(t.Context(), at(1), b.ID, Met, "", false)
	ok(t, err)
	is(t, s.Observe(t.Context(), at(1), b.ID, seen, ""), ErrState)
}

func TestNobodyKnowsTheBooking(t *testing.T) {
	s := fresh(t)
	ctx := t.Context()
	_, err := s.Approve(ctx, monday, "nosuch", monday, "")
	is(t, err, ErrNotFound)
	_, err = s.Reopen(ctx, monday, "nosuch", "")
	is(t, err, ErrNotFound)
	_, err = s.End(ctx, monday, "nosuch", Skipped, "", true)
	is(t, err, ErrNotFound)
	_, err = s.Intend(ctx, monday, "nosuch", Block, "ev", nil)
	is(t, err, ErrNotFound)
	is(t, s.Observe(ctx, monday, "nosuch", Seen{}, ""), ErrNotFound)
}

func TestBookingByPrefix(t *testing.T) {
	s := fresh(t)
	for _, id := range []string{"abcd2345", "abce2345", "b7kx2345", "öäxx2345"} {
		p := with(planner.PersonID(id), 9)
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
		_, err := s.End(t.Context(), at(hours), b.ID, Skipped, "", false)
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
