package daemon_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fika/calendar"
	"fika/daemon"
	"fika/internal/api"
	"fika/internal/store"
	"fika/planner"
)

// TestLetterIsWhatIsSent checks that the letters shown with a plan are the events that
// the guests then get.
func TestLetterIsWhatIsSent(t *testing.T) {
	h := newHarness(t)
	ctx, now := t.Context(), day(2).At(8*60, h.settings.Rules.Zone)
	plan, err := daemon.Ask(ctx, h.daemon, now, (*daemon.View).Plan)
	if err != nil || len(plan.Meetings) != 3 {
		t.Fatalf("%v: %d meetings", err, len(plan.Meetings))
	}
	read := map[string]api.Letter{}
	for _, m := range plan.Meetings {
		why, err := h.daemon.Why(ctx, now, m.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(m.Letter, why.Letter); diff != "" || m.Letter.Sent {
			t.Errorf("%s: plan and why differ: %s", m.ID, diff)
		}
		read[m.ID] = *m.Letter
	}
	if _, err := h.daemon.Pass(ctx, now); err != nil { // Cy's slot is blocked, Bo's invitation waits
		t.Fatal(err)
	}
	for id := range read {
		b, err := h.store.Booking(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		if b.State == store.Proposed {
			a, err := h.daemon.Approve(ctx, now, id)
			if err != nil || a.Letter == nil || a.Letter.Text != read[id].Text || a.Effect == "" {
				t.Fatalf("approve %s: %+v, %v", id, a, err)
			}
		}
	}
	if _, err := h.daemon.Pass(ctx, now.Add(h.settings.Undo)); err != nil {
		t.Fatal(err)
	}
	coffees, err := h.others.coffees()
	if err != nil {
		t.Fatal(err)
	}
	for id, letter := range read {
		if len(coffees[id]) != 1 {
			t.Fatalf("%s has %d events", id, len(coffees[id]))
		}
		e := coffees[id][0]
		if letter.Title != e.Title || letter.Where != e.Location || letter.Text != e.Description ||
			!letter.Start.Equal(e.Span.Start) || !letter.End.Equal(e.Span.End) {
			t.Errorf("%s: read\n%+v\nsent\n%+v", id, letter, e)
		}
		invited := func(a calendar.Attendee) bool { return strings.Contains(letter.Guests[0], "<"+string(a.Address)+">") }
		if len(letter.Guests) != 1 || !slices.ContainsFunc(e.Attendees, invited) {
			t.Errorf("%s: guests read %v, invited %+v", id, letter.Guests, e.Attendees)
		}
		why, err := h.daemon.Why(ctx, now.Add(h.settings.Undo), id)
		letter.Sent = true
		if diff := cmp.Diff(&letter, why.Letter); err != nil || diff != "" {
			t.Errorf("%s: once sent: %v %s", id, err, diff)
		}
	}
}

// TestLetterThatCannotBeSent checks that the letter to somebody who left the list is
// shown as a problem.
func TestLetterThatCannotBeSent(t *testing.T) {
	h := newHarness(t)
	ctx, now := t.Context(), day(2).At(8*60, h.settings.Rules.Zone)
	h.addBooking(t, "zoe000", "zoe@example.com", store.Proposed)
	why, err := h.daemon.Why(ctx, now, "zoe000")
	if err != nil || why.Letter == nil || !strings.Contains(why.Letter.Problem, "zoe@example.com is not among the accepted people") {
		t.Errorf("%v: %+v", err, why.Letter)
	}
	h.people = append(h.people, planner.Person{ID: "zoe@example.com", Name: "Zoe"})
	h.addBooking(t, "zoe001", "yan@example.com", store.Skipped)
	if why, err := h.daemon.Why(ctx, now, "zoe001"); err != nil || why.Letter != nil {
		t.Errorf("of what is over: %v, %+v", err, why.Letter)
	}
}

// TestLetterOfAChangedSlot checks that the letter has what the user wrote on a blocked
// slot and the guests they added to it, because the invitation does.
func TestLetterOfAChangedSlot(t *testing.T) {
	h := newHarness(t)
	ctx, now := t.Context(), day(2).At(8*60, h.settings.Rules.Zone)
	if _, err := h.daemon.Pass(ctx, now); err != nil {
		t.Fatal(err)
	}
	b, err := h.booking(ctx, "cy")
	if err != nil || b.State != store.Proposed || b.Event == "" {
		t.Fatalf("%+v, %v", b, err)
	}
	for _, what := range [][]string{{"text"}, {"place"}, {"add", "Cleo", "NEEDS-ACTION"}} {
		if err := h.others.alter(b, what); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.others.retitle(b); err != nil {
		t.Fatal(err)
	}
	if _, err := h.daemon.Pass(ctx, now); err != nil {
		t.Fatal(err)
	}
	before, err := h.daemon.Why(ctx, now, b.ID)
	if err != nil || before.Letter == nil || before.Letter.Sent {
		t.Fatalf("%+v, %v", before.Letter, err)
	}
	if approved, err := h.daemon.Approve(ctx, now, b.ID); err != nil || cmp.Diff(before.Letter, approved.Letter) != "" {
		t.Errorf("%v: approved %+v", err, approved.Letter)
	}
	if _, err := h.daemon.Pass(ctx, now); err != nil {
		t.Fatal(err)
	}
	sent, err := h.daemon.Why(ctx, now, b.ID)
	if err != nil || sent.Letter == nil || !sent.Letter.Sent {
		t.Fatalf("%+v, %v", sent.Letter, err)
	}
	for _, l := range []*api.Letter{before.Letter, sent.Letter} {
		l.Sent = true
		slices.Sort(l.Guests)
	}
	if diff := cmp.Diff(before.Letter, sent.Letter); diff != "" {
		t.Errorf("read before and sent differ: %s", diff)
	}
}
