package googletest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/api/calendar/v3"
)

func eventIDs(t *testing.T, w *fixture) {
	for _, id := range []string{"abcd", "ABCDE", "with-dash", "wxyz0", strings.Repeat("a", 1025)} {
		_, err := w.api.Events.Insert("primary", meeting(id, monday)).Do()
		t.Run(id[:4], func(t *testing.T) { wantAPIError(t, err, 400, "invalid") })
	}
	must(w.api.Events.Insert("primary", meeting(strings.Repeat("a", 1024), monday)).Do())(t)
	must(w.api.Events.Insert("primary", meeting("given", monday)).Do())(t)
	_, err := w.api.Events.Insert("primary", meeting("given", monday)).Do()
	wantAPIError(t, err, 409, "duplicate")
	noError(t, w.ann.Primary().Delete("given"))
	_, err = w.api.Events.Insert("primary", meeting("given", monday)).Do()
	wantAPIError(t, err, 409, "duplicate")
	if e := must(w.api.Events.Insert("primary", meeting("", monday)).Do())(t); len(e.Id) != 26 {
		t.Errorf("the id given is %q", e.Id)
	}
	must(w.as(t, w.bob, "calendar").Events.Insert("primary", meeting("given", monday)).Do())(t) // ids are unique per calendar
}

func brokenEvents(t *testing.T, w *fixture) {
	day, noon := &calendar.EventDateTime{Date: "2026-03-02"}, &calendar.EventDateTime{DateTime: "2026-03-02T12:00:00Z"}
	for name, one := range map[string]struct {
		event  *calendar.Event
		reason string
	}{
		"no start":      {&calendar.Event{End: noon}, "required"},
		"no end":        {&calendar.Event{Start: noon}, "required"},
		"day and time":  {&calendar.Event{Start: day, End: noon}, "invalid"},
		"end first":     {&calendar.Event{Start: noon, End: when(monday)}, "timeRangeEmpty"},
		"empty day":     {&calendar.Event{Start: day, End: day}, "timeRangeEmpty"},
		"no zone":       {&calendar.Event{Start: &calendar.EventDateTime{DateTime: "2026-03-02T12:00:00"}, End: noon}, "required"},
		"unknown zone":  {&calendar.Event{Start: &calendar.EventDateTime{DateTime: "2026-03-02T12:00:00", TimeZone: "Mars/Base"}, End: noon}, "invalid"},
		"bad rule":      {&calendar.Event{Start: when(monday), End: when("2026-03-02T10:00:00+01:00"), Recurrence: []string{"RRULE:FREQ=SOMETIMES"}}, "invalid"},
		"bad guest":     {meeting("", monday, "nobody"), "invalid"},
		"twice a guest": {meeting("", monday, bobMail, "BOB@corp.example"), "invalid"},
		"ooo by day":    {&calendar.Event{EventType: "outOfOffice", Start: day, End: &calendar.EventDateTime{Date: "2026-03-03"}}, "invalid"},
		"focus by day":  {&calendar.Event{EventType: "focusTime", Start: day, End: &calendar.EventDateTime{Date: "2026-03-03"}}, "invalid"},
	} {
		_, err := w.api.Events.Insert("primary", one.event).Do()
		t.Run(name, func(t *testing.T) { wantAPIError(t, err, 400, one.reason) })
	}
	status, _, body := w.raw(t, "POST", "/calendar/v3/calendars/primary/events", "{", w.bearer("calendar")...)
	if status != 400 || !strings.Contains(body, "parseError") {
		t.Errorf("half an object: %d %s", status, body)
	}
	local := &calendar.Event{Start: &calendar.EventDateTime{DateTime: "2026-07-02T12:00:00", TimeZone: "Europe/Zurich"}, End: &calendar.EventDateTime{DateTime: "2026-07-02T13:00:00", TimeZone: "Europe/Zurich"}}
	if e := must(w.api.Events.Insert("primary", local).Do())(t); e.Start.DateTime != "2026-07-02T12:00:00+02:00" {
		t.Errorf("a local time became %s", e.Start.DateTime)
	}
}

