package calendartest

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/calendar"
	"fika/internal/mailbox"
	"fika/internal/span"
)

func windowsAreHalfOpen(t *testing.T, backend Backend) {
	cal := backend.Open(t)
	d := backend.coffee("fkhours")
	d.Span = backend.from("2026-03-02 10:00", time.Hour)
	insert(t, cal, d)
	backend.Add(t, ForeignEvent{UID: "foreign1", Title: "Night", Zone: backend.Zone,
		Span: span.Span{Start: backend.at("2026-03-02 22:00"), End: backend.at("2026-03-03 06:00")}})
	for _, w := range []struct {
		what, start, end, want string
	}{
		{"the exact hour", "2026-03-02 10:00", "2026-03-02 11:00", d.Title},
		{"the hour before", "2026-03-02 09:00", "2026-03-02 10:00", ""},
		{"the hour after", "2026-03-02 11:00", "2026-03-02 12:00", ""},
		{"up to its second minute", "2026-03-02 09:00", "2026-03-02 10:01", d.Title},
		{"from its last minute", "2026-03-02 10:59", "2026-03-02 12:00", d.Title},
		{"inside it", "2026-03-02 10:20", "2026-03-02 10:30", d.Title},
		{"the day", "2026-03-02 00:00", "2026-03-03 00:00", d.Title + "; Night"},
		{"the morning after", "2026-03-03 00:00", "2026-03-04 00:00", "Night"},
		{"the day after the night", "2026-03-03 06:00", "2026-03-04 00:00", ""},
		{"a year without events", "2020-01-01 00:00", "2021-01-01 00:00", ""},
		{"twenty years", "2010-01-01 00:00", "2030-01-01 00:00", d.Title + "; Night"},
	} {
		if got := titles(t, cal, span.Span{Start: backend.at(w.start), End: backend.at(w.end)}); got != w.want {
			t.Errorf("%s holds %q, want %q", w.what, got, w.want)
		}
	}
	utc := span.Span{Start: backend.at("2026-03-02 10:00").UTC(), End: backend.at("2026-03-02 11:00").UTC()}
	if got := titles(t, cal, utc); got != d.Title {
		t.Errorf("the same window in UTC holds %q, want %q", got, d.Title)
	}
}

func foreignEventsAreRead(t *testing.T, backend Backend) {
	cal := backend.Open(t)
	tokyo := time.FixedZone("UTC+9", 9*60*60)
	local := ForeignEvent{UID: "foreign1", Title: "Standup", Span: backend.from("2026-03-02 09:00", 15*time.Minute), Zone: backend.Zone}
	abroad := ForeignEvent{UID: "foreign2", Title: "Call", Span: span.New(time.Date(2026, 3, 2, 19, 0, 0, 0, tokyo), time.Hour)}
	free := ForeignEvent{UID: "foreign3", Title: "Reminder", Span: backend.from("2026-03-02 12:00", time.Hour), Zone: backend.Zone, Free: true}
	for i, f := range []ForeignEvent{local, abroad, free} {
		backend.Add(t, f)
		events := list(t, cal, f.Span).Events
		if len(events) != 1 {
			t.Fatalf("%d events, want only %q", len(events), f.Title)
		}
		e := events[0]
		if diff := cmp.Diff(f.Span, e.Span); diff != "" || e.Title != f.Title || e.AllDay || e.Instance != "" || e.UID == "" {
			t.Errorf("%+v is read as %+v", f, e)
		}
		want := calendar.Busy
		if f.Free {
			want = calendar.Free
		}
		wantAvailability(t, e, want)
		if got := find(t, cal, e.ID); got.Title != f.Title {
			t.Errorf("event %d is found as %q, want %q", i, got.Title, f.Title)
		}
	}
}

// allDayEventsAreLocal uses three days: an ordinary one, the short one in March and the long
// one in October.
func allDayEventsAreLocal(t *testing.T, backend Backend) {
	cal := backend.Open(t)
	for _, day := range []struct {
		uid, start, end string
		lasts           time.Duration
	}{
		{"foreign1", "2026-03-02 00:00", "2026-03-04 00:00", 48 * time.Hour},
		{"foreign2", "2026-03-29 00:00", "2026-03-30 00:00", 23 * time.Hour},
		{"foreign3", "2026-10-25 00:00", "2026-10-26 00:00", 25 * time.Hour},
	} {
		s := span.Span{Start: backend.at(day.start), End: backend.at(day.end)}
		backend.Add(t, ForeignEvent{UID: day.uid, Title: "Away " + day.uid, Span: s, Zone: backend.Zone, AllDay: true})
		e := onlyEvent(t, cal, s)
		if diff := cmp.Diff(s, e.Span); diff != "" || !e.AllDay || e.Span.Len() != day.lasts {
			t.Errorf("the whole day of %s is read as %v, all-day %v, %v long", day.start, e.Span, e.AllDay, e.Span.Len())
		}
		if got := titles(t, cal, span.New(s.End, time.Minute)); got != "" {
			t.Errorf("the midnight after %s holds %q", day.start, got)
		}
	}
}

