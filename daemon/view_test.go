package daemon_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"fika/calendar"
	"fika/daemon"
	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/span"
	"fika/internal/store"
)

// blockedCalendar is listed only while it is not blocked.
type blockedCalendar struct {
	calendar.Calendar
	gate atomic.Pointer[chan struct{}]
}

func (g *blockedCalendar) List(ctx context.Context, window span.Span) (calendar.Listing, error) {
	if gate := g.gate.Load(); gate != nil {
		select {
		case <-*gate:
		case <-ctx.Done():
			return calendar.Listing{}, ctx.Err()
		}
	}
	return g.Calendar.List(ctx, window)
}

// block makes every call of List wait until open is called.
func (g *blockedCalendar) block() (open func()) {
	gate := make(chan struct{})
	g.gate.Store(&gate)
	return func() { g.gate.Store(nil); close(gate) }
}

// addBlock makes the calendar that h writes to one that can be blocked.
func addBlock(h *harness) *blockedCalendar {
	g := &blockedCalendar{Calendar: h.options.Calendars[0].Calendar}
	h.replace(g)
	return g
}

// run runs the daemon's loop until the end of the test.
func (h *harness) run(t *testing.T) {
	begun := time.Now()
	clock := func() daemon.Clock { return daemon.Clock{Wall: time.Now(), Mono: time.Since(begun)} }
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		h.daemon.Run(ctx, clock, func(daemon.Report, error) {})
	}()
	t.Cleanup(func() { stop(); <-ended })
}

// hangingHarness returns a fika whose loop has made one pass and hangs in the next one,
// in a blocked calendar, until open is called. It runs in a bubble.
func hangingHarness(t *testing.T) (h *harness, slow *blockedCalendar, open func()) {
	t.Helper()
	time.Sleep(time.Until(monday))
	h = newHarness(t)
	slow = addBlock(h)
	h.run(t)
	synctest.Wait()
	open = slow.block()
	h.daemon.Wake()
	synctest.Wait()
	return h, slow, open
}

// questions are answered from the view.
var questions = map[string]func(context.Context, *daemon.Daemon, time.Time) (any, error){
	"checks": viewed((*daemon.View).Checks),
	"plan":   viewed((*daemon.View).Plan),
	"why":    func(ctx context.Context, d *daemon.Daemon, now time.Time) (any, error) { return d.Why(ctx, now, "ana") },
	"goals":  viewed((*daemon.View).Goals),
	"mirror": func(ctx context.Context, d *daemon.Daemon, now time.Time) (any, error) { return d.Mirror(ctx, now) },
	"people": viewed((*daemon.View).People),
	"person": func(ctx context.Context, d *daemon.Daemon, now time.Time) (any, error) {
		return d.Colleague(ctx, now, "ana")
	},
	"bookings": func(ctx context.Context, d *daemon.Daemon, now time.Time) (any, error) {
		return d.Bookings(ctx, now, false)
	},
	"lp": viewed((*daemon.View).LP),
	"why-not": func(ctx context.Context, d *daemon.Daemon, now time.Time) (any, error) {
		return d.WhyNot(ctx, now, "ana", time.Time{}, false)
	},
	"busy": func(ctx context.Context, d *daemon.Daemon, now time.Time) (any, error) {
		return d.Busy(ctx, now, span.New(now, 24*time.Hour), "", false)
	},
	"busy of another": func(ctx context.Context, d *daemon.Daemon, now time.Time) (any, error) {
		return d.Busy(ctx, now, span.New(now, 24*time.Hour), "ana", false)
	},
	"free": func(ctx context.Context, d *daemon.Daemon, now time.Time) (any, error) {
		return d.Free(ctx, now, span.New(now, 7*24*time.Hour), 0, "ana", false)
	},
	"events": func(ctx context.Context, d *daemon.Daemon, now time.Time) (any, error) {
		return d.Events(ctx, span.New(now, 24*time.Hour))
	},
	"cancelling": func(ctx context.Context, d *daemon.Daemon, now time.Time) (any, error) {
		return d.PreviewCancel(ctx, now, "", time.Time{})
	},
	"forgetting": func(ctx context.Context, d *daemon.Daemon, now time.Time) (any, error) {
		return d.PreviewForget(ctx, now, "ana@example.com")
	},
	"status": func(ctx context.Context, d *daemon.Daemon, now time.Time) (any, error) { return d.Status(ctx, now) },
}

