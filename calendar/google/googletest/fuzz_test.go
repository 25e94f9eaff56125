package googletest_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"testing"
	"time"

	"fika/calendar/google/googletest"
)

// FuzzWrite sends any body to the methods that accept one. The server must respond in
// JSON, survive it, and list what it accepted.
func FuzzWrite(f *testing.F) {
	for _, body := range []string{
		`{}`, `{`, `null`, `[]`, `{"attendees":[null]}`, `{"start":null,"end":{}}`,
		`{"id":"given","start":{"date":"2026-03-01"},"end":{"date":"2026-03-02"},"recurrence":["RRULE:FREQ=DAILY","EXDATE;TZID=Nowhere:20260301"]}`,
		`{"start":{"dateTime":"2026-03-01T09:00:00Z","timeZone":"UTC"},"end":{"dateTime":"2026-03-01T10:00:00Z","timeZone":"UTC"},"recurrence":["RRULE:FREQ=WEEKLY;BYDAY=MO"]}`,
		`{"extendedProperties":{"private":null},"conferenceData":{"createRequest":{"requestId":"x"}},"reminders":{"overrides":[null]}}`,
		`{"conferenceData":{"createRequest":{"requestId":"x","conferenceSolutionKey":{"type":"hangoutsMeet"}}},"attendees":[{"email":"bob@corp.example","responseStatus":"accepted"}]}`,
		`{"timeMin":"2026-03-01T00:00:00Z","timeMax":"2026-03-05T00:00:00Z","items":[null,{"id":""}]}`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		now := at(monday)
		s := googletest.New(func() time.Time { return now }, "")
		ann := s.AddAccount(annMail, "Ann", "Europe/Zurich")
		s.AddAccount(bobMail, "Bob", "UTC")
		add(t, ann.Primary(), meeting("given", monday, bobMail), weekly("serie", monday, ";COUNT=3"))
		token := ann.Grant("calendar")
		for _, target := range [][2]string{
			{"POST", "calendars/primary/events?conferenceDataVersion=1"}, {"POST", "freeBusy"},
			{"PATCH", "calendars/primary/events/given?conferenceDataVersion=1&sendUpdates=all"},
			{"PATCH", "calendars/primary/events/serie_20260309T080000Z"}, {"PATCH", "calendars/primary/events/serie"},
			{"PUT", "calendars/primary/events/given"}, {"GET", "calendars/primary/events?singleEvents=true&timeMax=2027-01-01T00:00:00Z"},
			{"DELETE", "calendars/primary/events/serie"}, {"GET", "calendars/primary/events?showDeleted=true"},
		} {
			r, err := http.NewRequestWithContext(t.Context(), target[0], "http://fake/calendar/v3/"+target[1], bytes.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			token.SetAuthHeader(r)
			resp, err := s.Transport().RoundTrip(r)
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(resp.Body)
			resp.Body.Close()
			if err != nil || len(got) > 0 && !json.Valid(got) || resp.StatusCode >= 500 {
				t.Errorf("%v: %d %s %v", target, resp.StatusCode, got, err)
			}
			if target[0] == "GET" && resp.StatusCode != http.StatusOK {
				t.Errorf("%v: %d %s", target, resp.StatusCode, got)
			}
		}
	})
}
