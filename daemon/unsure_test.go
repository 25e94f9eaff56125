package daemon_test

import (
	"testing"
	"time"

	"fika/internal/api"
	"fika/internal/store"
	"fika/planner"
)

// findByTitle makes goals look for people by title, because a goal that names an address
// settles any doubt about it.
func (h *harness) findByTitle() {
	for i := range h.people {
		h.people[i].Title = h.people[i].ID.Local()
	}
	for i := range h.settings.Goals {
		g := &h.settings.Goals[i]
		g.From = planner.Filter{Title: []string{g.From.Person[0].Local()}}
	}
	h.daemon.Configure(h.settings)
}

// TestUnsureAtSending checks that an approved coffee is not sent if its guest turns out to
// be a contractor before, unless the user says that it is ok.
func TestUnsureAtSending(t *testing.T) {
	for _, ok := range []bool{false, true} {
		h := newHarness(t)
		h.findByTitle()
		h.pass(t, monday)
		if b, err := h.booking(t.Context(), "bo"); err != nil || b.State != store.Approved {
			t.Fatalf("it is %s, %v", b.State, err)
		}
		for i := range h.people {
			h.people[i].Name += " [EXT]"
		}
		if ok {
			if _, err := h.daemon.OrderGuard(t.Context(), monday, api.GuardArgs{Who: "bo", Guard: api.GuardOK}); err != nil {
				t.Fatal(err)
			}
		}
		for n := range 3 {
			h.pass(t, monday.Add(time.Duration(3+n)*time.Hour))
		}
		if b, err := h.booking(t.Context(), "bo"); err != nil || b.Sent != ok {
			t.Errorf("ok %t: it is %s, sent: %t, %v", ok, b.State, b.Sent, err)
		}
	}
}

// TestOKOfAliases checks that an ok stays when the address of a person changes or the user
// lifts something else, and that forget undoes it.
func TestOKOfAliases(t *testing.T) {
	h := newHarness(t)
	h.findByTitle()
	h.people[0].Name = "Ana Test [EXT]"
	h.readCalendars(t, monday)
	if code := h.barredBy(t, "ana@example.com"); code != planner.CodeUnsure {
		t.Fatalf("forbidden by %q", code)
	}
	for _, order := range []api.GuardOrder{api.GuardOK, api.GuardNever, api.GuardLift} {
		if _, err := h.daemon.OrderGuard(t.Context(), monday, api.GuardArgs{Who: "ana", Guard: order}); err != nil {
			t.Fatal(err)
		}
	}
	if code := h.barredBy(t, "ana@example.com"); code != "" {
		t.Errorf("ok, and forbidden by %q", code)
	}
	h.renameAna()
	h.readCalendars(t, monday)
	if code := h.barredBy(t, "ana.test@example.com"); code != "" {
		t.Errorf("ok under the old address, and forbidden by %q", code)
	}
	if _, err := h.daemon.Forget(t.Context(), monday, "ana.test@example.com"); err != nil {
		t.Fatal(err)
	}
	if code := h.barredBy(t, "ana.test@example.com"); code != planner.CodeUnsure {
		t.Errorf("forgotten, and forbidden by %q", code)
	}
}
