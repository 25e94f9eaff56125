package daemon_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"fika/calendar"
	"fika/daemon"
	"fika/internal/span"
	"fika/internal/store"
)

// faultyCalendar fails as its fields say, and works otherwise.
type faultyCalendar struct {
	calendar.Calendar
	unread  error         // what List fails with
	inserts error         // what Insert fails with, after or before it worked
	updates error         // what Update fails with
	moves   error         // what Reschedule fails with
	takes   time.Duration // what List takes, on the machine's clock
	lost    bool          // Insert works, and its answer is lost
	unfound error         // what Find fails with
	clock   time.Duration // how far its clock is ahead of now
	now     time.Time
	asked   int // how often Insert, Update or Reschedule was called
}

func (m *faultyCalendar) List(ctx context.Context, window span.Span) (calendar.Listing, error) {
	if m.unread != nil {
		return calendar.Listing{}, m.unread
	}
	time.Sleep(m.takes)
	l, err := m.Calendar.List(ctx, window)
	if !m.now.IsZero() {
		l.ServerTime = m.now.Add(m.clock)
	}
	return l, err
}

func (m *faultyCalendar) Insert(ctx context.Context, d calendar.Draft) (calendar.Event, error) {
	m.asked++
	if m.inserts == nil || m.lost {
		if e, err := m.Calendar.Insert(ctx, d); err != nil || !m.lost {
			return e, err
		}
	}
	return calendar.Event{}, m.inserts
}

func (m *faultyCalendar) Update(ctx context.Context, etag string, d calendar.Draft) (calendar.Event, error) {
	m.asked++
	if m.updates != nil {
		return calendar.Event{}, m.updates
	}
	return m.Calendar.Update(ctx, etag, d)
}

func (m *faultyCalendar) Reschedule(ctx context.Context, etag string, n calendar.NewTimes) (calendar.Event, error) {
	m.asked++
	if m.moves == nil || m.lost {
		if e, err := m.Calendar.Reschedule(ctx, etag, n); err != nil || !m.lost {
			return e, err
		}
	}
	return calendar.Event{}, m.moves
}

func (m *faultyCalendar) Find(ctx context.Context, at calendar.Place) (calendar.Event, error) {
	if m.unfound != nil {
		return calendar.Event{}, m.unfound
	}
	return m.Calendar.Find(ctx, at)
}

// makeFaulty makes the calendar that h writes to a faulty one.
func makeFaulty(h *harness) *faultyCalendar {
	m := &faultyCalendar{Calendar: h.options.Calendars[0].Calendar}
	h.replace(m)
	return m
}

// sent reports whether Ana's coffee is in the calendar.
func (h *harness) sent(t *testing.T) bool {
	t.Helper()
	b, err := h.booking(t.Context(), "ana")
	if err != nil {
		t.Fatal(err)
	}
	return b.State == store.Booked
}

// TestUnreadCalendar checks the hold for each reason why a calendar can fail to be
// read, and that fika continues when it can be read again.
func TestUnreadCalendar(t *testing.T) {
	for code, err := range map[string]error{
		"auth_required":       calendar.ErrSignIn,
		"scope_missing":       calendar.ErrMissingScope,
		"offline":             calendar.ErrOffline,
		"captive_portal":      calendar.ErrCaptivePortal,
		"rate_limited":        calendar.ErrRateLimited,
		"calendar_unreadable": errors.New("the answer is no JSON"),
	} {
		t.Run(code, func(t *testing.T) {
			h := newHarness(t)
			m := makeFaulty(h)
			h.pass(t, monday)
			if err := h.approve(t.Context(), "ana", monday); err != nil {
				t.Fatal(err)
			}
			m.unread = fmt.Errorf("list events: %w", err)
			h.pass(t, monday.Add(time.Minute), code)
			if h.sent(t) {
				t.Error("an invitation left while fika was blind")
			}
			if plan, err := daemon.Ask(t.Context(), h.daemon, monday.Add(time.Minute), (*daemon.View).Plan); err != nil || !plan.Blind {
				t.Errorf("the plan does not say that it is blind, %v", err)
			}
			h.pass(t, monday.Add(23*time.Hour), code)
			h.pass(t, monday.Add(25*time.Hour), code, "sync_stale")
			m.unread = nil
			h.pass(t, monday.Add(26*time.Hour))
			if !h.sent(t) {
				t.Error("it did not go on by itself")
			}
			if plan, err := daemon.Ask(t.Context(), h.daemon, monday.Add(26*time.Hour), (*daemon.View).Plan); err != nil || plan.Blind {
				t.Errorf("the plan is blind although everything was read, %v", err)
			}
		})
	}
}

