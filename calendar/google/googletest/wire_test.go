package googletest_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/api/calendar/v3"

	"fika/calendar/google/googletest"
)

func busyQuery(ids ...string) *calendar.FreeBusyRequest {
	q := &calendar.FreeBusyRequest{TimeMin: "2026-03-01T00:00:00Z", TimeMax: "2026-03-31T00:00:00Z"}
	for _, id := range ids {
		q.Items = append(q.Items, &calendar.FreeBusyRequestItem{Id: id})
	}
	return q
}

func (w *fixture) bearer(scopes ...string) []string {
	return []string{"Authorization", "Bearer " + w.ann.Grant(scopes...).AccessToken}
}

func unauthenticated(t *testing.T, w *fixture) {
	for _, one := range []struct{ header, reason, message string }{
		{"", "required", "Login Required."},
		{"Bearer nonsense", "authError", "Invalid Credentials"},
	} {
		var header []string
		if one.header != "" {
			header = []string{"Authorization", one.header}
		}
		status, _, body := w.raw(t, "GET", "/calendar/v3/calendars/primary/events", "", header...)
		want := map[string]any{"error": map[string]any{
			"code": 401.0, "message": one.message, "status": "UNAUTHENTICATED",
			"errors": []any{map[string]any{"domain": "global", "reason": one.reason, "message": one.message, "locationType": "header", "location": "Authorization"}},
		}}
		if diff := cmp.Diff(want, object(t, body)); status != 401 || diff != "" {
			t.Errorf("%q: %d (-want +got):\n%s", one.header, status, diff)
		}
	}
}

func methodScopes(t *testing.T, w *fixture) {
	e := must(w.ann.Primary().Add(meeting("talkabout", monday)))(t)
	methods := map[string]func(*calendar.Service) error{
		"busy": func(s *calendar.Service) error { _, err := s.Freebusy.Query(busyQuery(annMail)).Do(); return err },
		"list": func(s *calendar.Service) error { _, err := s.Events.List("primary").Do(); return err },
		"patch": func(s *calendar.Service) error {
			_, err := s.Events.Patch("primary", e.Id, &calendar.Event{}).Do()
			return err
		},
		"lists": func(s *calendar.Service) error { _, err := s.CalendarList.List().Do(); return err },
	}
	for scope, may := range map[string][]string{
		"calendar":                       {"busy", "list", "patch", "lists"},
		"calendar.readonly":              {"busy", "list", "lists"},
		"calendar.events":                {"list", "patch"},
		"calendar.events.owned":          {"list", "patch"},
		"calendar.events.readonly":       {"list"},
		"calendar.events.freebusy":       {"busy", "list"},
		"calendar.freebusy":              {"busy"},
		"calendar.calendarlist.readonly": {"lists"},
	} {
		api := w.as(t, w.ann, scope)
		for name, method := range methods {
			if err := method(api); slices.Contains(may, name) {
				if err != nil {
					t.Errorf("%s: %s: %v", scope, name, err)
				}
			} else {
				wantAPIError(t, err, http.StatusForbidden, "insufficientPermissions")
			}
		}
	}
	_, _, body := w.raw(t, "POST", "/calendar/v3/freeBusy", "{}", w.bearer("calendar.events.owned")...)
	if !strings.Contains(body, "ACCESS_TOKEN_SCOPE_INSUFFICIENT") || !strings.Contains(body, "PERMISSION_DENIED") {
		t.Errorf("no ErrorInfo in %s", body)
	}
}

