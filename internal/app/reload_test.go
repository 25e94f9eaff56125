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
	"fika/planner"
)

// TestReload breaks the configuration under a running fika and mends it.
func TestReload(t *testing.T) {
	h := begin(t)
	good := ""
	h.configure(func(text string) string { good = text; return text + "\n[[goal]\n" })
	h.hear("fika.toml")
	if got := h.holds(); got != "config_invalid" {
		t.Errorf("broken: holds %q", got)
	}
	if got := h.goals(); !strings.Contains(got, "field") {
		t.Errorf("the last good configuration is gone: goals %s", got)
	}

	h.configure(func(string) string { return strings.Replace(good, `"field"`, `"sales"`, 1) })
	h.hear("reread")
	if got := h.goals(); !strings.Contains(got, "sales") {
		t.Errorf("a new goal is not in force: goals %s", got)
	}
	if got := h.holds(); got != "" {
		t.Errorf("mended: holds %q", got)
	}

	h.mkdir("second")
	h.configure(withCalendar(vdirCalendar))
	h.hear("2 calendars")
	if calendars := h.status().Calendars; len(calendars) != 2 || calendars[1].Name != "second" || calendars[1].Kind != "vdir" {
		t.Errorf("a new calendar is not read: %+v", calendars)
	}
}

// TestChangeIsSeen writes the configuration and tells nobody.
func TestChangeIsSeen(t *testing.T) {
	h := begin(t)
	h.edit(func(text string) string { return strings.Replace(text, "meetings = 2", "meetings = 5", 1) })
	h.hear("goal field: 2 to 5 a quarter")
	if got := h.holds(); got != "" {
		t.Errorf("holds %q", got)
	}
}

// TestHalfSaved is fault F33: an editor that pauses in the middle of saving
// leaves a valid, smaller file. It is not believed.
func TestHalfSaved(t *testing.T) {
	h := begin(t)
	whole := ""
	h.edit(func(text string) string {
		whole = text
		return text[:strings.LastIndex(text, "[[goal]]")]
	})
	h.hear("not used: goal circle is gone")
	if got := h.holds(); got != "config_shrunk" {
		t.Errorf("half saved: holds %q", got)
	}
	if got := h.goals(); !strings.Contains(got, "circle") {
		t.Errorf("the goal is gone: goals %s", got)
	}
	h.edit(func(string) string { return whole })
	h.hear("reread: nothing relevant changed")
	if got := h.holds(); got != "" {
		t.Errorf("saved: holds %q", got)
	}
}

// TestReloadWithOtherCalendars needs a new generation; the answer comes anyway.
func TestReloadWithOtherCalendars(t *testing.T) {
	h := begin(t)
	h.mkdir("second")
	h.edit(withCalendar(vdirCalendar))
	answer, err := Reload(t.Context(), h.o)
	if err != nil || len(answer.Changes) != 1 || !strings.Contains(answer.Changes[0].Text, "calendar second is new") {
		t.Errorf("%+v, %v", answer, err)
	}
	h.hear("2 calendars")
}

// TestReloadToUnknownCalendar keeps the last good configuration where the new
// one is sound and this fika cannot work after it.
func TestReloadToUnknownCalendar(t *testing.T) {
	h := begin(t)
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
	if got := h.holds(); got != "config_invalid" {
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

// TestReloadCountsOn reads the number of the view before and after another zone,
// which needs another daemon: in one fika it only grows.
func TestReloadCountsOn(t *testing.T) {
	h := begin(t)
	before := h.look()
	for range 10 {
		before = h.look()
	}
	h.edit(func(text string) string {
		return strings.Replace(text, `"`+before.Zone+`"`, `"Asia/Tokyo"`, 1)
	})
	if _, err := Reload(t.Context(), h.o); err != nil {
		t.Fatal(err)
	}
	if after := h.look(); after.Zone != "Asia/Tokyo" || after.Rev <= before.Rev {
		t.Errorf("view %d in %s, after view %d in %s", after.Rev, after.Zone, before.Rev, before.Zone)
	}
}

// TestDiffWhileAPassHangs compares a file while a reload waits for a pass that hangs.
func TestDiffWhileAPassHangs(t *testing.T) {
	h := furnish(t)
	a, err := New(t.Context(), h.o)
	if err != nil {
		t.Fatal(err)
	}
	reading, gate := make(chan struct{}), make(chan struct{})
	d := daemon.New(daemon.Options{
		Store:  a.store,
		Paused: func(time.Time) (store.Pause, bool, error) { return store.Pause{}, false, nil },
		ReadPeople: func(context.Context) ([]planner.Person, []people.Fault) {
			close(reading)
			<-gate
			return nil, nil
		},
	}, Settings(a.keeper.active))
	g := &generation{App: a, daemon: d, end: func() {}}
	a.wiring.config.Store(a.keeper.active)

	var all sync.WaitGroup
	all.Go(func() { d.Pass(t.Context(), time.Now()) }) //nolint:errcheck // how it ends does not matter
	<-reading
	before := g.known()
	h.edit(func(text string) string { return strings.Replace(text, "meetings = 2", "meetings = 5", 1) })
	all.Go(func() { g.reload(false) })
	for g.known().same(before) { // until the reload waits for the pass
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
