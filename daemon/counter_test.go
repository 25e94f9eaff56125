package daemon_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"fika/internal/api"
	"fika/internal/rsvp"
	"fika/internal/store"
)

// counterOf returns what the status says that Ana asks for.
func (h *harness) counterOf(t *testing.T, now time.Time) (*api.Counter, api.Act) {
	t.Helper()
	a, err := h.daemon.Status(t.Context(), now)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(a.Next, func(m api.Meeting) bool { return m.Person == "ana@example.com" })
	if i < 0 {
		t.Fatalf("no coffee with Ana: %+v", a.Next)
	}
	return a.Next[i].Counter, a.Act
}

// weekday returns the day of the week of Ana's coffee that has this many days from Monday,
// at that clock.
func (h *harness) inItsWeek(t *testing.T, days, hour int) time.Time {
	t.Helper()
	b, err := h.booking(t.Context(), "ana")
	if err != nil {
		t.Fatal(err)
	}
	at := b.Span.Start.In(h.settings.Rules.Zone)
	y, m, d := at.Date()
	return time.Date(y, m, d-(int(at.Weekday())+6)%7+days, hour, 0, 0, 0, at.Location())
}

// TestCounterIsOffered checks that a time in a guest's comment is shown with the command
// that takes it up, that the log tells of it once and without the guest's words, and
// that nothing happens by itself.
func TestCounterIsOffered(t *testing.T) {
	const words = "Friday 14:00 would be better"
	h := bookedAna(t, "TENTATIVE", words)
	b, err := h.booking(t.Context(), "ana")
	if err != nil {
		t.Fatal(err)
	}
	now := monday.Add(time.Hour)
	for range 3 {
		mustPass(t, h, now)
		now = now.Add(time.Minute)
	}
	h.wantStart(t, "ana", store.Booked, b.Span.Start)
	want := h.inItsWeek(t, 4, 14)
	c, act := h.counterOf(t, now)
	if c == nil || c.Text != words || c.Start == nil || !c.Start.Equal(want) || c.Problem != "" {
		t.Fatalf("%+v, want %v", c, want)
	}
	if command := "fika move " + b.ID + ` "` + want.Format("2006-01-02 15:04") + `"`; act.Command != command {
		t.Errorf("the act is %q, want %q", act.Command, command)
	}
	why, err := h.daemon.Why(t.Context(), now, b.ID)
	if err != nil || why.Booking.Counter == nil {
		t.Errorf("why has %+v, %v", why.Booking.Counter, err)
	}
	all, err := h.daemon.Bookings(t.Context(), now, true)
	if err != nil || !slices.ContainsFunc(all.Bookings, func(b api.Booking) bool { return b.Counter != nil }) {
		t.Errorf("the bookings do not have it: %v", err)
	}
	h.wantCounterLogged(t, b.ID, words)

	h.mustMove(t, "ana", now, want)
	mustPass(t, h, now)
	moved := h.wantStart(t, "ana", store.Booked, want)
	if moved.Reply != rsvp.NoReply {
		t.Errorf("she said %s", moved.Reply)
	}
	mustPass(t, h, now.Add(time.Minute))
	if c, _ := h.counterOf(t, now.Add(time.Minute)); c != nil {
		t.Errorf("still asked for: %+v", c)
	}
	h.wantCounterLogged(t, b.ID, words)
}

// wantCounterLogged checks that the log tells once that Ana asks for another time, and
// nowhere in which words.
func (h *harness) wantCounterLogged(t *testing.T, id, words string) {
	t.Helper()
	entries, err := h.store.Log(t.Context(), 0, id, 0)
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	for _, e := range entries {
		if e.Kind == api.EntryCounter && e.By == api.ByGuest {
			told++
		}
		if strings.Contains(e.Note, words) {
			t.Errorf("the log has her words: %+v", e)
		}
	}
	if told != 1 {
		t.Errorf("the log tells of it %d times", told)
	}
}

