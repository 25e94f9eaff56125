package daemon_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fika/internal/span"
)

// addHours adds events of one hour at ten o'clock, on those days after monday.
func (h *harness) addHours(t *testing.T, days ...int) {
	t.Helper()
	for _, day := range days {
		if err := h.others.occupy("work", hourOf(day)); err != nil {
			t.Fatal(err)
		}
	}
}

// removeHours removes the events of addHours.
func (h *harness) removeHours(t *testing.T, days ...int) {
	t.Helper()
	for _, day := range days {
		if err := os.Remove(filepath.Join(h.dir, "work", fmt.Sprintf("other-work-%d.ics", hourOf(day).Start.Unix()))); err != nil {
			t.Fatal(err)
		}
	}
}

func hourOf(day int) span.Span {
	return span.New(monday.AddDate(0, 0, day).Add(2*time.Hour), time.Hour)
}

// TestEmptiedCalendarHolds checks how many lost events make a calendar doubtful. It is
// read on Monday at eight, and again later, when some events are over, some are gone
// and some are new.
func TestEmptiedCalendarHolds(t *testing.T) {
	const emptied = "calendar_emptied"
	weeks := []int{0, 1, 2, 3, 4, 7, 8, 9, 10, 11}
	for _, test := range []struct {
		name       string
		known      []int
		gone, more []int
		later      time.Duration
		want       []string
	}{
		{"nothing happened", weeks, nil, nil, time.Minute, nil},
		{"half is gone", weeks, weeks[5:], nil, time.Minute, nil},
		{"one more than half is gone", weeks, weeks[4:], nil, time.Minute, []string{emptied}},
		{"all five are gone: few may", weeks[:5], weeks[:5], nil, time.Minute, nil},
		{"all six are gone", weeks[:6], weeks[:6], nil, time.Minute, []string{emptied}},

		{"all are over", weeks[:6], nil, nil, 8 * 24 * time.Hour, nil},
		{"all are over, and swept up", weeks[:6], weeks[:6], nil, 8 * 24 * time.Hour, nil},
		{"most are over, and half of the rest is gone", weeks, weeks[7:], nil, 3 * 24 * time.Hour, nil},
		{"most are over, and more than half of the rest is gone", weeks, weeks[6:], nil, 3 * 24 * time.Hour, []string{emptied}},
		{"so many are over that what is left may go", weeks, weeks[5:], nil, 5 * 24 * time.Hour, nil},
		{"one ends at this moment: five are left", weeks[:6], weeks[1:6], nil, 3 * time.Hour, nil},
		{"one ends in a moment: six are left", weeks[:6], weeks[1:6], nil, 3*time.Hour - time.Second, []string{emptied}},

		{"others took their place", weeks, weeks, []int{5, 6, 12, 13, 14}, time.Minute, nil},
		{"others came where nobody had looked before", []int{7, 8, 9, 10, 11, 14}, []int{7, 8, 9, 10, 11, 14}, []int{35, 36, 37, 38, 39}, 7 * 24 * time.Hour, []string{emptied}},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := newHarness(t)
			h.settings.Goals = nil // coffees are events too
			h.daemon.Configure(h.settings)
			h.addHours(t, test.known...)
			h.pass(t, monday)
			h.removeHours(t, test.gone...)
			h.addHours(t, test.more...)
			h.pass(t, monday.Add(test.later), test.want...)
		})
	}
}

