package daemon_test

import (
	"testing"
	"time"

	"fika/daemon"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

// TestOverdue checks that each guest has a working day to answer before an unanswered
// coffee is released, however late the invitation was sent.
func TestOverdue(t *testing.T) {
	set := daemon.Settings{NoReply: 24 * time.Hour, Rules: planner.Rules{Zone: time.UTC, Hours: planner.OfficeHours(9*60, 17*60)}}
	at := func(text string) time.Time {
		t.Helper()
		when, err := time.Parse("2006-01-02 15:04", text)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	for _, c := range []struct{ what, sent, start, until string }{
		{"in time", "2026-03-02 10:00", "2026-03-06 10:00", "2026-03-05 10:00"},
		{"at the last moment", "2026-03-04 10:00", "2026-03-06 10:00", "2026-03-05 10:00"},
		{"too late, by whatever fault", "2026-03-05 09:00", "2026-03-06 10:00", "2026-03-06 09:00"},
		{"over a weekend", "2026-03-06 10:00", "2026-03-10 08:00", "2026-03-09 10:00"},
		{"moved near by the user", "2026-03-06 10:00", "2026-03-09 08:00", "2026-03-09 10:00"}, // after its start: never
	} {
		b := store.Booking{State: store.Booked, Span: span.New(at(c.start), time.Hour), Sent: true, SentAt: at(c.sent)}
		until := at(c.until)
		if set.Overdue(until.Add(-time.Minute), b) || !set.Overdue(until, b) {
			t.Errorf("%s: it is not released at %s", c.what, c.until)
		}
		for what, change := range map[string]func(*store.Booking){
			"a yes": func(b *store.Booking) { b.Reply = "ACCEPTED" }, "the user's hand": func(b *store.Booking) { b.Edited = true },
		} {
			kept := b
			change(&kept)
			if set.Overdue(until.Add(time.Hour), kept) {
				t.Errorf("%s: released in spite of %s", c.what, what)
			}
		}
	}
}
