package daemon_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"fika/calendar"
	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

// otherStart returns the first start on another day at which the rules allow the coffee
// with who.
func (h *harness) otherStart(t *testing.T, who string, now time.Time) time.Time {
	t.Helper()
	b, err := h.booking(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	for day := 1; day < 10; day++ {
		start := b.Span.Start.AddDate(0, 0, day)
		if _, err := h.daemon.PreviewMove(t.Context(), now, b.ID, start); err == nil {
			return start
		}
	}
	t.Fatalf("no other start for %s", who)
	return time.Time{}
}

func (h *harness) mustMove(t *testing.T, who string, now, start time.Time) api.Change {
	t.Helper()
	b, err := h.booking(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	a, err := h.daemon.Move(t.Context(), now, b.ID, start)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// onlyEvent returns the one event of the coffee with who.
func (h *harness) onlyEvent(t *testing.T, who string) calendar.Event {
	t.Helper()
	b, err := h.booking(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	by, err := h.others.coffees()
	if err != nil || len(by[b.ID]) != 1 {
		t.Fatalf("%d events of %s, %v", len(by[b.ID]), who, err)
	}
	return by[b.ID][0]
}

func (h *harness) wantStart(t *testing.T, who string, state store.State, start time.Time) store.Booking {
	t.Helper()
	b, err := h.booking(t.Context(), who)
	if err != nil || b.State != state || !b.Span.Start.Equal(start) {
		t.Fatalf("%s is %s at %v (%v), want %s at %v", who, b.State, b.Span.Start, err, state, start)
	}
	return b
}

// TestMovedProposalStays checks that a proposal stays at the start that the user chose, is
// sent there, and that undo takes back one move after the other.
func TestMovedProposalStays(t *testing.T) {
	h := newHarness(t)
	mustPass(t, h, monday)
	b, err := h.booking(t.Context(), "ana")
	if err != nil {
		t.Fatal(err)
	}
	first := b.Span.Start
	second := h.otherStart(t, "ana", monday)
	a := h.mustMove(t, "ana", monday.Add(time.Minute), second)
	if !a.Booking.Pinned || !a.Booking.Start.Equal(second) || a.Booking.State != api.StateProposed {
		t.Errorf("%+v", a.Booking)
	}
	for n := range 3 {
		mustPass(t, h, monday.Add(time.Duration(2+n)*time.Hour))
	}
	moved := h.wantStart(t, "ana", store.Proposed, second)
	if moved.ID != b.ID || len(moved.Reasons) == 0 {
		t.Errorf("%+v", moved)
	}
	third := h.otherStart(t, "ana", monday.Add(6*time.Hour))
	h.mustMove(t, "ana", monday.Add(6*time.Hour), third)
	for i, want := range []time.Time{second, first} {
		if _, err := h.daemon.Undo(t.Context(), monday.Add(time.Duration(7+i)*time.Hour)); err != nil {
			t.Fatal(err)
		}
		h.wantStart(t, "ana", store.Proposed, want)
	}
	if _, err := h.daemon.Undo(t.Context(), monday.Add(9*time.Hour)); err == nil {
		if b, _ := h.booking(t.Context(), "ana"); !b.Span.Start.Equal(first) {
			t.Errorf("another undo moved it to %v", b.Span.Start)
		}
	}
	h.mustMove(t, "ana", monday.Add(10*time.Hour), second)
	if err := h.approve(t.Context(), "ana", monday.Add(11*time.Hour)); err != nil {
		t.Fatal(err)
	}
	mustPass(t, h, monday.Add(11*time.Hour))
	h.wantStart(t, "ana", store.Booked, second)
	if e := h.onlyEvent(t, "ana"); !e.Span.Start.Equal(second) {
		t.Errorf("invited to %v", e.Span.Start)
	}
}

// TestApprovedIsMoved checks that an approved coffee that was not sent can be moved, and
// is sent at the new start.
func TestApprovedIsMoved(t *testing.T) {
	h := newHarness(t)
	mustPass(t, h, monday)
	h.wantState(t, "bo", store.Approved)
	start := h.otherStart(t, "bo", monday)
	if a := h.mustMove(t, "bo", monday.Add(time.Minute), start); a.Letter == nil || !a.Letter.Start.Equal(start) {
		t.Errorf("%+v", a)
	}
	mustPass(t, h, monday.Add(3*time.Hour))
	h.wantStart(t, "bo", store.Booked, start)
}

// TestPlannedIsMoved checks that a meeting that is only planned becomes a proposal at the
// start that the user chose.
func TestPlannedIsMoved(t *testing.T) {
	h := newHarness(t)
	h.readCalendars(t, monday)
	plan, err := h.daemon.View().Plan(monday)
	if err != nil || len(plan.Meetings) == 0 {
		t.Fatalf("%+v, %v", plan, err)
	}
	i := slices.IndexFunc(plan.Meetings, func(m api.Meeting) bool { return m.Person == "ana@example.com" })
	m := plan.Meetings[i]
	start := m.Start.AddDate(0, 0, 1)
	if _, err := h.daemon.Move(t.Context(), monday, m.ID, start); err != nil {
		t.Fatal(err)
	}
	mustPass(t, h, monday.Add(time.Minute))
	h.wantStart(t, "ana", store.Proposed, start)
}

func (h *harness) wantState(t *testing.T, who string, want store.State) {
	t.Helper()
	if b, err := h.booking(t.Context(), who); err != nil || b.State != want {
		t.Fatalf("%s is %s (%v), want %s", who, b.State, err, want)
	}
}

// TestMoveNamesEveryRule checks that a start that breaks rules is refused with all of
// them.
func TestMoveNamesEveryRule(t *testing.T) {
	h := newHarness(t)
	mustPass(t, h, monday)
	saturday := monday.AddDate(0, 0, 26).Add(15 * time.Hour) // far away, at night
	_, err := h.daemon.Move(t.Context(), monday, "ana", saturday)
	var f *api.Fault
	if !errors.As(err, &f) || f.Code != api.CodeGuarded {
		t.Fatalf("%v", err)
	}
	for _, want := range []string{"horizon", "your hours", "windows", "Ana's hours"} {
		if want == "horizon" {
			want = "beyond the next"
		}
		if !strings.Contains(f.Text, want) {
			t.Errorf("%q does not say %q", f.Text, want)
		}
	}
	h.wantState(t, "ana", store.Proposed)
	b, _ := h.booking(t.Context(), "ana")
	if b.Pinned() {
		t.Error("a refused move pinned it")
	}
}

// bookedAna returns a fika whose coffee with Ana was sent, and answered.
func bookedAna(t *testing.T, reply, comment string) *harness {
	t.Helper()
	h := newHarness(t)
	mustPass(t, h, monday)
	if err := h.approve(t.Context(), "ana", monday); err != nil {
		t.Fatal(err)
	}
	mustPass(t, h, monday.Add(time.Minute))
	b, err := h.booking(t.Context(), "ana")
	if err != nil || b.State != store.Booked {
		t.Fatalf("%s, %v", b.State, err)
	}
	if reply != "" {
		if err := h.others.answer(b, reply, comment); err != nil {
			t.Fatal(err)
		}
	}
	mustPass(t, h, monday.Add(2*time.Minute))
	return h
}

// TestBookedIsMoved checks that the event of a booked coffee moves: the same event, with
// the user's own words, and its guest asked again.
func TestBookedIsMoved(t *testing.T) {
	h := bookedAna(t, "ACCEPTED", "")
	before := h.onlyEvent(t, "ana")
	b, err := h.booking(t.Context(), "ana")
	if err != nil {
		t.Fatal(err)
	}
	if err := h.others.retitle(b); err != nil {
		t.Fatal(err)
	}
	mustPass(t, h, monday.Add(3*time.Minute))
	title := h.onlyEvent(t, "ana").Title
	now := monday.Add(4 * time.Minute)
	start := h.otherStart(t, "ana", now)
	a := h.mustMove(t, "ana", now, start)
	if a.Booking.MovingTo == nil || !a.Booking.MovingTo.Equal(start) {
		t.Errorf("%+v", a.Booking)
	}
	mustPass(t, h, now.Add(time.Second))
	after := h.onlyEvent(t, "ana")
	if after.UID != before.UID || after.Sequence <= before.Sequence || after.Title != title || !after.Span.Start.Equal(start) {
		t.Errorf("before %+v\nafter %+v", before, after)
	}
	for _, at := range after.Attendees {
		if at.Address == "ana@example.com" && at.Reply != rsvp.NoReply {
			t.Errorf("her answer to the old time stays: %s", at.Reply)
		}
	}
	moved := h.wantStart(t, "ana", store.Booked, start)
	if moved.Reply != rsvp.NoReply || !moved.Edited {
		t.Errorf("%+v", moved)
	}
	if len(moved.Reasons) == 0 || reflect.DeepEqual(b.Reasons, moved.Reasons) {
		t.Errorf("the reasons for the old time are those for the new one: %+v", moved.Reasons)
	}
	if _, err := h.daemon.Move(t.Context(), now.Add(time.Minute), b.ID, before.Span.Start); !isGuarded(err, "today") {
		t.Errorf("moved twice in a day: %v", err)
	}
	if _, err := h.daemon.Undo(t.Context(), now.Add(time.Minute)); err == nil {
		h.wantStart(t, "ana", store.Booked, start)
	}
}

func isGuarded(err error, says string) bool {
	var f *api.Fault
	return errors.As(err, &f) && f.Code == api.CodeGuarded && strings.Contains(f.Text, says)
}

// TestMovesEnd checks that one coffee is not moved for ever.
func TestMovesEnd(t *testing.T) {
	h := bookedAna(t, "", "")
	h.settings.Rules.Notice, h.settings.Rules.Horizon = 1, 28
	h.daemon.Configure(h.settings)
	now := monday.Add(time.Hour)
	for range 3 {
		mustPass(t, h, now)
		h.mustMove(t, "ana", now, h.otherStart(t, "ana", now))
		mustPass(t, h, now.Add(time.Second))
		b, err := h.booking(t.Context(), "ana")
		if err != nil {
			t.Fatal(err)
		}
		if err := h.others.answer(b, "ACCEPTED", ""); err != nil {
			t.Fatal(err)
		}
		now = now.AddDate(0, 0, 1)
	}
	mustPass(t, h, now)
	b, err := h.booking(t.Context(), "ana")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.daemon.Move(t.Context(), now, b.ID, b.Span.Start.AddDate(0, 0, 1)); !isGuarded(err, "3 times") {
		t.Errorf("moved for the fourth time: %v", err)
	}
}

// TestBlockedSlotIsMoved checks that the blocked slot of a proposal moves, that nobody is
// told, and that undo brings it back.
func TestBlockedSlotIsMoved(t *testing.T) {
	h := newHarness(t)
	mustPass(t, h, monday)
	mustPass(t, h, monday.Add(time.Minute))
	before := h.onlyEvent(t, "cy")
	now := monday.Add(2 * time.Minute)
	start := h.otherStart(t, "cy", now)
	h.mustMove(t, "cy", now, start)
	mustPass(t, h, now)
	h.wantStart(t, "cy", store.Proposed, start)
	after := h.onlyEvent(t, "cy")
	if after.UID != before.UID || !after.Span.Start.Equal(start) || len(after.Attendees) > 0 {
		t.Errorf("%+v", after)
	}
	now = now.Add(time.Minute)
	if _, err := h.daemon.Undo(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	mustPass(t, h, now)
	if b := h.wantStart(t, "cy", store.Proposed, before.Span.Start); b.Pinned() || b.Edited {
		t.Errorf("%+v", b)
	}
	if e := h.onlyEvent(t, "cy"); !e.Span.Start.Equal(before.Span.Start) {
		t.Errorf("the slot is at %v", e.Span.Start)
	}
}

// TestMoveInTrouble checks that a move ends as it should whatever happens on its way: the
// event is there once, at one of the two times, and the store says the same.
func TestMoveInTrouble(t *testing.T) {
	for _, c := range []struct {
		name    string
		trouble func(*testing.T, *harness, *faultyCalendar, store.Booking, time.Time) // after the order, before the pass
		holds   []string
		repair  func(*harness, *faultyCalendar)
		moved   bool
		says    string // in the log
	}{
		{"the answer is lost", func(_ *testing.T, _ *harness, m *faultyCalendar, _ store.Booking, _ time.Time) {
			m.moves, m.lost = errors.New("the answer was lost"), true
		}, []string{"unknown_outcome"}, func(_ *harness, m *faultyCalendar) { m.moves, m.lost = nil, false }, true, ""},
		{"the request is lost", func(_ *testing.T, _ *harness, m *faultyCalendar, _ store.Booking, _ time.Time) {
			m.moves = errors.New("the answer was lost")
		}, []string{"unknown_outcome"}, func(_ *harness, m *faultyCalendar) { m.moves = nil }, true, ""},
		{"the slot was taken", func(t *testing.T, h *harness, _ *faultyCalendar, b store.Booking, to time.Time) {
			if err := h.others.occupy("ana", span.New(to, time.Hour)); err != nil {
				t.Fatal(err)
			}
		}, nil, nil, false, "it stays where it is"},
		{"the user moves it too", func(t *testing.T, h *harness, _ *faultyCalendar, b store.Booking, _ time.Time) {
			if err := h.others.move(b, time.Hour); err != nil {
				t.Fatal(err)
			}
		}, nil, nil, false, "you moved the event yourself"},
		{"the calendar refuses", func(_ *testing.T, _ *harness, m *faultyCalendar, _ store.Booking, _ time.Time) {
			m.moves = calendar.ErrRefused
		}, nil, nil, false, "the calendar refuses"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := bookedAna(t, "", "")
			m := makeFaulty(h)
			now := monday.Add(5 * time.Minute)
			mustPass(t, h, now)
			b, err := h.booking(t.Context(), "ana")
			if err != nil {
				t.Fatal(err)
			}
			start := h.otherStart(t, "ana", now)
			h.mustMove(t, "ana", now, start)
			c.trouble(t, h, m, b, start)
			h.pass(t, now.Add(time.Minute), c.holds...)
			if c.repair != nil {
				c.repair(h, m)
			}
			for n := range 3 {
				h.pass(t, now.Add(time.Hour+time.Duration(n)*time.Hour))
			}
			e := h.onlyEvent(t, "ana")
			after := h.wantStart(t, "ana", store.Booked, e.Span.Start)
			if after.Span.Start.Equal(start) != c.moved {
				t.Errorf("it is at %v", after.Span.Start)
			}
			if open, err := h.store.Intents(t.Context()); err != nil || len(open) > 0 {
				t.Errorf("still on its way: %v %v", open, err)
			}
			entries, err := h.store.Log(t.Context(), 0, b.ID, 0)
			if err != nil {
				t.Fatal(err)
			}
			if c.says != "" && !slices.ContainsFunc(entries, func(e store.Entry) bool { return strings.Contains(e.Note, c.says) }) {
				t.Errorf("the log does not say %q: %+v", c.says, entries)
			}
		})
	}
}

// TestMoveTellsBothClocks checks that a text that tells the time tells the new one.
func TestMoveTellsBothClocks(t *testing.T) {
	h := newHarness(t)
	lisbon, err := time.LoadLocation("Europe/Lisbon")
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(h.people, func(p planner.Person) bool { return p.ID == mailbox.Address("ana@example.com") })
	h.people[i].Zone = lisbon
	mustPass(t, h, monday)
	if err := h.approve(t.Context(), "ana", monday); err != nil {
		t.Fatal(err)
	}
	mustPass(t, h, monday.Add(time.Minute))
	before := h.onlyEvent(t, "ana")
	now := monday.Add(2 * time.Minute)
	start := h.otherStart(t, "ana", now)
	h.mustMove(t, "ana", now, start)
	mustPass(t, h, now)
	day := func(t time.Time) string { return t.In(h.settings.Rules.Zone).Format("Monday 2 January") }
	after := h.onlyEvent(t, "ana")
	if !strings.Contains(before.Description, day(before.Span.Start)) {
		t.Fatalf("the text tells no time: %q", before.Description)
	}
	if strings.Contains(after.Description, day(before.Span.Start)) || !strings.Contains(after.Description, day(start)) {
		t.Errorf("%q", after.Description)
	}
	if b, err := h.booking(t.Context(), "ana"); err != nil || b.Edited {
		t.Errorf("%+v, %v", b, err)
	}
}

// moveTo moves the coffee with who by days. It can be repeated after a crash.
func (h *harness) moveTo(ctx context.Context, who string, now time.Time, to time.Time) error {
	b, err := h.booking(ctx, who)
	if err != nil || b.State != store.Booked || b.Span.Start.Equal(to) {
		return err
	}
	open, err := h.store.Intents(ctx)
	if err != nil || len(open) > 0 {
		return err
	}
	_, err = h.daemon.Move(ctx, now, b.ID, to)
	return err
}

// TestMoveErasesNoNo checks that a guest who says no, or asks not to be invited again, while
// a move of their coffee is on its way is not asked again: the coffee stays where it is, and
// their answer counts.
func TestMoveErasesNoNo(t *testing.T) {
	for _, c := range []struct {
		reply, comment string
		want           store.State
	}{
		{"DECLINED", "", store.Declined},
		{"DECLINED", "no fika", store.Declined},
		{"ACCEPTED", "no fika please", store.Booked},
	} {
		t.Run(c.reply+" "+c.comment, func(t *testing.T) {
			h := bookedAna(t, "", "")
			now := monday.Add(time.Hour)
			mustPass(t, h, now)
			before, err := h.booking(t.Context(), "ana")
			if err != nil {
				t.Fatal(err)
			}
			h.mustMove(t, "ana", now, h.otherStart(t, "ana", now))
			if err := h.others.answer(before, c.reply, c.comment); err != nil {
				t.Fatal(err)
			}
			for _, later := range []time.Duration{time.Second, 5 * time.Minute, 11 * time.Minute, 20 * time.Minute} {
				mustPass(t, h, now.Add(later))
			}
			after, err := h.booking(t.Context(), "ana")
			if err != nil || after.State != c.want || !after.Span.Start.Equal(before.Span.Start) {
				t.Errorf("%s at %v, want %s at %v; %v", after.State, after.Span.Start, c.want, before.Span.Start, err)
			}
			if _, err := h.daemon.Move(t.Context(), now.Add(time.Hour), before.ID, before.Span.Start.AddDate(0, 0, 1)); c.want == store.Booked && !isGuarded(err, "asked not to be invited again") {
				t.Errorf("moved after that: %v", err)
			}
		})
	}
}
