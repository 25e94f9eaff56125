package daemon_test

import (
	"slices"
	"testing"
	"time"

	"fika/daemon"
	"fika/internal/api"
	"fika/internal/date"
	"fika/planner"
)

// TestWeek checks what a review of the week has, and in which order.
func TestWeek(t *testing.T) {
	h := newHarness(t)
	mustPass(t, h, monday)
	if err := h.approve(t.Context(), "ana", monday); err != nil {
		t.Fatal(err)
	}
	mustPass(t, h, monday.Add(time.Minute))
	now := monday.Add(time.Hour)
	write := func(who string, kind api.NoteKind, by, text string) {
		t.Helper()
		if _, err := h.daemon.AddNotes(t.Context(), now, api.NoteArgs{About: who, By: by, Notes: []api.NewNote{{Kind: kind, Text: text}}}); err != nil {
			t.Fatal(err)
		}
	}
	write("ana", api.NotePromise, "", "one day")
	write("bo", api.NotePromise, "2026-03-06", "the later page #pricing")
	write("cy", api.NotePromise, "2026-03-04", "the first page #pricing")
	write("bo", api.NoteOwes, "", "a name #late")
	w, err := h.daemon.Week(t.Context(), now)
	if err != nil {
		t.Fatal(err)
	}
	var mine, theirs, topics, coming []string
	for _, n := range w.Mine {
		mine = append(mine, n.Text)
	}
	for _, n := range w.Theirs {
		theirs = append(theirs, n.Text)
	}
	for _, one := range w.Topics {
		topics = append(topics, one.Topic)
	}
	for _, m := range w.Coming {
		coming = append(coming, m.Person)
	}
	for what, pair := range map[string][2][]string{
		"promised":     {mine, {"the first page #pricing", "the later page #pricing", "one day"}},
		"owed":         {theirs, {"a name #late"}},
		"named by two": {topics, {"pricing"}},
		"coming":       {coming, {"ana@example.com"}},
	} {
		if !slices.Equal(pair[0], pair[1]) {
			t.Errorf("%s: %q, want %q", what, pair[0], pair[1])
		}
	}
	for i, m := range w.Decide {
		if m.State != api.StateProposed || !m.Start.Before(w.To) || i > 0 && m.Start.Before(w.Decide[i-1].Start) {
			t.Errorf("to decide: %+v", m)
		}
	}
	if len(w.Decide) == 0 || w.Skipped != "" {
		t.Errorf("%d to decide, skipped because of %q", len(w.Decide), w.Skipped)
	}
}

// TestWeekIsSkipped checks that the message of a week is not sent to somebody who has no
// time for it, and that the page says why.
func TestWeekIsSkipped(t *testing.T) {
	friday := monday.AddDate(0, 0, 4).Add(7 * time.Hour)
	day := date.Of(friday, time.UTC)
	for why, change := range map[string]func(r *planner.Rules){
		"": func(*planner.Rules) {},
		"today is in your blackout from 6 March to 9 March": func(r *planner.Rules) {
			r.Blackouts = []planner.Blackout{{From: day, To: day.AddDays(3)}}
		},
		"this week has more than 1 minute of meetings": func(r *planner.Rules) { r.BusyWeek = time.Minute },
	} {
		h := newHarness(t)
		change(&h.settings.Rules)
		h.restartWith(func(*daemon.Options) {})
		h.addHours(t, 1)
		mustPass(t, h, friday)
		w, err := h.daemon.Week(t.Context(), friday)
		if err != nil || w.Skipped != why {
			t.Errorf("skipped because of %q, %v, want %q", w.Skipped, err, why)
		}
	}
}