func viewed[A any](question func(*daemon.View, time.Time) (A, error)) func(context.Context, *daemon.Daemon, time.Time) (any, error) {
	return func(ctx context.Context, d *daemon.Daemon, now time.Time) (any, error) {
		return daemon.Ask(ctx, d, now, question)
	}
}

// TestQuestionsBesideAPass checks that every question is answered at once while a pass
// hangs in a calendar, with the result of the pass before.
func TestQuestionsBesideAPass(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(monday))
		h := newHarness(t)
		slow := addBlock(h)
		h.run(t)
		synctest.Wait()
		seen := h.daemon.View()
		open := slow.block()
		time.Sleep(h.settings.Every + time.Second)
		synctest.Wait()
		asked := time.Now()
		for name, question := range questions {
			if _, err := question(t.Context(), h.daemon, asked); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		if waited := time.Since(asked); waited > 0 {
			t.Errorf("the answers took %v", waited)
		}
		status, err := h.daemon.Status(t.Context(), asked)
		if err != nil || status.Rev != seen.Rev || !status.Seen.Equal(seen.Seen) {
			t.Errorf("it is answered from view %d of %v, want %d of %v; %v", status.Rev, status.Seen, seen.Rev, seen.Seen, err)
		}
		open()
		synctest.Wait()
		if now := h.daemon.View(); now.Rev == seen.Rev || !now.Seen.After(seen.Seen) {
			t.Errorf("the pass left view %d of %v", now.Rev, now.Seen)
		}
	})
}

// TestBeforeTheFirstView checks that before the end of the first pass the status says
// so at once, and other questions only wait for a moment.
func TestBeforeTheFirstView(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(monday))
		h := newHarness(t)
		h.addBooking(t, "ana000", "ana@example.com", store.Proposed)
		open := addBlock(h).block()
		h.run(t)
		synctest.Wait()
		begun := time.Now()
		status, err := h.daemon.Status(t.Context(), begun)
		if err != nil || time.Since(begun) > 0 || status.Rev != 0 || !status.Seen.IsZero() {
			t.Fatalf("after %v: %+v, %v", time.Since(begun), status, err)
		}
		if !strings.Contains(status.Act.Text, "just started") || len(status.Calendars) != 2 || len(status.Next) != 1 {
			t.Errorf("it says %+v", status)
		}
		var f *api.Fault
		if _, err := daemon.Ask(t.Context(), h.daemon, begun, (*daemon.View).Plan); !errors.As(err, &f) || f.Code != api.CodeStarting || f.Hint == "" {
			t.Errorf("the plan: %v", err)
		}
		if waited := time.Since(begun); waited != 2*time.Second {
			t.Errorf("it waited for %v", waited)
		}
		for name, question := range questions {
			if name == "status" {
				continue
			}
			asked := time.Now()
			ctx, stop := context.WithTimeout(t.Context(), time.Minute)
			_, err := question(ctx, h.daemon, asked)
			stop()
			if waited := time.Since(asked); !errors.As(err, &f) || f.Code != api.CodeStarting || waited != 2*time.Second {
				t.Errorf("%s: %v, after %v", name, err, waited)
			}
		}
		begun = time.Now()
		time.AfterFunc(time.Second, open)
		if _, err := daemon.Ask(t.Context(), h.daemon, begun, (*daemon.View).Plan); err != nil || time.Since(begun) != time.Second {
			t.Errorf("after %v: %v", time.Since(begun), err)
		}
	})
}