func patchAndPut(t *testing.T, w *fixture) {
	e := meeting("target", monday, bobMail, cleoMail)
	e.Description, e.Location = "long", "here"
	e.ExtendedProperties = &calendar.EventExtendedProperties{Private: map[string]string{"a": "1", "b": "2"}}
	add(t, w.ann.Primary(), e)
	noError(t, w.bob.Primary().Reply("target", "accepted", ""))

	got := must(w.api.Events.Patch("primary", "target", &calendar.Event{
		Summary: "New", ForceSendFields: []string{"Description"},
		ExtendedProperties: &calendar.EventExtendedProperties{Private: map[string]string{"c": "3"}, NullFields: []string{"Private.a"}},
	}).Do())(t)
	if got.Summary != "New" || got.Description != "" || got.Location != "here" || len(got.Attendees) != 2 || got.Attendees[0].ResponseStatus != "accepted" {
		t.Errorf("patched: %+v", got)
	}
	if diff := cmp.Diff(map[string]string{"b": "2", "c": "3"}, got.ExtendedProperties.Private); diff != "" {
		t.Errorf("properties (-want +got):\n%s", diff)
	}

	// An array is replaced, and a guest without a response status has none.
	got = must(w.api.Events.Patch("primary", "target", &calendar.Event{Attendees: []*calendar.EventAttendee{{Email: bobMail}}}).Do())(t)
	if len(got.Attendees) != 1 || got.Attendees[0].ResponseStatus != "needsAction" {
		t.Errorf("guests: %+v", got.Attendees)
	}

	got = must(w.api.Events.Update("primary", "target", meeting("", monday)).Do())(t)
	if got.Location != "" || len(got.Attendees) != 0 || got.ExtendedProperties != nil || got.Summary != "Talk" || got.Id != "target" {
		t.Errorf("put: %+v", got)
	}
	_, err := w.api.Events.Update("primary", "target", &calendar.Event{Summary: "no times"}).Do()
	wantAPIError(t, err, 400, "required")
}

func movesResetGuests(t *testing.T, w *fixture) {
	add(t, w.ann.Primary(), meeting("moving", monday, bobMail))
	noError(t, w.bob.Primary().Reply("moving", "accepted", "glad"))
	whole := must(w.api.Events.Get("primary", "moving").TimeZone("Asia/Kathmandu").Do())(t)
	if same := must(w.api.Events.Patch("primary", "moving", &calendar.Event{Start: whole.Start, End: whole.End}).Do())(t); same.Attendees[0].ResponseStatus != "accepted" {
		t.Error("the same time in another zone counts as a move")
	}
	before := must(w.api.Events.Get("primary", "moving").Do())(t)
	if before.Attendees[0].ResponseStatus != "accepted" {
		t.Fatalf("the answer did not arrive: %+v", before.Attendees[0])
	}
	later := meeting("", "2026-03-03T09:00:00+01:00")
	after := must(w.api.Events.Patch("primary", "moving", &calendar.Event{Start: later.Start, End: later.End}).Do())(t)
	if after.Attendees[0].ResponseStatus != "needsAction" || after.Sequence != before.Sequence+1 || after.Etag == before.Etag {
		t.Errorf("after the move: %+v sequence %d", after.Attendees[0], after.Sequence)
	}
	if got := w.bob.Primary().Event("moving"); got.Attendees[0].ResponseStatus != "needsAction" || !momentIn(t, got.Start).Equal(at("2026-03-03T09:00:00+01:00")) {
		t.Errorf("the guest's copy: %+v %+v", got.Start, got.Attendees[0])
	}
}

func preconditions(t *testing.T, w *fixture) {
	add(t, w.ann.Primary(), meeting("target", monday))
	old := must(w.api.Events.Get("primary", "target").Do())(t).Etag
	noError(t, w.ann.Primary().Edit("target", func(e *calendar.Event) { e.Summary = "by hand" }))

	patch := w.api.Events.Patch("primary", "target", &calendar.Event{Summary: "stale"})
	patch.Header().Set("If-Match", old)
	_, err := patch.Do()
	wantAPIError(t, err, 412, "conditionNotMet")
	put := w.api.Events.Update("primary", "target", meeting("", monday))
	put.Header().Set("If-Match", old)
	_, err = put.Do()
	wantAPIError(t, err, 412, "conditionNotMet")
	remove := w.api.Events.Delete("primary", "target")
	remove.Header().Set("If-Match", old)
	wantAPIError(t, remove.Do(), 412, "conditionNotMet")

	any := w.api.Events.Patch("primary", "target", &calendar.Event{Summary: "whatever"})
	any.Header().Set("If-Match", "*")
	fresh := must(any.Do())(t)
	remove = w.api.Events.Delete("primary", "target")
	remove.Header().Set("If-Match", fresh.Etag)
	noError(t, remove.Do())

	add(t, w.ann.Primary(), meeting("other", monday))
	e := must(w.api.Events.Get("primary", "other").Do())(t)
	status, _, _ := w.raw(t, "GET", "/calendar/v3/calendars/primary/events/other", "", append(w.bearer("calendar"), "If-None-Match", e.Etag)...)
	if status != http.StatusNotModified {
		t.Errorf("unchanged: %d", status)
	}
}

