package google

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	gcal "google.golang.org/api/calendar/v3"
	"pgregory.net/rapid"

	"fika/calendar"
	"fika/calendar/google/googletest"
	"fika/span"
)

// monday is when the tests of the sync begin, if they care.
var monday = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// month is what they look at.
var month = span.Span{Start: monday, End: monday.AddDate(0, 1, 0)}

// inMarch runs a test in a bubble whose clock stands at monday, with a far end
// of one account.
func inMarch(t *testing.T, test func(t *testing.T, far *googletest.Server, mine *googletest.Calendar)) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(monday))
		far := googletest.New(nil, "")
		test(t, far, far.AddAccount(me, "Maya", "Europe/Stockholm").Primary())
	})
}

func add(t *testing.T, c *googletest.Calendar, e *gcal.Event) string {
	t.Helper()
	made, err := c.Add(e)
	if err != nil {
		t.Fatal(err)
	}
	return made.Id
}

func weekly(start time.Time, title string) *gcal.Event {
	e := at(start, time.Hour, title)
	e.Recurrence = []string{"RRULE:FREQ=WEEKLY"}
	return e
}

// shown are the titles that a lists in window with their days, in order.
func shown(t *testing.T, a *Account, window span.Span) string {
	t.Helper()
	l, err := a.List(t.Context(), window)
	if err != nil {
		t.Fatal(err)
	}
	return lines(l)
}

func lines(l calendar.Listing) string {
	var all []string
	for _, e := range l.Events {
		all = append(all, e.Title+" "+e.Span.Start.UTC().Format("2.1."))
	}
	return strings.Join(all, ", ")
}

func expect(t *testing.T, after, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("after %s: got %q, want %q", after, got, want)
	}
}

func TestIdlePass(t *testing.T) {
	inMarch(t, func(t *testing.T, far *googletest.Server, mine *googletest.Calendar) {
		for i := range 11 {
			far.Account(me).AddCalendar(fmt.Sprintf("c%d@group.calendar.google.com", i), "Side", "Europe/Stockholm")
		}
		for i := range 40 {
			add(t, mine, weekly(monday.Add(time.Duration(i)*time.Hour), "Series"))
		}
		mirror := &counting{Mirror: NewMemory()}
		a := open(t, far, me, &Options{Mirror: mirror})
		shown(t, a, month)
		far.Forget()
		mirror.swaps = 0
		shown(t, a, month)
		bytes := 0
		for _, r := range far.Requests() {
			bytes += r.Bytes
		}
		if n := len(far.Requests()); n != 12 || far.Count("events.list") != 12 || mirror.swaps != 0 {
			t.Errorf("an idle pass over 12 calendars made %d requests and %d writes", n, mirror.swaps)
		}
		if bytes > 12*1000 {
			t.Errorf("it read %d bytes", bytes)
		}
	})
}

// counting counts the writes to a mirror, and fails them on demand.
type counting struct {
	Mirror
	swaps int
	fail  error
}

func (c *counting) Swap(ctx context.Context, id string, s Swap) error {
	if c.fail != nil {
		return c.fail
	}
	c.swaps++
	return c.Mirror.Swap(ctx, id, s)
}

func TestRestartCostsADelta(t *testing.T) {
	inMarch(t, func(t *testing.T, far *googletest.Server, mine *googletest.Calendar) {
		mirror := NewMemory()
		add(t, mine, at(monday.Add(9*time.Hour), time.Hour, "Standup"))
		gone := add(t, mine, at(monday.Add(33*time.Hour), time.Hour, "Retro"))
		before := shown(t, open(t, far, me, &Options{Mirror: mirror}), month)
		mine.Delete(gone)
		add(t, mine, at(monday.Add(57*time.Hour), time.Hour, "Review"))
		far.Forget()
		expect(t, "a restart", shown(t, open(t, far, me, &Options{Mirror: mirror}), month), "Standup 2.3., Review 4.3.")
		if before == "" || far.Count("events.list") != 1 || strings.Contains(far.Requests()[1].Query, "timeMin") {
			t.Errorf("%q, then %+v", before, far.Requests())
		}
	})
}