// TestFresh checks that a request for a new pass waits for the next pass if one is
// under way, because that one may have read the calendars already.
func TestFresh(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, slow, open := hangingHarness(t)
		passes := h.daemon.Pulse().Passes
		time.AfterFunc(time.Second, open)
		if err := h.daemon.Fresh(t.Context(), time.Now()); err != nil {
			t.Fatal(err)
		}
		if made := h.daemon.Pulse().Passes - passes; made != 2 {
			t.Errorf("it waited for %d passes", made)
		}
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		defer slow.block()()
		if err := h.daemon.Fresh(ctx, time.Now()); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("nobody waits any more, and it says %v", err)
		}
	})
}

// TestReloadInTheNextAnswer checks that once a reload was waited for, every answer
// follows the new configuration, although a pass began under the old one.
func TestReloadInTheNextAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, _, open := hangingHarness(t)
		h.settings.File, h.settings.Goals = "/new/fika.toml", h.settings.Goals[:1]
		reloaded := make(chan error)
		go func() {
			h.daemon.Configure(h.settings)
			reloaded <- h.daemon.Fresh(t.Context(), time.Now())
		}()
		open()
		if err := <-reloaded; err != nil {
			t.Fatal(err)
		}
		status, err := h.daemon.Status(t.Context(), time.Now())
		if err != nil || status.Config != h.settings.File {
			t.Errorf("it answers by %q, %v", status.Config, err)
		}
		if goals, err := daemon.Ask(t.Context(), h.daemon, time.Now(), (*daemon.View).Goals); err != nil || len(goals.Goals) != 1 {
			t.Errorf("it has %d goals, %v", len(goals.Goals), err)
		}
	})
}

