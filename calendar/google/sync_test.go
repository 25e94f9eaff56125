package google

import (
	"context"
	"errors"
	"fmt"
	"maps"
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
	"fika/calendar/google/rest"
	"fika/calendar/remote"
	"fika/internal/span"
)

// monday is the start of the sync tests.
var monday = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// month is the window that they list.
var month = span.Span{Start: monday, End: monday.AddDate(0, 1, 0)}

// runInMarch runs a test in a bubble whose clock starts at monday, with a server that
// has one account.
func runInMarch(t *testing.T, test func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar)) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(monday))
		fake := googletest.New(nil, "")
		test(t, fake, fake.AddAccount(me, "Maya", "Europe/Stockholm").Primary())
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
	e := newEventAt(start, time.Hour, title)
	e.Recurrence = []string{"RRULE:FREQ=WEEKLY"}
	return e
}

// monthly returns a series that has few occurrences in a delta.
func monthly(start time.Time, title string) *gcal.Event {
	e := newEventAt(start, time.Hour, title)
	e.Recurrence = []string{"RRULE:FREQ=WEEKLY;INTERVAL=4"}
	return e
}

// listedTitles returns the titles of the events in window with their days, in order.
func listedTitles(t *testing.T, a *Account, window span.Span) string {
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
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		for i := range 11 {
			fake.Account(me).AddCalendar(fmt.Sprintf("c%d@group.calendar.google.com", i), "Side", "Europe/Stockholm")
		}
		for i := range 40 {
			add(t, mine, weekly(monday.Add(time.Duration(i)*time.Hour), "Series"))
		}
		mirror := &countingMirror{Mirror: remote.NewMemory()}
		a := open(t, fake, me, &Options{Mirror: mirror})
		listedTitles(t, a, month)
		fake.ClearLogs()
		mirror.swaps = 0
		listedTitles(t, a, month)
		bytes := 0
		for _, r := range fake.Requests() {
			bytes += r.Bytes
		}
		if n := len(fake.Requests()); n != 12 || fake.Count("events.list") != 12 || mirror.swaps != 0 {
			t.Errorf("an idle pass over 12 calendars made %d requests and %d writes", n, mirror.swaps)
		}
		if bytes > 12*1000 {
			t.Errorf("it read %d bytes", bytes)
		}
	})
}

// countingMirror counts the writes to a mirror, and fails them on demand.
type countingMirror struct {
	remote.Mirror
	swaps int
	fail  error
}

func (c *countingMirror) Swap(ctx context.Context, id string, s remote.Swap) error {
	if c.fail != nil {
		return c.fail
	}
	c.swaps++
	return c.Mirror.Swap(ctx, id, s)
}

// mirroredCalendars returns how many calendars m contains.
func mirroredCalendars(t *testing.T, m remote.Mirror) int {
	t.Helper()
	copies, err := m.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return len(copies)
}

func TestRestartNeedsOnlyDelta(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		mirror := remote.NewMemory()
		add(t, mine, newEventAt(monday.Add(9*time.Hour), time.Hour, "Standup"))
		gone := add(t, mine, newEventAt(monday.Add(33*time.Hour), time.Hour, "Retro"))
		before := listedTitles(t, open(t, fake, me, &Options{Mirror: mirror}), month)
		mine.Delete(gone)
		add(t, mine, newEventAt(monday.Add(57*time.Hour), time.Hour, "Review"))
		fake.ClearLogs()
		expect(t, "a restart", listedTitles(t, open(t, fake, me, &Options{Mirror: mirror}), month), "Standup 2.3., Review 4.3.")
		if before == "" || fake.Count("events.list") != 1 || strings.Contains(fake.Requests()[1].Query, "timeMin") {
			t.Errorf("%q, then %+v", before, fake.Requests())
		}
	})
}

