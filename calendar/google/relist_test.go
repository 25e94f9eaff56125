package google

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"fika/calendar"
	"fika/calendar/google/googletest"
	"fika/calendar/remote"
	"fika/internal/span"
)

// TestFullSyncReasons has every reason to sync a calendar in full again.
func TestFullSyncReasons(t *testing.T) {
	for what, c := range map[string]struct {
		edit   func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar)
		window span.Span
		whole  bool
	}{
		"nothing": {func(*testing.T, *googletest.Server, *googletest.Calendar) {}, month, false},
		"an hour": {func(*testing.T, *googletest.Server, *googletest.Calendar) { time.Sleep(time.Hour) }, month, false},
		"a day":   {func(*testing.T, *googletest.Server, *googletest.Calendar) { time.Sleep(25 * time.Hour) }, month, true},
		"410":     {func(_ *testing.T, _ *googletest.Server, mine *googletest.Calendar) { mine.ExpireSyncTokens() }, month, true},
		"400": {func(_ *testing.T, fake *googletest.Server, _ *googletest.Calendar) {
			fake.Inject(googletest.Fault{Method: "events.list", Effect: googletest.Refused(400, "global", "invalid", "Invalid sync token value.")})
		}, month, true},
		"410 on a later page": {func(_ *testing.T, fake *googletest.Server, _ *googletest.Calendar) {
			fake.Configure(func(s *googletest.Settings) { s.PageSize = 1 })
			fake.Inject(googletest.Fault{Method: "events.list", Skip: 1, Effect: googletest.Refused(410, "calendar", "fullSyncRequired", "")})
		}, month, true},
		"a smaller window":        {func(*testing.T, *googletest.Server, *googletest.Calendar) {}, span.New(monday, 48*time.Hour), false},
		"a window in the past":    {func(*testing.T, *googletest.Server, *googletest.Calendar) {}, span.Span{Start: monday.AddDate(-2, 0, 0), End: monday}, true},
		"a window one week later": {func(*testing.T, *googletest.Server, *googletest.Calendar) {}, span.Span{Start: monday.AddDate(0, 0, 7), End: month.End.AddDate(0, 0, 7)}, false},
	} {
		runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
			stay, gone := newEventAt(monday.Add(9*time.Hour), time.Hour, "Stays"), newEventAt(monday.Add(33*time.Hour), time.Hour, "Goes")
			add(t, mine, stay)
			id := add(t, mine, gone)
			a := open(t, fake, me, nil)
			listedTitles(t, a, month)
			mine.Delete(id)
			add(t, mine, newEventAt(monday.Add(57*time.Hour), time.Hour, "New"))
			c.edit(t, fake, mine)
			fake.ClearLogs()
			listedTitles(t, a, c.window)
			whole := false
			for _, r := range fake.Requests() {
				whole = whole || r.Method == "events.list" && strings.Contains(r.Query, "timeMin")
			}
			if whole != c.whole {
				t.Errorf("%s: full sync %v, want %v", what, whole, c.whole)
			}
			expect(t, what, listedTitles(t, a, month), "Stays 2.3., New 4.3.")
		})
	}
}

func TestForget(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		add(t, mine, newEventAt(monday.Add(9*time.Hour), time.Hour, "Standup"))
		mirror := remote.NewMemory()
		a := open(t, fake, me, &Options{Mirror: mirror})
		listedTitles(t, a, month)
		if err := a.Forget(t.Context()); err != nil || mirroredCalendars(t, mirror) != 0 {
			t.Errorf("%v; %d copies", err, mirroredCalendars(t, mirror))
		}
		fake.ClearLogs()
		expect(t, "forgetting", listedTitles(t, a, month), "Standup 2.3.")
		if n := fake.Count("calendarList.list"); n != 1 || !strings.Contains(fake.Requests()[1].Query, "timeMin") {
			t.Errorf("%+v", fake.Requests())
		}
	})
}

// TestTwoWindowsAreListedOnce has a caller with two windows, like the daemon: each is
// synced once, and again after a day, not alternately.
func TestTwoWindowsAreListedOnce(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		a := open(t, fake, me, nil)
		for day := range 4 {
			for range 4 {
				now := time.Now()
				listedTitles(t, a, span.Span{Start: now.AddDate(0, 0, -7), End: now.AddDate(0, 0, 42)})
				listedTitles(t, a, span.Span{Start: now.AddDate(-2, 0, 0), End: now.AddDate(0, 0, -7)})
				time.Sleep(time.Hour)
			}
			whole := 0
			for _, r := range fake.Requests() {
				if r.Method == "events.list" && strings.Contains(r.Query, "timeMin") {
					whole++
				}
			}
			if want := 1 + min(1, 1-min(day, 1)); whole != want {
				t.Errorf("day %d: %d full listings, want %d", day, whole, want)
			}
			fake.ClearLogs()
			time.Sleep(20 * time.Hour)
		}
	})
}

