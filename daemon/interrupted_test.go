package daemon_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"fika/daemon"
	"fika/internal/store"
	"fika/planner"
)

// interruptAt returns a harness in which happens is called when Ana's approved coffee
// reaches that step on its way into the calendar.
func interruptAt(t *testing.T, dir, step string, happens func()) *harness {
	t.Helper()
	armed := false
	h, err := openHarness(dir, func(name string) {
		if armed && name == step {
			armed = false
			happens()
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.store.Close() })
	h.pass(t, monday)
	if err := h.approve(t.Context(), "ana", monday); err != nil {
		t.Fatal(err)
	}
	armed = true
	return h
}

// wantBooked checks that Ana's coffee is in the calendar exactly once, and booked in
// the store.
func (h *harness) wantBooked(t *testing.T) {
	t.Helper()
	b, err := h.booking(t.Context(), "ana")
	if err != nil || b.State != store.Booked {
		t.Errorf("it is %s, %v", b.State, err)
	}
	if by, err := h.others.coffees(); err != nil || len(by[b.ID]) != 1 {
		t.Errorf("the calendar has it %d times, %v", len(by[b.ID]), err)
	}
}

// TestF10StopInTheMiddle checks that a daemon that is stopped after any step of a
// booking finishes its pass and begins no other.
func TestF10StopInTheMiddle(t *testing.T) {
	for _, step := range []string{"rechecked", "intended", "attempted", "written", "done"} {
		t.Run(step, func(t *testing.T) {
			ctx, stop := context.WithCancel(t.Context())
			h := interruptAt(t, t.TempDir(), step, stop)
			passes := 0
			h.daemon.Run(ctx, func() daemon.Clock { return daemon.Clock{Wall: monday.Add(time.Minute)} }, func(_ daemon.Report, err error) {
				if passes++; err != nil {
					t.Error(err)
				}
			})
			if ctx.Err() == nil || passes != 1 {
				t.Errorf("the step was not reached, or the pass was not the last: %d passes", passes)
			}
			h.wantBooked(t)
		})
	}
}

// TestF15FullDiskAfterSending checks that an invitation whose success could not be
// recorded on a full disk is found later, and not sent again.
func TestF15FullDiskAfterSending(t *testing.T) {
	dir := t.TempDir()
	state, err := smallDisk(t, dir, "2m")
	if err != nil {
		t.Skipf("SKIPPED: a full disk needs a small one, and none can be mounted here: %v", err)
	}
	ballast := filepath.Join(state, "ballast")
	h := interruptAt(t, dir, "written", func() { fillDisk(t, ballast) })
	for n := range 2 {
		if _, err := h.pass(t, monday.Add(time.Duration(1+n)*time.Minute), "store_full"); !errors.Is(err, store.ErrFull) {
			t.Errorf("the pass ended with %v", err)
		}
	}
	if b, err := h.booking(t.Context(), "ana"); err != nil || b.State != store.Sending {
		t.Errorf("meanwhile it is %s, %v", b.State, err)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	h.pass(t, monday.Add(5*time.Minute))
	h.wantBooked(t)
}

// TestF25StoreIsBusy checks that a pass fails if another program writes to the store
// for longer than fika waits, and that a later pass succeeds.
func TestF25StoreIsBusy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHarness(t)
		h.pass(t, monday)
		other, err := sql.Open("sqlite", "file:"+filepath.Join(h.dir, "state", "fika.db")+"?_txlock=immediate")
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		tx, err := other.Begin()
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if _, err := h.daemon.Pass(t.Context(), monday.Add(time.Minute)); err == nil {
			t.Error("the pass did not see that the store was taken")
		}
		if waited := time.Since(began); waited < 5*time.Second || waited > time.Minute {
			t.Errorf("it waited %s", waited)
		}
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
		h.pass(t, monday.Add(2*time.Minute))
	})
}

// TestF38ReloadInTheMiddle checks a reload while Ana's invitation is being sent. She
// and her goal are removed, but the invitation is sent under the configuration that it
// began with. Cy is removed after the user approved him and before anything was sent:
// he gets no invitation.
func TestF38ReloadInTheMiddle(t *testing.T) {
	var h *harness
	configured := make(chan struct{})
	h = interruptAt(t, t.TempDir(), "attempted", func() {
		s := h.settings
		s.Goals = s.Goals[1:]
		go func() { // as a reload does: it waits for the pass
			defer close(configured)
			h.daemon.Configure(s)
		}()
	})
	h.pass(t, monday.Add(time.Minute))
	<-configured
	h.wantBooked(t)

	if err := h.approve(t.Context(), "cy", monday); err != nil {
		t.Fatal(err)
	}
	h.people = slices.DeleteFunc(h.people, func(p planner.Person) bool { return p.Name == "Cy Test" })
	h.pass(t, monday.Add(2*time.Minute))
	h.pass(t, monday.Add(3*time.Minute))
	b, err := h.booking(t.Context(), "cy")
	if err != nil || b.State.Live() {
		t.Errorf("with Cy, who is nobody any more, it is %s, %v", b.State, err)
	}
	by, err := h.others.coffees()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range by[b.ID] {
		if len(e.Attendees) > 0 {
			t.Errorf("Cy was invited: %v", e.Attendees)
		}
	}
	h.wantBooked(t)
}
