package daemon_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fika/calendar/vdir"
	"fika/daemon"
	"fika/internal/span"
	"fika/internal/store"
)

// switchBookCalendar makes fika write to the other calendar from now on.
func (h *harness) switchBookCalendar(t *testing.T) {
	t.Helper()
	dir := filepath.Join(h.dir, "other")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	other, err := vdir.Open(dir, h.settings.Rules.Zone)
	if err != nil {
		t.Fatal(err)
	}
	h.restartWith(func(o *daemon.Options) {
		o.Calendars = []daemon.Calendar{o.Calendars[0], {Source: daemon.Source{Name: "other", Kind: "vdir", Book: true}, Calendar: other}}
		o.Calendars[0].Book = false
	})
}

// places returns the calendars that have an event of the booking.
func (h *harness) places(t *testing.T, booking string) (names []string) {
	t.Helper()
	for _, src := range h.options.Calendars {
		l, err := src.Calendar.List(t.Context(), span.New(monday, 21*24*time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range l.Events {
			if e.Mark.Booking == booking {
				names = append(names, src.Name)
			}
		}
	}
	return names
}

// TestAnotherCalendar checks that a change that began in one calendar is finished
// there, although fika writes to another one by now.
func TestAnotherCalendar(t *testing.T) {
	for _, c := range []struct {
		name, who string
		before    func(*testing.T, *harness, *faultyCalendar)
		after     func(*testing.T, *harness, store.Booking)
		state     store.State
		places    int
	}{
		{"a lost answer", "ana", func(t *testing.T, h *harness, m *faultyCalendar) {
			m.inserts, m.lost, m.unfound = errors.New("the answer was lost"), true, errors.New("no answer either")
			h.pass(t, monday.Add(time.Minute), "unknown_outcome")
			m.inserts, m.lost, m.unfound = nil, false, nil
		}, nil, store.Booked, 1},
		{"an invitation to take back", "ana", func(t *testing.T, h *harness, _ *faultyCalendar) {
			h.pass(t, monday.Add(time.Minute))
		}, func(t *testing.T, h *harness, b store.Booking) {
			if _, err := h.daemon.Cancel(t.Context(), monday.Add(2*time.Minute), b.ID); err != nil {
				t.Fatal(err)
			}
		}, store.Cancelled, 0},
		{"a blocked slot", "cy", func(*testing.T, *harness, *faultyCalendar) {}, nil, store.Booked, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHarness(t)
			m := makeFaulty(h)
			h.pass(t, monday)
			h.pass(t, monday.Add(time.Second))
			if err := h.approve(t.Context(), c.who, monday); err != nil {
				t.Fatal(err)
			}
			c.before(t, h, m)
			b, err := h.booking(t.Context(), c.who)
			if err != nil {
				t.Fatal(err)
			}
			h.switchBookCalendar(t)
			if c.after != nil {
				c.after(t, h, b)
			}
			for n := range 3 {
				h.pass(t, monday.Add(time.Duration(3+n)*time.Minute))
			}
			if b, err = h.store.Booking(t.Context(), b.ID); err != nil || b.State != c.state {
				t.Errorf("it is %s, %v", b.State, err)
			}
			if got := h.places(t, b.ID); len(got) != c.places || len(got) == 1 && got[0] != "work" {
				t.Errorf("its event is in %q", got)
			}
		})
	}
}