func roles(t *testing.T, w *fixture) {
	team := w.bob.AddCalendar("team@group.calendar.google.com", "Team", "Europe/Zurich")
	must(team.Add(meeting("secrettalk", monday)))(t)
	_, err := w.api.Events.List(team.ID).Do()
	wantAPIError(t, err, http.StatusNotFound, "notFound")

	team.Share(w.ann, "freeBusyReader")
	list := must(w.api.Events.List(team.ID).Do())(t)
	if len(list.Items) != 1 || list.Items[0].Summary != "" || list.Items[0].Start == nil {
		t.Errorf("a freeBusyReader sees %v", list.Items)
	}
	team.Share(w.ann, "reader")
	list = must(w.api.Events.List(team.ID).Do())(t)
	if len(list.Items) != 1 || list.Items[0].Summary != "Talk" {
		t.Errorf("a reader sees %v", list.Items)
	}
	noError(t, team.Edit("secrettalk", func(e *calendar.Event) { e.Visibility = "private" }))
	list = must(w.api.Events.List(team.ID).Do())(t)
	if len(list.Items) != 1 || list.Items[0].Summary != "" {
		t.Errorf("of a private event a reader sees %v", list.Items)
	}
	_, err = w.api.Events.Insert(team.ID, meeting("", monday)).Do()
	wantAPIError(t, err, http.StatusForbidden, "requiredAccessLevel")
	team.Share(w.ann, "writer")
	must(w.api.Events.Insert(team.ID, meeting("", monday)).Do())(t)
	_, err = w.as(t, w.ann, "calendar.events.owned").Events.Insert(team.ID, meeting("", monday)).Do()
	wantAPIError(t, err, http.StatusForbidden, "forbidden")
	_, err = w.api.Events.List("nobody@corp.example").Do()
	wantAPIError(t, err, http.StatusNotFound, "notFound")
}

func envelope(t *testing.T, w *fixture) {
	token := w.bearer("calendar")
	status, header, body := w.raw(t, "GET", "/calendar/v3/calendars/nobody/events", "", token...)
	want := map[string]any{"error": map[string]any{
		"code": 404.0, "message": "Not Found",
		"errors": []any{map[string]any{"domain": "global", "reason": "notFound", "message": "Not Found"}},
	}}
	if diff := cmp.Diff(want, object(t, body)); status != 404 || header.Get("Content-Type") != "application/json; charset=UTF-8" || diff != "" {
		t.Errorf("%d %v (-want +got):\n%s", status, header, diff)
	}
	w.Inject(googletest.Fault{Effect: googletest.Failed(502)})
	status, header, body = w.raw(t, "GET", "/calendar/v3/calendars/primary/events", "", token...)
	if status != 502 || !strings.HasPrefix(header.Get("Content-Type"), "text/html") || !strings.Contains(body, "<html>") {
		t.Errorf("%d %v %s", status, header, body)
	}
}

func partial(t *testing.T, w *fixture) {
	e := meeting("maskedone", monday, bobMail)
	e.ExtendedProperties = &calendar.EventExtendedProperties{Private: map[string]string{"a": "1"}, Shared: map[string]string{"b": "2"}}
	must(w.ann.Primary().Add(e))(t)
	token := w.bearer("calendar")
	for mask, want := range map[string]string{
		"items/id": `{"items":[{"id":"maskedone"}]}`,
		"items(id,attendees/email,extendedProperties/private)": `{"items":[{"attendees":[{"email":"bob@corp.example"}],"extendedProperties":{"private":{"a":"1"}},"id":"maskedone"}]}`,
		"kind,items(start(dateTime),end/dateTime)":             `{"items":[{"end":{"dateTime":"2026-03-02T10:00:00+01:00"},"start":{"dateTime":"2026-03-02T09:00:00+01:00"}}],"kind":"calendar#events"}`,
		"items(id,*)/id": "",
	} {
		status, _, body := w.raw(t, "GET", "/calendar/v3/calendars/primary/events?prettyPrint=false&fields="+mask, "", token...)
		if want == "" {
			if status != 400 {
				t.Errorf("mask %s: answered %d %s", mask, status, body)
			}
		} else if strings.TrimSpace(body) != want {
			t.Errorf("mask %s:\n got %s\nwant %s", mask, body, want)
		}
	}
	_, header, _ := w.raw(t, "GET", "/calendar/v3/calendars/primary/events", "", append(token, "Accept-Encoding", "gzip")...)
	if header.Get("Content-Encoding") != "gzip" {
		t.Errorf("not packed: %v", header)
	}
	_, _, pretty := w.raw(t, "GET", "/calendar/v3/calendars/primary/events", "", token...)
	if !strings.Contains(pretty, "\n \"items\"") || !json.Valid([]byte(pretty)) {
		t.Errorf("not pretty: %s", pretty)
	}
}

