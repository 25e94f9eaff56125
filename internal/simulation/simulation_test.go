package simulation

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"fika/internal/date"
	"fika/internal/span"
	"fika/planner"
)

// runPolicy simulates some weeks in a small organisation.
func runPolicy(t *testing.T, p Policy, seed uint64, weeks int) *Outcome {
	t.Helper()
	o, err := Run(t.Context(), newTestOrganisation(t, seed, 12), Options{Policy: p, Weeks: weeks, Seed: seed, Invitations: 3})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// TestPolicies checks the direction of the results that the documentation reports for a
// real network, with tolerance for other seeds and weights.
func TestPolicies(t *testing.T) {
	mean := map[Policy]*Outcome{}
	for _, p := range Policies() {
		mean[p] = Mean([]*Outcome{runPolicy(t, p, 21, 13), runPolicy(t, p, 22, 13)})
	}
	fika := mean[Fika]
	for _, p := range Policies() {
		o := mean[p]
		if o.Sent < 2.5 || o.Sent > 3 {
			t.Errorf("%s sent %.2f invitations a week, want nearly 3", p, o.Sent)
		}
		t.Logf("%s: accepted %.1f %%, rhythm %.1f %%, departments %.1f, most asked %d", p, o.Accepted, o.Rhythm, o.Teams, o.MostAsked)
		if p == Fika {
			continue
		}
		if fika.HostFocusCost > 0.8*o.HostFocusCost || fika.GuestFocusCost > 0.9*o.GuestFocusCost {
			t.Errorf("focus lost %.1f and %.1f, of %s %.1f and %.1f", fika.HostFocusCost, fika.GuestFocusCost, p, o.HostFocusCost, o.GuestFocusCost)
		}
		if fika.Accepted < o.Accepted-3 {
			t.Errorf("accepted %.1f %%, of %s %.1f %%", fika.Accepted, p, o.Accepted)
		}
		if fika.Teams < o.Teams {
			t.Errorf("reached %.1f departments, of %s %.1f", fika.Teams, p, o.Teams)
		}
		if fika.Rhythm < o.Rhythm-3 {
			t.Errorf("rhythm kept %.1f %%, of %s %.1f %%", fika.Rhythm, p, o.Rhythm)
		}
	}
	if random := mean[Random]; fika.Rhythm < random.Rhythm+10 || random.New < fika.New {
		t.Errorf("the figures do not tell fika and random apart: %+v, %+v", *fika, *random)
	}
}

// TestRunRepeats checks that the seed determines the run.
func TestRunRepeats(t *testing.T) {
	for _, p := range Policies() {
		if diff := cmp.Diff(runPolicy(t, p, 3, 3), runPolicy(t, p, 3, 3), cmpopts.EquateNaNs()); diff != "" {
			t.Errorf("%s, the same seed twice:\n%s", p, diff)
		}
	}
	if cmp.Equal(runPolicy(t, Random, 3, 3), runPolicy(t, Random, 4, 3), cmpopts.EquateNaNs()) {
		t.Error("two seeds came to the same")
	}
}

// TestInvitationsFollowRules checks every invitation of a run: it is within windows
// and notice, no guest has two coffees at the same time, and nobody is invited again
// after a decline.
func TestInvitationsFollowRules(t *testing.T) {
	for p, choose := range policies() {
		org := newTestOrganisation(t, 5, 12)
		r := newRun(org, Options{Policy: p, Weeks: 8, Seed: 5, Invitations: 3}, choose)
		for week := range r.o.Weeks {
			for day := range 7 {
				r.planDay(t.Context(), week, day)
				r.answerAll()
			}
		}
		coffees := map[int][]span.Span{}
		said := map[goalGuest]bool{} // no
		for _, v := range r.invitations {
			rules := org.Members[v.host.member].Rules
			if !rules.Windows.Covers(v.span, org.Zone) || v.span.Start.Before(date.Of(v.sent, org.Zone).AddDays(2).At(planningTime, org.Zone)) {
				t.Errorf("%s: sent %v for %v", p, v.sent, v.span)
			}
			pair := goalGuest{planner.GoalID(org.Members[v.host.member].Person.ID), v.guest}
			if said[pair] {
				t.Errorf("%s: member %d asked %d again after a no", p, v.host.member, v.guest)
			}
			said[pair] = said[pair] || v.reply == declined
			if v.reply != accepted {
				continue
			}
			for _, m := range []int{v.host.member, v.guest} {
				if _, twice := span.Hit(span.Merge(coffees[m]), v.span); twice {
					t.Errorf("%s: member %d agreed to two coffees at %v", p, m, v.span)
				}
				coffees[m] = append(coffees[m], v.span)
			}
		}
		if len(coffees) == 0 {
			t.Errorf("%s: nobody met", p)
		}
	}
}

func TestRunStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	o := Options{Policy: Random, Weeks: 50, Seed: 1, Invitations: 3, OnWeek: func(week int) {
		if week == 2 {
			cancel()
		}
		if week > 2 {
			t.Errorf("week %d was lived after the end", week)
		}
	}}
	if _, err := Run(ctx, newTestOrganisation(t, 1, 4), o); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	o.Policy = "best"
	if _, err := Run(t.Context(), newTestOrganisation(t, 1, 4), o); err == nil {
		t.Error("a policy that does not exist ran")
	}
}
