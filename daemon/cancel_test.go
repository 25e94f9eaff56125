package daemon_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fika/internal/api"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

// sickDay returns a harness in which Ana is invited, Bo's invitation waits and Cy's
// slot is held; and there is a proposal that nobody has seen.
func sickDay(t *testing.T) (*harness, time.Time) {
	t.Helper()
	h := newHarness(t)
	ctx, now := t.Context(), day(2).At(8*60, h.settings.Rules.Zone)
	mustPass(t, h, now)
	if err := h.approve(ctx, "ana", now); err != nil {
		t.Fatal(err)
	}
	h.people = append(h.people, planner.Person{ID: "dora@example.com", Name: "Dora Test", Zone: h.settings.Rules.Zone})
	mustPass(t, h, now)
	for who, want := range map[string]store.State{"ana": store.Booked, "bo": store.Approved, "cy": store.Proposed} {
		if b, err := h.booking(ctx, who); err != nil || b.State != want {
			t.Fatalf("%s is %s (%v), want %s", who, b.State, err, want)
		}
	}
	return h, now.Add(time.Minute)
}

func mustPass(t *testing.T, h *harness, now time.Time) {
	t.Helper()
	if _, err := h.daemon.Pass(t.Context(), now); err != nil {
		t.Fatal(err)
	}
}