func aliases(t *testing.T, w *fixture) {
	entry := must(w.api.CalendarList.Get("primary").Do())(t)
	if entry.Id != annMail || !entry.Primary || entry.TimeZone != "Europe/Zurich" || entry.AccessRole != "owner" {
		t.Errorf("primary is %+v", entry)
	}
	odd := w.ann.AddCalendar("a b/c%d@group.calendar.google.com", "Odd", "UTC")
	must(odd.Add(meeting("intheodd", monday)))(t)
	list := must(w.api.Events.List(odd.ID).Do())(t)
	if len(list.Items) != 1 || list.Items[0].Organizer.Email != odd.ID || !list.Items[0].Organizer.Self {
		t.Errorf("got %v", list.Items)
	}
}

func defaults(t *testing.T, w *fixture) {
	e := meeting("plainevent", monday)
	e.Transparency, e.Visibility = "opaque", "default"
	must(w.ann.Primary().Add(e))(t)
	_, _, body := w.raw(t, "GET", "/calendar/v3/calendars/primary/events/plainevent", "", w.bearer("calendar")...)
	got := object(t, body)
	for _, varies := range []string{"etag"} {
		if got[varies] == nil {
			t.Errorf("no %s", varies)
		}
		delete(got, varies)
	}
	want := map[string]any{
		"kind": "calendar#event", "id": "plainevent", "iCalUID": "plainevent@google.com", "status": "confirmed", "summary": "Talk",
		"htmlLink": "https://www.google.com/calendar/event?eid=plainevent",
		"created":  "2026-03-02T08:00:00.000Z", "updated": "2026-03-02T08:00:00.000Z",
		"creator":   map[string]any{"email": annMail, "self": true},
		"organizer": map[string]any{"email": annMail, "self": true},
		"start":     map[string]any{"dateTime": "2026-03-02T09:00:00+01:00", "timeZone": "Europe/Zurich"},
		"end":       map[string]any{"dateTime": "2026-03-02T10:00:00+01:00", "timeZone": "Europe/Zurich"},
		"reminders": map[string]any{"useDefault": true}, "eventType": "default", "sequence": 0.0,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("on the wire (-want +got):\n%s", diff)
	}
}

func etags(t *testing.T, w *fixture) {
	first := must(w.ann.Primary().Add(meeting("etagevent", monday, bobMail)))(t)
	w.clock.advance(time.Minute)
	if err := w.bob.Primary().Reply("etagevent", "accepted", ""); err != nil {
		t.Fatal(err)
	}
	second := must(w.api.Events.Get("primary", "etagevent").Do())(t)
	if second.Etag == first.Etag || second.Updated == first.Updated || !strings.HasPrefix(second.Etag, `"`) {
		t.Errorf("an answer left etag %s and updated %s", second.Etag, second.Updated)
	}
	w.clock.advance(time.Minute)
	third := must(w.api.Events.Patch("primary", "etagevent", &calendar.Event{Reminders: &calendar.EventReminders{
		ForceSendFields: []string{"UseDefault"}, Overrides: []*calendar.EventReminder{{Method: "popup", Minutes: 5}},
	}}).Do())(t)
	if third.Etag == second.Etag || third.Updated != second.Updated {
		t.Errorf("a reminder made etag %s of %s, updated %s of %s", third.Etag, second.Etag, third.Updated, second.Updated)
	}
}

func zones(t *testing.T, w *fixture) {
	must(w.cleo.Primary().Add(meeting("inthenoon", monday)))(t)
	api := w.as(t, w.cleo, "calendar")
	list := must(api.Events.List("primary").Do())(t)
	if got := list.Items[0].Start; list.TimeZone != "America/New_York" || got.DateTime != "2026-03-02T03:00:00-05:00" || got.TimeZone != "Europe/Zurich" {
		t.Errorf("in the calendar's zone: %+v", got)
	}
	list = must(api.Events.List("primary").TimeZone("Asia/Tokyo").Do())(t)
	if got := list.Items[0].Start.DateTime; got != "2026-03-02T17:00:00+09:00" {
		t.Errorf("in Tokyo: %s", got)
	}
}
