package daemon_test

import (
	"testing"

	"fika/daemon"
	"fika/internal/api"
)

// TestGuardsOutliveForget checks that people who asked, in any way, not to be invited
// are not invited after they were forgotten, left the list and came back.
func TestGuardsOutliveForget(t *testing.T) {
	h := newHarness(t)
	ctx, zone := t.Context(), h.settings.Rules.Zone
	morning := day(2).At(8*60, zone)
	if _, err := h.daemon.OrderGuard(ctx, morning, api.GuardArgs{Who: "ana@example.com", Guard: api.GuardNever, Until: morning}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.daemon.OrderGuard(ctx, morning, api.GuardArgs{Who: "bo@example.com", Guard: api.GuardRest, Until: day(9).At(0, zone)}); err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"ana@example.com", "bo@example.com"} {
		asked, err := h.daemon.PreviewForget(ctx, morning, who)
		if err != nil {
			t.Fatal(err)
		}
		done, err := h.daemon.Forget(ctx, morning, who)
		if err != nil || asked.Never != done.Never || (asked.Rest == nil) != (done.Rest == nil) || asked.Never == (asked.Rest != nil) {
			t.Fatalf("%s: asked %+v, done %+v, %v", who, asked, done, err)
		}
	}
	all := h.people
	h.people = all[2:]
	if _, err := h.daemon.Pass(ctx, morning); err != nil {
		t.Fatal(err)
	}
	h.people = all
	planned := func(n int) map[string]bool {
		t.Helper()
		h.readCalendars(t, day(n).At(8*60, zone))
		a, err := daemon.Ask(ctx, h.daemon, day(n).At(8*60, zone), (*daemon.View).Plan)
		if err != nil {
			t.Fatal(err)
		}
		who := map[string]bool{}
		for _, m := range a.Meetings {
			who[m.Person] = true
		}
		return who
	}
	if who := planned(3); who["ana@example.com"] || who["bo@example.com"] {
		t.Errorf("planned while a guard stands: %v", who)
	}
	if who := planned(10); who["ana@example.com"] || !who["bo@example.com"] {
		t.Errorf("planned after the rest: %v", who)
	}
	if _, err := h.daemon.OrderGuard(ctx, morning, api.GuardArgs{Who: "ana@example.com", Guard: api.GuardLift, Until: morning}); err != nil {
		t.Fatal(err)
	}
	if who := planned(3); !who["ana@example.com"] {
		t.Errorf("planned once it was lifted: %v", who)
	}
}
