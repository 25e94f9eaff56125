package daemon_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"fika/calendar"
	"fika/daemon"
	"fika/internal/mailbox"
	"fika/internal/span"
	"fika/planner"
)

// countingCalendar counts how often it is listed.
type countingCalendar struct {
	calendar.Calendar
	lists int
}

func (c *countingCalendar) List(ctx context.Context, window span.Span) (calendar.Listing, error) {
	c.lists++
	return c.Calendar.List(ctx, window)
}

// countingHarness counts every request to a calendar or a server. Busy times come from
// a server.
type countingHarness struct {
	*harness
	calendars []*countingCalendar
	rounds    [][]mailbox.Address // who was asked together
	away      mailbox.Address     // is busy at all times; "" if nobody is
}

func newCountingHarness(t *testing.T) *countingHarness {
	p := &countingHarness{harness: newHarness(t)}
	for i := range p.people {
		p.people[i].Calendar = ""
	}
	p.restartWith(func(o *daemon.Options) {
		for i := range o.Calendars {
			c := &countingCalendar{Calendar: o.Calendars[i].Calendar}
			o.Calendars[i].Calendar, p.calendars = c, append(p.calendars, c)
		}
		o.FreeBusy = func(_ context.Context, who []mailbox.Address, window span.Span) (map[mailbox.Address][]span.Span, error) {
			p.rounds = append(p.rounds, slices.Clone(who))
			told := map[mailbox.Address][]span.Span{}
			for _, a := range who {
				told[a] = []span.Span{span.New(monday.Add(47*time.Hour), 15*time.Minute)} // see weekly
				if a == p.away {
					told[a] = []span.Span{window}
				}
			}
			return told, nil
		}
	})
	return p
}

// checkCounts checks how often each calendar was listed since the last call, and for
// how many people busy times were requested in each round.
func (p *countingHarness) checkCounts(t *testing.T, when string, lists int, rounds ...int) {
	t.Helper()
	for i, c := range p.calendars {
		if c.lists != lists {
			t.Errorf("%s: calendar %d is listed %d times, want %d", when, i, c.lists, lists)
		}
		c.lists = 0
	}
	var got []int
	for _, who := range p.rounds {
		got = append(got, len(who))
	}
	if !slices.Equal(got, rounds) {
		t.Errorf("%s: the rounds for busy times are of %v people, want %v", when, got, rounds)
	}
	p.rounds = nil
}

// TestAskedOnce checks that a pass lists each calendar once and requests everybody's
// busy times once, in one round. Before it sends an invitation it lists the calendars
// again, and requests the busy times of the guest alone.
func TestAskedOnce(t *testing.T) {
	p := newCountingHarness(t)
	const past = 1 // the two years of meetings, while the calendars are not as they were
	p.pass(t, monday)
	p.checkCounts(t, "the first pass", 1+past, 3)
	p.pass(t, monday.Add(time.Minute))
	p.checkCounts(t, "the pass after it, which finds the slot that it blocked", 1+past, 3)
	for n := range 3 {
		p.pass(t, monday.Add(time.Duration(3+n)*time.Minute))
		p.checkCounts(t, "an idle pass", 1, 3)
	}
	if err := p.approve(t.Context(), "ana", monday.Add(7*time.Minute)); err != nil {
		t.Fatal(err)
	}
	for _, c := range p.calendars {
		c.lists = 0
	}
	p.rounds = nil
	p.pass(t, monday.Add(8*time.Minute))
	p.checkCounts(t, "a pass that sends", 2, 3, 1)
	if !p.sent(t) {
		t.Error("the invitation was not sent")
	}
}

// TestChangedBookingsAskAgain checks that the pass that ends the only proposal requests
// everybody's busy times before it plans. While there was a proposal, only its guest's
// were needed, and nobody may be proposed whose calendar was not read.
func TestChangedBookingsAskAgain(t *testing.T) {
	p := newCountingHarness(t)
	s := p.settings
	s.Goals = s.Goals[:1]
	s.Goals[0].From = planner.Filter{}
	p.daemon.Configure(s)
	p.pass(t, monday)
	first, err := p.store.Bookings(t.Context(), monday)
	if err != nil || len(first) != 1 {
		t.Fatalf("after the first pass: %d bookings, error %v", len(first), err)
	}
	p.rounds = nil
	p.pass(t, monday.Add(time.Minute))
	if len(p.rounds) != 1 || len(p.rounds[0]) != 1 {
		t.Fatalf("while the proposal stands, the rounds for busy times are %v, want its guest alone", p.rounds)
	}
	p.rounds, p.away = nil, first[0].Person
	report, err := p.daemon.Pass(t.Context(), monday.Add(2*time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	if len(p.rounds) != 2 || len(p.rounds[0]) != 1 || len(p.rounds[1]) != 2 {
		t.Errorf("the rounds for busy times are %v, want the guest, and then the two others", p.rounds)
	}
	if len(report.Plan.Meetings) != 1 || report.Plan.UnreadCandidates != 0 {
		t.Errorf("the plan has %d meetings and did not ask %d people", len(report.Plan.Meetings), report.Plan.UnreadCandidates)
	}
}
