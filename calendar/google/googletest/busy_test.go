package googletest_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/api/calendar/v3"

	"fika/calendar/google/googletest"
)

// reasons returns the reason of the error of each calendar, "" for none.
func reasons(r *calendar.FreeBusyResponse) map[string]string {
	got := map[string]string{}
	for id, c := range r.Calendars {
		got[id] = ""
		for _, e := range c.Errors {
			got[id] += e.Reason
		}
	}
	return got
}

func busyErrors(t *testing.T, w *fixture) {
	add(t, w.bob.Primary(), meeting("block0", monday))
	w.cleo.Primary().ShareBusy(false)
	hidden := w.bob.AddCalendar("private@group.calendar.google.com", "Private", "UTC")
	ask := func(ids ...string) map[string]string {
		t.Helper()
		return reasons(must(w.api.Freebusy.Query(busyQuery(ids...)).Do())(t))
	}
	want := map[string]string{bobMail: "", cleoMail: "notFound", hidden.ID: "notFound", "nobody@else.example": "notFound", "primary": ""}
	if diff := cmp.Diff(want, ask(bobMail, cleoMail, hidden.ID, "nobody@else.example", "primary")); diff != "" {
		t.Errorf("errors (-want +got):\n%s", diff)
	}
	_, _, body := w.raw(t, "POST", "/calendar/v3/freeBusy?prettyPrint=false&fields=calendars",
		`{"timeMin":"2026-03-01T00:00:00Z","timeMax":"2026-03-05T00:00:00Z","items":[{"id":"x"}]}`, w.bearer("calendar")...)
	if want := `{"calendars":{"x":{"busy":[],"errors":[{"domain":"global","reason":"notFound"}]}}}` + "\n"; body != want {
		t.Errorf("on the wire:\n%s", body)
	}
	w.bob.Primary().FailBusy(1)
	for _, want := range []string{"internalError", ""} {
		if got := ask(bobMail, "primary"); got[bobMail] != want || got["primary"] != "" {
			t.Errorf("got %v, want %q for one", got, want)
		}
	}
	var many []string
	for i := range 52 {
		many = append(many, fmt.Sprintf("p%02d@corp.example", i))
	}
	if got := ask(many...); got["p49@corp.example"] != "notFound" || got["p50@corp.example"] != "tooManyCalendarsRequested" {
		t.Errorf("of 52: %v", got)
	}
	long := busyQuery(bobMail)
	long.TimeMax = "2026-05-31T00:00:00Z"
	_, err := w.api.Freebusy.Query(long).Do()
	wantAPIError(t, err, 400, "timeRangeTooLong")
}

func busyTimes(t *testing.T, w *fixture) {
	for _, one := range []struct {
		edit   func(*calendar.FreeBusyRequest)
		reason string
	}{
		{func(q *calendar.FreeBusyRequest) { q.TimeMin = "" }, "required"},
		{func(q *calendar.FreeBusyRequest) { q.TimeMax = "" }, "required"},
		{func(q *calendar.FreeBusyRequest) { q.TimeMax = q.TimeMin }, "timeRangeEmpty"},
	} {
		q := busyQuery(bobMail)
		one.edit(q)
		_, err := w.api.Freebusy.Query(q).Do()
		wantAPIError(t, err, 400, one.reason)
	}
	add(t, w.bob.Primary(), meeting("block1", monday), meeting("block2", "2026-03-02T10:00:00+01:00"), meeting("block3", "2026-03-02T12:00:00+01:00"))
	w.wantBusy(t, bobMail, "two blocks", "2026-03-02T08:00:00Z/2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z/2026-03-02T12:00:00Z")
	q := busyQuery(bobMail)
	q.TimeZone = "Asia/Tokyo"
	if got := must(w.api.Freebusy.Query(q).Do())(t).Calendars[bobMail].Busy[0].Start; got != "2026-03-02T17:00:00+09:00" {
		t.Errorf("in Tokyo: %s", got)
	}
}