func seriesKeepsWallClock(t *testing.T, backend Backend) {
	cal := backend.Open(t)
	backend.Add(t, ForeignEvent{UID: "foreign1", Title: "Weekly", Zone: backend.Zone, Rule: "FREQ=WEEKLY",
		Span: backend.from("2026-03-16 09:00", time.Hour)})
	for _, w := range []struct {
		start, end string
		want       []string
	}{
		{"2026-03-01 00:00", "2026-04-07 00:00", []string{"2026-03-16 09:00", "2026-03-23 09:00", "2026-03-30 09:00", "2026-04-06 09:00"}},
		{"2026-10-19 09:30", "2026-11-02 09:00", []string{"2026-10-19 09:00", "2026-10-26 09:00"}},
	} {
		events := list(t, cal, span.Span{Start: backend.at(w.start), End: backend.at(w.end)}).Events
		slices.SortFunc(events, func(a, b calendar.Event) int { return a.Span.Start.Compare(b.Span.Start) })
		var got []string
		instances := map[string]bool{}
		for _, e := range events {
			got = append(got, e.Span.Start.In(backend.Zone).Format("2006-01-02 15:04"))
			if e.Span.Len() != time.Hour {
				t.Errorf("the occurrence of %v lasts %v, want 1h", e.Span.Start, e.Span.Len())
			}
			instances[e.Instance] = true
		}
		if diff := cmp.Diff(w.want, got); diff != "" {
			t.Errorf("weekly at nine, from %s (-want +got):\n%s", w.start, diff)
		}
		if len(instances) != len(events) || instances[""] {
			t.Errorf("%d occurrences have the instances %v", len(events), instances)
		}
	}
}

// versionFollowsContent checks that the version changes with every change of the
// calendar. A version that changes without one would only be costly. Here nothing
// else writes to the store, so the test also checks that it stays the same.
func versionFollowsContent(t *testing.T, backend Backend) {
	cal, d := backend.Open(t), backend.coffee("fkversion")
	seen := map[string]string{}
	last := ""
	look := func(after string) {
		t.Helper()
		v := list(t, cal, backend.year()).Version
		if earlier, ok := seen[v]; ok || v == "" {
			t.Errorf("version %q after %s is that after %s", v, after, earlier)
		}
		if again := list(t, cal, backend.year()).Version; again != v {
			t.Errorf("the version after %s went from %q to %q without a change", after, v, again)
		}
		seen[v], last = after, v
	}
	look("nothing")
	e := insert(t, cal, d)
	look("an insert")
	if _, err := cal.Insert(t.Context(), d); err == nil || list(t, cal, backend.year()).Version != last {
		t.Errorf("a refused insert (%v) changed the version", err)
	}
	d.Title = "Other title"
	e = update(t, cal, e.ETag, d)
	look("an update")
	backend.Move(t, d.ID, backend.from("2026-03-02 14:31", 30*time.Minute))
	look("a foreign move")
	backend.AddForeignData(t, d.ID)
	look("a foreign decoration")
	backend.Add(t, ForeignEvent{UID: "foreign1", Title: "Standup", Span: backend.from("2026-03-02 09:00", time.Hour), Zone: backend.Zone})
	look("a foreign event")
	if err := cal.Remove(t.Context(), d.Place(), find(t, cal, d.ID).ETag); err != nil {
		t.Fatalf("Remove: %v", err)
	}
	look("a removal")
}

func unreadableEventHidesNothing(t *testing.T, backend Backend) {
	if backend.AddUnreadable == nil {
		t.Skip("skipped: the backend accepts no event that cannot be understood")
	}
	cal, d := backend.Open(t), backend.coffee("fkspoilt")
	backend.Add(t, ForeignEvent{UID: "foreign1", Title: "Standup", Span: backend.from("2026-03-02 09:00", time.Hour), Zone: backend.Zone})
	noon := backend.at("2026-03-04 12:00")
	backend.AddUnreadable(t, noon)
	backend.Add(t, ForeignEvent{UID: "foreign2", Title: "Retro", Span: backend.from("2026-03-02 11:00", time.Hour), Zone: backend.Zone})
	insert(t, cal, d)
	l := list(t, cal, backend.year())
	if len(l.Problems) == 0 {
		t.Error("the unreadable event is not reported as a problem")
	}
	for _, p := range l.Problems {
		if p.Text == "" || p.Stale {
			t.Errorf("problem %+v: want a text, and nothing stale", p)
		}
	}
	owner := calendar.Owner{Addresses: []mailbox.Address{me}, Zone: backend.Zone}
	day := span.Span{Start: backend.at("2026-03-04 00:00"), End: backend.at("2026-03-05 00:00")}
	if diff := cmp.Diff([]span.Span{day}, owner.Busy(slices.Concat(l.Events, l.Doubts), day), cmp.Comparer(time.Time.Equal)); diff != "" {
		t.Errorf("not all of the unreadable event's day is busy (-want +got):\n%s", diff)
	}
	got := map[string]bool{}
	for _, e := range l.Events {
		got[e.Title] = true
	}
	for _, title := range []string{"Standup", "Retro", d.Title} {
		if !got[title] {
			t.Errorf("the unreadable event hides %q", title)
		}
	}
	d.Title = "Updated beside it"
	wantMatch(t, "an update with an unreadable event in the calendar", update(t, cal, find(t, cal, d.ID).ETag, d), d)
}

func cancelledContextEndsCalls(t *testing.T, backend Backend) {
	cal, d := backend.Open(t), backend.coffee("fkcancel")
	e := insert(t, cal, d)
	before := list(t, cal, backend.year())

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	changed, fresh := d, backend.coffee("fkother")
	changed.Title = "Never"
	for name, call := range map[string]func() error{
		"List":   func() error { _, err := cal.List(ctx, backend.year()); return err },
		"Find":   func() error { _, err := cal.Find(ctx, d.Place()); return err },
		"Insert": func() error { _, err := cal.Insert(ctx, fresh); return err },
		"Update": func() error { _, err := cal.Update(ctx, e.ETag, changed); return err },
		"Remove": func() error { return cal.Remove(ctx, d.Place(), e.ETag) },
	} {
		if err := call(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v, want context.Canceled", name, err)
		}
	}
	if diff := cmp.Diff(before.Events, list(t, backend.Open(t), backend.year()).Events); diff != "" {
		t.Errorf("cancelled calls changed the calendar (-before +after):\n%s", diff)
	}
}
