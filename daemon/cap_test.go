package daemon_test

import (
	"strings"
	"testing"
	"time"

	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

// TestCapsAtTheLastMoment checks that the store enforces each cap when another
// invitation is recorded after fika planned, as a second process on the same store
// could do. Each cap is tried with an invitation that uses it up, and with one that
// leaves room.
func TestCapsAtTheLastMoment(t *testing.T) {
	const day = 24 * time.Hour
	for _, test := range []struct {
		name  string // of the cap, and after the slash what the other invitation does to it
		rules func(*planner.Rules)
		later time.Duration // the other meeting starts that long after Ana's
		full  bool
	}{
		{"per_day/used up", func(r *planner.Rules) { r.PerDay = 1 }, time.Hour, true},
		{"per_day/room", func(r *planner.Rules) { r.PerDay = 1 }, day, false},
		{"per_week/used up", func(r *planner.Rules) { r.PerWeek = 1 }, time.Hour, true},
		{"per_week/room", func(r *planner.Rules) { r.PerWeek = 1 }, 7 * day, false},
		{"open/used up", func(r *planner.Rules) { r.Open = 1 }, 30 * day, true},
		{"open/room", func(r *planner.Rules) { r.Open = 2 }, 30 * day, false},
		{"per_team/used up", func(r *planner.Rules) { r.Guards.PerTeam = 1 }, 8 * day, true},
		{"per_team/room", func(r *planner.Rules) { r.Guards.PerTeam = 1 }, 40 * day, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			var h *harness
			var ana store.Booking
			h, err := openHarness(t.TempDir(), func(step string) {
				if step == "rechecked" {
					h.invitePastFika(t, span.New(ana.Span.Start.Add(test.later), 25*time.Minute), ana.Team)
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			defer h.store.Close()
			s := h.settings
			s.Goals = s.Goals[:1] // only Ana's, which is proposed
			test.rules(&s.Rules)
			h.daemon.Configure(s)
			h.pass(t, monday)
			if ana, err = h.booking(t.Context(), "ana"); err != nil {
				t.Fatal(err)
			}
			if err := h.approve(t.Context(), "ana", monday); err != nil {
				t.Fatal(err)
			}
			if !test.full {
				h.pass(t, monday)
			} else if report, _ := h.pass(t, monday, "caps"); len(report.Holds) == 1 {
				code, _, _ := strings.Cut(test.name, "/")
				if !strings.Contains(report.Holds[0].Text, code) {
					t.Errorf("the hold does not name %s: %s", code, report.Holds[0].Text)
				}
			}
			if b, err := h.booking(t.Context(), "ana"); err != nil || (b.State == store.Booked) == test.full {
				t.Errorf("it is %s, %v", b.State, err)
			}
		})
	}
}

// invitePastFika records another invitation as sent.
func (h *harness) invitePastFika(t *testing.T, at span.Span, team string) {
	t.Helper()
	h.inviteAt(t, monday, store.Proposal{Due: monday, Team: team, Meeting: planner.Meeting{Person: "other@example.com", Goal: "other", Span: at}})
}

// inviteAt records the invitation to p as sent at that time; see [store.Store.Intend] for up.
func (h *harness) inviteAt(t *testing.T, sent time.Time, p store.Proposal, up ...bool) {
	t.Helper()
	b, err := h.store.Propose(t.Context(), sent, p)
	if err != nil {
		t.Error(err)
		return
	}
	in, err := h.store.Intend(t.Context(), sent, b.ID, store.Invite, "other", nil, up...)
	if err == nil {
		err = h.store.Done(t.Context(), sent, in, store.Receipt{})
	}
	if err != nil {
		t.Error(err)
	}
}