// states returns the state of every booking, by first name.
func (h *harness) states(t *testing.T) map[string]store.State {
	t.Helper()
	all, err := h.store.Bookings(t.Context(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	states := map[string]store.State{}
	for _, b := range all {
		name, _, _ := strings.Cut(string(b.Person), "@")
		states[name] = b.State
	}
	return states
}

func countEvents(t *testing.T, h *harness) int {
	t.Helper()
	coffees, err := h.others.coffees()
	if err != nil {
		t.Fatal(err)
	}
	return len(coffees)
}

// TestCancelAll checks that cancelling everything first describes its effects and then
// has them: guests are told, and what the user edited stays, and so does a proposal
// that nobody has seen.
func TestCancelAll(t *testing.T) {
	h, now := sickDay(t)
	ctx := t.Context()
	b, err := h.booking(ctx, "ana")
	if err != nil {
		t.Fatal(err)
	}
	if err := h.others.retitle(b); err != nil {
		t.Fatal(err)
	}
	mustPass(t, h, now)
	h.addBooking(t, "quiet0", "dora@example.com", store.Proposed)
	h.readCalendars(t, now)
	asked, err := h.daemon.PreviewCancel(ctx, now, "", time.Time{})
	if err != nil || len(asked.Cancelled) != 2 || len(asked.Staying) != 2 {
		t.Fatalf("%v: %+v", err, asked)
	}
	ids := []string{b.ID} // as if it had been edited after the question
	for _, c := range asked.Cancelled {
		ids = append(ids, c.Booking.ID)
	}
	for _, s := range asked.Staying {
		if s.Why == "" || s.Hint == "" {
			t.Errorf("it does not say why %s stays, and what to do: %+v", s.Booking.ID, s)
		}
	}
	before := h.states(t)
	done, err := h.daemon.CancelAll(ctx, now, ids)
	if err != nil || len(done.Cancelled) != 2 || len(done.Staying) != 1 || done.Staying[0].Booking.ID != b.ID {
		t.Fatalf("%v: %+v", err, done)
	}
	mustPass(t, h, now.Add(3*time.Hour))
	before["bo"], before["cy"], before["dora"] = store.Cancelled, store.Cancelled, store.Expired // no goal looks for Dora
	for who, want := range before {
		if got := h.states(t)[who]; got != want {
			t.Errorf("%s is %s, want %s", who, got, want)
		}
	}
	if n := countEvents(t, h); n != 1 {
		t.Errorf("%d events are left, want Ana's alone", n)
	}
}

// TestCancelUntil checks that only coffees before the given day are cancelled.
func TestCancelUntil(t *testing.T) {
	h, now := sickDay(t)
	ctx := t.Context()
	first, err := h.store.Bookings(ctx, now)
	if err != nil {
		t.Fatal(err)
	}
	first = slices.DeleteFunc(first, func(b store.Booking) bool { return !b.State.Live() })
	for _, until := range []time.Time{first[0].Span.Start, first[0].Span.Start.Add(time.Minute)} {
		a, err := h.daemon.PreviewCancel(ctx, now, "", until)
		if want := int(until.Sub(first[0].Span.Start) / time.Minute); err != nil || len(a.Cancelled)+len(a.Staying) != want {
			t.Errorf("before %s: %v %+v, want %d", until, err, a, want)
		}
	}
	if a, err := h.daemon.PreviewCancel(ctx, first[0].Span.Start, "", time.Time{}); err != nil || slices.ContainsFunc(a.Cancelled, func(c api.Cancelled) bool { return c.Booking.ID == first[0].ID }) {
		t.Errorf("a coffee that has begun would be cancelled: %v %+v", err, a)
	}
}

// TestSickDay checks that cancelling everything during its own pause notifies the
// guests and sends nothing else, and that an ordinary pause delays even that.
func TestSickDay(t *testing.T) {
	for _, told := range []bool{true, false} {
		h, now := sickDay(t)
		ctx := t.Context()
		pause := store.Pause{Since: now, Until: day(20).At(0, h.settings.Rules.Zone), Cancelled: told}
		if err := store.SetPause(filepath.Join(h.dir, "state"), pause); err != nil {
			t.Fatal(err)
		}
		b, err := h.booking(ctx, "ana")
		if err != nil {
			t.Fatal(err)
		}
		a, err := h.daemon.CancelAll(ctx, now, []string{b.ID})
		if err != nil || (len(a.Holds) == 0) != told {
			t.Fatalf("%v, %+v", err, a)
		}
		before := countEvents(t, h)
		mustPass(t, h, now.Add(3*time.Hour)) // Bo's invitation would be due
		if got := h.states(t); got["ana"] != store.Cancelled || got["bo"] != store.Approved {
			t.Errorf("told %v: %v", told, got)
		}
		want := before
		if told {
			want--
		}
		if n := countEvents(t, h); n != want {
			t.Errorf("told %v: %d events, want %d", told, n, want)
		}
		used, err := h.store.Used(ctx, store.Limit{Sent: span.Span{Start: now.AddDate(0, 0, -1), End: now.AddDate(0, 0, 1)}})
		if err != nil || used != 1 {
			t.Errorf("%d invitations are counted (%v): what was sent was sent", used, err)
		}
		if used, err := h.store.Used(ctx, store.Limit{Open: true}); err != nil || used != 0 {
			t.Errorf("%d invitations wait for an answer (%v)", used, err)
		}
	}
}

// TestGuestsAreCalled checks that the answer to an order names a guest as their
// invitation does, although the list of people has another name.
func TestGuestsAreCalled(t *testing.T) {
	h, ctx := newHarness(t), t.Context()
	h.people[0].Greet = "Annie"
	mustPass(t, h, monday)
	b, err := h.booking(ctx, "ana")
	if err != nil {
		t.Fatal(err)
	}
	approved, err := h.daemon.Approve(ctx, monday, b.ID)
	if err != nil || !strings.Contains(approved.Effect, "Annie gets it") {
		t.Errorf("approved: %q, %v", approved.Effect, err)
	}
	mustPass(t, h, monday)
	asked, err := h.daemon.PreviewCancel(ctx, monday, b.ID, time.Time{})
	if err != nil || asked.Cancelled[0].Called != "Annie" {
		t.Errorf("asked: %+v, %v", asked.Cancelled, err)
	}
	h.people = h.people[1:] // who is in no list any more is called as they were booked
	h.readCalendars(t, monday)
	cancelled, err := h.daemon.Cancel(ctx, monday, b.ID)
	if err != nil || !strings.Contains(cancelled.Effect, "Ana is notified") {
		t.Errorf("cancelled: %q, %v", cancelled.Effect, err)
	}
}