// TestF66ClockSkew checks the hold for a machine whose clock differs from that of the
// calendar and was wrong before fika started.
func TestF66ClockSkew(t *testing.T) {
	for _, c := range []struct {
		clock time.Duration
		holds []string
		says  string
	}{
		{4 * time.Minute, nil, ""},
		{-4 * time.Minute, nil, ""},
		{6 * time.Minute, []string{"clock_skew"}, "is 6 minutes behind"},
		{-6 * time.Minute, []string{"clock_skew"}, "is 6 minutes ahead of"},
		{-365 * 24 * time.Hour, []string{"clock_skew"}, "is 365 days ahead of"},
	} {
		t.Run(c.clock.String(), func(t *testing.T) {
			h := newHarness(t)
			m := makeFaulty(h)
			h.pass(t, monday)
			if err := h.approve(t.Context(), "ana", monday); err != nil {
				t.Fatal(err)
			}
			at := monday.Add(time.Minute)
			m.now, m.clock = at, c.clock
			if report, _ := h.pass(t, at, c.holds...); c.holds != nil && !strings.Contains(report.Holds[0].Text, c.says) {
				t.Errorf("it says %q", report.Holds[0].Text)
			}
			if h.sent(t) != (c.holds == nil) {
				t.Errorf("sent: %t", h.sent(t))
			}
			m.now, m.clock = at, 0
			h.pass(t, at)
			if !h.sent(t) {
				t.Error("it did not go on by itself")
			}
		})
	}
}

// TestUnknownOutcome checks that nothing more is sent after the response to an
// invitation was lost, until the calendar shows whether it arrived.
func TestUnknownOutcome(t *testing.T) {
	for name, arrived := range map[string]bool{"it arrived": true, "it did not": false} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			m := makeFaulty(h)
			h.pass(t, monday)
			if err := h.approve(t.Context(), "ana", monday); err != nil {
				t.Fatal(err)
			}
			m.inserts, m.lost, m.unfound = errors.New("the answer was lost"), arrived, errors.New("no answer either")
			h.pass(t, monday.Add(time.Minute), "unknown_outcome")
			m.inserts, m.lost = nil, false
			h.pass(t, monday.Add(2*time.Minute), "unknown_outcome")
			if h.sent(t) {
				t.Error("fika believes what it does not know")
			}
			m.unfound = nil
			h.pass(t, monday.Add(3*time.Minute))
			h.pass(t, monday.Add(4*time.Minute))
			if !h.sent(t) {
				t.Error("it did not go on by itself")
			}
			listing, err := m.Calendar.List(t.Context(), span.New(monday, 21*24*time.Hour))
			if err != nil {
				t.Fatal(err)
			}
			b, err := h.booking(t.Context(), "ana")
			elsewhere := func(e calendar.Event) bool { return e.Mark.Booking != b.ID }
			if left := slices.DeleteFunc(listing.Events, elsewhere); err != nil || len(left) != 1 {
				t.Errorf("%d events of Ana's coffee, %v", len(left), err)
			}
		})
	}
}

// TestSlowCalendar checks that the clock is not doubted because one calendar takes six
// minutes to read before another one reports the time.
func TestSlowCalendar(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(monday))
		h := newHarness(t)
		last := makeFaulty(h)
		slow := &faultyCalendar{Calendar: last.Calendar, takes: 6 * time.Minute}
		h.restartWith(func(o *daemon.Options) {
			o.Calendars = []daemon.Calendar{{Source: daemon.Source{Name: "home"}, Calendar: slow}, o.Calendars[0]}
		})
		last.now = monday.Add(slow.takes)
		h.pass(t, time.Now())
	})
}

// TestUnknownThenRefused checks that no pass fails if the response to the invitation
// for a blocked slot is lost and the calendar then refuses it, for any reason.
func TestUnknownThenRefused(t *testing.T) {
	for name, then := range map[string]error{
		"read only": calendar.ErrReadOnly, "changed": calendar.ErrChanged, "gone": calendar.ErrNotFound, "unsent": calendar.ErrUnsent,
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			m := makeFaulty(h)
			h.pass(t, monday)
			h.pass(t, monday.Add(time.Second))
			if err := h.approve(t.Context(), "cy", monday); err != nil {
				t.Fatal(err)
			}
			m.updates = errors.New("the answer was lost")
			h.pass(t, monday.Add(time.Minute), "unknown_outcome")
			m.updates = fmt.Errorf("update: %w", then)
			for n := range 3 {
				if _, err := h.daemon.Pass(t.Context(), monday.Add(time.Duration(2+n)*time.Minute)); err != nil {
					t.Errorf("pass %d: %v", n, err)
				}
			}
			m.updates = nil
			h.pass(t, monday.Add(6*time.Minute))
			if b, err := h.booking(t.Context(), "cy"); err != nil || b.State != store.Booked {
				t.Errorf("it is %s, %v", b.State, err)
			}
		})
	}
}

