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
			err = runUntilStep(dir, at)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// week is a script in which every kind of intent is carried out: a blocked slot,
// an invitation by fika itself, one by the user, a blocked slot that becomes one,
// a withdrawal after a no, a move, and a withdrawal after an order. Then a coffee is filed under
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
	{"2026-03-02 10:35", func(ctx context.Context, h *harness, now time.Time) error { return h.moveTo(ctx, "bo", now, otherTime) }},
	{"2026-03-02 10:40", func(ctx context.Context, h *harness, now time.Time) error { return h.cancel(ctx, "cy", now) }},
	{"2026-03-02 10:50", func(ctx context.Context, h *harness, _ time.Time) error {
		return h.moveFile(ctx, "bo", "work", "private")
	}},
	{"2026-03-02 11:00", func(ctx context.Context, h *harness, _ time.Time) error { return h.moveFile(ctx, "bo", "private", "") }},
	{"2026-03-02 11:10", nil},
	{"2026-03-02 11:20", func(ctx context.Context, h *harness, _ time.Time) error { return h.moveFile(ctx, "bo", "", "work") }},
	{"2026-03-02 11:30", func(ctx context.Context, h *harness, now time.Time) error { return h.cancelRest(ctx, now) }},
	{"2026-03-02 11:40", func(_ context.Context, h *harness, _ time.Time) error {
		return store.ClearPause(filepath.Join(h.dir, "state"))
	}},
}

// otherTime is when Bo's coffee is after the move.
var otherTime = time.Date(2026, 3, 6, 12, 25, 0, 0, time.UTC)

// moveFile moves the file of the event with who from one folder to another, if it is
// there. A folder without a name is one that fika does not know.
func (h *harness) moveFile(ctx context.Context, who, from, to string) error {
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

// playWeek plays what is left of the week in dir. It writes a line to the file "day"
// before each day, so that it continues after a crash where it stopped. It calls step
// at each step, and begins a day only if beforeDay returns true.
func playWeek(dir string, step func(*harness) error, beforeDay func(*harness) (bool, error)) error {
	var h *harness
	var wrong error
	h, err := openHarness(dir, func(string) { wrong = errors.Join(wrong, step(h)) })
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
		if on, err := beforeDay(h); err != nil || !on {
			return err
		}
		if err := h.playDay(i); err != nil {
			return fmt.Errorf("%s: %w", week[i].at, err)
		}
		if wrong != nil {
			return wrong
		}
	}
	return nil
}

func (h *harness) playDay(i int) error {
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

// reply answers as who. It can be repeated: if the event is gone, it does nothing.
func (h *harness) reply(ctx context.Context, who, reply string) error {
	b, err := h.booking(ctx, who)
	if err != nil {
		return err
	}
	if err = h.others.answer(b, reply, ""); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// approve approves the coffee with who. It can be repeated after a crash, when the
// approval may be recorded already.
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

// cancelRest cancels everything that is left of the week, during a pause.
func (h *harness) cancelRest(ctx context.Context, now time.Time) error {
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

// crashStates plays the week from every state that a crash can leave, and from equal
// states once: their outcome is the same.
type crashStates struct {
	mu     sync.Mutex
	played map[string]bool
}

// play plays what is left of the week in dir, until it reaches a state that was played
// before. It returns copies of dir as it was at each of the first steps, which is what
// a process leaves that is killed there.
func (m *crashStates) play(t *testing.T, dir string, steps int) (copies []string) {
	t.Helper()
	known := false
	err := playWeek(dir, func(*harness) error {
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
		checkWeek(t, dir)
	}
	return copies
}

// state returns everything that a starting process finds, except for the log, which
// decides nothing.
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

// TestCrash checks that the week ends as it does without crashes, although the process
// ends after any step, and again after any step of the recovery. The process after the
// crash is one that continues in a copy of all files as they were at that step; see
// [TestKilled].
func TestCrash(t *testing.T) {
	m := &crashStates{played: map[string]bool{}}
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

// TestKilled checks the same with processes that are really killed, at some of the
// steps.
func TestKilled(t *testing.T) {
	for step := 5; step < 80; step += 15 {
		t.Run(strconv.Itoa(step), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			runProcess(t, dir, step, killed)
			runProcess(t, dir, 0, 0)
			checkWeek(t, dir)
		})
	}
}

// runUntilStep plays the week in dir and exits at that step; 0 means never.
func runUntilStep(dir string, crash int) error {
	steps := 0
	return playWeek(dir, func(*harness) error {
		if steps++; steps == crash {
			os.Exit(killed)
		}
		return nil
	}, func(*harness) (bool, error) { return true, nil })
}

// runProcess plays the week in a process of its own, which must exit with the code
// wanted.
func runProcess(t *testing.T, dir string, crash, wanted int) {
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

// checkWeek compares the calendar with the store after the week: each booked coffee is
// in it once, none that has ended is, and no change is under way.
func checkWeek(t *testing.T, dir string) {
	t.Helper()
	h, err := openHarness(dir, nil)
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
	if b, err := h.booking(ctx, "bo"); err != nil || !b.Span.Start.Equal(otherTime) {
		t.Errorf("bo's coffee is at %v (%v), want %v", b.Span.Start, err, otherTime)
	}
	if open, err := h.store.Intents(ctx); err != nil || len(open) > 0 {
		t.Errorf("still on its way: %v %v", open, err)
	}
}
