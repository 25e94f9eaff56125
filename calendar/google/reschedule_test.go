package google

import (
	"encoding/json"
	"testing"
	"time"

	"fika/calendar"
	"fika/calendar/google/rest"
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
	const times = `"start":{"dateTime":"2026-03-06T14:00:00+01:00","timeZone":"Europe/Stockholm"},"end":{"dateTime":"2026-03-06T14:25:00+01:00","timeZone":"Europe/Stockholm"}`
	maya := &rest.Attendee{Email: me, Organizer: true, Self: true, ResponseStatus: "accepted"}
	guest := func(status string) *rest.Attendee {
		return &rest.Attendee{Email: ann, ResponseStatus: status, Comment: "Friday 14:00?"}
	}
	for _, c := range []struct {
		name string
		n    calendar.NewTimes
		was  *rest.Event
		want string
		send string
	}{
		{"accepted", n, &rest.Event{Summary: "Mine now", Attendees: []*rest.Attendee{maya, guest("accepted")}}, `{` + times + `}`, "all"},
		{"a new text", withText, &rest.Event{Attendees: []*rest.Attendee{maya, guest("needsAction")}}, `{"description":"Friday",` + times + `}`, "all"},
		{"declined", n, &rest.Event{Attendees: []*rest.Attendee{maya, guest("declined")}},
			`{` + times + `,"attendees":[{"email":"maya@example.com","self":true,"organizer":true,"responseStatus":"accepted"},` +
				`{"email":"ann@example.com","responseStatus":"needsAction","comment":"Friday 14:00?"}]}`, "all"},
		{"declined, not all guests listed", n, &rest.Event{AttendeesOmitted: true, Attendees: []*rest.Attendee{guest("declined")}}, `{` + times + `}`, "all"},
		{"a hold", n, &rest.Event{}, `{` + times + `}`, "none"},
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
