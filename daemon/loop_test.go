package daemon_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/daemon"
)

// machine has clocks that a test can set, and can be put to sleep. Its time is
// otherwise that of the bubble.
type machine struct {
	start time.Time

	mu      sync.Mutex // the loop reads the clocks on a goroutine of its own
	slept   time.Duration
	stepped time.Duration
}

// sleep lets the machine sleep for that long, without waiting.
func (m *machine) sleep(by time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.slept += by
}

// setClock sets the wall clock forward, or back.
func (m *machine) setClock(by time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.stepped += by
}

func (m *machine) read() daemon.Clock {
	m.mu.Lock()
	defer m.mu.Unlock()
	mono := time.Since(m.start)
	return daemon.Clock{
		Wall: m.start.Add(mono + m.slept + m.stepped).Round(0),
		Mono: mono, Boot: time.Hour + mono + m.slept,
	}
}

// runWatched runs the daemon of h with the clocks of m, in the bubble of t. The result
// returns the wall clock and the holds of each pass since the last call.
func runWatched(t *testing.T, h *harness, m *machine) func() []string {
	var mu sync.Mutex
	var passes []string
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		h.daemon.Run(ctx, m.read, func(r daemon.Report, err error) {
			if err != nil {
				t.Error(err)
			}
			line := r.Now.UTC().Format("2006-01-02 15:04:05")
			for _, hold := range r.Holds {
				line += " " + string(hold.Code)
			}
			mu.Lock()
			defer mu.Unlock()
			passes = append(passes, line)
		})
	}()
	t.Cleanup(func() {
		stop()
		<-ended
	})
	synctest.Wait()
	return func() []string {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(passes)
	}
}

// TestClocks checks when a running daemon makes passes while its machine sleeps and its
// clocks are set. Each step waits first, and then does something to the machine.
func TestClocks(t *testing.T) {
	const night = 8 * time.Hour
	full := func(h *harness, _ *machine) { h.daemon.Sync(context.Background(), true) }
	step := func(by time.Duration) func(*harness, *machine) {
		return func(_ *harness, m *machine) { m.setClock(by) }
	}
	sleep := func(_ *harness, m *machine) { m.sleep(night) }
	for _, c := range []struct {
		name string
		acts []func(*harness, *machine) // one after each half hour
		wait time.Duration              // at the end
		want []string
	}{
		{"nothing happens", nil, 2 * time.Hour, []string{"2000-01-01 00:00:00", "2000-01-01 01:00:00", "2000-01-01 02:00:00"}},
		{"F64 one pass after a night", []func(*harness, *machine){sleep}, time.Minute,
			[]string{"2000-01-01 00:00:00", "2000-01-01 08:30:15"}},
		{"F66 a year ahead, and believed after a while", []func(*harness, *machine){step(365 * 24 * time.Hour)}, 62 * time.Minute,
			[]string{"2000-01-01 00:00:00", "2000-12-31 00:30:15 clock_jump", "2000-12-31 01:30:15"}},
		{"F66 a year ahead, and right again", []func(*harness, *machine){step(365 * 24 * time.Hour), step(-365 * 24 * time.Hour)}, time.Minute,
			[]string{"2000-01-01 00:00:00", "2000-12-31 00:30:15 clock_jump", "2000-01-01 01:00:15"}},
		{"a year ahead, and the user says that it is right", []func(*harness, *machine){step(365 * 24 * time.Hour), full}, time.Minute,
			[]string{"2000-01-01 00:00:00", "2000-12-31 00:30:15 clock_jump", "2000-12-31 01:00:00"}},
		{"F67 a year back", []func(*harness, *machine){step(-365 * 24 * time.Hour)}, time.Minute,
			[]string{"2000-01-01 00:00:00", "1999-01-01 00:30:15 clock_back"}},
		{"F68 forty seconds back", []func(*harness, *machine){step(-40 * time.Second)}, 40 * time.Minute,
			[]string{"2000-01-01 00:00:00", "2000-01-01 00:59:20"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHarness(t)
				h.settings.Every = time.Hour
				h.daemon.Configure(h.settings)
				m := &machine{start: time.Now()}
				passes := runWatched(t, h, m)
				for _, act := range c.acts {
					time.Sleep(30 * time.Minute)
					synctest.Wait()
					act(h, m)
				}
				time.Sleep(c.wait)
				synctest.Wait()
				got := passes()
				if len(got) > 1 && got[0] == got[1] {
					got = got[1:] // Configure asked for it
				}
				if diff := cmp.Diff(c.want, got); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

// TestNoLongTimer checks that the clocks are read at every tick: a longer timer would
// not advance while the machine sleeps.
func TestNoLongTimer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHarness(t)
		h.settings.Every = 24 * time.Hour
		h.daemon.Configure(h.settings)
		last, longest := time.Now(), time.Duration(0)
		ctx, stop := context.WithTimeout(t.Context(), time.Hour)
		defer stop()
		h.daemon.Run(ctx, func() daemon.Clock {
			longest, last = max(longest, time.Since(last)), time.Now()
			return daemon.Clock{Wall: last}
		}, func(daemon.Report, error) {})
		if longest > 15*time.Second {
			t.Error(fmt.Sprint("nobody looked at the clocks for ", longest))
		}
	})
}