// TestInterruptedDelta interrupts a delta, and a write to the mirror. Neither the
// next pass nor a restart may miss anything.
func TestInterruptedDelta(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		fake.Configure(func(s *googletest.Settings) { s.PageSize = 2 })
		mirror := &countingMirror{Mirror: remote.NewMemory()}
		a := open(t, fake, me, &Options{Mirror: mirror})
		listedTitles(t, a, month)
		for i := range 5 {
			add(t, mine, newEventAt(monday.AddDate(0, 0, i), time.Hour, "E"))
		}
		fake.Inject(googletest.Fault{Method: "events.list", Skip: 2, Count: remote.MaxReadAttempts, Effect: googletest.Failed(503)})
		if _, err := a.List(t.Context(), month); err == nil {
			t.Error("an interrupted delta returned no error")
		}
		mirror.fail = errors.New("disk full")
		if _, err := a.List(t.Context(), month); !errors.Is(err, mirror.fail) {
			t.Errorf("got %v", err)
		}
		mirror.fail = nil
		want := "E 2.3., E 3.3., E 4.3., E 5.3., E 6.3."
		expect(t, "a restart", listedTitles(t, open(t, fake, me, &Options{Mirror: mirror}), month), want)
		expect(t, "the next pass", listedTitles(t, a, month), want)
	})
}

// TestDeltaIsLimitedToWindow checks that of a delta with decades of occurrences only
// those in the window are kept.
func TestDeltaIsLimitedToWindow(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		mirror := remote.NewMemory()
		a := open(t, fake, me, &Options{Mirror: mirror})
		id := add(t, mine, weekly(monday.Add(9*time.Hour), "Series"))
		listedTitles(t, a, month)
		mine.Edit(id, func(e *gcal.Event) { e.Summary = "Renamed" })
		fake.ClearLogs()
		expect(t, "a change of title", listedTitles(t, a, month), "Renamed 2.3., Renamed 9.3., Renamed 16.3., Renamed 23.3., Renamed 30.3.")
		copies, err := mirror.Load(t.Context())
		if n := len(copies[me].Items); err != nil || n > 8 {
			t.Errorf("%d occurrences are kept", n)
		}
		single := add(t, mine, newEventAt(monday.Add(12*time.Hour), time.Hour, "Single"))
		listedTitles(t, a, month)
		mine.Reschedule(single, monday.AddDate(3, 0, 0), monday.AddDate(3, 0, 1))
		expect(t, "a move out of the window", listedTitles(t, a, span.Span{Start: monday, End: monday.AddDate(0, 0, 3)}), "Renamed 2.3.")
		mine.Delete(id)
		expect(t, "the deletion of the series", listedTitles(t, a, month), "")
	})
}

// TestEventWithoutLength shortens an event to zero length; it is still listed.
func TestEventWithoutLength(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		a := open(t, fake, me, nil)
		start := monday.Add(9 * time.Hour)
		id := add(t, mine, newEventAt(start, time.Hour, "Coffee"))
		whole := listedTitles(t, a, month)
		if err := mine.Reschedule(id, start, start); err != nil {
			t.Fatal(err)
		}
		if got := listedTitles(t, a, month); got != whole {
			t.Errorf("after a delta: %q, want %q", got, whole)
		}
		if got := listedTitles(t, open(t, fake, me, nil), month); got != whole {
			t.Errorf("after a full sync: %q, want %q", got, whole)
		}
	})
}

// occurrence returns an hour of the series whose name its id begins with.
func occurrence(id string, start time.Time) *rest.Event {
	series, _, _ := strings.Cut(id, "_")
	return &rest.Event{
		ID: id, RecurringEventID: series,
		Start: &rest.Time{DateTime: start.Format(time.RFC3339)}, End: &rest.Time{DateTime: start.Add(time.Hour).Format(time.RFC3339)},
	}
}

