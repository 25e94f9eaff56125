package daemon_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"fika/daemon"
	"fika/internal/date"
	"fika/internal/holiday"
	"fika/internal/store"
)

// daysOff are the days off of XX that the harness reads.
type daysOff struct {
	days  []holiday.Holiday
	err   error
	after []holiday.Holiday // replace days once they have been read again
}

// addDaysOff makes h read days off. It leaves only the goal for Ana.
func addDaysOff(h *harness) *daysOff {
	off := &daysOff{}
	h.settings.Goals = h.settings.Goals[:1]
	h.restartWith(func(o *daemon.Options) {
		o.ReadHolidays = func(context.Context, time.Time) ([]holiday.List, []string, error) {
			lists := []holiday.List{{Region: "XX", Days: off.days}}
			if off.after != nil {
				off.days, off.after = off.after, nil
			}
			return lists, nil, off.err
		}
	})
	return off
}

// TestHolidayBeforeSending approves a coffee, and then its day becomes a public holiday of
// one side: before the pass, or between its look at the calendars and the one just before
// sending. It is never sent.
func TestHolidayBeforeSending(t *testing.T) {
	for _, test := range []struct {
		name          string
		mine, guests  holiday.Region
		beforeRecheck bool
		wantSent      bool
		want          store.State
	}{
		{"of nobody", "YY", "", false, true, store.Booked},
		{"of the user", "XX", "", false, false, store.Expired},
		{"of the guest", "", "XX", false, false, store.Expired},
		{"of the user, just before sending", "XX", "", true, false, store.Expired},
		{"of the guest, just before sending", "", "XX", true, false, store.Expired},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := newHarness(t)
			h.settings.Rules.Region = test.mine
			for i := range h.people {
				h.people[i].Region = test.guests
			}
			off := addDaysOff(h)
			h.pass(t, monday)
			if err := h.approve(t.Context(), "ana", monday); err != nil {
				t.Fatal(err)
			}
			b, err := h.booking(t.Context(), "ana")
			if err != nil {
				t.Fatal(err)
			}
			mourning := []holiday.Holiday{{Date: date.Of(b.Span.Start, h.settings.Rules.Zone), Name: "a day of mourning"}}
			if off.days = mourning; test.beforeRecheck {
				off.days, off.after = nil, mourning
			}
			h.pass(t, monday.Add(3*time.Hour))
			b, err = h.store.Booking(t.Context(), b.ID)
			if err != nil || b.State != test.want || (b.Event != "") != test.wantSent {
				t.Errorf("it is %s with the event %q, want %s: %v", b.State, b.Event, test.want, err)
			}
		})
	}
}

// TestUnreadableDaysOff checks that nothing is sent while a file of days off cannot be
// read, and that fika continues when it can.
func TestUnreadableDaysOff(t *testing.T) {
	h := newHarness(t)
	off := addDaysOff(h)
	h.pass(t, monday)
	if err := h.approve(t.Context(), "ana", monday); err != nil {
		t.Fatal(err)
	}
	off.err = errors.New("off.ics: no such file")
	h.pass(t, monday.Add(3*time.Hour), "holidays_unreadable")
	if h.sent(t) {
		t.Fatal("an invitation was sent although the days off are not known")
	}
	off.err = nil
	h.pass(t, monday.Add(4*time.Hour))
	if !h.sent(t) {
		t.Error("it did not go on by itself")
	}
}
