package daemon_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"fika/internal/store"
)

// TestKilled runs this test binary again as the process that dies: with crashDir
// set it plays the week below in that folder and exits like a killed process at
// the crashAt-th step.
const (
	crashDir = "FIKA_TEST_CRASH_DIR"
	crashAt  = "FIKA_TEST_CRASH_AT"
	killed   = 137
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDir); dir != "" {
		at, err := strconv.Atoi(os.Getenv(crashAt))
		if err == nil {
			err = dieAt(dir, at)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// week is a script in which every kind of intent is carried out: a held slot,
// an invitation by fika itself, one by the user, a held slot that becomes one,
// a withdrawal after a no, and one after an order. Then a coffee is filed under
// another calendar, deleted, and put back, and goes under a pause.
var week = []struct {
	at    string
	order func(ctx context.Context, h *harness, now time.Time) error
}{
	{"2026-03-02 08:00", nil},
	{"2026-03-02 08:10", func(ctx context.Context, h *harness, now time.Time) error { return h.approve(ctx, "ana", now) }},
	{"2026-03-02 10:00", nil},
	{"2026-03-02 10:10", func(ctx context.Context, h *harness, _ time.Time) error { return h.reply(ctx, "ana", "DECLINED") }},
	{"2026-03-02 10:20", func(ctx context.Context, h *harness, now time.Time) error { return h.approve(ctx, "cy", now) }},
	{"2026-03-02 10:30", func(ctx context.Context, h *harness, _ time.Time) error { return h.reply(ctx, "bo", "ACCEPTED") }},
	{"2026-03-02 10:40", func(ctx context.Context, h *harness, now time.Time) error { return h.cancel(ctx, "cy", now) }},
	{"2026-03-02 10:50", func(ctx context.Context, h *harness, _ time.Time) error { return h.by(ctx, "bo", "work", "private") }},
	{"2026-03-02 11:00", func(ctx context.Context, h *harness, _ time.Time) error { return h.by(ctx, "bo", "private", "") }},
	{"2026-03-02 11:10", nil},
	{"2026-03-02 11:20", func(ctx context.Context, h *harness, _ time.Time) error { return h.by(ctx, "bo", "", "work") }},
	{"2026-03-02 11:30", func(ctx context.Context, h *harness, now time.Time) error { return h.ill(ctx, now) }},
	{"2026-03-02 11:40", func(_ context.Context, h *harness, _ time.Time) error {
		return store.ClearPause(filepath.Join(h.dir, "state"))
	}},
}

// by moves the file of an event from one folder to another, if it is there;
// without a name the folder is one that fika does not know.
func (h *harness) by(ctx context.Context, who, from, to string) error {
	b, err := h.booking(ctx, who)
	if err != nil {
		return err
	}
	err = os.Rename(filepath.Join(h.dir, from, b.Event+".ics"), filepath.Join(h.dir, to, b.Event+".ics"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// liveWeek plays what is left of the week in dir. A line of the folder's file
// "day" is written before each day, so that who comes after a crash goes on where
// it happened. It tells step of each step, and begins only the days that dawn
// lets it begin.
func liveWeek(dir string, step func(*harness) error, dawn func(*harness) (bool, error)) error {
	var h *harness
	var wrong error
	h, err := open(dir, func(string) { wrong = errors.Join(wrong, step(h)) })
	if err != nil {
		return err
	}
	defer h.store.Close()
	first := 0
	if text, err := os.ReadFile(filepath.Join(dir, "day")); err == nil {
		first, _ = strconv.Atoi(string(text))
	}
	for i := first; i < len(week); i++ {
		if err := os.WriteFile(filepath.Join(dir, "day"), []byte(strconv.Itoa(i)), 0o600); err != nil {
			return err
		}
		if on, err := dawn(h); err != nil || !on {
			return err
		}
		if err := h.liveDay(i); err != nil {
			return fmt.Errorf("%s: %w", week[i].at, err)
		}
		if wrong != nil {
			return wrong
		}
	}
	return nil
}

func (h *harness) liveDay(i int) error {
	ctx := context.Background()
	now, err := time.ParseInLocation("2006-01-02 15:04", week[i].at, h.settings.Rules.Zone)
	if err != nil {
		return err
	}
	if week[i].order != nil {
		if err := week[i].order(ctx, h, now); err != nil {
			return err
		}
	}
	for range 2 {
		if _, err := h.daemon.Pass(ctx, now); err != nil {
			return err
		}
	}
	return nil
}

// reply is an answer that is safe to repeat: an event that was taken away since
// has no more use for it.
func (h *harness) reply(ctx context.Context, who, reply string) error {
	b, err := h.booking(ctx, who)
	if err != nil {
		return err
	}
	if err = h.others.answer(b, reply); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// approve is safe to repeat: after a crash the approval may already be recorded.
func (h *harness) approve(ctx context.Context, who string, now time.Time) error {
	b, err := h.booking(ctx, who)
	if err != nil || b.State != store.Proposed {
		return err
	}
	_, err = h.daemon.Approve(ctx, now, b.ID)
	return err
}

func (h *harness) cancel(ctx context.Context, who string, now time.Time) error {
	b, err := h.booking(ctx, who)
	if err != nil || b.State != store.Booked {
		return err
	}
	_, err = h.daemon.Cancel(ctx, now, b.ID)
	return err
}

// ill is a sick day: all that is left is cancelled under a pause.
func (h *harness) ill(ctx context.Context, now time.Time) error {
	if err := store.SetPause(filepath.Join(h.dir, "state"), store.Pause{Since: now, Cancelled: true}); err != nil {
		return err
	}
	a, err := h.daemon.PreviewCancel(ctx, now, "", time.Time{})
	if err != nil {
		return err
	}
	var ids []string
	for _, c := range a.Cancelled {
		ids = append(ids, c.Booking.ID)
	}
	_, err = h.daemon.CancelAll(ctx, now, ids)
	return err
}

// matrix plays the week from all states that crashes leave behind, and from equal
// ones once: what comes of them is the same.
type matrix struct {
	mu     sync.Mutex
	played map[string]bool
}

// play lives what is left of the week in dir, until it is as it was in a life
// before this one. It returns copies of dir as it was at each of the first steps:
// what a process would leave that is killed there.
func (m *matrix) play(t *testing.T, dir string, steps int) (copies []string) {
	t.Helper()
	known := false
	err := liveWeek(dir, func(*harness) error {
		if len(copies) == steps {
			return nil
		}
		left := filepath.Join(t.TempDir(), "left")
		copies = append(copies, left)
		return errors.Join(os.CopyFS(left, os.DirFS(dir)), os.Chmod(filepath.Join(left, "state"), 0o700))
	}, func(h *harness) (bool, error) {
		key, err := h.state()
		m.mu.Lock()
		defer m.mu.Unlock()
		known, m.played[key] = m.played[key], true
		return !known, err
	})
	if err != nil {
		t.Fatal(err)
	}
	if !known {
		check(t, dir)
	}
	return copies
}

// state is all that a process finds which starts in h. What the log says is left
// out: nothing is decided by it.
func (h *harness) state() (string, error) {
	tables, err := h.store.Export(context.Background())
	if err != nil {
		return "", err
	}
	delete(tables, "log")
	files := map[string]string{}
	err = filepath.WalkDir(h.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name := d.Name()
		if name == store.LockFile || strings.HasPrefix(name, "fika.db") {
			return nil
		}
		text, err := os.ReadFile(path)
		if filepath.Ext(name) == ".db" { // a backup: that it is there is all that counts
			text = nil
		}
		files[strings.TrimPrefix(path, h.dir)] = string(text)
		return err
	})
	if err != nil {
		return "", err
	}
	text, err := json.Marshal([]any{tables, files})
	return string(text), err
}

// TestCrash ends the process after every step, then again after every step of
// the recovery, and then lets it live: whatever happened, the end is the end of
// a week without crashes. The process that goes on in a copy of all files, as they
// were at a step, is the one after the crash; see [TestKilled].
func TestCrash(t *testing.T) {
	m := &matrix{played: map[string]bool{}}
	copies := m.play(t, t.TempDir(), math.MaxInt)
	if len(copies) < 30 {
		t.Fatalf("the week has only %d steps; does it still do what it says?", len(copies))
	}
	stride := 1
	if testing.Short() {
		stride = 7
	}
	for first := 0; first < len(copies); first += stride {
		t.Run(strconv.Itoa(first+1), func(t *testing.T) {
			t.Parallel()
			// Three steps into the recovery the intents are looked up and done;
			// later kills are those of the outer loop.
			for _, again := range m.play(t, copies[first], 3) {
				m.play(t, again, 0)
			}
		})
	}
	t.Cleanup(func() { t.Logf("%d steps, %d states at the begin of a day", len(copies), len(m.played)) })
}

// TestKilled kills a process in earnest at some of the steps.
func TestKilled(t *testing.T) {
	for step := 5; step < 80; step += 15 {
		t.Run(strconv.Itoa(step), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			run(t, dir, step, killed)
			run(t, dir, 0, 0)
			check(t, dir)
		})
	}
}

// dieAt plays the week in dir and exits at the given step; 0 means never.
func dieAt(dir string, crash int) error {
	steps := 0
	return liveWeek(dir, func(*harness) error {
		if steps++; steps == crash {
			os.Exit(killed)
		}
		return nil
	}, func(*harness) (bool, error) { return true, nil })
}

// run plays the week in a process of its own, which ends with the code wanted.
func run(t *testing.T, dir string, crash, wanted int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashDir+"="+dir, crashAt+"="+strconv.Itoa(crash))
	out, err := cmd.CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if code := cmd.ProcessState.ExitCode(); code != wanted {
		t.Fatalf("exit %d, want %d\n%s", code, wanted, out)
	}
}

// check compares the calendar with the store after the week: what is booked is
// there once, what has ended is gone, and nothing is on its way.
func check(t *testing.T, dir string) {
	t.Helper()
	h, err := open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer h.store.Close()
	ctx := context.Background()
	now := time.Date(2026, 3, 2, 10, 50, 0, 0, time.UTC)
	if _, err := h.daemon.Pass(ctx, now); err != nil { // what was gone before may be over now
		t.Fatal(err)
	}
	for range 2 {
		report, err := h.daemon.Pass(ctx, now)
		if err != nil {
			t.Fatal(err)
		}
		if len(report.Holds) > 0 || len(report.Entries) > 0 {
			t.Errorf("a quiet pass was not quiet: %+v %+v", report.Holds, report.Entries)
		}
	}
	coffees, err := h.others.coffees()
	if err != nil {
		t.Fatal(err)
	}
	bookings, err := h.store.Bookings(ctx, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range bookings {
		want := 0
		if b.Event != "" {
			want = 1
		}
		if len(coffees[b.ID]) != want {
			t.Errorf("%s is %s with %d events, want %d", b.Person, b.State, len(coffees[b.ID]), want)
		}
		delete(coffees, b.ID)
	}
	if len(coffees) > 0 {
		t.Errorf("events of no booking: %v", coffees)
	}
	for who, want := range map[string]store.State{"ana": store.Declined, "bo": store.Cancelled, "cy": store.Cancelled} {
		if b, err := h.booking(ctx, who); err != nil || b.State != want {
			t.Errorf("%s is %s (%v), want %s", who, b.State, err, want)
		}
	}
	if open, err := h.store.Intents(ctx); err != nil || len(open) > 0 {
		t.Errorf("still on its way: %v %v", open, err)
	}
}
