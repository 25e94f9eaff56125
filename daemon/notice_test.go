package daemon_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"fika/internal/api"
)

// TestHalfTheNotice checks that with two weeks of notice a coffee can be approved one
// week before it, and not later. Ana's coffee is on Monday 16 March at the earliest.
func TestHalfTheNotice(t *testing.T) {
	h := newHarness(t)
	h.settings.Goals = h.settings.Goals[:1]
	h.settings.Rules.Notice, h.settings.Rules.Horizon = 10, 28
	h.daemon.Configure(h.settings)
	h.pass(t, monday)
	b, err := h.booking(t.Context(), "ana")
	if err != nil || b.Span.Start.Before(monday.AddDate(0, 0, 14)) {
		t.Fatalf("proposed for %s, %v", b.Span.Start, err)
	}
	approved := func(now time.Time) error {
		_, err := h.daemon.Approve(t.Context(), now, b.ID)
		return err
	}
	var late *api.Fault
	week := b.Span.Start.AddDate(0, 0, -7) // five working days before
	if err := approved(week.AddDate(0, 0, 1)); !errors.As(err, &late) || late.Code != api.CodeGuarded || !strings.Contains(late.Text, "5 working days") {
		t.Errorf("with four working days left: %v", err)
	}
	if err := approved(week.Add(-time.Hour)); err != nil {
		t.Errorf("with five working days left: %v", err)
	}
}