// TestListedAnew is every reason to list a calendar whole again.
func TestListedAnew(t *testing.T) {
	for what, c := range map[string]struct {
		edit   func(t *testing.T, far *googletest.Server, mine *googletest.Calendar)
		window span.Span
		whole  bool
	}{
		"nothing": {func(*testing.T, *googletest.Server, *googletest.Calendar) {}, month, false},
		"an hour": {func(*testing.T, *googletest.Server, *googletest.Calendar) { time.Sleep(time.Hour) }, month, false},
		"a day":   {func(*testing.T, *googletest.Server, *googletest.Calendar) { time.Sleep(25 * time.Hour) }, month, true},
		"410":     {func(_ *testing.T, _ *googletest.Server, mine *googletest.Calendar) { mine.ExpireSyncTokens() }, month, true},
		"400": {func(_ *testing.T, far *googletest.Server, _ *googletest.Calendar) {
			far.Inject(googletest.Fault{Method: "events.list", Effect: googletest.Refused(400, "global", "invalid", "Invalid sync token value.")})
		}, month, true},
		"410 on a later page": {func(_ *testing.T, far *googletest.Server, _ *googletest.Calendar) {
			far.Configure(func(s *googletest.Settings) { s.PageSize = 1 })
			far.Inject(googletest.Fault{Method: "events.list", Skip: 1, Effect: googletest.Refused(410, "calendar", "fullSyncRequired", "")})
		}, month, true},
		"a window within":      {func(*testing.T, *googletest.Server, *googletest.Calendar) {}, span.New(monday, 48*time.Hour), false},
		"a window in the past": {func(*testing.T, *googletest.Server, *googletest.Calendar) {}, span.Span{Start: monday.AddDate(-2, 0, 0), End: monday}, true},
		"a week's progress":    {func(*testing.T, *googletest.Server, *googletest.Calendar) {}, span.Span{Start: monday.AddDate(0, 0, 7), End: month.End.AddDate(0, 0, 7)}, false},
	} {
		inMarch(t, func(t *testing.T, far *googletest.Server, mine *googletest.Calendar) {
			stay, gone := at(monday.Add(9*time.Hour), time.Hour, "Stays"), at(monday.Add(33*time.Hour), time.Hour, "Goes")
			add(t, mine, stay)
			id := add(t, mine, gone)
			a := open(t, far, me, nil)
			shown(t, a, month)
			mine.Delete(id)
			add(t, mine, at(monday.Add(57*time.Hour), time.Hour, "New"))
			c.edit(t, far, mine)
			far.Forget()
			shown(t, a, c.window)
			whole := false
			for _, r := range far.Requests() {
				whole = whole || r.Method == "events.list" && strings.Contains(r.Query, "timeMin")
			}
			if whole != c.whole {
				t.Errorf("%s: listed anew %v, want %v", what, whole, c.whole)
			}
			expect(t, what, shown(t, a, month), "Stays 2.3., New 4.3.")
		})
	}
}

func TestForget(t *testing.T) {
	inMarch(t, func(t *testing.T, far *googletest.Server, mine *googletest.Calendar) {
		add(t, mine, at(monday.Add(9*time.Hour), time.Hour, "Standup"))
		mirror := NewMemory()
		a := open(t, far, me, &Options{Mirror: mirror})
		shown(t, a, month)
		if err := a.Forget(t.Context()); err != nil || len(mirror.copies) != 0 {
			t.Errorf("%v; %d copies", err, len(mirror.copies))
		}
		far.Forget()
		expect(t, "forgetting", shown(t, a, month), "Standup 2.3.")
		if n := far.Count("calendarList.list"); n != 1 || !strings.Contains(far.Requests()[1].Query, "timeMin") {
			t.Errorf("%+v", far.Requests())
		}
	})
}

// TestWindowsDoNotFight has a caller with two windows, as the daemon has: each
// is listed once, and again after a day, not in turns.
func TestWindowsDoNotFight(t *testing.T) {
	inMarch(t, func(t *testing.T, far *googletest.Server, mine *googletest.Calendar) {
		a := open(t, far, me, nil)
		for day := range 4 {
			for range 4 {
				now := time.Now()
				shown(t, a, span.Span{Start: now.AddDate(0, 0, -7), End: now.AddDate(0, 0, 42)})
				shown(t, a, span.Span{Start: now.AddDate(-2, 0, 0), End: now.AddDate(0, 0, -7)})
				time.Sleep(time.Hour)
			}
			whole := 0
			for _, r := range far.Requests() {
				if r.Method == "events.list" && strings.Contains(r.Query, "timeMin") {
					whole++
				}
			}
			if want := 1 + min(1, 1-min(day, 1)); whole != want {
				t.Errorf("day %d: %d whole listings, want %d", day, whole, want)
			}
			far.Forget()
			time.Sleep(20 * time.Hour)
		}
	})
}

