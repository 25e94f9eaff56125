package daemon_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"fika/calendar"
	"fika/internal/store"
)

// TestCancelInDoubt checks that Ana's coffee, alone or with all others, can be
// cancelled while the outcome of her invitation is unknown, and that the answer says
// what that means. At the end nothing of it is in the calendar, the invitation counts
// if it was sent, and the pause for the unknown outcome is over.
func TestCancelInDoubt(t *testing.T) {
	for name, c := range map[string]struct {
		err     error
		arrived bool
		says    string
		counted int
	}{
		"arrived": {errors.New("the answer was lost"), true, "It is not known yet whether the invitation reached the calendar", 1},
		"lost":    {errors.New("the request was lost"), false, "It is not known yet whether the invitation reached the calendar", 0},
		"altered": {calendar.ErrAltered, false, "find it there, delete it yourself, and tell", 1},
	} {
		for _, all := range []bool{false, true} {
			t.Run(name+map[bool]string{true: "/all"}[all], func(t *testing.T) {
				h := newHarness(t)
				h.settings.Goals = h.settings.Goals[:1] // Ana alone
				h.daemon.Configure(h.settings)
				m := makeFaulty(h)
				h.pass(t, monday)
				if err := h.approve(t.Context(), "ana", monday); err != nil {
					t.Fatal(err)
				}
				m.inserts, m.lost = c.err, c.arrived
				for n := range 4 { // the calendar is left alone for a while by now
					if _, err := h.daemon.Pass(t.Context(), monday.Add(time.Duration(n)*time.Second)); err != nil {
						t.Fatal(err)
					}
					if c.arrived {
						break // found by the next
					}
				}
				b, err := h.booking(t.Context(), "ana")
				if err != nil || b.State != store.Unknown {
					t.Fatalf("it is %s, %v", b.State, err)
				}
				if says := h.cancelAna(t, b.ID, all); !strings.Contains(says, c.says) {
					t.Errorf("it says %q", says)
				}
				m.inserts, m.lost, m.asked = nil, false, 0
				for n := range 15 {
					if _, err := h.daemon.Pass(t.Context(), monday.Add(time.Duration(1+n)*time.Minute)); err != nil {
						t.Fatal(err)
					}
				}
				if left := countEvents(t, h); left != 0 || m.asked != 0 {
					t.Errorf("%d events are left, and %d requests were sent", left, m.asked)
				}
				if open, err := h.store.Intents(t.Context()); err != nil || len(open) > 0 {
					t.Errorf("open is %+v, %v", open, err)
				}
				if used, err := h.store.Used(t.Context(), store.Limit{}); err != nil || used != c.counted {
					t.Errorf("%d invitations count, want %d; %v", used, c.counted, err)
				}
				if name != "altered" {
					h.pass(t, monday.Add(20*time.Minute)) // no hold
				}
			})
		}
	}
}

// cancelAna cancels one coffee, or all, and returns the effect that the answer
// describes.
func (h *harness) cancelAna(t *testing.T, id string, all bool) string {
	t.Helper()
	now := monday.Add(30 * time.Second)
	if !all {
		a, err := h.daemon.Cancel(t.Context(), now, id)
		if err != nil {
			t.Fatal(err)
		}
		return a.Effect
	}
	asked, err := h.daemon.PreviewCancel(t.Context(), now, "", time.Time{})
	if err != nil || len(asked.Cancelled) != 1 {
		t.Fatalf("asked: %+v, %v", asked, err)
	}
	done, err := h.daemon.CancelAll(t.Context(), now, []string{id})
	if err != nil || len(done.Cancelled) != 1 || done.Cancelled[0].Effect != asked.Cancelled[0].Effect {
		t.Fatalf("done: %+v, %v", done, err)
	}
	return done.Cancelled[0].Effect
}