// TestDeclineWithCounterWaits checks that a no with another time leaves the user a working
// day to take it up, and then ends the coffee like any other.
func TestDeclineWithCounterWaits(t *testing.T) {
	h := bookedAna(t, "DECLINED", "Friday 14:00 would be better")
	for _, at := range []time.Duration{time.Hour, 6 * time.Hour, 23 * time.Hour} {
		mustPass(t, h, monday.Add(at))
		h.wantState(t, "ana", store.Booked)
	}
	taken := bookedAna(t, "DECLINED", "Friday 14:00 would be better")
	mustPass(t, taken, monday.Add(6*time.Hour))
	start := taken.inItsWeek(t, 4, 14)
	taken.mustMove(t, "ana", monday.Add(6*time.Hour), start)
	for _, at := range []time.Duration{6 * time.Hour, 30 * time.Hour} {
		mustPass(t, taken, monday.Add(at))
		taken.wantStart(t, "ana", store.Booked, start)
	}
	for _, at := range []time.Duration{49 * time.Hour, 50 * time.Hour} {
		mustPass(t, h, monday.Add(at))
	}
	h.wantState(t, "ana", store.Declined)
}

// TestCounterThatIsNotUnderstood checks that other words are shown as they are, cut, and
// without a time.
func TestCounterThatIsNotUnderstood(t *testing.T) {
	for name, comment := range map[string]string{
		"a choice": "Thursday or Friday afternoon?",
		"hostile":  "another day, \x1b[31m \u202e$(reboot) `x` " + strings.Repeat("ä", 5000),
	} {
		t.Run(name, func(t *testing.T) {
			h := bookedAna(t, "TENTATIVE", comment)
			c, act := h.counterOf(t, monday.Add(3*time.Minute))
			if c == nil || c.Start != nil || c.Text == "" || utf8.RuneCountInString(c.Text) > 200 {
				t.Fatalf("%+v", c)
			}
			if strings.Contains(act.Text+act.Command+act.Hint, "reboot") {
				t.Errorf("the act has the guest's words: %+v", act)
			}
		})
	}
	h := bookedAna(t, "TENTATIVE", "No fika before Friday 14:00")
	if c, _ := h.counterOf(t, monday.Add(3*time.Minute)); c != nil {
		t.Errorf("a wish is no counter-proposal: %+v", c)
	}
}

// TestCounterThatBreaksARule checks that a time is shown with the rule that forbids it, and
// that no command is offered that would be refused.
func TestCounterThatBreaksARule(t *testing.T) {
	h := bookedAna(t, "TENTATIVE", "Saturday 14:00 would be better")
	c, act := h.counterOf(t, monday.Add(3*time.Minute))
	if c == nil || c.Start == nil || !strings.Contains(c.Problem, "outside your hours") || strings.HasPrefix(act.Command, "fika move") {
		t.Errorf("%+v, %+v", c, act)
	}
}

