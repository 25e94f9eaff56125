package daemon_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"fika/internal/store"
)

// The crash matrix runs this test binary again as the process that dies: with
// crashDir set it plays the week below in that folder and exits like a killed
// process at the crashAt-th step.
const (
	crashDir = "FIKA_TEST_CRASH_DIR"
	crashAt  = "FIKA_TEST_CRASH_AT"
	killed   = 137
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDir); dir != "" {
		at, err := strconv.Atoi(os.Getenv(crashAt))
		if err == nil {
			err = liveWeek(dir, at)
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
	order func(ctx context.Context, h *house, now time.Time) error
}{
	{"2026-03-02 08:00", nil},
	{"2026-03-02 08:10", func(ctx context.Context, h *house, now time.Time) error { return h.approve(ctx, "ana", now) }},
	{"2026-03-02 10:00", nil},
	{"2026-03-02 10:10", func(ctx context.Context, h *house, _ time.Time) error { return h.reply(ctx, "ana", "DECLINED") }},
	{"2026-03-02 10:20", func(ctx context.Context, h *house, now time.Time) error { return h.approve(ctx, "cy", now) }},
	{"2026-03-02 10:30", func(ctx context.Context, h *house, _ time.Time) error { return h.reply(ctx, "bo", "ACCEPTED") }},
	{"2026-03-02 10:40", func(ctx context.Context, h *house, now time.Time) error { return h.cancel(ctx, "cy", now) }},
	{"2026-03-02 10:50", func(ctx context.Context, h *house, _ time.Time) error { return h.by(ctx, "bo", "work", "private") }},
	{"2026-03-02 11:00", func(ctx context.Context, h *house, _ time.Time) error { return h.by(ctx, "bo", "private", "") }},
	{"2026-03-02 11:10", nil},
	{"2026-03-02 11:20", func(ctx context.Context, h *house, _ time.Time) error { return h.by(ctx, "bo", "", "work") }},
	{"2026-03-02 11:30", func(ctx context.Context, h *house, now time.Time) error { return h.ill(ctx, now) }},
	{"2026-03-02 11:40", func(_ context.Context, h *house, _ time.Time) error {
		return store.ClearPause(filepath.Join(h.dir, "state"))
	}},
}

// by moves the file of an event from one folder to another, if it is there;
// without a name the folder is one that fika does not know.
func (h *house) by(ctx context.Context, who, from, to string) error {
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

// liveWeek plays what is left of the week in dir, and exits at the given step;
// 0 means never. The steps it takes are printed. A line of the folder's file
// "day" is written before each pass, so that who comes after a crash goes on
// where it happened.
func liveWeek(dir string, crash int) error {
	steps := 0
	h, err := open(dir, func(name string) {
		steps++
		fmt.Println(name)
		if steps == crash {
			os.Exit(killed)
		}
	})
	if err != nil {
		return err
	}
	defer h.store.Close()
	ctx := context.Background()
	first := 0
	if text, err := os.ReadFile(filepath.Join(dir, "day")); err == nil {
		first, _ = strconv.Atoi(string(text))
	}
	for i := first; i < len(week); i++ {
		if err := os.WriteFile(filepath.Join(dir, "day"), []byte(strconv.Itoa(i)), 0o600); err != nil {
			return err
		}
		now, err := time.ParseInLocation("2006-01-02 15:04", week[i].at, h.settings.Rules.Zone)
		if err != nil {
			return err
		}
		if week[i].order != nil {
			if err := week[i].order(ctx, h, now); err != nil {
				return fmt.Errorf("%s: %w", week[i].at, err)
			}
		}
		for range 2 {
			if _, err := h.daemon.Pass(ctx, now); err != nil {
				return fmt.Errorf("%s: %w", week[i].at, err)
			}
		}
	}
	return nil
}

// reply is an answer that is safe to repeat: an event that was taken away since
// has no more use for it.
func (h *house) reply(ctx context.Context, who, reply string) error {
	b, err := h.booking(ctx, who)
	if err != nil {
		return err
	}
	if err = h.hand.answer(b, reply); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// approve is safe to repeat: after a crash the word may have been heard.
func (h *house) approve(ctx context.Context, who string, now time.Time) error {
	b, err := h.booking(ctx, who)
	if err != nil || b.State != store.Proposed {
		return err
	}
	_, err = h.daemon.Approve(ctx, now, b.ID)
	return err
}

func (h *house) cancel(ctx context.Context, who string, now time.Time) error {
	b, err := h.booking(ctx, who)
	if err != nil || b.State != store.Booked {
		return err
	}
	_, err = h.daemon.Cancel(ctx, now, b.ID)
	return err
}

// ill is a sick day: all that is left is cancelled under a pause.
func (h *house) ill(ctx context.Context, now time.Time) error {
	if err := store.SetPause(filepath.Join(h.dir, "state"), store.Pause{Since: now, Cancelled: true}); err != nil {
		return err
	}
	a, err := h.daemon.Cancelling(ctx, now, "", time.Time{})
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

// TestCrash kills the process after every step, then again after every step of
// the recovery, and then lets it live: whatever happened, the end is the end of
// a week without crashes.
func TestCrash(t *testing.T) {
	steps := len(run(t, t.TempDir(), 0, 0))
	if steps < 30 {
		t.Fatalf("the week has only %d steps; does it still do what it says?", steps)
	}
	stride := 1
	if testing.Short() {
		stride = 7
	}
	for first := 1; first <= steps; first += stride {
		t.Run(strconv.Itoa(first), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			run(t, dir, first, killed)
			// Three steps into the recovery the intents are looked up and done;
			// later kills are those of the outer loop.
			for second := 1; second <= 3; second++ {
				again := filepath.Join(t.TempDir(), "again")
				if err := os.CopyFS(again, os.DirFS(dir)); err != nil {
					t.Fatal(err)
				}
				if err := os.Chmod(filepath.Join(again, "state"), 0o700); err != nil {
					t.Fatal(err)
				}
				if len(run(t, again, second, -1)) == second {
					check(t, again)
				}
			}
			check(t, dir)
		})
	}
}

// run plays the week in a process of its own and returns the steps it took.
// wanted is its exit code, -1 for any of a crash or an end.
func run(t *testing.T, dir string, crash, wanted int) []string {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashDir+"="+dir, crashAt+"="+strconv.Itoa(crash))
	var out, problem bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problem
	err := cmd.Run()
	code := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		code = exit.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	if code != wanted && (wanted != -1 || code != 0 && code != killed) {
		t.Fatalf("exit %d, want %d\n%s\n%s", code, wanted, &out, &problem)
	}
	return strings.Fields(out.String())
}

// check lets the week end and compares the calendar with the store: what is
// booked is there once, what has ended is gone, and nothing is on its way.
func check(t *testing.T, dir string) {
	t.Helper()
	run(t, dir, 0, 0)
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
	coffees, err := h.hand.coffees()
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
