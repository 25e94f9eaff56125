package daemon_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fika/internal/api"
	"fika/internal/store"
)

// TestOrderBehindAPass checks that an order given while a pass hangs in a calendar ends
// with a fault that names the calendar, and changes nothing, and that an order given
// shortly before the pass ends is carried out.
func TestOrderBehindAPass(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, _, open := hangingHarness(t)
		b, err := h.booking(t.Context(), "ana")
		if err != nil {
			t.Fatal(err)
		}
		begun := time.Now()
		for name, order := range map[string]func() error{
			"skip":        func() error { _, err := h.daemon.Skip(t.Context(), time.Now(), b.ID); return err },
			"sync --full": func() error { return h.daemon.Sync(t.Context(), true) },
		} {
			asked := time.Now()
			err := order()
			var f *api.Fault
			if waited := time.Since(asked); !errors.As(err, &f) || f.Code != api.CodeBusy || waited != api.OrderTime {
				t.Fatalf("%s: after %v: %v", name, waited, err)
			}
			if want := "is in a pass since " + begun.In(h.settings.Rules.Zone).Format("15:04") + ", which reads " + h.options.Calendars[0].Name; !strings.Contains(f.Text, want) || f.Hint == "" {
				t.Errorf("%s: it says %q, want %q", name, f.Text, want)
			}
		}
		if now, err := h.booking(t.Context(), "ana"); err != nil || now.State != store.Proposed {
			t.Errorf("it is %s, %v", now.State, err)
		}
		time.AfterFunc(time.Second, open)
		if _, err := h.daemon.Skip(t.Context(), time.Now(), b.ID); err != nil {
			t.Error(err)
		}
	})
}

// TestStatusBesideAPass checks that the status shows what a long pass does, and nothing
// about one that has just begun.
func TestStatusBesideAPass(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, _, open := hangingHarness(t)
		says := func() *api.PassNow {
			t.Helper()
			status, err := h.daemon.Status(t.Context(), time.Now())
			if err != nil {
				t.Fatal(err)
			}
			return status.Pass
		}
		begun := time.Now()
		if pass := says(); pass != nil {
			t.Errorf("at once: %+v", pass)
		}
		time.Sleep(time.Second)
		if pass := says(); pass == nil || !pass.Since.Equal(begun) || pass.Does != "reads "+h.options.Calendars[0].Name {
			t.Errorf("after a second: %+v", pass)
		}
		open()
		synctest.Wait()
		if pass := says(); pass != nil {
			t.Errorf("afterwards: %+v", pass)
		}
	})
}

// TestFreshBehindPasses checks the wait for a new pass that hangs, behind another one
// that hangs.
func TestFreshBehindPasses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, _, open := hangingHarness(t)
		defer open()
		time.Sleep(time.Minute)
		asked := time.Now()
		err := h.daemon.Fresh(t.Context(), asked)
		var f *api.Fault
		if waited := time.Since(asked); !errors.As(err, &f) || f.Code != api.CodeBusy || waited != api.PassTime {
			t.Errorf("after %v: %v", waited, err)
		}
	})
}