// TestHalfADelta breaks a delta off in the middle, and a swap of the mirror. The
// next pass must miss nothing, and neither must a restart.
func TestHalfADelta(t *testing.T) {
	inMarch(t, func(t *testing.T, far *googletest.Server, mine *googletest.Calendar) {
		far.Configure(func(s *googletest.Settings) { s.PageSize = 2 })
		mirror := &counting{Mirror: NewMemory()}
		a := open(t, far, me, &Options{Mirror: mirror})
		shown(t, a, month)
		for i := range 5 {
			add(t, mine, at(monday.AddDate(0, 0, i), time.Hour, "E"))
		}
		far.Inject(googletest.Fault{Method: "events.list", Skip: 2, Count: tries, Effect: googletest.Failed(503)})
		if _, err := a.List(t.Context(), month); err == nil {
			t.Error("a broken delta is no error")
		}
		mirror.fail = errors.New("disk full")
		if _, err := a.List(t.Context(), month); !errors.Is(err, mirror.fail) {
			t.Errorf("got %v", err)
		}
		mirror.fail = nil
		want := "E 2.3., E 3.3., E 4.3., E 5.3., E 6.3."
		expect(t, "a restart", shown(t, open(t, far, me, &Options{Mirror: mirror}), month), want)
		expect(t, "the next pass", shown(t, a, month), want)
	})
}

// TestDeltaLeavesTheWindow is scenario 14: a delta that spells a series out for
// decades leaves nothing behind but what was asked for.
func TestDeltaLeavesTheWindow(t *testing.T) {
	inMarch(t, func(t *testing.T, far *googletest.Server, mine *googletest.Calendar) {
		mirror := NewMemory()
		a := open(t, far, me, &Options{Mirror: mirror})
		id := add(t, mine, weekly(monday.Add(9*time.Hour), "Series"))
		shown(t, a, month)
		mine.Edit(id, func(e *gcal.Event) { e.Summary = "Renamed" })
		far.Forget()
		expect(t, "a change of title", shown(t, a, month), "Renamed 2.3., Renamed 9.3., Renamed 16.3., Renamed 23.3., Renamed 30.3.")
		if n := len(mirror.copies[me].Items); n > 8 {
			t.Errorf("%d occurrences are kept", n)
		}
		single := add(t, mine, at(monday.Add(12*time.Hour), time.Hour, "Single"))
		shown(t, a, month)
		mine.Drag(single, monday.AddDate(3, 0, 0), monday.AddDate(3, 0, 1))
		expect(t, "a move out of the window", shown(t, a, span.Span{Start: monday, End: monday.AddDate(0, 0, 3)}), "Renamed 2.3.")
		mine.Delete(id)
		expect(t, "the deletion of the series", shown(t, a, month), "")
	})
}

// TestSeriesGoesInPieces is scenario 15: what Google does not report of a
// deleted series goes with the series' own stub, and else with the next listing.
func TestSeriesGoesInPieces(t *testing.T) {
	r := newReplica()
	r.Window, r.Zone = month, "UTC"
	for i, id := range []string{"s_1", "s_2", "other_1"} {
		start := monday.AddDate(0, 0, i)
		e := at(start, time.Hour, id)
		e.Id, e.RecurringEventId = id, strings.Split(id, "_")[0]
		r.put(id, translate(e, time.UTC))
	}
	moved := at(monday, time.Hour, "kept apart")
	moved.Id, moved.RecurringEventId = "s_2", "s"
	s := stageDelta(r, []*gcal.Event{{Id: "s", Status: "cancelled"}, {Id: "never", Status: "cancelled"}, moved})
	if diff := cmp.Diff(map[string]bool{"s_1": true}, s.removed); diff != "" || len(s.items) != 1 {
		t.Errorf("items %v, removed (-want +got):\n%s", s.items, diff)
	}
	back := *moved
	s = stageDelta(r, []*gcal.Event{{Id: "s_2", Status: "cancelled"}, &back})
	if len(s.removed) != 0 || len(s.items) != 1 {
		t.Errorf("the last word counts: items %v, removed %v", s.items, s.removed)
	}
	s = stageDelta(r, []*gcal.Event{&back, {Id: "s_2", Status: "cancelled"}})
	if len(s.removed) != 1 || len(s.items) != 0 {
		t.Errorf("the last word counts: items %v, removed %v", s.items, s.removed)
	}
}

