package calendartest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fika/calendar"
	"fika/internal/mailbox"
	"fika/internal/span"
)

// The people of the suite. me owns the calendar.
const (
	me  mailbox.Address = "me@example.com"
	ann mailbox.Address = "ann@example.com"
	bob mailbox.Address = "bob@example.com"
)

// at parses a time in the backend's zone, "2026-03-02 14:00".
func (f Backend) at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, f.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

// from returns a span that begins at start.
func (f Backend) from(start string, d time.Duration) span.Span { return span.New(f.at(start), d) }

// year returns a window that contains all events of the suite.
func (f Backend) year() span.Span {
	return span.Span{Start: f.at("2026-01-01 00:00"), End: f.at("2027-01-01 00:00")}
}

// coffee returns the draft that most tests start from: a hold on Monday 2 March 2026,
// 14:00. Every kind of calendar must accept the ID: at least five characters of a-v
// and 0-9, as for Google.
func (f Backend) coffee(id calendar.EventID) calendar.Draft {
	return calendar.Draft{
		ID:        id,
		Span:      f.from("2026-03-02 14:00", 30*time.Minute),
		Zone:      f.Zone,
		Title:     "Coffee with Ann",
		Location:  "Kitchen, 2nd floor",
		Text:      "A short coffee.\nNo agenda.",
		Private:   true,
		Organizer: calendar.Person{Address: me, Name: "Me Myself"},
		Mark:      calendar.Mark{Booking: "b1", Generation: 1},
		Stamp:     f.at("2026-02-20 09:00"),
	}
}

// eventContent holds the fields that a draft and its event have in common.
type eventContent struct {
	ID       calendar.EventID
	Span     span.Span
	Title    string
	Location string
	Text     string
	Guests   []mailbox.Address
	Mark     calendar.Mark
}

func contentOfEvent(e calendar.Event) eventContent {
	return eventContent{e.ID, e.Span, e.Title, e.Location, e.Description, guests(e), e.Mark}
}

func contentOfDraft(d calendar.Draft) eventContent {
	var invited []mailbox.Address
	for _, g := range d.Guests {
		invited = append(invited, g.Address)
	}
	slices.Sort(invited)
	return eventContent{d.ID, d.Span, d.Title, d.Location, d.Text, invited, d.Mark}
}

// guests returns the attendees of e without its organizer, whom some calendars include.
func guests(e calendar.Event) []mailbox.Address {
	var list []mailbox.Address
	for _, a := range e.Attendees {
		if a.Address != e.Organizer {
			list = append(list, a.Address)
		}
	}
	slices.Sort(list)
	return list
}

// findAt returns the result of Find.
func findAt(t *testing.T, cal calendar.Calendar, at calendar.Place) calendar.Event {
	t.Helper()
	e, err := cal.Find(t.Context(), at)
	if err != nil {
		t.Fatalf("Find %+v: %v", at, err)
	}
	return e
}

// wantMatch checks that e matches d.
func wantMatch(t *testing.T, what string, e calendar.Event, d calendar.Draft) {
	t.Helper()
	if diff := cmp.Diff(contentOfDraft(d), contentOfEvent(e)); diff != "" {
		t.Errorf("%s is not what was drafted (-want +got):\n%s", what, diff)
	}
	if e.ETag == "" {
		t.Errorf("%s has no version", what)
	}
}

// list returns the listing of cal in window.
func list(t *testing.T, cal calendar.Calendar, window span.Span) calendar.Listing {
	t.Helper()
	l, err := cal.List(t.Context(), window)
	if err != nil {
		t.Fatalf("List: %v", err)
	}
	return l
}

// titles returns the titles of the events in window, sorted, on one line.
func titles(t *testing.T, cal calendar.Calendar, window span.Span) string {
	t.Helper()
	var all []string
	for _, e := range list(t, cal, window).Events {
		all = append(all, e.Title)
	}
	slices.Sort(all)
	return strings.Join(all, "; ")
}

// onlyEvent returns the only event of cal in window.
func onlyEvent(t *testing.T, cal calendar.Calendar, window span.Span) calendar.Event {
	t.Helper()
	l := list(t, cal, window)
	if len(l.Events) != 1 {
		t.Fatalf("the calendar holds %d events, want 1: %v", len(l.Events), titles(t, cal, window))
	}
	return l.Events[0]
}

func insert(t *testing.T, cal calendar.Calendar, d calendar.Draft) calendar.Event {
	t.Helper()
	e, err := cal.Insert(t.Context(), d)
	if err != nil {
		t.Fatalf("Insert %s: %v", d.ID, err)
	}
	return e
}

func find(t *testing.T, cal calendar.Calendar, id calendar.EventID) calendar.Event {
	t.Helper()
	e, err := cal.Find(t.Context(), calendar.Place{ID: id})
	if err != nil {
		t.Fatalf("Find %s: %v", id, err)
	}
	return e
}

func update(t *testing.T, cal calendar.Calendar, etag string, d calendar.Draft) calendar.Event {
	t.Helper()
	e, err := cal.Update(t.Context(), etag, d)
	if err != nil {
		t.Fatalf("Update %s: %v", d.ID, err)
	}
	return e
}
