package daemon_test

import (
	"strings"
	"testing"
	"time"

	"fika/internal/api"
	"fika/internal/span"
	"fika/internal/store"
	"fika/planner"
)

// TestManagerAtSending approves a coffee by itself, and learns before it is sent that the
// guest is the user's manager. It waits for the user then, and goes out once approved.
func TestManagerAtSending(t *testing.T) {
	h := newHarness(t)
	h.pass(t, monday)
	expect := func(state store.State) store.Booking {
		t.Helper()
		b, err := h.booking(t.Context(), "bo")
		if err != nil || b.State != state {
			t.Fatalf("it is %s, %v; want %s", b.State, err, state)
		}
		return b
	}
	expect(store.Approved)
	h.me.Manager = "bo@example.com"
	for _, now := range []time.Time{monday.Add(3 * time.Hour), monday.Add(4 * time.Hour)} {
		h.pass(t, now)
		if b := expect(store.Proposed); b.Sent {
			t.Fatal("it was sent")
		}
	}
	b := expect(store.Proposed)
	entries, err := h.store.Log(t.Context(), 0, b.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	if last := entries[len(entries)-1]; last.Note != "it is for you to approve: Bo is your manager, so fika asks you first" {
		t.Errorf("the log ends with %q", last.Note)
	}
	if _, err := h.daemon.Approve(t.Context(), monday.Add(5*time.Hour), b.ID); err != nil {
		t.Fatal(err)
	}
	h.pass(t, monday.Add(5*time.Hour+time.Minute))
	expect(store.Booked)
}

// TestFirstInvitations checks that a new installation books nothing by itself until the
// user has approved some, here two, and that these count after a restart and when their
// guests were forgotten.
func TestFirstInvitations(t *testing.T) {
	h := newHarness(t)
	h.settings.Rules.ApproveFirst = 2
	h.daemon.Configure(h.settings)
	h.pass(t, monday)
	for i, who := range []string{"ana", "cy"} {
		b, err := h.booking(t.Context(), "bo")
		if err != nil || b.State != store.Proposed {
			t.Fatalf("after %d invitations it is %s, %v", i, b.State, err)
		}
		if b, err = h.booking(t.Context(), who); err != nil {
			t.Fatal(err)
		}
		if _, err := h.daemon.Approve(t.Context(), monday, b.ID); err != nil {
			t.Fatal(err)
		}
		h.pass(t, monday.Add(time.Duration(i+1)*time.Minute))
		if first := h.status(t, monday).Caps.First; first != (api.Cap{Used: i + 1, Limit: 2}) {
			t.Errorf("after %d invitations the status says %+v", i+1, first)
		}
	}
	b, err := h.booking(t.Context(), "bo")
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Reasons) == 0 || !strings.Contains(b.Reasons[len(b.Reasons)-1].Text, "the first 2 invitations are always yours to approve; none so far") {
		t.Errorf("why: %+v", b.Reasons)
	}
	cancel := func(who string) {
		t.Helper()
		b, err := h.booking(t.Context(), who)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.daemon.Cancel(t.Context(), monday.Add(time.Hour), b.ID); err != nil {
			t.Fatal(err)
		}
	}
	cancel("ana")
	cancel("bo")
	h.pass(t, monday.Add(time.Hour))
	if _, err := h.daemon.Forget(t.Context(), monday.Add(2*time.Hour), "ana@example.com"); err != nil {
		t.Fatal(err)
	}
	h.stop()
	again, err := h.reopen()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(again.stop)
	again.settings.Rules.ApproveFirst = 2
	again.daemon.Configure(again.settings)
	again.pass(t, monday.Add(100*24*time.Hour)) // the rest after the cancelled coffee is over
	if b, err = again.booking(t.Context(), "bo"); err != nil || b.State != store.Approved {
		t.Fatalf("after 2 invitations it is %s, %v", b.State, err)
	}
}

