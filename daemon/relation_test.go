package daemon_test

import (
	"strings"
	"testing"
	"time"

	"fika/internal/store"
)

// TestManagerAtSending approves a coffee by itself, and learns before it is sent that the
// guest is the user's manager. It waits for the user then, and goes out once approved.
func TestManagerAtSending(t *testing.T) {
	h := newHarness(t)
	h.pass(t, monday)
	expect := func(state store.State) store.Booking {
		t.Helper()
		b, err := h.booking(t.Context(), "bo")
		if err != nil || b.State != state {
			t.Fatalf("it is %s, %v; want %s", b.State, err, state)
		}
		return b
	}
	expect(store.Approved)
	h.me.Manager = "bo@example.com"
	for _, now := range []time.Time{monday.Add(3 * time.Hour), monday.Add(4 * time.Hour)} {
		h.pass(t, now)
		if b := expect(store.Proposed); b.Sent {
			t.Fatal("it was sent")
		}
	}
	b := expect(store.Proposed)
	entries, err := h.store.Log(t.Context(), 0, b.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	if last := entries[len(entries)-1]; last.Note != "it is for you to approve: Bo is your manager, so fika asks you first" {
		t.Errorf("the log ends with %q", last.Note)
	}
	if _, err := h.daemon.Approve(t.Context(), monday.Add(5*time.Hour), b.ID); err != nil {
		t.Fatal(err)
	}
	h.pass(t, monday.Add(5*time.Hour+time.Minute))
	expect(store.Booked)
}

// TestFirstInvitations checks that a new installation books nothing by itself until the
// user has approved some, here two, and that these count after a restart and when their
// guests were forgotten.
func TestFirstInvitations(t *testing.T) {
	h := newHarness(t)
	h.settings.Rules.ApproveFirst = 2
	h.daemon.Configure(h.settings)
	h.pass(t, monday)
	for i, who := range []string{"ana", "cy"} {
		b, err := h.booking(t.Context(), "bo")
		if err != nil || b.State != store.Proposed {
			t.Fatalf("after %d invitations it is %s, %v", i, b.State, err)
		}
		if b, err = h.booking(t.Context(), who); err != nil {
			t.Fatal(err)
		}
		if _, err := h.daemon.Approve(t.Context(), monday, b.ID); err != nil {
			t.Fatal(err)
		}
		h.pass(t, monday.Add(time.Duration(i+1)*time.Minute))
	}
	b, err := h.booking(t.Context(), "bo")
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Reasons) == 0 || !strings.Contains(b.Reasons[len(b.Reasons)-1].Text, "the first 2 invitations are always yours to approve; none so far") {
		t.Errorf("why: %+v", b.Reasons)
	}
	cancel := func(who string) {
		t.Helper()
		b, err := h.booking(t.Context(), who)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.daemon.Cancel(t.Context(), monday.Add(time.Hour), b.ID); err != nil {
			t.Fatal(err)
		}
	}
	cancel("ana")
	cancel("bo")
	h.pass(t, monday.Add(time.Hour))
	if _, err := h.daemon.Forget(t.Context(), monday.Add(2*time.Hour), "ana@example.com"); err != nil {
		t.Fatal(err)
	}
	h.stop()
	again, err := h.reopen()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(again.stop)
	again.settings.Rules.ApproveFirst = 2
	again.daemon.Configure(again.settings)
	again.pass(t, monday.Add(100*24*time.Hour)) // the rest after the cancelled coffee is over
	if b, err = again.booking(t.Context(), "bo"); err != nil || b.State != store.Approved {
		t.Fatalf("after 2 invitations it is %s, %v", b.State, err)
	}
}

// TestFirstContactUp checks that the levels of two guests, once known, leave one first
// contact with somebody far above, that it is sent once approved, and that the other one
// waits for four weeks, also after a restart.
func TestFirstContactUp(t *testing.T) {
	h := newHarness(t)
	h.settings.Rules.Guards.Gap = 0
	h.settings.Goals = h.settings.Goals[:2]
	h.daemon.Configure(h.settings)
	h.pass(t, monday)
	state := func(h *harness, who string) store.Booking {
		t.Helper()
		b, err := h.booking(t.Context(), who)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	promote := func(h *harness) {
		for i := range h.people {
			h.people[i].Level = 4
		}
	}
	promote(h)
	h.pass(t, monday.Add(3*time.Hour)) // Bo's coffee, which fika approved, would go out now
	ana, bo := state(h, "ana"), state(h, "bo")
	if ana.State != store.Expired || bo.State != store.Proposed || bo.Sent {
		t.Fatalf("Ana's coffee is %s, Bo's is %s", ana.State, bo.State)
	}
	if _, err := h.daemon.Approve(t.Context(), monday.Add(4*time.Hour), bo.ID); err != nil {
		t.Fatal(err)
	}
	h.pass(t, monday.Add(4*time.Hour+time.Minute))
	if b := state(h, "bo"); b.State != store.Booked {
		t.Fatalf("Bo's coffee is %s", b.State)
	}
	h.stop()
	again, err := h.reopen()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(again.stop)
	promote(again)
	again.settings = h.settings
	again.daemon.Configure(again.settings)
	for _, step := range []struct {
		days  int
		first string // id of Ana's last coffee, or another
		live  bool
	}{{1, ana.ID, false}, {27, ana.ID, false}, {28, "", true}} {
		again.pass(t, monday.AddDate(0, 0, step.days))
		if b := state(again, "ana"); b.State.Live() != step.live || step.first != "" && b.ID != step.first {
			t.Errorf("after %d days Ana's coffee is %s", step.days, b.State)
		}
	}
}
