package calendar

import (
	"slices"
	"testing"

	"fika/internal/rsvp"
)

func TestWhereabouts(t *testing.T) {
	event := func(title string, from int, change func(*Event)) Event {
		e := Event{Title: title, Span: spanOfMinutes(from, from+60), ShowAs: ShowElsewhere, Workplace: Workplace{Kind: WorkHome}}
		change(&e)
		return e
	}
	events := []Event{
		event("later", 300, func(e *Event) { e.Workplace = Workplace{WorkOffice, "Lisbon"} }),
		event("home", 60, func(*Event) {}),
		event("one day", 120, func(e *Event) { e.AllDay, e.Span = true, spanOfMinutes(120, 120) }),
		event("accepted", 200, func(e *Event) { e.Attendees = attendeesWithReply(rsvp.Accepted) }),
		event("a meeting", 0, func(e *Event) { e.Workplace = Workplace{} }),
		event("cancelled", 0, func(e *Event) { e.Status = Cancelled }),
		event("in a cancelled file", 0, func(e *Event) { e.Method = "CANCEL" }),
		event("declined", 0, func(e *Event) { e.Attendees = attendeesWithReply(rsvp.Declined) }),
	}
	var titles []string
	for _, e := range ana.Whereabouts(events) {
		titles = append(titles, e.Title)
		if as, why := ana.Availability(e); as != Free {
			t.Errorf("%s is %s, because of %s", e.Title, as, why)
		}
		if e.Title == "one day" && e.Span != spanOfMinutes(120, 120+24*60) {
			t.Errorf("a whole day is %v", e.Span)
		}
	}
	if want := []string{"home", "one day", "accepted", "later"}; !slices.Equal(titles, want) {
		t.Errorf("got %v, want %v", titles, want)
	}
}
