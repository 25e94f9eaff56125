package daemon_test

import (
	"strings"
	"testing"
	"time"

	"fika/daemon"
	"fika/internal/api"
	"fika/internal/date"
	"fika/planner"
)

// TestActOfEveryDay lives 260 days with fika and does what each day asks for. Every working
// day asks for one thing, whose command works; nothing is asked for on three days running
// about the same coffee; and whoever does all of it has kept every day.
func TestActOfEveryDay(t *testing.T) {
	h, ctx := newHarness(t), t.Context()
	for i := range h.settings.Goals {
		g := &h.settings.Goals[i]
		g.Mode, g.Want = planner.ModePropose, planner.Want{Each: 28, Latest: 56}
	}
	h.settings.Rules.Guards.Gap = 28
	h.settings.Invite.Video = "https://meet.example.com/maya" // else the link is the promise of each coffee
	h.restartWith(func(*daemon.Options) {})
	codes, before := map[api.ActCode]int{}, [2]string{}
	for day := range 260 {
		now := monday.AddDate(0, 0, day).Add(45 * time.Minute)
		h.pass(t, now)
		h.allAccept(t, now)
		h.pass(t, now.Add(time.Minute))
		if !h.settings.Rules.IsWorkingDay(date.Of(now, h.settings.Rules.Zone)) {
			continue
		}
		now = now.Add(2 * time.Minute)
		a, err := h.daemon.Today(ctx, now)
		if err != nil {
			t.Fatal(err)
		}
		status, err := h.daemon.Status(ctx, now)
		if err != nil || status.Act.Text != a.Act.Text || status.Act.Command != a.Act.Command {
			t.Errorf("%s: status has %+v, today %+v", now.Format(time.DateOnly), status.Act, a.Act)
		}
		codes[a.Act.Code]++
		about := string(a.Act.Code) + a.Act.Booking + a.Act.Person + a.Act.Text
		if a.Act.Code != api.ActNothing && before == [2]string{about, about} {
			t.Errorf("%s: on the third day, %+v", now.Format(time.DateOnly), a.Act)
		}
		before = [2]string{before[1], about}
		h.do(t, now, a.Act, codes[a.Act.Code])
		after, err := h.daemon.Today(ctx, now)
		if err != nil || a.Act.Code != api.ActNothing && after.Act.Code != api.ActDone && after.Act.Code != api.ActPromise || after.Days.Kept != after.Days.Of {
			t.Errorf("%s: after %+v the day is %+v, %v", now.Format(time.DateOnly), a.Act, after, err)
		}
		h.pass(t, now.Add(time.Minute)) // sends what was approved
	}
	t.Logf("acts: %v", codes)
	for _, code := range []api.ActCode{api.ActDecide, api.ActPrepare, api.ActLearned, api.ActPromise, api.ActMirror, api.ActTell, api.ActNothing} {
		if codes[code] == 0 {
			t.Errorf("no day asked for %s", code)
		}
	}
}

// allAccept lets the guests of all invitations say yes.
func (h *harness) allAccept(t *testing.T, now time.Time) {
	t.Helper()
	all, err := h.store.Bookings(t.Context(), now)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range all {
		if b.Event != "" && b.State.Live() && b.Sent {
			if err := h.others.answer(b, "ACCEPTED", ""); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// do makes the call of an act's command. It knows every command that an act may have. n
// counts the acts of that kind.
func (h *harness) do(t *testing.T, now time.Time, act api.Act, n int) {
	t.Helper()
	var err error
	switch words := strings.Fields(act.Command); {
	case act.Code == api.ActNothing && act.Command == "":
	case strings.HasPrefix(act.Command, "fika approve "):
		_, err = h.daemon.Approve(t.Context(), now, words[2])
	case strings.HasPrefix(act.Command, "fika done N"):
		_, err = h.daemon.Done(t.Context(), now, api.DoneArgs{ID: words[2]})
	case strings.HasPrefix(act.Command, "fika note "):
		notes := []api.NewNote{{Kind: api.NoteLearned, Text: "late trucks #trucks"}, {Kind: api.NotePromise, Text: "send the page"}}
		by := date.Of(now, time.UTC).AddDays(1).String()
		_, err = h.daemon.AddNotes(t.Context(), now, api.NoteArgs{About: words[2], Notes: notes[:1+n%2], By: by})
	case strings.HasPrefix(act.Command, "fika brief "):
		if _, err = h.daemon.Brief(t.Context(), now, words[2]); err == nil {
			_, err = h.daemon.TodayDone(t.Context(), now)
		}
	case strings.HasPrefix(act.Command, "fika why-not "), act.Command == "fika topics", act.Command == "fika mirror":
		_, err = h.daemon.TodayDone(t.Context(), now)
	default:
		t.Errorf("%s: nobody knows how to do %+v", now.Format(time.DateOnly), act)
	}
	if err != nil {
		t.Errorf("%s: %+v: %v", now.Format(time.DateOnly), act, err)
	}
}