// TestOrdersInTheNextAnswer checks that answers show every order at once, before the
// next pass.
func TestOrdersInTheNextAnswer(t *testing.T) {
	h, ctx := newHarness(t), t.Context()
	h.pass(t, monday)
	standing := func() api.State {
		t.Helper()
		ana, err := h.daemon.Colleague(ctx, monday, "ana@example.com")
		if err != nil || len(ana.Bookings) == 0 {
			t.Fatalf("%+v, %v", ana, err)
		}
		b := ana.Bookings[len(ana.Bookings)-1]
		if last := b.History[len(b.History)-1]; last.Kind != api.EntryKind(b.State) {
			t.Errorf("it is %s, and its history ends with %s", b.State, last.Kind)
		}
		return b.State
	}
	rev := h.daemon.View().Rev
	for _, step := range []struct {
		order func(string) error
		want  api.State
	}{
		{func(id string) error { _, err := h.daemon.Approve(ctx, monday, id); return err }, api.StateApproved},
		{func(string) error { _, err := h.daemon.Undo(ctx, monday); return err }, api.StateProposed},
		{func(id string) error { _, err := h.daemon.Skip(ctx, monday, id); return err }, api.StateSkipped},
		{func(string) error { _, err := h.daemon.Undo(ctx, monday); return err }, api.StateProposed},
		{func(id string) error { _, err := h.daemon.Cancel(ctx, monday, id); return err }, api.StateCancelled},
	} {
		b, err := h.booking(ctx, "ana")
		if err == nil {
			err = step.order(b.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		if got := standing(); got != step.want {
			t.Errorf("it is %s, want %s", got, step.want)
		}
		if now := h.daemon.View().Rev; now <= rev {
			t.Errorf("%s left view %d after %d", step.want, now, rev)
		} else {
			rev = now
		}
	}
	if a, err := h.daemon.OrderGuard(ctx, monday, api.GuardArgs{Who: "bo@example.com", Guard: api.GuardNever}); err != nil || !a.Person.Never {
		t.Errorf("never: %+v, %v", a.Person, err)
	}
	if a, err := h.daemon.OrderGuard(ctx, monday, api.GuardArgs{Who: "bo@example.com", Guard: api.GuardLift}); err != nil || a.Person.Never {
		t.Errorf("lifted: %+v, %v", a.Person, err)
	}
	h.pass(t, monday)
	if _, err := h.daemon.Forget(ctx, monday, "ana@example.com"); err != nil {
		t.Fatal(err)
	}
	if a, err := h.daemon.Colleague(ctx, monday, "ana@example.com"); err != nil || len(a.Bookings) != 0 {
		t.Errorf("forgotten: %+v, %v", a.Bookings, err)
	}
}

// TestApproveByAnOldView checks that a coffee can be approved whose slot was taken
// since the last pass, and that nothing is sent.
func TestApproveByAnOldView(t *testing.T) {
	h, ctx := newHarness(t), t.Context()
	h.pass(t, monday)
	b, err := h.booking(ctx, "ana")
	if err != nil {
		t.Fatal(err)
	}
	if err := h.others.occupy("work", b.Span); err != nil {
		t.Fatal(err)
	}
	if _, err := h.daemon.Approve(ctx, monday, b.ID); err != nil {
		t.Fatal(err)
	}
	h.pass(t, monday.Add(time.Minute))
	now, err := h.store.Booking(ctx, b.ID)
	if err != nil || now.State != store.Expired || now.Sent {
		t.Errorf("it is %s, sent: %t, %v", now.State, now.Sent, err)
	}
}

// TestStopsWithoutAPass checks that the next answer shows a pause, its end, a broken
// configuration and its repair, without a pass in between.
func TestStopsWithoutAPass(t *testing.T) {
	h, ctx := newHarness(t), t.Context()
	h.pass(t, monday)
	holds := func() (codes []api.Code) {
		t.Helper()
		plan, err := daemon.Ask(ctx, h.daemon, monday, (*daemon.View).Plan)
		if err != nil {
			t.Fatal(err)
		}
		for _, hold := range plan.Holds {
			codes = append(codes, hold.Code)
		}
		return codes
	}
	state := h.dir + "/state"
	if err := store.SetPause(state, store.Pause{Since: monday}); err != nil {
		t.Fatal(err)
	}
	if got := holds(); !slices.Equal(got, []api.Code{api.CodePaused}) {
		t.Errorf("paused: %q", got)
	}
	h.pass(t, monday, string(api.CodePaused))
	if err := store.ClearPause(state); err != nil {
		t.Fatal(err)
	}
	if got := holds(); len(got) > 0 {
		t.Errorf("resumed: %q", got)
	}
	h.settings.Problem = "fika.toml:3:1: unknown key"
	h.daemon.Configure(h.settings)
	if got := holds(); !slices.Equal(got, []api.Code{api.CodeConfigInvalid}) {
		t.Errorf("broken: %q", got)
	}
	h.settings.Problem = ""
	h.daemon.Configure(h.settings)
	if got := holds(); len(got) > 0 {
		t.Errorf("mended: %q", got)
	}
}

// TestNotAsked checks the answer about somebody whose busy times no pass needs.
func TestNotAsked(t *testing.T) {
	p := newCountingHarness(t)
	p.settings.Goals = p.settings.Goals[:1] // looks for Ana alone
	p.daemon.Configure(p.settings)
	p.pass(t, monday)
	p.rounds = nil
	ctx, week := t.Context(), span.New(monday, 7*24*time.Hour)
	var f *api.Fault
	if _, err := p.daemon.Busy(ctx, monday, week, "bo", false); !errors.As(err, &f) || f.Code != api.CodeNotAsked || f.Hint == "" {
		t.Errorf("busy: %v", err)
	}
	if _, err := p.daemon.Free(ctx, monday, week, 0, "bo", false); !errors.As(err, &f) || f.Code != api.CodeNotAsked {
		t.Errorf("free: %v", err)
	}
	if a, err := p.daemon.WhyNot(ctx, monday, "bo", time.Time{}, false); err != nil || len(a.Verdicts) == 0 {
		t.Errorf("why not: %+v, %v", a, err)
	}
	if len(p.rounds) > 0 {
		t.Errorf("%v were asked", p.rounds)
	}
	for name, ask := range map[string]func() error{
		"busy":    func() error { _, err := p.daemon.Busy(ctx, monday, week, "bo", true); return err },
		"free":    func() error { _, err := p.daemon.Free(ctx, monday, week, 0, "bo", true); return err },
		"why-not": func() error { _, err := p.daemon.WhyNot(ctx, monday, "bo", time.Time{}, true); return err },
	} {
		p.rounds = nil
		if err := ask(); err != nil || len(p.rounds) != 1 || !slices.Equal(p.rounds[0], []mailbox.Address{"bo@example.com"}) {
			t.Errorf("%s: %v were asked, %v", name, p.rounds, err)
		}
	}
}

// TestViewNeverChanges checks that no field of a view changes while passes, orders,
// questions and reloads make other views.
func TestViewNeverChanges(t *testing.T) {
	h, ctx := newHarness(t), t.Context()
	h.pass(t, monday)
	kept := map[*daemon.View]uint64{}
	keep := func() {
		v := h.daemon.View()
		kept[v] = digest(v)
	}
	keep()
	b, err := h.booking(ctx, "ana")
	if err != nil {
		t.Fatal(err)
	}
	for n, act := range []func() error{
		func() error { _, err := h.daemon.Approve(ctx, monday, b.ID); return err },
		func() error { _, err := h.daemon.Pass(ctx, monday.Add(time.Minute)); return err },
		func() error {
			sent, err := h.store.Booking(ctx, b.ID)
			return errors.Join(err, h.others.move(sent, 24*time.Hour))
		},
		func() error { _, err := h.daemon.Pass(ctx, monday.Add(time.Hour)); return err },
		func() error {
			_, err := h.daemon.OrderGuard(ctx, monday, api.GuardArgs{Who: "bo@example.com", Guard: api.GuardNever})
			return err
		},
		func() error { h.daemon.Configure(h.settings); return nil },
		func() error { _, err := h.daemon.Pass(ctx, monday.Add(3*time.Hour)); return err },
		func() error { _, err := h.daemon.Cancel(ctx, monday.Add(3*time.Hour), b.ID); return err },
		func() error { _, err := h.daemon.Pass(ctx, monday.Add(4*time.Hour)); return err },
	} {
		for name, question := range questions {
			if _, err := question(ctx, h.daemon, monday); err != nil {
				t.Errorf("%s before step %d: %v", name, n, err)
			}
		}
		if err := act(); err != nil {
			t.Fatalf("step %d: %v", n, err)
		}
		keep()
		for v, want := range kept {
			if digest(v) != want {
				t.Fatalf("step %d changed view %d", n, v.Rev)
			}
		}
	}
	if len(kept) < 7 {
		t.Errorf("there were %d views", len(kept))
	}
}

// TestQuestionsBesideEverything checks that questions are answered during passes,
// orders and changed settings. The race detector checks the rest.
func TestQuestionsBesideEverything(t *testing.T) {
	h, ctx := newHarness(t), t.Context()
	h.pass(t, monday)
	utc := h.settings
	utc.Rules.Zone = time.UTC
	rounds := 20
	if testing.Short() {
		rounds = 3
	}
	var all sync.WaitGroup
	done := make(chan struct{})
	all.Go(func() {
		defer close(done)
		for n := range rounds {
			now := monday.Add(time.Duration(n) * time.Minute)
			if _, err := h.daemon.Pass(ctx, now); err != nil {
				t.Error(err)
			}
			h.daemon.Configure(utc)
			h.daemon.Configure(h.settings)
			if b, err := h.booking(ctx, "ana"); err == nil && b.State == store.Proposed {
				h.daemon.Skip(ctx, now, b.ID) //nolint:errcheck // it may be gone by now
				h.daemon.Undo(ctx, now)       //nolint:errcheck
			}
		}
	})
	for name, question := range questions {
		all.Go(func() {
			for last := int64(0); ; {
				select {
				case <-done:
					return
				default:
				}
				answer, err := question(ctx, h.daemon, monday)
				var f *api.Fault
				if err != nil && !errors.As(err, &f) {
					t.Errorf("%s: %v", name, err)
				}
				var from struct{ Rev int64 }
				text, err := json.Marshal(answer)
				if err == nil {
					err = json.Unmarshal(text, &from)
				}
				if err != nil || from.Rev != 0 && from.Rev < last {
					t.Errorf("%s: from view %d after %d, %v", name, from.Rev, last, err)
				}
				last = max(last, from.Rev)
			}
		})
	}
	all.Wait()
}
