package daemon_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestGoogleAfterANight checks scenario 25 with the daemon's own loop: after nine hours
// of sleep, in which no timer runs and no clock of the process advances, one pass is
// made, in which Google refuses the old access token once.
func TestGoogleAfterANight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, err := newGooglePlayer(t.TempDir(), 0)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(p.stop)
		p.settings.Every = time.Minute
		p.daemon.Configure(p.settings)
		m := &machine{start: time.Now()}
		passes := runWatched(t, p.harness, m)
		synctest.Wait()
		before, asked := len(passes()), p.google.Count("token")

		const night = 9 * time.Hour
		m.sleep(night)
		p.google.ahead.Add(int64(night))
		time.Sleep(15 * time.Second) // the loop looks at the clocks
		synctest.Wait()
		want := []string{"2026-03-02 15:30:15"}
		if diff := cmp.Diff(want, passes()[before:]); diff != "" {
			t.Errorf("passes after the night: %s", diff)
		}
		if n := p.google.Count("token") - asked; n != 1 {
			t.Errorf("%d tokens after the night", n)
		}
		before = len(passes())
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		if n := len(passes()) - before; n != 10 {
			t.Errorf("%d passes in ten minutes", n)
		}
	})
}