// TestEmptiedCalendarStaysInDoubt checks that a loss stays in doubt after the lost
// events would have ended. It ends when they return or the user confirms it.
func TestEmptiedCalendarStaysInDoubt(t *testing.T) {
	lost := []int{1, 2, 3, 4, 7, 8}
	open := func(t *testing.T) *harness {
		h := newHarness(t)
		h.settings.Goals = nil
		h.daemon.Configure(h.settings)
		h.addHours(t, lost...)
		h.pass(t, monday)
		h.removeHours(t, lost...)
		h.pass(t, monday.Add(time.Minute), "calendar_emptied")
		return h
	}
	t.Run("for weeks", func(t *testing.T) {
		h := open(t)
		for _, day := range []int{1, 5, 9, 40} {
			h.pass(t, monday.AddDate(0, 0, day), "calendar_emptied")
		}
		if err := h.daemon.Sync(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		h.pass(t, monday.AddDate(0, 0, 41))
	})
	t.Run("until they are back", func(t *testing.T) {
		h := open(t)
		h.addHours(t, lost[:2]...)
		h.pass(t, monday.Add(time.Hour), "calendar_emptied")
		h.addHours(t, lost[2:3]...)
		h.pass(t, monday.Add(2*time.Hour))
		h.removeHours(t, lost[:3]...)
		h.pass(t, monday.Add(3*time.Hour)) // three are few
	})
	t.Run("not while others are there", func(t *testing.T) {
		h := open(t)
		h.addHours(t, 9, 10, 11)
		h.pass(t, monday.Add(time.Hour))
	})
}

// TestLossAfterTheHorizonMoves checks that nothing counts as lost if a shorter horizon
// shows fewer events.
func TestLossAfterTheHorizonMoves(t *testing.T) {
	h := newHarness(t)
	h.settings.Goals, h.settings.Rules.Horizon = nil, 70
	h.daemon.Configure(h.settings)
	h.addHours(t, 1, 2, 60, 61, 62, 63, 64, 65)
	h.pass(t, monday)
	h.settings.Rules.Horizon = 14
	h.daemon.Configure(h.settings)
	h.pass(t, monday.Add(time.Minute))
}

// TestLossAndWrongClock checks that an emptied calendar is doubted after a pass with a
// wrong clock, which saw no future events.
func TestLossAndWrongClock(t *testing.T) {
	h := newHarness(t)
	m := makeFaulty(h)
	days := []int{1, 2, 3, 4, 7, 8, 9, 10}
	h.addHours(t, days...)
	h.pass(t, monday)
	m.now, m.clock = monday.AddDate(1, 0, 0), -365*24*time.Hour
	h.pass(t, m.now, "clock_skew")
	h.removeHours(t, days...)
	m.now = time.Time{}
	h.pass(t, monday.Add(time.Minute), "calendar_emptied")
}

// TestLossIsOver checks that the doubt ends when the calendar fills again after all
// lost events would have ended.
func TestLossIsOver(t *testing.T) {
	h := newHarness(t)
	h.settings.Goals = nil
	h.daemon.Configure(h.settings)
	lost := []int{1, 2, 3, 4, 7, 8}
	h.addHours(t, lost...)
	h.pass(t, monday)
	h.removeHours(t, lost...)
	h.pass(t, monday.Add(time.Minute), "calendar_emptied")
	h.pass(t, monday.AddDate(0, 0, 39), "calendar_emptied")
	h.addHours(t, 41, 42, 43)
	h.pass(t, monday.AddDate(0, 0, 40))
}

// TestLossOfCoffees checks when a calendar is doubted that lost one or two coffees and
// a few other events. See life/lost_*.txt for calendars without other events.
func TestLossOfCoffees(t *testing.T) {
	for _, test := range []struct {
		name    string
		coffees []string
		others  []int
		lost    []int
		want    []string
	}{
		{"two, and the others", []string{"ana", "cy"}, []int{7, 8}, []int{7, 8}, []string{"calendar_emptied"}},
		{"two, and the others stay", []string{"ana", "cy"}, []int{7, 8}, nil, nil},
		{"two, and one of the others stays", []string{"ana", "cy"}, []int{7, 8}, []int{7}, nil},
		{"one, and the others", []string{"cy"}, []int{7, 8}, []int{7, 8}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			h, ctx := newHarness(t), t.Context()
			h.addHours(t, test.others...)
			h.pass(t, monday)
			if len(test.coffees) > 1 {
				if err := h.approve(ctx, "ana", monday); err != nil {
					t.Fatal(err)
				}
			}
			h.pass(t, monday)
			h.pass(t, monday.Add(time.Minute))
			h.removeHours(t, test.lost...)
			for _, who := range test.coffees {
				if b, err := h.booking(ctx, who); err != nil {
					t.Fatal(err)
				} else if err := h.others.remove(b); err != nil {
					t.Fatal(err)
				}
			}
			h.pass(t, monday.Add(2*time.Minute), test.want...)
			h.pass(t, monday.Add(12*time.Minute), test.want...)
			for _, who := range test.coffees {
				if b, err := h.booking(ctx, who); err != nil || b.State.Live() != (len(test.want) > 0) {
					t.Errorf("the coffee with %s is %s, %v", who, b.State, err)
				}
			}
		})
	}
}
