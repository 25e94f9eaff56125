package googletest_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/api/calendar/v3"

	"fika/calendar/google/googletest"
)

// ids returns the ids of a list, in its order.
func ids(items []*calendar.Event) []string {
	got := []string{}
	for _, e := range items {
		got = append(got, e.Id)
	}
	return got
}

// readAllPages reads all pages of a list and returns its items and the sync token.
func readAllPages(t *testing.T, call *calendar.EventsListCall) (all []*calendar.Event, token string) {
	t.Helper()
	err := call.Pages(t.Context(), func(p *calendar.Events) error {
		all, token = append(all, p.Items...), p.NextSyncToken
		if (p.NextPageToken == "") == (p.NextSyncToken == "") {
			t.Errorf("page token %q beside sync token %q", p.NextPageToken, p.NextSyncToken)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all, token
}

// delta returns the changes since a token.
func (w *fixture) delta(t *testing.T, token string, single bool) ([]*calendar.Event, string) {
	t.Helper()
	return readAllPages(t, w.api.Events.List("primary").SyncToken(token).SingleEvents(single).MaxResults(2500))
}

func add(t *testing.T, c *googletest.Calendar, events ...*calendar.Event) {
	t.Helper()
	for _, e := range events {
		if _, err := c.Add(e); err != nil {
			t.Fatal(err)
		}
	}
}

// noError ends the test if an action failed.
func noError(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func allDay(id, from, to string) *calendar.Event {
	return &calendar.Event{Id: id, Summary: "Day", Start: &calendar.EventDateTime{Date: from}, End: &calendar.EventDateTime{Date: to}}
}

func weekly(id, start, rule string) *calendar.Event {
	e := meeting(id, start)
	e.Recurrence = []string{"RRULE:FREQ=WEEKLY" + rule}
	return e
}

func windows(t *testing.T, w *fixture) {
	add(t, w.ann.Primary(), meeting("timed090", monday), allDay("date0302", "2026-03-02", "2026-03-03"))
	for _, one := range []struct {
		from, to string
		want     []string
	}{
		{"2026-03-02T10:00:00+01:00", "2026-03-02T11:00:00+01:00", []string{"date0302"}}, // the end is exclusive
		{"2026-03-02T09:59:59+01:00", "2026-03-02T11:00:00+01:00", []string{"date0302", "timed090"}},
		{"2026-03-02T08:00:00+01:00", "2026-03-02T09:00:00+01:00", []string{"date0302"}},
		{"2026-03-02T08:00:00+01:00", "2026-03-02T09:00:01+01:00", []string{"date0302", "timed090"}},
		{"2026-03-01T22:00:00Z", "2026-03-01T23:00:00Z", []string{}}, // midnight in Zurich
		{"2026-03-01T22:00:00Z", "2026-03-01T23:00:01Z", []string{"date0302"}},
		{"2026-03-02T22:59:59Z", "", []string{"date0302"}},
		{"2026-03-02T23:00:00Z", "", []string{}},
	} {
		call := w.api.Events.List("primary").TimeMin(one.from)
		if one.to != "" {
			call.TimeMax(one.to)
		}
		got, _ := readAllPages(t, call)
		if diff := cmp.Diff(one.want, ids(got)); diff != "" {
			t.Errorf("%s to %s (-want +got):\n%s", one.from, one.to, diff)
		}
	}
	_, err := w.api.Events.List("primary").TimeMin(monday).TimeMax(monday).Do()
	wantAPIError(t, err, 400, "timeRangeEmpty")
	_, err = w.api.Events.List("primary").TimeMin("2026-03-02").Do()
	wantAPIError(t, err, 400, "badRequest")
}

func pages(t *testing.T, w *fixture) {
	for i := range 600 {
		add(t, w.ann.Primary(), meeting(fmt.Sprintf("event%04d", i), monday))
	}
	first := must(w.api.Events.List("primary").Do())(t)
	if len(first.Items) != 250 || first.NextPageToken == "" {
		t.Errorf("the usual page has %d", len(first.Items))
	}
	most := must(w.api.Events.List("primary").MaxResults(9999).Do())(t)
	if len(most.Items) != 600 || most.NextSyncToken == "" {
		t.Errorf("the greatest page has %d", len(most.Items))
	}
	w.Configure(func(s *googletest.Settings) { s.EmptyPages, s.PageSize = true, 100 })
	empty := must(w.api.Events.List("primary").Do())(t)
	if len(empty.Items) != 0 || empty.NextPageToken == "" {
		t.Errorf("the empty page has %d, token %q", len(empty.Items), empty.NextPageToken)
	}
	w.ClearLogs()
	all, _ := readAllPages(t, w.api.Events.List("primary"))
	if got := slices.Compact(ids(all)); len(got) != 600 || w.Count("events.list") != 7 {
		t.Errorf("%d events on %d pages", len(got), w.Count("events.list"))
	}
}

func lastPage(t *testing.T, w *fixture) {
	add(t, w.ann.Primary(), meeting("aaaaa", monday), meeting("bbbbb", monday), meeting("ccccc", monday))
	all, token := readAllPages(t, w.api.Events.List("primary").MaxResults(1)) // readAllPages checks each page
	if len(all) != 3 || token == "" {
		t.Errorf("%d events, token %q", len(all), token)
	}
	got, next := w.delta(t, token, false)
	if len(got) != 0 || next == "" {
		t.Errorf("nothing happened, but %v came", ids(got))
	}
}

func whilePaging(t *testing.T, w *fixture) {
	add(t, w.ann.Primary(), meeting("bbbbb", monday), meeting("ddddd", monday), meeting("fffff", monday))
	seen := map[string]string{}
	call := w.api.Events.List("primary").MaxResults(1)
	step, token := 0, ""
	err := call.Pages(t.Context(), func(p *calendar.Events) error {
		for _, e := range p.Items {
			seen[e.Id] = e.Summary
		}
		if step++; step == 1 { // before and after the page that was read
			add(t, w.ann.Primary(), meeting("aaaaa", monday), meeting("eeeee", monday))
			noError(t, w.ann.Primary().Edit("bbbbb", func(e *calendar.Event) { e.Summary = "new" }))
			noError(t, w.ann.Primary().Delete("fffff"))
		}
		token = p.NextSyncToken
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	got, _ := w.delta(t, token, false)
	for _, e := range got {
		seen[e.Id] = e.Summary
		if e.Status == "cancelled" {
			delete(seen, e.Id)
		}
	}
	want := map[string]string{"aaaaa": "Talk", "bbbbb": "new", "ddddd": "Talk", "eeeee": "Talk"}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("pages and delta (-want +got):\n%s", diff)
	}
}

func forbiddenWithToken(t *testing.T, w *fixture) {
	_, token := readAllPages(t, w.api.Events.List("primary"))
	list := func() *calendar.EventsListCall { return w.api.Events.List("primary").SyncToken(token) }
	for name, call := range map[string]*calendar.EventsListCall{
		"iCalUID": list().ICalUID("x"), "orderBy": list().OrderBy("updated"), "q": list().Q("x"),
		"private": list().PrivateExtendedProperty("a=b"), "shared": list().SharedExtendedProperty("a=b"),
		"timeMin": list().TimeMin(monday), "timeMax": list().TimeMax(monday), "updatedMin": list().UpdatedMin(monday),
		"showDeleted": list().ShowDeleted(false),
	} {
		_, err := call.Do()
		t.Run(name, func(t *testing.T) { wantAPIError(t, err, 400, "badRequest") })
	}
	_, err := w.api.Events.List("primary").SyncToken("garbage").Do()
	wantAPIError(t, err, 400, "invalid")
	_, err = w.api.Events.List("primary").PageToken("garbage").Do()
	wantAPIError(t, err, 400, "invalid")
}

func otherParameters(t *testing.T, w *fixture) {
	_, token := readAllPages(t, w.api.Events.List("primary").SingleEvents(true))
	w.delta(t, token, false)
	w.Configure(func(s *googletest.Settings) { s.StrictToken = true })
	w.delta(t, token, true)
	_, err := w.api.Events.List("primary").SyncToken(token).Do()
	wantAPIError(t, err, 400, "badRequest")
}

func tombstones(t *testing.T, w *fixture) {
	add(t, w.ann.Primary(), meeting("single", monday), weekly("serie", monday, ";COUNT=5"))
	_, token := readAllPages(t, w.api.Events.List("primary").SingleEvents(true))
	noError(t, w.ann.Primary().Delete("single"))
	noError(t, w.ann.Primary().Delete("serie_20260309T080000Z"))
	got, _ := w.delta(t, token, true)
	type shape struct{ ID, Status, Series, Original, Summary string }
	var shapes []shape
	for _, e := range got {
		s := shape{e.Id, e.Status, e.RecurringEventId, "", e.Summary}
		if e.OriginalStartTime != nil {
			s.Original = e.OriginalStartTime.DateTime
		}
		if e.Start != nil || e.End != nil {
			t.Errorf("%s has times", e.Id)
		}
		shapes = append(shapes, s)
	}
	want := []shape{
		{"serie_20260309T080000Z", "cancelled", "serie", "2026-03-09T09:00:00+01:00", ""},
		{"single", "cancelled", "", "", ""},
	}
	if diff := cmp.Diff(want, shapes); diff != "" {
		t.Errorf("the delta (-want +got):\n%s", diff)
	}
}

func deltaIgnoresWindow(t *testing.T, w *fixture) {
	add(t, w.ann.Primary(), weekly("endle", monday, ""))
	first, token := readAllPages(t, w.api.Events.List("primary").SingleEvents(true).TimeMin(monday).TimeMax("2026-04-01T00:00:00Z"))
	if len(first) != 5 {
		t.Errorf("the window has %d", len(first))
	}
	noError(t, w.ann.Primary().Edit("endle", func(e *calendar.Event) { e.Summary = "renamed" }))
	got, _ := w.delta(t, token, true)
	if len(got) < 700 || momentIn(t, got[len(got)-1].Start).Before(at("2039-01-01T00:00:00Z")) {
		t.Errorf("the delta has %d instances", len(got))
	}
	w.Configure(func(s *googletest.Settings) { s.Horizon = 2 })
	if got, _ = w.delta(t, token, true); len(got) != 105 {
		t.Errorf("within two years, the delta has %d instances", len(got))
	}
}

func momentIn(t *testing.T, d *calendar.EventDateTime) time.Time {
	t.Helper()
	got, err := time.Parse(time.RFC3339, d.DateTime)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func deletedSeries(t *testing.T, w *fixture) {
	add(t, w.ann.Primary(), weekly("endle", monday, ""))
	_, token := readAllPages(t, w.api.Events.List("primary").SingleEvents(true))
	noError(t, w.ann.Primary().Delete("endle"))
	got, _ := w.delta(t, token, true)
	last := got[len(got)-1]
	if len(got) != 27 || last.Status != "cancelled" || last.Id != "endle_20260831T070000Z" {
		t.Errorf("%d tombstones, the last %+v", len(got), last)
	}
	if got, _ = w.delta(t, token, false); len(got) != 1 || got[0].Id != "endle" {
		t.Errorf("unexpanded: %v", ids(got))
	}
	w.Configure(func(s *googletest.Settings) { s.DeleteWholeSeries = true })
	if got, _ = w.delta(t, token, true); len(got) < 700 {
		t.Errorf("%d tombstones of the whole series", len(got))
	}
}

func expiredTokens(t *testing.T, w *fixture) {
	fresh := func() string { _, token := readAllPages(t, w.api.Events.List("primary")); return token }
	for name, kill := range map[string]func(){
		"by hand": func() { w.ann.Primary().ExpireSyncTokens() },
		"shared":  func() { w.ann.Primary().Share(w.bob, "reader") },
		"age": func() {
			w.Configure(func(s *googletest.Settings) { s.TokenLife = time.Minute })
			w.clock.advance(2 * time.Minute)
		},
	} {
		token := fresh()
		kill()
		_, err := w.api.Events.List("primary").SyncToken(token).Do()
		t.Run(name, func(t *testing.T) { wantAPIError(t, err, 410, "fullSyncRequired") })
		w.Configure(func(s *googletest.Settings) { s.TokenLife = 0 })
		w.delta(t, fresh(), false)
	}
	token := fresh()
	add(t, w.ann.Primary(), meeting("aaaaa", monday), meeting("bbbbb", monday))
	page := must(w.api.Events.List("primary").SyncToken(token).MaxResults(1).Do())(t)
	w.ann.Primary().ExpireSyncTokens()
	_, err := w.api.Events.List("primary").SyncToken(token).MaxResults(1).PageToken(page.NextPageToken).Do()
	wantAPIError(t, err, 410, "fullSyncRequired")
}

func fullHasNoTombstones(t *testing.T, w *fixture) {
	add(t, w.ann.Primary(), meeting("alive", monday), meeting("deleted", monday))
	noError(t, w.ann.Primary().Delete("deleted"))
	got, _ := readAllPages(t, w.api.Events.List("primary"))
	if diff := cmp.Diff([]string{"alive"}, ids(got)); diff != "" {
		t.Errorf("a full list (-want +got):\n%s", diff)
	}
	got, _ = readAllPages(t, w.api.Events.List("primary").ShowDeleted(true))
	if diff := cmp.Diff([]string{"alive", "deleted"}, ids(got)); diff != "" || got[1].Status != "cancelled" || got[1].Summary != "Talk" {
		t.Errorf("with deleted ones: %+v (-want +got):\n%s", got[1], diff)
	}
}