// TestFirstContactUp checks that the levels of two guests, once known, leave one first
// contact with somebody far above, that it is sent once approved, and that the other one
// waits for four weeks, also after a restart.
func TestFirstContactUp(t *testing.T) {
	h := newHarness(t)
	h.settings.Rules.Guards.Gap = 0
	h.settings.Goals = h.settings.Goals[:2]
	h.daemon.Configure(h.settings)
	h.pass(t, monday)
	state := func(h *harness, who string) store.Booking {
		t.Helper()
		b, err := h.booking(t.Context(), who)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	promote := func(h *harness) {
		for i := range h.people {
			h.people[i].Level = 4
		}
	}
	promote(h)
	h.pass(t, monday.Add(3*time.Hour)) // Bo's coffee, which fika approved, would go out now
	ana, bo := state(h, "ana"), state(h, "bo")
	if ana.State != store.Expired || bo.State != store.Proposed || bo.Sent {
		t.Fatalf("Ana's coffee is %s, Bo's is %s", ana.State, bo.State)
	}
	if _, err := h.daemon.Approve(t.Context(), monday.Add(4*time.Hour), bo.ID); err != nil {
		t.Fatal(err)
	}
	h.pass(t, monday.Add(4*time.Hour+time.Minute))
	if b := state(h, "bo"); b.State != store.Booked {
		t.Fatalf("Bo's coffee is %s", b.State)
	}
	h.stop()
	again, err := h.reopen()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(again.stop)
	promote(again)
	again.settings = h.settings
	again.daemon.Configure(again.settings)
	for _, step := range []struct {
		days  int
		first string // id of Ana's last coffee, or another
		live  bool
	}{{1, ana.ID, false}, {27, ana.ID, false}, {28, "", true}} {
		again.pass(t, monday.AddDate(0, 0, step.days))
		if b := state(again, "ana"); b.State.Live() != step.live || step.first != "" && b.ID != step.first {
			t.Errorf("after %d days Ana's coffee is %s", step.days, b.State)
		}
	}
}

// TestFirstContactsUpAtTheLastMoment checks that the store enforces the ceiling on first
// contacts with people far above when fika learns of another one only after it planned:
// one that was decided now, four weeks ago, or later, by a clock that has been set back.
func TestFirstContactsUpAtTheLastMoment(t *testing.T) {
	for _, test := range []struct {
		name  string
		other time.Time // when the other invitation was decided
		up    bool      // whether it was one
		full  string    // how the hold ends
	}{
		{"at once", monday, true, "made one on Mon 2 Mar; it continues on Mon 30 Mar"},
		{"before it", monday.AddDate(0, 0, -27), true, "made one on Tue 3 Feb; it continues on Tue 3 Mar"},
		{"four weeks before it", monday.AddDate(0, 0, -28), true, ""},
		{"clock set back", monday.AddDate(0, 0, 3), true, "made one on Thu 5 Mar; it continues on Thu 2 Apr"},
		{"not one", monday, false, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var h *harness
			h, err := openHarness(t.TempDir(), func(step string) {
				if step == "rechecked" {
					h.inviteAt(t, test.other, store.Proposal{Due: monday,
						Meeting: planner.Meeting{Person: "other@example.com", Goal: "other", Span: span.New(monday.AddDate(0, 0, 40), 25*time.Minute)}}, test.up)
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { h.store.Close() })
			h.settings.Goals = h.settings.Goals[:1] // only Ana's, which is proposed
			h.daemon.Configure(h.settings)
			h.people[0].Level = 4
			h.pass(t, monday)
			if err := h.approve(t.Context(), "ana", monday); err != nil {
				t.Fatal(err)
			}
			want := store.Approved
			if test.full == "" {
				want = store.Booked
				h.pass(t, monday)
			} else if report, _ := h.pass(t, monday, "caps"); len(report.Holds) != 1 || !strings.HasSuffix(report.Holds[0].Text, test.full) {
				t.Errorf("the holds are %+v", report.Holds)
			}
			b, err := h.booking(t.Context(), "ana")
			if err != nil || b.State != want || b.Upward != (want == store.Booked) {
				t.Errorf("it is %s, %t, %v", b.State, b.Upward, err)
			}
			if want == store.Booked {
				return
			}
			h.stop()
			if h, err = h.reopen(); err != nil { // the next pass knows of the other one
				t.Fatal(err)
			}
			h.settings.Goals = h.settings.Goals[:1]
			h.daemon.Configure(h.settings)
			h.people[0].Level = 4
			h.pass(t, monday.Add(time.Minute))
			if b, err := h.booking(t.Context(), "ana"); err != nil || b.State.Live() || b.Sent {
				t.Errorf("after a restart it is %s, %v", b.State, err)
			}
		})
	}
}

// TestForgottenFirstContactUp checks that forgetting somebody far above does not allow
// another first contact.
func TestForgottenFirstContactUp(t *testing.T) {
	h := newHarness(t)
	h.settings.Rules.Guards.Gap = 0
	h.settings.Goals = h.settings.Goals[:1]
	h.daemon.Configure(h.settings)
	h.people[0].Level = 4
	h.people[1].Level = 4
	h.pass(t, monday)
	if err := h.approve(t.Context(), "ana", monday); err != nil {
		t.Fatal(err)
	}
	h.pass(t, monday.Add(time.Minute))
	ana, err := h.booking(t.Context(), "ana")
	if err != nil || !ana.Upward {
		t.Fatalf("it is %+v, %v", ana, err)
	}
	if _, err := h.daemon.Cancel(t.Context(), monday.Add(time.Hour), ana.ID); err != nil {
		t.Fatal(err)
	}
	h.pass(t, monday.Add(time.Hour))
	if _, err := h.daemon.Forget(t.Context(), monday.Add(2*time.Hour), "ana@example.com"); err != nil {
		t.Fatal(err)
	}
	h.readCalendars(t, monday.Add(2*time.Hour))
	caps := h.status(t, monday.Add(2*time.Hour)).Caps
	until := time.Date(2026, 3, 30, 0, 0, 0, 0, h.settings.Rules.Zone)
	if up := caps.Upward; up.Cap != (api.Cap{Used: 1, Limit: 1}) || up.Until == nil || !up.Until.Equal(until) {
		t.Errorf("the status says %+v, until %v", up.Cap, up.Until)
	}
	h.people = h.people[1:]
	h.settings.Goals[0].From.Person[0] = "bo@example.com"
	h.daemon.Configure(h.settings)
	for _, step := range []struct {
		days int
		live bool
	}{{1, false}, {27, false}, {28, true}} {
		h.pass(t, monday.AddDate(0, 0, step.days))
		if b, err := h.booking(t.Context(), "bo"); (err == nil) != step.live {
			t.Errorf("after %d days Bo's coffee is %s, %v", step.days, b.State, err)
		}
		if until := h.status(t, monday.AddDate(0, 0, step.days)).Caps.Upward.Until; (until == nil) != step.live {
			t.Errorf("after %d days the cap is used up until %v", step.days, until)
		}
	}
}

func (h *harness) status(t *testing.T, now time.Time) api.Status {
	t.Helper()
	status, err := h.daemon.Status(t.Context(), now)
	if err != nil {
		t.Fatal(err)
	}
	return status
}
