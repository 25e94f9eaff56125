package daemon_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"fika/daemon"
	"fika/internal/mailbox"
	"fika/internal/span"
	"fika/planner"
)

// TestUnaskedIsNotTheBest checks that a plan among more busy colleagues than are asked
// for their busy times says how many were not asked, and does not claim to be the best.
// Once they are few, it does.
func TestUnaskedIsNotTheBest(t *testing.T) {
	h := newHarness(t)
	h.settings.Goals = []planner.Goal{{ID: "all", Kind: "value", Theme: "challenges", Topic: "what slows you down", Weight: 1,
		Want: planner.Want{Meetings: 3, Per: planner.PerQuarter}}}
	h.settings.Rules.Guards.OwnWeeks = 1 // everybody may be met in every week
	asked := map[mailbox.Address]bool{}
	freeBusy := func(_ context.Context, who []mailbox.Address, window span.Span) (map[mailbox.Address][]span.Span, error) {
		told := map[mailbox.Address][]span.Span{}
		for _, address := range who {
			asked[address] = true
			told[address] = []span.Span{window}
		}
		return told, nil
	}
	h.restartWith(func(o *daemon.Options) { o.FreeBusy = freeBusy })
	for _, test := range []struct{ people, unasked int }{{500, 100}, {300, 0}} {
		clear(asked)
		h.people = nil
		for i := range test.people {
			id := mailbox.Address(fmt.Sprintf("p%d@example.com", i))
			h.people = append(h.people, planner.Person{ID: id, Name: fmt.Sprintf("Person%d Test", i), Zone: h.settings.Rules.Zone, Level: 2})
		}
		h.readCalendars(t, monday)
		plan, err := daemon.Ask(t.Context(), h.daemon, monday, (*daemon.View).Plan)
		if err != nil {
			t.Fatal(err)
		}
		if plan.Unasked != test.unasked || plan.Optimal != (test.unasked == 0) || len(asked)+test.unasked != test.people {
			t.Errorf("of %d people %d were asked: %d are said not to be, optimal %t", test.people, len(asked), plan.Unasked, plan.Optimal)
		}
		if test.unasked > 0 && plan.Bound <= plan.Score {
			t.Errorf("the bound %v leaves out who was not asked", plan.Bound)
		}
		said := 0
		for _, v := range plan.Rejected.People {
			if planner.Code(v.Code) == planner.CodeUnasked && !asked[mailbox.Address(v.Person)] {
				said++
			}
		}
		if said != test.unasked {
			t.Errorf("%d people are said not to be asked yet, want %d", said, test.unasked)
		}
		if len(plan.Unmet) != 1 || (planner.Code(plan.Unmet[0].Code) == planner.CodeUnasked) != (test.unasked > 0) ||
			test.unasked > 0 && !strings.Contains(plan.Unmet[0].Text, "the calendars of 100 people were not read yet") {
			t.Errorf("unmet: %+v", plan.Unmet)
		}
	}
}