// wantBusy checks the busy times of a calendar.
func (w *fixture) wantBusy(t *testing.T, id, occasion string, want ...string) {
	t.Helper()
	got := []string{}
	for _, b := range must(w.api.Freebusy.Query(busyQuery(id)).Do())(t).Calendars[id].Busy {
		got = append(got, b.Start+"/"+b.End)
	}
	if want == nil {
		want = []string{}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", occasion, diff)
	}
}

func busyMeaning(t *testing.T, w *fixture) {
	const hour = "2026-03-02T08:00:00Z/2026-03-02T09:00:00Z"
	primary := w.bob.Primary()
	for name, one := range map[string]struct {
		event *calendar.Event
		busy  bool
	}{
		"plain":            {meeting("", monday), true},
		"transparent":      {&calendar.Event{Start: when(monday), End: when("2026-03-02T10:00:00+01:00"), Transparency: "transparent"}, false},
		"tentative":        {&calendar.Event{Start: when(monday), End: when("2026-03-02T10:00:00+01:00"), Status: "tentative"}, true},
		"out of office":    {&calendar.Event{Start: when(monday), End: when("2026-03-02T10:00:00+01:00"), EventType: "outOfOffice"}, true},
		"without duration": {&calendar.Event{Start: when(monday), End: when(monday)}, false},
	} {
		e := must(primary.Add(one.event))(t)
		want := []string{}
		if one.busy {
			want = []string{hour}
		}
		w.wantBusy(t, bobMail, name, want...)
		noError(t, primary.Delete(e.Id))
		w.wantBusy(t, bobMail, name+", deleted")
	}
	add(t, w.ann.Primary(), meeting("joint", monday, bobMail))
	w.wantBusy(t, bobMail, "not answered", hour)
	for answer, want := range map[string][]string{"declined": nil, "tentative": {hour}, "accepted": {hour}} {
		noError(t, primary.Reply("joint", answer, ""))
		w.wantBusy(t, bobMail, answer, want...)
	}
	noError(t, primary.Reply("joint", "declined", ""))
	w.wantBusy(t, annMail, "the organizer of what was declined", hour)

	day := allDay("alldi", "2026-03-29", "2026-03-30")
	series := weekly("serie", "2026-03-27T09:00:00+01:00", ";COUNT=2")
	add(t, primary, day, series)
	w.wantBusy(t, bobMail, "a short day and a series",
		"2026-03-27T08:00:00Z/2026-03-27T09:00:00Z", "2026-03-28T23:00:00Z/2026-03-29T22:00:00Z")
	noError(t, primary.Delete("serie_20260327T080000Z"))
	w.wantBusy(t, bobMail, "without the instance", "2026-03-28T23:00:00Z/2026-03-29T22:00:00Z")
}

func readDelay(t *testing.T, w *fixture) {
	_, token := readAllPages(t, w.api.Events.List("primary"))
	w.Configure(func(s *googletest.Settings) { s.ReadDelay = 5 * time.Second })
	must(w.api.Events.Insert("primary", meeting("later", monday)).Do())(t)
	seen := func() (list, busy, get bool) {
		t.Helper()
		var got []*calendar.Event
		got, token = w.delta(t, token, false)
		blocks := must(w.api.Freebusy.Query(busyQuery(annMail)).Do())(t).Calendars[annMail].Busy
		_, err := w.api.Events.Get("primary", "later").Do()
		return len(got) > 0, len(blocks) > 0, err == nil
	}
	if list, busy, get := seen(); list || busy || get {
		t.Errorf("at once: list %v, busy %v, get %v", list, busy, get)
	}
	_, err := w.api.Events.Insert("primary", meeting("later", monday)).Do()
	wantAPIError(t, err, 409, "duplicate")
	w.clock.advance(5 * time.Second)
	if list, busy, get := seen(); !list || !busy || !get {
		t.Errorf("later: list %v, busy %v, get %v", list, busy, get)
	}
}
