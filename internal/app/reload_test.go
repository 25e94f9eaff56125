package app

import (
	"context"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"fika/daemon"
	"fika/internal/api"
	"fika/internal/people"
	"fika/internal/store"
)

// TestReload checks that an invalid configuration stops sending but not fika, and that
// a valid one is then used.
func TestReload(t *testing.T) {
	h := startHome(t)
	good := ""
	h.configure(func(text string) string { good = text; return text + "\n[[goal]\n" })
	h.waitForLine("fika.toml")
	if got := h.holdCodes(); got != "config_invalid" {
		t.Errorf("broken: holds %q", got)
	}
	if got := h.goalNames(); !strings.Contains(got, "field") {
		t.Errorf("the last good configuration is gone: goals %s", got)
	}

	h.configure(func(string) string { return strings.Replace(good, `"field"`, `"sales"`, 1) })
	h.waitForLine("reread")
	if got := h.goalNames(); !strings.Contains(got, "sales") {
		t.Errorf("a new goal is not in force: goals %s", got)
	}
	if got := h.holdCodes(); got != "" {
		t.Errorf("mended: holds %q", got)
	}

	h.mkdir("second")
	h.configure(withCalendar(vdirCalendar))
	h.waitForLine("2 calendars")
	if calendars := h.status().Calendars; len(calendars) != 2 || calendars[1].Name != "second" || calendars[1].Kind != "vdir" {
		t.Errorf("a new calendar is not read: %+v", calendars)
	}
}

// TestChangeIsSeen checks that fika notices a changed configuration without being asked
// to reload.
func TestChangeIsSeen(t *testing.T) {
	h := startHome(t)
	h.edit(func(text string) string { return strings.Replace(text, "meetings = 2", "meetings = 5", 1) })
	h.waitForLine("goal field: 2 to 5 a quarter")
	if got := h.holdCodes(); got != "" {
		t.Errorf("holds %q", got)
	}
}

// TestHalfSaved checks fault F33: an editor that pauses in the middle of saving leaves
// a valid, smaller file, which fika does not use.
func TestHalfSaved(t *testing.T) {
	h := startHome(t)
	whole := ""
	h.edit(func(text string) string {
		whole = text
		return text[:strings.LastIndex(text, "[[goal]]")]
	})
	h.waitForLine("not used: goal circle is gone")
	if got := h.holdCodes(); got != "config_shrunk" {
		t.Errorf("half saved: holds %q", got)
	}
	if got := h.goalNames(); !strings.Contains(got, "circle") {
		t.Errorf("the goal is gone: goals %s", got)
	}
	h.edit(func(string) string { return whole })
	h.waitForLine("reread: nothing relevant changed")
	if got := h.holdCodes(); got != "" {
		t.Errorf("saved: holds %q", got)
	}
}

// TestReloadWithOtherCalendars checks that a reload that needs a new daemon is still
// answered.
func TestReloadWithOtherCalendars(t *testing.T) {
	h := startHome(t)
	h.mkdir("second")
	h.edit(withCalendar(vdirCalendar))
	answer, err := Reload(t.Context(), h.o)
	if err != nil || len(answer.Changes) != 1 || !strings.Contains(answer.Changes[0].Text, "calendar second is new") {
		t.Errorf("%+v, %v", answer, err)
	}
	h.waitForLine("2 calendars")
}

// TestReloadToUnknownCalendar checks that fika keeps the last good configuration if the
// new one is valid but names a calendar that this fika cannot read.
func TestReloadToUnknownCalendar(t *testing.T) {
	h := startHome(t)
	h.edit(withCalendar(`
[[calendar]]
name = "far"
kind = "caldav"
endpoint = "https://127.0.0.1/dav"
user = "maya"
password_file = "secret"
`))
	answer, err := Reload(t.Context(), h.o)
	if err != nil || answer.Code != api.CodeConfigInvalid || !strings.Contains(answer.Text, `cannot read calendars of kind "caldav"`) {
		t.Errorf("%+v, %v", answer, err)
	}
	if got := h.holdCodes(); got != "config_invalid" {
		t.Errorf("holds %q", got)
	}
}

const vdirCalendar = `
[[calendar]]
name = "second"
kind = "vdir"
path = "second"
`

func withCalendar(table string) func(string) string {
	return func(text string) string { return text + table }
}

// TestReloadCountsOn checks that the number of the view keeps growing when a new zone
// needs a new daemon.
func TestReloadCountsOn(t *testing.T) {
	h := startHome(t)
	before := h.statusAfterPass()
	for range 10 {
		before = h.statusAfterPass()
	}
	h.edit(func(text string) string {
		return strings.Replace(text, `"`+before.Zone+`"`, `"Asia/Tokyo"`, 1)
	})
	if _, err := Reload(t.Context(), h.o); err != nil {
		t.Fatal(err)
	}
	if after := h.statusAfterPass(); after.Zone != "Asia/Tokyo" || after.Rev <= before.Rev {
		t.Errorf("view %d in %s, after view %d in %s", after.Rev, after.Zone, before.Rev, before.Zone)
	}
}

// TestDiffWhileAPassHangs checks that a file can be compared while a reload waits for a
// hanging pass.
func TestDiffWhileAPassHangs(t *testing.T) {
	h := newHome(t)
	a, err := New(t.Context(), h.o)
	if err != nil {
		t.Fatal(err)
	}
	reading, gate := make(chan struct{}), make(chan struct{})
	d := daemon.New(daemon.Options{
		Store:  a.store,
		Paused: func(time.Time) (store.Pause, bool, error) { return store.Pause{}, false, nil },
		ReadPeople: func(context.Context) (people.Everybody, []people.Fault) {
			close(reading)
			<-gate
			return people.Everybody{}, nil
		},
	}, Settings(a.live.active))
	g := &daemonRun{App: a, daemon: d, end: func() {}}
	a.wiring.config.Store(a.live.active)

	var all sync.WaitGroup
	all.Go(func() { d.Pass(t.Context(), time.Now()) }) //nolint:errcheck // how it ends does not matter
	<-reading
	before := g.lastJudged()
	h.edit(func(text string) string { return strings.Replace(text, "meetings = 2", "meetings = 5", 1) })
	all.Go(func() { g.reload(false) })
	for g.lastJudged().same(before) { // until the reload waits for the pass
		runtime.Gosched()
	}
	if _, err := api.CallCompare.Make(t.Context(), g.service().Calls, api.CompareArgs{}); err != nil {
		t.Error(err)
	}
	close(gate)
	all.Wait()
	if err := a.Close(); err != nil {
		t.Error(err)
	}
}