// TestCounterMessage checks a message of the guest's calendar in the folder: it is shown,
// and is neither the event nor a move of it.
func TestCounterMessage(t *testing.T) {
	h := bookedAna(t, "TENTATIVE", "")
	b, err := h.booking(t.Context(), "ana")
	if err != nil {
		t.Fatal(err)
	}
	want := h.inItsWeek(t, 4, 14)
	utc := func(at time.Time) string { return at.UTC().Format("20060102T150405Z") }
	message := fmt.Sprintf("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//x//EN\nMETHOD:COUNTER\nBEGIN:VEVENT\nUID:%s\nSEQUENCE:9\nDTSTAMP:%s\nDTSTART:%s\nDTEND:%s\n"+
		"SUMMARY:Coffee\nCOMMENT:I am in the lab until then\nX-FIKA-BOOKING:%s\nX-FIKA-GENERATION:1\n"+
		"ORGANIZER:mailto:maya@example.com\nATTENDEE;PARTSTAT=TENTATIVE:mailto:ana@example.com\nEND:VEVENT\nEND:VCALENDAR\n",
		b.UID, utc(monday.Add(time.Hour)), utc(want), utc(want.Add(25*time.Minute)), b.ID)
	if err := os.WriteFile(filepath.Join(h.dir, "work", "answer.ics"), []byte(strings.ReplaceAll(message, "\n", "\r\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	now := monday.Add(2 * time.Hour)
	for range 3 {
		h.pass(t, now)
		now = now.Add(time.Minute)
	}
	if after := h.wantStart(t, "ana", store.Booked, b.Span.Start); after.Edited {
		t.Error("the message counts as an edit of the user")
	}
	c, act := h.counterOf(t, now)
	if c == nil || c.Start == nil || !c.Start.Equal(want) || c.Text != "I am in the lab until then" || !strings.HasPrefix(act.Command, "fika move") {
		t.Fatalf("%+v, %+v", c, act)
	}
	h.mustMove(t, "ana", now, want)
	for range 2 {
		h.pass(t, now)
		now = now.Add(time.Minute)
	}
	h.wantStart(t, "ana", store.Booked, want)
	e, err := os.ReadFile(filepath.Join(h.dir, "work", b.Event+".ics"))
	if err != nil || !strings.Contains(string(e), "SEQUENCE:1") {
		t.Errorf("the event: %s, %v", e, err)
	}
}

// TestCommentThatAsksForNothing checks that what a guest writes is shown, that a number in it
// is no other time, and that the log has nothing of it.
func TestCommentThatAsksForNothing(t *testing.T) {
	const words = "See you in room 4, or call 5512"
	h := bookedAna(t, "TENTATIVE", words)
	now := monday.Add(time.Hour)
	mustPass(t, h, now)
	if c, act := h.counterOf(t, now); c != nil || strings.Contains(act.Text, "another time") {
		t.Errorf("it counts as another time: %+v, %+v", c, act)
	}
	b, err := h.booking(t.Context(), "ana")
	if err != nil {
		t.Fatal(err)
	}
	why, err := h.daemon.Why(t.Context(), now, b.ID)
	if err != nil || len(why.Booking.Comments) != 1 || why.Booking.Comments[0].Text != words {
		t.Errorf("why has %+v, %v", why.Booking.Comments, err)
	}
	a, err := h.daemon.Status(t.Context(), now)
	if err != nil || !slices.ContainsFunc(a.Next, func(m api.Meeting) bool { return len(m.Comments) == 1 && m.Comments[0].Text == words }) {
		t.Errorf("the status does not have it: %v", err)
	}
	entries, err := h.store.Log(t.Context(), 0, b.ID, 0)
	if err != nil || slices.ContainsFunc(entries, func(e store.Entry) bool { return e.Kind == api.EntryCounter || strings.Contains(e.Note, "room 4") }) {
		t.Errorf("the log has it: %+v, %v", entries, err)
	}
}

// TestOwnTimeIsNoCounter checks that a comment which names the time of the coffee itself is
// shown as a comment, and asks for nothing; also after the user has moved the coffee.
func TestOwnTimeIsNoCounter(t *testing.T) {
	h := bookedAna(t, "", "")
	b, err := h.booking(t.Context(), "ana")
	if err != nil {
		t.Fatal(err)
	}
	words := "See you on " + b.Span.Start.In(h.settings.Rules.Zone).Format("Monday at 15:04") + " in room 12.07"
	if err := h.others.answer(b, "ACCEPTED", words); err != nil {
		t.Fatal(err)
	}
	mustPass(t, h, monday.Add(3*time.Minute))
	if c, _ := h.counterOf(t, monday.Add(3*time.Minute)); c != nil {
		t.Errorf("%q asks for %v", words, c)
	}
	a, err := h.daemon.Status(t.Context(), monday.Add(3*time.Minute))
	if err != nil || !slices.ContainsFunc(a.Next, func(m api.Meeting) bool { return len(m.Comments) == 1 && m.Comments[0].Text == words }) {
		t.Errorf("%v: %q is not shown: %+v", err, words, a.Next)
	}
	if _, err := h.daemon.Move(t.Context(), monday.Add(4*time.Minute), "ana", h.inItsWeek(t, 4, 14)); err != nil {
		t.Fatal(err)
	}
	for minute := 5; minute < 8; minute++ {
		mustPass(t, h, monday.Add(time.Duration(minute)*time.Minute))
	}
	if c, _ := h.counterOf(t, monday.Add(8*time.Minute)); c != nil {
		t.Errorf("after the move, %q asks for %v", words, c)
	}
}