func deletion(t *testing.T, w *fixture) {
	add(t, w.ann.Primary(), meeting("target", monday))
	status, _, body := w.raw(t, "DELETE", "/calendar/v3/calendars/primary/events/target", "", w.bearer("calendar")...)
	if status != 204 || body != "" {
		t.Errorf("deleted: %d %q", status, body)
	}
	wantAPIError(t, w.api.Events.Delete("primary", "target").Do(), 410, "deleted")
	if e := must(w.api.Events.Get("primary", "target").Do())(t); e.Status != "cancelled" {
		t.Errorf("deleted, it is %s", e.Status)
	}
	_, err := w.api.Events.Patch("primary", "target", &calendar.Event{Status: "confirmed"}).Do()
	wantAPIError(t, err, 403, "forbidden")
	_, err = w.api.Events.Update("primary", "target", meeting("", monday)).Do()
	wantAPIError(t, err, 403, "forbidden")
	noError(t, w.ann.Primary().Purge("target"))
	_, err = w.api.Events.Get("primary", "target").Do()
	wantAPIError(t, err, 404, "notFound")
	_, err = w.api.Events.Insert("primary", meeting("target", monday)).Do()
	wantAPIError(t, err, 409, "duplicate")
	wantAPIError(t, w.api.Events.Delete("primary", "never").Do(), 404, "notFound")
}

func properties(t *testing.T, w *fixture) {
	e := meeting("target", monday, bobMail)
	e.ExtendedProperties = &calendar.EventExtendedProperties{
		Private: map[string]string{"booking": "b1", strings.Repeat("k", 45): "dropped", "long": strings.Repeat("v", 2000)},
		Shared:  map[string]string{"all": "see"},
	}
	got := must(w.api.Events.Insert("primary", e).Do())(t).ExtendedProperties
	if len(got.Private) != 2 || got.Private["booking"] != "b1" || len(got.Private["long"]) != 1024 {
		t.Errorf("private: %d, long has %d", len(got.Private), len(got.Private["long"]))
	}
	guest := w.bob.Primary().Event("target").ExtendedProperties
	if diff := cmp.Diff(&calendar.EventExtendedProperties{Shared: map[string]string{"all": "see"}}, guest); diff != "" {
		t.Errorf("the guest's copy (-want +got):\n%s", diff)
	}
}

func specialEvents(t *testing.T, w *fixture) {
	midnight := func(kind string) *calendar.Event {
		return &calendar.Event{EventType: kind, Start: when("2026-03-02T00:00:00+01:00"), End: when("2026-03-03T00:00:00+01:00")}
	}
	ooo := must(w.api.Events.Insert("primary", midnight("outOfOffice")).Do())(t)
	if ooo.EventType != "outOfOffice" || ooo.Start.DateTime != "2026-03-02T00:00:00+01:00" {
		t.Errorf("out of office: %+v", ooo)
	}
	changed := must(w.api.Events.Patch("primary", ooo.Id, &calendar.Event{EventType: "focusTime"}).Do())(t)
	if changed.EventType != "outOfOffice" {
		t.Errorf("the type became %s", changed.EventType)
	}
	home := allDay("", "2026-03-02", "2026-03-03")
	home.EventType, home.Transparency, home.Visibility = "workingLocation", "transparent", "public"
	_, err := w.api.Events.Insert("primary", home).Do()
	wantAPIError(t, err, 400, "required")
	home.WorkingLocationProperties = &calendar.EventWorkingLocationProperties{Type: "officeLocation",
		OfficeLocation: &calendar.EventWorkingLocationPropertiesOfficeLocation{Label: "Lisbon"}}
	there := must(w.api.Events.Insert("primary", home).Do())(t)
	if at := must(w.api.Events.Get("primary", there.Id).Do())(t).WorkingLocationProperties; at == nil || at.OfficeLocation == nil || at.OfficeLocation.Label != "Lisbon" {
		t.Errorf("the working location is %+v", at)
	}
	home.Transparency = ""
	_, err = w.api.Events.Insert("primary", home).Do()
	wantAPIError(t, err, 400, "invalid")
	free := midnight("focusTime")
	free.Transparency = "transparent"
	_, err = w.api.Events.Insert("primary", free).Do()
	wantAPIError(t, err, 400, "invalid")
	away := midnight("outOfOffice")
	away.OutOfOfficeProperties = &calendar.EventOutOfOfficeProperties{AutoDeclineMode: "declineOnlyNewConflictingInvitations"}
	add(t, w.bob.Primary(), away)
	for start, want := range map[string]string{monday: "declined", "2026-03-03T09:00:00+01:00": "needsAction"} {
		if e := must(w.api.Events.Insert("primary", meeting("", start, bobMail)).Do())(t); e.Attendees[0].ResponseStatus != want {
			t.Errorf("invited for %s, who is away on Monday has %s", start, e.Attendees[0].ResponseStatus)
		}
	}
	side := w.ann.AddCalendar("side@group.calendar.google.com", "Side", "UTC")
	_, err = w.api.Events.Insert(side.ID, midnight("focusTime")).Do()
	wantAPIError(t, err, 400, "invalid")
}
