package google

import (
	"encoding/json"
	"testing"
	"time"

	gcal "google.golang.org/api/calendar/v3"

	"fika/calendar"
	"fika/internal/span"
)

// TestTimesPatch checks what is sent for other times: the times alone, the guests only to
// take back a no, and a text only if there is a new one.
func TestTimesPatch(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	n := calendar.NewTimes{Span: span.New(time.Date(2026, 3, 6, 13, 0, 0, 0, time.UTC), 25*time.Minute), Zone: zone}
	withText := n
	withText.Text = "Friday"
	const times = `"end":{"dateTime":"2026-03-06T14:25:00+01:00","timeZone":"Europe/Stockholm"},"start":{"dateTime":"2026-03-06T14:00:00+01:00","timeZone":"Europe/Stockholm"}`
	maya := &gcal.EventAttendee{Email: me, Organizer: true, Self: true, ResponseStatus: "accepted"}
	guest := func(status string) *gcal.EventAttendee {
		return &gcal.EventAttendee{Email: ann, ResponseStatus: status, Comment: "Friday 14:00?"}
	}
	for _, c := range []struct {
		name string
		n    calendar.NewTimes
		was  *gcal.Event
		want string
		send string
	}{
		{"accepted", n, &gcal.Event{Summary: "Mine now", Attendees: []*gcal.EventAttendee{maya, guest("accepted")}}, `{` + times + `}`, "all"},
		{"a new text", withText, &gcal.Event{Attendees: []*gcal.EventAttendee{maya, guest("needsAction")}}, `{"description":"Friday",` + times + `}`, "all"},
		{"declined", n, &gcal.Event{Attendees: []*gcal.EventAttendee{maya, guest("declined")}},
			`{"attendees":[{"email":"maya@example.com","organizer":true,"responseStatus":"accepted","self":true},` +
				`{"comment":"Friday 14:00?","email":"ann@example.com","responseStatus":"needsAction"}],` + times + `}`, "all"},
		{"declined, not all guests listed", n, &gcal.Event{AttendeesOmitted: true, Attendees: []*gcal.EventAttendee{guest("declined")}}, `{` + times + `}`, "all"},
		{"a hold", n, &gcal.Event{}, `{` + times + `}`, "none"},
	} {
		got, err := json.Marshal(timesPatch(c.n, c.was))
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %s, %v\nwant %s", c.name, got, err, c.want)
		}
		if send := sendReschedule(c.was); send != c.send {
			t.Errorf("%s: %s is notified", c.name, send)
		}
	}
}