// TestDoubtStopsTheRest checks that the second of two invitations waits until the
// outcome of the first is known.
func TestDoubtStopsTheRest(t *testing.T) {
	h := newHarness(t)
	m := makeFaulty(h)
	h.pass(t, monday)
	h.pass(t, monday.Add(time.Second)) // holds Cy's slot
	for _, who := range []string{"ana", "cy"} {
		if err := h.approve(t.Context(), who, monday); err != nil {
			t.Fatal(err)
		}
	}
	lost := errors.New("the answer was lost")
	m.inserts, m.updates, m.unfound = lost, lost, errors.New("no answer either")
	h.pass(t, monday.Add(time.Minute), "unknown_outcome")
	unknown := 0
	for _, who := range []string{"ana", "cy"} {
		if b, err := h.booking(t.Context(), who); err != nil {
			t.Fatal(err)
		} else if b.State == store.Unknown {
			unknown++
		}
	}
	if unknown != 1 {
		t.Errorf("%d are in doubt, want the first alone", unknown)
	}
	m.inserts, m.updates, m.unfound = nil, nil, nil
	h.pass(t, monday.Add(2*time.Minute))
	h.pass(t, monday.Add(3*time.Minute))
	for _, who := range []string{"ana", "cy"} {
		if b, err := h.booking(t.Context(), who); err != nil || b.State != store.Booked {
			t.Errorf("%s's is %s, %v", who, b.State, err)
		}
	}
}

// TestNoFailureIsRepeated checks each failure of a folder over fifty passes: retries
// become rarer, and fika continues when the folder works again.
func TestNoFailureIsRepeated(t *testing.T) {
	for name, c := range map[string]struct {
		err   error
		most  int
		hold  string
		state store.State
	}{
		"read only": {calendar.ErrReadOnly, 12, "calendar_readonly", store.Approved},
		"full":      {syscall.ENOSPC, 12, "disk_full", store.Approved},
		"lost":      {errors.New("input/output error"), 12, "unknown_outcome", store.Unknown},
		"unsent":    {calendar.ErrUnsent, 12, "calendar_unreadable", store.Approved},
		"refused":   {&calendar.Refusal{Part: calendar.PartAll, Message: "no."}, 6, "calendar_refuses", store.Approved},
		"the guest": {&calendar.Refusal{Part: calendar.PartGuest}, 1, "", store.Refused},
		"the link":  {&calendar.Refusal{Part: calendar.PartVideoLink}, 6, "calendar_refuses", store.Approved}, // a folder makes none
		"never":     {calendar.ErrRefused, 1, "", store.Expired},
		"altered":   {calendar.ErrAltered, 1, "calendar_amiss", store.Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			h.settings.Goals = h.settings.Goals[:1]
			h.daemon.Configure(h.settings)
			m := makeFaulty(h)
			h.pass(t, monday)
			if err := h.approve(t.Context(), "ana", monday); err != nil {
				t.Fatal(err)
			}
			b, err := h.booking(t.Context(), "ana")
			if err != nil {
				t.Fatal(err)
			}
			m.inserts = fmt.Errorf("write: %w", c.err)
			at, held := monday, ""
			for range 50 {
				at = at.Add(5 * time.Minute)
				report, err := h.daemon.Pass(t.Context(), at)
				if err != nil {
					t.Fatal(err)
				}
				for _, hold := range report.Holds {
					held = string(hold.Code)
				}
			}
			if b, err = h.store.Booking(t.Context(), b.ID); err != nil || b.State != c.state {
				t.Errorf("it is %s, %v", b.State, err)
			}
			if m.asked > c.most || held != c.hold {
				t.Errorf("tried %d times, want at most %d; held by %q", m.asked, c.most, held)
			}
			m.inserts = nil
			if err := h.daemon.Sync(t.Context(), true); err != nil {
				t.Fatal(err)
			}
			h.pass(t, at.Add(time.Minute))
			h.pass(t, at.Add(2*time.Minute))
			again := c.hold != "" && c.state != store.Unknown || name == "lost"
			if b, err = h.store.Booking(t.Context(), b.ID); err != nil || (b.State == store.Booked) != again {
				t.Errorf("mended, it is %s, %v", b.State, err)
			}
			if name == "altered" && m.asked > 1 {
				t.Error("it was sent again")
			}
		})
	}
}