// TestTokenExpiresImmediately checks that each pass makes one full listing, uses it,
// and does not loop.
func TestTokenExpiresImmediately(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		add(t, mine, newEventAt(monday.Add(9*time.Hour), time.Hour, "Standup"))
		fake.Inject(googletest.Fault{Method: "events.list", Count: googletest.Always, Effect: googletest.Refused(410, "calendar", "fullSyncRequired", ""),
			When: func(r *http.Request) bool { return r.URL.Query().Has("syncToken") }})
		a := open(t, fake, me, nil)
		for pass := range 3 {
			fake.ClearLogs()
			expect(t, "a pass", listedTitles(t, a, month), "Standup 2.3.")
			if n, want := fake.Count("events.list"), min(pass+1, 2); n != want {
				t.Errorf("pass %d made %d requests, want %d", pass, n, want)
			}
		}
		fake.Inject(googletest.Fault{Method: "events.list", Skip: 1, Count: googletest.Always, Effect: googletest.Refused(410, "calendar", "fullSyncRequired", "")})
		fake.Configure(func(s *googletest.Settings) { s.PageSize = 1 })
		add(t, mine, newEventAt(monday.Add(33*time.Hour), time.Hour, "Retro"))
		if l, err := a.List(t.Context(), month); err == nil || errors.Is(err, calendar.ErrNotFound) {
			t.Errorf("an interrupted listing: %v, %v", lines(l), err)
		}
		fake.ClearFaults()
		expect(t, "the end of it", listedTitles(t, a, month), "Standup 2.3., Retro 3.3.")
	})
}

// TestCalendarZoneChanges checks that whole days move when the calendar gets another
// time zone.
func TestCalendarZoneChanges(t *testing.T) {
	zone, listed := "Europe/Stockholm", 0
	a := openAt(t, "http://google.invalid", roundTrip(func(r *http.Request) (*http.Response, error) {
		body := list
		if strings.Contains(r.URL.Path, "/events") {
			items := ""
			if !r.URL.Query().Has("syncToken") {
				listed++
				items = `{"id":"day1","etag":"\"1\"","summary":"Day","start":{"date":"2026-03-03"},"end":{"date":"2026-03-04"}}`
			}
			body = fmt.Sprintf(`{"timeZone":%q,"nextSyncToken":"t","items":[%s]}`, zone, items)
		}
		w := httptest.NewRecorder()
		reply(200, body)(w, r)
		return w.Result(), nil
	}))
	for _, z := range []struct {
		name string
		hour int
	}{{"Europe/Stockholm", 23}, {"Europe/Stockholm", 23}, {"America/New_York", 5}, {"America/New_York", 5}} {
		zone = z.name
		l, err := a.List(t.Context(), month)
		if err != nil || len(l.Events) != 1 || l.Events[0].Span.Start.UTC().Hour() != z.hour {
			t.Errorf("in %s: %+v, %v", z.name, l.Events, err)
		}
	}
	if listed != 2 {
		t.Errorf("listed %d times, want once in each zone", listed)
	}
	zone = "Atlantis/Poseidonis"
	l, err := a.List(t.Context(), month)
	if err != nil || len(l.Problems) != 1 || len(l.Events) != 0 {
		t.Errorf("in an unknown zone: %+v, %v", l, err)
	}
	if len(l.Doubts) != 1 || !l.Doubts[0].AllDay || l.Doubts[0].Span.Len() != 24*time.Hour {
		t.Errorf("a whole day in an unknown zone leaves the day free: %+v", l.Doubts)
	}
}

// TestIncludePast checks that reading the past costs no second sync if it was
// announced, and none after a restart, and that no more is synced than was announced.
func TestIncludePast(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		add(t, mine, newEventAt(monday.AddDate(-1, 0, 0), time.Hour, "Then"))
		add(t, mine, newEventAt(monday, time.Hour, "Now"))
		past := span.Span{Start: monday.AddDate(0, 0, -700), End: monday}
		mirror := remote.NewMemory()
		for _, test := range []struct {
			past   time.Duration
			mirror remote.Mirror
			want   int
		}{
			{0, nil, 2}, {700 * 24 * time.Hour, mirror, 1}, {700 * 24 * time.Hour, mirror, 0}, {600 * 24 * time.Hour, nil, 2},
		} {
			fake.ClearLogs()
			a := open(t, fake, me, &Options{IncludePast: test.past, Mirror: test.mirror})
			expect(t, "around now", listedTitles(t, a, month), "Now 2.3.")
			expect(t, "before", listedTitles(t, a, past), "Then 2.3.")
			whole := 0
			for _, r := range fake.Requests() {
				if r.Method == "events.list" && strings.Contains(r.Query, "timeMin") {
					whole++
				}
			}
			if whole != test.want {
				t.Errorf("%v announced: listed %d times, want %d", test.past, whole, test.want)
			}
		}
	})
}
