package daemon_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
	_ "modernc.org/sqlite" // to do to the store what its package would not

	"fika/daemon"
	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

// monday is eight o'clock of the first day of the scenarios, in Maya's zone.
var monday = time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)

// pass makes a pass and checks its holds.
func (h *harness) pass(t *testing.T, now time.Time, want ...string) (daemon.Report, error) {
	t.Helper()
	report, err := h.daemon.Pass(t.Context(), now)
	var got []string
	for _, hold := range report.Holds {
		got = append(got, string(hold.Code))
		if hold.Text == "" || hold.Hint.Text == "" || hold.Since.IsZero() {
			t.Errorf("hold %s does not say what to do: %+v", hold.Code, hold)
		}
	}
	if slices.Sort(got); !slices.Equal(got, want) {
		t.Errorf("there stand %q, want %q", got, want)
	}
	return report, err
}

// TestCaps checks that the store's own count enforces the caps: five invitations were
// sent and withdrawn today, which the planner no longer sees.
func TestCaps(t *testing.T) {
	h, ctx := newHarness(t), t.Context()
	for n := range planner.CeilingPerDay {
		b, err := h.store.Propose(ctx, monday, store.Proposal{Due: monday, Meeting: planner.Meeting{
			Person: mailbox.Address(fmt.Sprint("x", n)), Span: span.New(monday.AddDate(0, 0, 8), time.Hour)}})
		if err != nil {
			t.Fatal(err)
		}
		in, err := h.store.Intend(ctx, monday, b.ID, store.Invite, "event", nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.store.Done(ctx, monday, in, store.Receipt{}); err != nil {
			t.Fatal(err)
		}
		if _, err := h.store.End(ctx, monday, b.ID, store.Cancelled, store.Cause{By: api.ByUser, Note: "you deleted it"}, false); err != nil {
			t.Fatal(err)
		}
	}
	h.pass(t, monday)
	if err := h.approve(ctx, "ana", monday); err != nil {
		t.Fatal(err)
	}
	h.pass(t, monday, "caps")
	h.checkCapShown(t, "fika sends at most 5 invitations a day", time.Date(2026, 3, 2, 23, 0, 0, 0, time.UTC))
	if _, err := h.daemon.Undo(ctx, monday); err != nil {
		t.Fatal(err)
	}
	if status, err := h.daemon.Status(ctx, monday); err != nil || len(status.Holds) > 0 {
		t.Errorf("nothing waits any more, and the status says %+v, %v", status.Holds, err)
	}
	if err := h.approve(ctx, "ana", monday); err != nil {
		t.Fatal(err)
	}
	h.pass(t, monday.AddDate(0, 0, 1))
	if b, err := h.booking(ctx, "ana"); err != nil || b.State != store.Booked {
		t.Errorf("the next day it is %s, %v", b.State, err)
	}
}

// checkCapShown checks that status and plan say which cap Ana's coffee waits for, and
// until when, and that the act of the day is another one, because this wait ends by
// itself.
func (h *harness) checkCapShown(t *testing.T, text string, until time.Time) {
	t.Helper()
	status, err := h.daemon.Status(t.Context(), monday)
	if err != nil {
		t.Fatal(err)
	}
	if len(status.Holds) != 1 || status.Holds[0].Until == nil || !status.Holds[0].Until.Equal(until) ||
		!strings.Contains(status.Holds[0].Text, "1 approved coffee waits: "+text) {
		t.Errorf("the status says %+v", status.Holds)
	}
	if want := (api.Cap{Used: planner.CeilingPerDay, Limit: planner.CeilingPerDay}); status.Caps.SentDay != want {
		t.Errorf("today there were sent %+v, want %+v", status.Caps.SentDay, want)
	}
	if strings.Contains(status.Act.Text, text) {
		t.Errorf("the act of the day is %q", status.Act.Text)
	}
	plan, err := daemon.Ask(t.Context(), h.daemon, monday, (*daemon.View).Plan)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range plan.Meetings {
		if waits := strings.Contains(m.Waits, text); waits != (m.State == api.StateApproved && m.Person == "ana@example.com") {
			t.Errorf("the plan says of %s, %s: %q", m.Person, m.State, m.Waits)
		}
	}
}

// TestF14FullDisk checks that nothing is sent while the disk with the state is full,
// and that fika continues without help when there is room again.
func TestF14FullDisk(t *testing.T) {
	dir := t.TempDir()
	state, err := smallDisk(t, dir, "2m")
	if err != nil {
		t.Skipf("SKIPPED: a full disk needs a small one, and none can be mounted here: %v", err)
	}
	h, err := openHarness(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer h.store.Close()
	h.pass(t, monday)
	if err := h.approve(t.Context(), "ana", monday); err != nil {
		t.Fatal(err)
	}

	ballast := filepath.Join(state, "ballast")
	fillDisk(t, ballast)
	for n := range 3 {
		report, err := h.pass(t, monday.Add(time.Duration(n)*time.Minute), "store_full")
		if !errors.Is(err, store.ErrFull) {
			t.Fatalf("the pass ended with %v", err)
		}
		if since := report.Holds[0].Since; !since.Equal(monday) {
			t.Errorf("it stands since %s", since)
		}
	}
	status, err := h.daemon.Status(t.Context(), monday)
	if err != nil || len(status.Holds) == 0 || status.Holds[0].Code != "store_full" {
		t.Errorf("the status says %+v, %v", status.Holds, err)
	}
	if err := store.SetPause(state, store.Pause{}); !errors.Is(err, store.ErrFull) {
		t.Errorf("T21 the stop button on a full disk: %v", err)
	}
	if _, paused, _ := store.ReadPause(state, monday); !paused {
		t.Error("T21 the stop button does not work on a full disk")
	}
	if by, err := h.others.coffees(); err != nil || len(by) != 1 { // the slot that was held before
		t.Errorf("%d coffees are in the calendar, %v", len(by), err)
	}

	if err := errors.Join(os.Remove(ballast), store.ClearPause(state)); err != nil {
		t.Fatal(err)
	}
	if _, err := h.pass(t, monday.Add(5*time.Minute)); err != nil {
		t.Fatal(err)
	}
	if b, err := h.booking(t.Context(), "ana"); err != nil || b.State != store.Booked {
		t.Errorf("afterwards it is %s, %v", b.State, err)
	}
}

// fillDisk writes to a file at path until the disk is full.
func fillDisk(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	if !errors.Is(err, unix.ENOSPC) {
		t.Fatal(err)
	}
}

// changeStore changes the store while a fika has it open.
func (h *harness) changeStore(t *testing.T, query string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(h.dir, "state", "fika.db"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec(query)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

// TestF19DamageFoundLater checks that a broken reference, which only the weekly check
// finds, stops sending and nothing else, and that the good copies are kept.
func TestF19DamageFoundLater(t *testing.T) {
	h := newHarness(t)
	h.pass(t, monday)
	h.changeStore(t, `UPDATE intents SET booking = 'nobody', state = 'done'`)
	h.pass(t, monday.AddDate(0, 0, 1))
	week := monday.AddDate(0, 0, 8)
	h.pass(t, week, "store_corrupt")
	h.pass(t, week.Add(time.Minute), "store_corrupt")
	copies, err := os.ReadDir(filepath.Join(h.dir, "state", "backups"))
	if err != nil || len(copies) != 1 {
		t.Errorf("%d copies, %v", len(copies), err)
	}
	h.changeStore(t, `DELETE FROM intents WHERE booking = 'nobody'`)
	h.pass(t, week.Add(2*time.Minute))
}

// TestStoreBreaksOff checks that a row that cannot be parsed ends the pass with the
// right hold.
func TestStoreBreaksOff(t *testing.T) {
	h := newHarness(t)
	h.pass(t, monday)
	h.changeStore(t, `UPDATE bookings SET start_at = 'noon'`)
	if _, err := h.pass(t, monday.Add(time.Minute), "store_corrupt"); !errors.Is(err, store.ErrCorrupt) {
		t.Errorf("the pass ended with %v", err)
	}
}

// TestF55EmptiedCalendar checks that a calendar that lost most of its events is not
// taken for free time until the user confirms it.
func TestF55EmptiedCalendar(t *testing.T) {
	h := newHarness(t)
	for day := range 8 {
		if err := h.others.occupy("work", span.New(monday.AddDate(0, 0, day), time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	h.pass(t, monday)
	files, err := filepath.Glob(filepath.Join(h.dir, "work", "other-*.ics"))
	if err != nil || len(files) != 8 {
		t.Fatalf("%d events, %v", len(files), err)
	}
	for _, file := range files[1:] {
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
	h.pass(t, monday.Add(time.Minute), "calendar_emptied")
	if err := h.daemon.Sync(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	h.pass(t, monday.Add(2*time.Minute))
}

// TestBlindAnswersNameTheSameHold checks that questions and orders name the hold for
// the unreadable calendar, and not the one for how long it has been unreadable.
func TestBlindAnswersNameTheSameHold(t *testing.T) {
	h, ctx := newHarness(t), t.Context()
	h.pass(t, monday)
	if err := h.others.unmount(); err != nil {
		t.Fatal(err)
	}
	later := monday.Add(25 * time.Hour)
	h.pass(t, later, "calendar_unreadable", "sync_stale")
	_, asked := daemon.Ask(ctx, h.daemon, later, (*daemon.View).LP)
	ordered := h.approve(ctx, "ana", later)
	if asked == nil || ordered == nil || asked.Error() != ordered.Error() || !strings.Contains(ordered.Error(), "cannot be read") {
		t.Errorf("a question is refused with %q, an order with %q", asked, ordered)
	}
}

// TestActOfTheDay checks that between a guest's decline and the moment at which fika
// takes it for final, the status does not ask for anything for that guest; and that one decision is
// enough for a day.
func TestActOfTheDay(t *testing.T) {
	h, ctx := newHarness(t), t.Context()
	h.pass(t, monday)
	for _, who := range []string{"bo", "cy"} {
		if b, err := h.booking(ctx, who); err != nil {
			t.Fatal(err)
		} else if _, err := h.daemon.Skip(ctx, monday, b.ID); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.approve(ctx, "ana", monday); err != nil {
		t.Fatal(err)
	}
	act := func(now time.Time, reply rsvp.Reply) string {
		t.Helper()
		h.pass(t, now)
		status, err := h.daemon.Status(ctx, now)
		if err != nil || len(status.Next) != 1 || status.Next[0].Reply != reply {
			t.Fatalf("next is %+v, %v", status.Next, err)
		}
		return status.Act.Text
	}
	if got := act(monday, ""); got != "done for today; that counts" {
		t.Errorf("after a decision: %q", got)
	}
	b, err := h.booking(ctx, "ana")
	if err != nil {
		t.Fatal(err)
	}
	now := b.Span.Start.Add(-2 * time.Hour)
	for _, answer := range []struct {
		reply rsvp.Reply
		asked bool
	}{{rsvp.Accepted, true}, {rsvp.Declined, false}} {
		if err := h.others.answer(b, string(answer.reply), ""); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Minute)
		if got := act(now, answer.reply); strings.Contains(got, "Ana") != answer.asked {
			t.Errorf("after %s: %q", answer.reply, got)
		}
	}
}
