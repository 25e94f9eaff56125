package daemon_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"fika/daemon"
	"fika/internal/api"
	"fika/internal/date"
	"fika/internal/mailbox"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

// TestOrdersPassOverWhatIsOver checks that an order means the planned coffee if an old
// one has an ID with the same beginning, and that it is ambiguous between two live
// ones.
func TestOrdersPassOverWhatIsOver(t *testing.T) {
	h := newHarness(t)
	h.people = h.people[:1] // of two, the IDs might begin alike by chance
	ctx, now := t.Context(), day(2).At(8*60, h.settings.Rules.Zone)
	plan, err := daemon.Ask(ctx, h.daemon, now, (*daemon.View).Plan)
	if err != nil || len(plan.Meetings) == 0 {
		t.Fatalf("%v: %+v", err, plan)
	}
	planned := plan.Meetings[0].ID
	h.addBooking(t, planned[:1]+"0old", "zoe@example.com", store.Skipped)

	a, err := h.daemon.Approve(ctx, now, planned[:1])
	if err != nil || a.Booking.ID != planned {
		t.Fatalf("approve %s: %+v, %v, want %s", planned[:1], a.Booking, err, planned)
	}
	h.addBooking(t, planned[:1]+"0new", "yan@example.com", store.Proposed)
	_, err = h.daemon.Cancel(ctx, now, planned[:1])
	var f *api.Fault
	if !errors.As(err, &f) || f.Code != api.CodeAmbiguous || !strings.Contains(f.Text, planned) {
		t.Errorf("cancel %s, which two begin with: %v", planned[:1], err)
	}
	if a, err := h.daemon.Why(ctx, now, planned[:1]+"0o"); err != nil || a.Booking.State != api.StateSkipped {
		t.Errorf("what is over is not found any more: %+v, %v", a.Booking, err)
	}
}

// TestNoOrderGuesses checks that a first name of two people is ambiguous although only
// one of them has a coffee.
func TestNoOrderGuesses(t *testing.T) {
	h := newHarness(t)
	h.people[0].Name = "Annabella Test" // longer than an ID, which no part of it can be by chance then
	h.people = append(h.people, planner.Person{ID: "ana.b@example.com", Name: "Annabella Bergstrom", Zone: h.settings.Rules.Zone})
	ctx, now := t.Context(), day(2).At(8*60, h.settings.Rules.Zone)
	for typed, want := range map[string]string{
		"annabella": "may be", "annabel": "is only a part of", "bergstrom": "no coffee with Annabella Bergstrom",
		"zoe@example.com": "nobody has that name", "": "nobody has that name",
	} {
		for verb, order := range map[string]func(context.Context) error{
			"approve": func(ctx context.Context) error { _, err := h.daemon.Approve(ctx, now, typed); return err },
			"skip":    func(ctx context.Context) error { _, err := h.daemon.Skip(ctx, now, typed); return err },
			"cancel":  func(ctx context.Context) error { _, err := h.daemon.Cancel(ctx, now, typed); return err },
		} {
			if err := order(ctx); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s %q: %v, want %q", verb, typed, err, want)
			}
		}
	}
	if a, err := h.daemon.Approve(ctx, now, "Annabella Test"); err != nil || a.Booking.Person != "ana@example.com" {
		t.Errorf("the whole name: %+v, %v", a.Booking, err)
	}
}

func day(n int) date.Date { return date.Date{Year: 2026, Month: 3, Day: n} }

// addBooking adds a booking with that id to the store, without the planner.
func (h *harness) addBooking(t *testing.T, id string, who mailbox.Address, state store.State) {
	t.Helper()
	zone := h.settings.Rules.Zone
	now := day(2).At(7*60, zone)
	slot := span.Span{Start: day(12).At(11*60, zone), End: day(12).At(11*60+25, zone)}
	_, err := h.store.Propose(t.Context(), now, store.Proposal{ID: id, Name: fmt.Sprintf("Some %s", who[:3]),
		Meeting: planner.Meeting{Person: who, Goal: "ana", Span: slot, Mode: planner.ModePropose}})
	if err == nil && state != store.Proposed {
		_, err = h.store.End(t.Context(), now, id, state, store.Cause{}, false)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestMetIsNamed checks that fika met finds a coffee by the name of its guest: the
// newest that counts as missed, and none in the future.
func TestMetIsNamed(t *testing.T) {
	h, ctx := newHarness(t), t.Context()
	mustPass(t, h, monday)
	if err := h.approve(ctx, "ana", monday); err != nil {
		t.Fatal(err)
	}
	mustPass(t, h, monday)
	b, err := h.booking(ctx, "ana")
	if err != nil {
		t.Fatal(err)
	}
	var f *api.Fault
	if _, err := h.daemon.Met(ctx, b.Span.Start, "ana@example.com"); !errors.As(err, &f) || f.Code != api.CodeNotFound {
		t.Errorf("before it is over: %v", err)
	}
	over := b.Span.End.Add(time.Minute)
	mustPass(t, h, over)
	missed, err := h.store.Booking(ctx, b.ID)
	if err != nil || missed.State != store.Missed {
		t.Fatalf("it is %s, %v", missed.State, err)
	}
	if _, err := h.daemon.Met(ctx, over.Add(time.Hour), "nobody"); !errors.As(err, &f) || f.Code != api.CodeNotFound {
		t.Errorf("with nobody: %v", err)
	}
	answer, err := h.daemon.Met(ctx, over.Add(time.Hour), "ana@example.com")
	if err != nil || answer.Booking.ID != b.ID || answer.Booking.State != api.StateMet {
		t.Errorf("it is %s, %v", answer.Booking.State, err)
	}
	if met, err := h.store.Booking(ctx, b.ID); err != nil || !met.Ended.Equal(missed.Ended) {
		t.Errorf("it ended at %s and at %s, %v", missed.Ended, met.Ended, err)
	}
}
