package daemon_test

import (
	"testing"
	"time"

	"fika/internal/api"
)

// TestQuarter checks what came of a goal: one guest who said yes and came, with two notes, of
// which one names the coffee, and one guest who said no.
func TestQuarter(t *testing.T) {
	h := newHarness(t)
	mustPass(t, h, monday)
	for _, who := range []string{"ana", "cy"} {
		if err := h.approve(t.Context(), who, monday); err != nil {
			t.Fatal(err)
		}
	}
	mustPass(t, h, monday.Add(time.Minute))
	ana, err := h.booking(t.Context(), "ana")
	if err != nil {
		t.Fatal(err)
	}
	for who, reply := range map[string]string{"ana": "ACCEPTED", "cy": "DECLINED"} {
		if err := h.reply(t.Context(), who, reply); err != nil {
			t.Fatal(err)
		}
	}
	after := ana.Span.End.Add(time.Hour)
	for now := monday.Add(20 * time.Minute); now.Before(after); now = now.Add(24 * time.Hour) {
		mustPass(t, h, now)
	}
	mustPass(t, h, after)
	for _, about := range []string{ana.ID, "ana", "bo"} {
		if _, err := h.daemon.AddNotes(t.Context(), after, api.NoteArgs{About: about, Notes: []api.NewNote{{Kind: api.NoteLearned, Text: "they pay late"}}}); err != nil {
			t.Fatal(err)
		}
	}
	q, err := h.daemon.Quarter(t.Context(), after.Add(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]api.Yield{}
	for _, g := range q.Goals {
		g.Text = ""
		got[g.Goal] = g
	}
	no, err := h.booking(t.Context(), "cy")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []api.Yield{
		{Goal: string(ana.Goal), Asked: 1, Yes: 1, Met: 1, Notes: 2},
		{Goal: string(no.Goal), Asked: 1, No: 1},
	} {
		if got[want.Goal] != want {
			t.Errorf("%+v, want %+v", got[want.Goal], want)
		}
	}
	if len(q.Thank) == 0 || q.Thank[0].Person != "ana@example.com" || q.Thank[0].Count != 3 {
		t.Errorf("to thank: %+v", q.Thank)
	}
	if len(q.Asked) != 0 || q.Demand == 0 || q.Allowed == 0 {
		t.Errorf("asked twice: %+v; demand %d, allowed %d", q.Asked, q.Demand, q.Allowed)
	}
}