// TestSyncAgreesWithListing lets a hand do anything to two calendars: what a
// handle has followed, through restarts and lost tokens, is what a new one
// lists.
func TestSyncAgreesWithListing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		far := googletest.New(func() time.Time { return monday }, "")
		account := far.AddAccount(me, "Maya", "Europe/Stockholm")
		cals := []*googletest.Calendar{account.Primary(), account.AddCalendar("side@group.calendar.google.com", "Side", "America/New_York")}
		far.Configure(func(s *googletest.Settings) {
			s.PageSize, s.EmptyPages, s.Horizon = rapid.SampledFrom([]int{0, 1, 3}).Draw(rt, "page"), rapid.Bool().Draw(rt, "empty"), 1
		})
		mirror := NewMemory()
		a := open(t, far, me, &Options{Mirror: mirror})
		ids := map[string]*googletest.Calendar{}
		pick := func() (string, *googletest.Calendar) {
			if len(ids) == 0 {
				return "none", cals[0]
			}
			id := rapid.SampledFrom(slices.Sorted(maps.Keys(ids))).Draw(rt, "id")
			return id, ids[id]
		}
		when := func() time.Time {
			return monday.Add(time.Duration(rapid.IntRange(-200, 1200).Draw(rt, "hour")) * time.Hour)
		}
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			switch rapid.IntRange(0, 9).Draw(rt, "act") {
			case 0, 1:
				c := cals[rapid.IntRange(0, 1).Draw(rt, "calendar")]
				ids[add(t, c, at(when(), time.Hour, "Single"))] = c
			case 2:
				c := cals[rapid.IntRange(0, 1).Draw(rt, "calendar")]
				ids[add(t, c, weekly(when(), "Series"))] = c
			case 3:
				c, day := cals[rapid.IntRange(0, 1).Draw(rt, "calendar")], when()
				ids[add(t, c, &gcal.Event{Summary: "Day", Start: &gcal.EventDateTime{Date: day.Format(time.DateOnly)}, End: &gcal.EventDateTime{Date: day.AddDate(0, 0, 1).Format(time.DateOnly)}})] = c
			case 4:
				id, c := pick()
				if e := c.Event(id); e != nil && e.Start != nil && e.Start.DateTime != "" {
					start := when()
					c.Drag(id, start, start.Add(2*time.Hour))
				}
			case 5:
				id, c := pick()
				c.Edit(id, func(e *gcal.Event) { e.Summary += "!" })
			case 6:
				id, c := pick()
				c.Delete(id)
			case 7:
				id, c := pick()
				c.Restore(id)
			case 8:
				cals[rapid.IntRange(0, 1).Draw(rt, "calendar")].ExpireSyncTokens()
			case 9:
				a = open(t, far, me, &Options{Mirror: mirror})
			}
			got, err := a.List(t.Context(), month)
			if err != nil {
				rt.Fatal(err)
			}
			want, err := open(t, far, me, nil).List(t.Context(), month)
			if err != nil {
				rt.Fatal(err)
			}
			want.Version, got.Version = "", "" // they have looked at windows that end a moment apart
			if diff := cmp.Diff(want, got); diff != "" {
				rt.Fatalf("(-listed +followed):\n%s", diff)
			}
		}
	})
}

// TestZoneMoves: the user moved to another time zone, and whole days with them.
func TestZoneMoves(t *testing.T) {
	zone, listed := "Europe/Stockholm", 0
	a := against(t, "http://google.invalid", roundTrip(func(r *http.Request) (*http.Response, error) {
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
	if l, err := a.List(t.Context(), month); err != nil || len(l.Problems) != 1 {
		t.Errorf("in a zone that is unknown here: %+v, %v", l, err)
	}
}

// TestTokenDiesAtOnce is the second half of scenario 13: each pass lists once,
// believes it, and does not run in circles.
func TestTokenDiesAtOnce(t *testing.T) {
	inMarch(t, func(t *testing.T, far *googletest.Server, mine *googletest.Calendar) {
		add(t, mine, at(monday.Add(9*time.Hour), time.Hour, "Standup"))
		far.Inject(googletest.Fault{Method: "events.list", Count: googletest.Always, Effect: googletest.Refused(410, "calendar", "fullSyncRequired", ""),
			When: func(r *http.Request) bool { return r.URL.Query().Has("syncToken") }})
		a := open(t, far, me, nil)
		for pass := range 3 {
			far.Forget()
			expect(t, "a pass", shown(t, a, month), "Standup 2.3.")
			if n, want := far.Count("events.list"), min(pass+1, 2); n != want {
				t.Errorf("pass %d asked %d times, want %d", pass, n, want)
			}
		}
		far.Inject(googletest.Fault{Method: "events.list", Skip: 1, Count: googletest.Always, Effect: googletest.Refused(410, "calendar", "fullSyncRequired", "")})
		far.Configure(func(s *googletest.Settings) { s.PageSize = 1 })
		add(t, mine, at(monday.Add(33*time.Hour), time.Hour, "Retro"))
		if l, err := a.List(t.Context(), month); err == nil || errors.Is(err, calendar.ErrNotFound) {
			t.Errorf("a listing that is cut off: %v, %v", lines(l), err)
		}
		far.Heal()
		expect(t, "the end of it", shown(t, a, month), "Standup 2.3., Retro 3.3.")
	})
}