// TestPartlyReportedSeriesDeletion checks that occurrences of a deleted series that
// Google does not report are removed together with the series, or with the next full
// sync.
func TestPartlyReportedSeriesDeletion(t *testing.T) {
	all, whole := remote.NewReplicas[cursor](remote.NewMemory(), interner{}.internItem), remote.NewChange[item]()
	if err := all.Load(t.Context(), func(cursor) bool { return true }); err != nil {
		t.Fatal(err)
	}
	for i, id := range []string{"s_1", "s_2", "other_1"} {
		whole.Items[id] = newItem(occurrence(id, monday.AddDate(0, 0, i)), time.UTC)
	}
	if err := all.Commit(t.Context(), me, whole, cursor{Window: month, Zone: "UTC"}); err != nil {
		t.Fatal(err)
	}
	r := all.Calendar(me)
	moved := occurrence("s_2", monday)
	c := newDelta(r, []*rest.Event{{ID: "s", Status: "cancelled"}, {ID: "never", Status: "cancelled"}, moved})
	if diff := cmp.Diff(map[string]bool{"s_1": true}, c.Removed); diff != "" || len(c.Items) != 1 {
		t.Errorf("items %v, removed (-want +got):\n%s", c.Items, diff)
	}
	back := *moved
	c = newDelta(r, []*rest.Event{{ID: "s_2", Status: "cancelled"}, &back})
	if len(c.Removed) != 0 || len(c.Items) != 1 {
		t.Errorf("the last change must count: items %v, removed %v", c.Items, c.Removed)
	}
	c = newDelta(r, []*rest.Event{&back, {ID: "s_2", Status: "cancelled"}})
	if len(c.Removed) != 1 || len(c.Items) != 0 {
		t.Errorf("the last change must count: items %v, removed %v", c.Items, c.Removed)
	}
}

// TestSyncAgreesWithListing edits two calendars at random. A handle that followed all
// changes, through restarts and lost tokens, must list the same as a new one.
func TestSyncAgreesWithListing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		fake := googletest.New(func() time.Time { return monday }, "")
		account := fake.AddAccount(me, "Maya", "Europe/Stockholm")
		cals := []*googletest.Calendar{account.Primary(), account.AddCalendar("side@group.calendar.google.com", "Side", "America/New_York")}
		fake.Configure(func(s *googletest.Settings) {
			s.PageSize, s.EmptyPages, s.Horizon = rapid.SampledFrom([]int{0, 1, 3}).Draw(rt, "page"), rapid.Bool().Draw(rt, "empty"), 1
		})
		mirror := remote.NewMemory()
		a := open(t, fake, me, &Options{Mirror: mirror})
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
				ids[add(t, c, newEventAt(when(), time.Hour, "Single"))] = c
			case 2:
				c := cals[rapid.IntRange(0, 1).Draw(rt, "calendar")]
				ids[add(t, c, monthly(when(), "Series"))] = c
			case 3:
				c, day := cals[rapid.IntRange(0, 1).Draw(rt, "calendar")], when()
				ids[add(t, c, &gcal.Event{Summary: "Day", Start: &gcal.EventDateTime{Date: day.Format(time.DateOnly)}, End: &gcal.EventDateTime{Date: day.AddDate(0, 0, 1).Format(time.DateOnly)}})] = c
			case 4:
				id, c := pick()
				if e := c.Event(id); e != nil && e.Start != nil && e.Start.DateTime != "" {
					start := when()
					c.Reschedule(id, start, start.Add(2*time.Hour))
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
				a = open(t, fake, me, &Options{Mirror: mirror})
			}
			got, err := a.List(t.Context(), month)
			if err != nil {
				rt.Fatal(err)
			}
			want, err := open(t, fake, me, nil).List(t.Context(), month)
			if err != nil {
				rt.Fatal(err)
			}
			want.Version, got.Version = "", "" // their windows end at slightly different times
			want.ServerTime, got.ServerTime = time.Time{}, time.Time{}
			if diff := cmp.Diff(want, got); diff != "" {
				rt.Fatalf("(-full +delta):\n%s", diff)
			}
		}
	})
}
