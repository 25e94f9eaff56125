package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"fika/daemon"
	"fika/internal/people"
	"fika/internal/store"
	"fika/planner"
)

// watch requests path as a monitor does.
func watch(h http.Handler, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(context.Background(), http.MethodGet, path, nil))
	return w
}

// TestHealth checks the health of a loop before its first pass, after it, paused, held
// and stuck.
func TestHealth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st, err := store.Open(t.Context(), t.TempDir()+"/state")
		if err != nil {
			t.Fatal(err)
		}
		defer st.Close()
		var lost, paused atomic.Bool // a pass reads them on its own goroutine
		d := daemon.New(daemon.Options{
			Store: st, Version: "1.2.3",
			ReadPeople: func(context.Context) (people.Everybody, []people.Fault) {
				if lost.Load() {
					return people.Everybody{}, []people.Fault{{Text: "not there"}}
				}
				return people.Everybody{Colleagues: []planner.Person{{ID: "ana@example.com", Name: "Ana Ruiz"}}}, nil
			},
			Paused: func(time.Time) (store.Pause, bool, error) { return store.Pause{Why: "Ana"}, paused.Load(), nil },
		}, daemon.Settings{Every: 5 * time.Minute,
			Rules: planner.Rules{Me: "maya@example.com", Domains: []string{"example.com"}, Zone: time.UTC, PerDay: 1, PerWeek: 2, Open: 3}})
		h := Handler(Service{Daemon: d, Now: time.Now})
		check := func(when string, health, ready int) {
			t.Helper()
			for path, want := range map[string]int{"/healthz": health, "/readyz": ready} {
				if got := watch(h, path); got.Code != want || got.Body.Len() > 0 {
					t.Errorf("%s: %s is %d with %q, want %d without a body", when, path, got.Code, got.Body, want)
				}
			}
		}
		check("before the first pass", 200, 503)

		begun := time.Now()
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			d.Run(ctx, func() daemon.Clock { return daemon.Clock{Wall: time.Now(), Mono: time.Since(begun)} }, func(daemon.Report, error) {})
			close(ended)
		}()
		synctest.Wait()
		check("after a pass", 200, 200)

		paused.Store(true)
		<-time.After(6 * time.Minute)
		synctest.Wait()
		check("paused", 200, 200)

		lost.Store(true)
		<-time.After(6 * time.Minute)
		synctest.Wait()
		check("held", 200, 503)
		if text := watch(h, "/metrics").Body.String(); !strings.Contains(text, `fika_hold{reason="paused"} 1`) {
			t.Errorf("the hold is not in the metrics:\n%s", text)
		}

		stop()
		<-ended
		<-time.After(time.Hour)
		check("stuck", 503, 503)
	})
}

// TestMetrics checks every line against the grammar of OpenMetrics, and looks for names
// of people and calendars.
func TestMetrics(t *testing.T) {
	d, _, _ := running(t)
	if _, err := d.Pass(t.Context(), morning); err != nil {
		t.Fatal(err)
	}
	w := watch(Handler(Service{Daemon: d, Now: func() time.Time { return morning }}), "/metrics")
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "application/openmetrics-text; version=1.0.0") {
		t.Fatalf("%d, %v", w.Code, w.Header())
	}
	text := w.Body.String()
	if !strings.HasSuffix(text, "\n# EOF\n") {
		t.Error("it does not end with # EOF")
	}
	kinds := map[string]string{}
	head := regexp.MustCompile(`^# (TYPE|HELP) ([a-z_]+) (.+)$`)
	value := regexp.MustCompile(`^([a-z_]+?)(_total|_info)?(\{[a-z_]+="[^"\n]*"(,[a-z_]+="[^"\n]*")*\})? -?[0-9]+(\.[0-9]+)?$`)
	for line := range strings.Lines(strings.TrimSuffix(text, "# EOF\n")) {
		line = strings.TrimSuffix(line, "\n")
		if m := head.FindStringSubmatch(line); m != nil {
			if m[1] == "TYPE" {
				if kinds[m[2]] != "" {
					t.Errorf("%s appears twice", m[2])
				}
				kinds[m[2]] = m[3]
			}
			continue
		}
		m := value.FindStringSubmatch(line)
		if m == nil {
			t.Errorf("not OpenMetrics: %s", line)
			continue
		}
		if want := map[string]string{"gauge": "", "counter": "_total", "info": "_info"}[kinds[m[1]]]; kinds[m[1]] == "" || m[2] != want {
			t.Errorf("%s: a sample of a %q", line, kinds[m[1]])
		}
	}
	for _, private := range []string{"ana", "Ana", "maya", "example.com"} {
		if strings.Contains(text, private) {
			t.Errorf("%q is in the metrics", private)
		}
	}
}
