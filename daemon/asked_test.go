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

// counted is a calendar that counts how often it is listed.
type counted struct {
	calendar.Calendar
	lists int
}

func (c *counted) List(ctx context.Context, window span.Span) (calendar.Listing, error) {
	c.lists++
	return c.Calendar.List(ctx, window)
}

// polled is a harness in which every question to the outside is counted. Busy times
// come from a server.
type polled struct {
	*harness
	calendars []*counted
	rounds    [][]mailbox.Address // who was asked together
	away      mailbox.Address     // is busy at all times; "" if nobody is
}

func newPolled(t *testing.T) *polled {
	p := &polled{harness: newHarness(t)}
	for i := range p.people {
		p.people[i].Calendar = ""
	}
	p.refit(func(o *daemon.Options) {
		for i := range o.Calendars {
			c := &counted{Calendar: o.Calendars[i].Calendar}
			o.Calendars[i].Calendar, p.calendars = c, append(p.calendars, c)
		}
		o.FreeBusy = func(_ context.Context, who []mailbox.Address, window span.Span) (map[mailbox.Address][]span.Span, error) {
			p.rounds = append(p.rounds, slices.Clone(who))
			told := map[mailbox.Address][]span.Span{}
			for _, a := range who {
				told[a] = nil
				if a == p.away {
					told[a] = []span.Span{window}
				}
			}
			return told, nil
		}
	})
	return p
}

// asks checks how often each calendar was listed, and how many were asked for their
// busy times in each round, since the last time.
func (p *polled) asks(t *testing.T, when string, lists int, rounds ...int) {
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

// TestAskedOnce counts what a pass asks: each calendar once, and everybody's busy
// times once, in one round. Before an invitation leaves, the calendars are read
// again and its guest is asked again, and nobody else.
func TestAskedOnce(t *testing.T) {
	p := newPolled(t)
	const past = 1 // the two years of meetings, while the calendars are not as they were
	p.pass(t, monday)
	p.asks(t, "the first pass", 1+past, 3)
	p.pass(t, monday.Add(time.Minute))
	p.asks(t, "the pass after it, which finds the slot that it blocked", 1+past, 3)
	for n := range 3 {
		p.pass(t, monday.Add(time.Duration(3+n)*time.Minute))
		p.asks(t, "an idle pass", 1, 3)
	}
	if err := p.approve(t.Context(), "ana", monday.Add(7*time.Minute)); err != nil {
		t.Fatal(err)
	}
	for _, c := range p.calendars {
		c.lists = 0
	}
	p.rounds = nil
	p.pass(t, monday.Add(8*time.Minute))
	p.asks(t, "a pass that sends", 2, 3, 1)
	if !p.sent(t) {
		t.Error("the invitation was not sent")
	}
}

// TestChangedBookingsAskAgain has the guest of the only proposal go away. While it stood,
// nobody but its guest mattered. The pass that ends it must ask for everybody else's busy times
// before it plans: nobody can be proposed whose calendar fika has not seen.
func TestChangedBookingsAskAgain(t *testing.T) {
	p := newPolled(t)
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
