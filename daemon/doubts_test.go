package daemon_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"fika/calendar"
	"fika/calendar/vdir"
	"fika/daemon"
	"fika/internal/rsvp"
	"fika/internal/span"
	"fika/planner"
)

// doubtfulCalendar contains nothing but one event that cannot be understood.
type doubtfulCalendar struct {
	calendar.Calendar
	doubt calendar.Event
}

func (c doubtfulCalendar) List(ctx context.Context, window span.Span) (calendar.Listing, error) {
	l, err := c.Calendar.List(ctx, window)
	if c.doubt.OverlapsWithTravel(window) {
		l.Doubts = append(l.Doubts, c.doubt)
	}
	return l, err
}

// TestDoubtsTakeTime checks that an event that cannot be understood is busy, for the
// user and for a colleague, but is neither listed as an event nor a meeting with
// anybody.
func TestDoubtsTakeTime(t *testing.T) {
	h := newHarness(t)
	zone := h.settings.Rules.Zone
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, zone)
	at := func(hour int) time.Time { return time.Date(2026, 3, 5, hour, 0, 0, 0, zone) }
	doubt := func(from, to int) calendar.Event {
		return calendar.Event{UID: "a", Title: "Workshop", Doubt: "its end cannot be read",
			Span: span.Span{Start: at(from), End: at(to)}, Travel: time.Hour,
			Attendees: []calendar.Attendee{{Address: "ana@example.com", Reply: rsvp.Accepted}}}
	}
	with := func(folder string, e calendar.Event) calendar.Calendar {
		c, err := vdir.Open(filepath.Join(h.dir, folder), zone)
		if err != nil {
			t.Fatal(err)
		}
		return doubtfulCalendar{c, e}
	}
	h.start(daemon.Options{
		Calendars:     []daemon.Calendar{{Source: daemon.Source{Name: "work", Kind: "vdir", Book: true}, Calendar: with("work", doubt(10, 12))}},
		OpenColleague: func(planner.Person) (calendar.Calendar, error) { return with("ana", doubt(14, 15)), nil },
	})
	day := span.Span{Start: at(0), End: at(23)}

	busy, err := h.daemon.Busy(t.Context(), now, day, "", true)
	if err != nil || len(busy.Busy) != 1 || len(busy.Merged) != 1 {
		t.Fatalf("busy: %+v, %v", busy, err)
	}
	if b := busy.Busy[0]; !b.Start.Equal(at(9)) || !b.End.Equal(at(12)) || b.Why != "its end cannot be read" {
		t.Errorf("the doubt and the way to it take %+v", b)
	}
	hers, err := h.daemon.Busy(t.Context(), now, day, "ana", true)
	if err != nil || len(hers.Merged) != 1 || !hers.Merged[0].Start.Equal(at(13)) {
		t.Errorf("Ana is busy %+v, %v", hers.Merged, err)
	}
	free, err := h.daemon.Free(t.Context(), now, day, 0, "ana", true)
	if err != nil || len(free.Slots) == 0 {
		t.Fatalf("free: %+v, %v", free, err)
	}
	for _, s := range free.Slots {
		slot := span.Span{Start: s.Start, End: s.End}
		if slot.Overlaps(span.Span{Start: at(9), End: at(12)}) || slot.Overlaps(span.Span{Start: at(13), End: at(15)}) {
			t.Errorf("%v counts as free", slot)
		}
	}
	if events, err := h.daemon.Events(t.Context(), day); err != nil || len(events.Events) != 0 {
		t.Errorf("events: %+v, %v", events.Events, err)
	}
	after := time.Date(2026, 3, 9, 8, 0, 0, 0, zone)
	if ana, err := h.daemon.Colleague(t.Context(), after, "ana"); err != nil || ana.Person.Last != nil {
		t.Errorf("Ana was met: %+v, %v", ana.Person, err)
	}
}
