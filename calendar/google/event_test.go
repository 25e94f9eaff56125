package google

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"

	"fika/calendar"
	"fika/calendar/google/rest"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
	"fika/internal/span"
)

const me = "maya@example.com"

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// newTimedEvent returns an event from ten to eleven, UTC.
func newTimedEvent(edit func(e *rest.Event)) *rest.Event {
	e := &rest.Event{
		ID: "e1", ICalUID: "e1@google.com", ETag: `"1"`, Status: "confirmed",
		Start: &rest.Time{DateTime: "2026-03-02T10:00:00Z"},
		End:   &rest.Time{DateTime: "2026-03-02T11:00:00Z"},
	}
	edit(e)
	return e
}

func guest(status string) *rest.Attendee {
	return &rest.Attendee{Email: "alias@example.com", Self: true, ResponseStatus: status}
}

// TestWorkplaces checks what each kind of working location says, also without the details,
// which Google leaves out if they are empty.
func TestWorkplaces(t *testing.T) {
	office := func(at rest.OfficeLocation) *rest.WorkingLocation {
		return &rest.WorkingLocation{Type: "officeLocation", OfficeLocation: &at}
	}
	for _, test := range []struct {
		at   *rest.WorkingLocation
		want calendar.Workplace
	}{
		{nil, calendar.Workplace{Kind: calendar.WorkElsewhere}},
		{&rest.WorkingLocation{Type: "homeOffice"}, calendar.Workplace{Kind: calendar.WorkHome}},
		{office(rest.OfficeLocation{Label: "Lisbon", BuildingID: "LIS-1"}), calendar.Workplace{Kind: calendar.WorkOffice, Name: "Lisbon"}},
		{office(rest.OfficeLocation{BuildingID: "LIS-1"}), calendar.Workplace{Kind: calendar.WorkOffice, Name: "LIS-1"}},
		{office(rest.OfficeLocation{}), calendar.Workplace{Kind: calendar.WorkOffice}},
		{&rest.WorkingLocation{Type: "officeLocation"}, calendar.Workplace{Kind: calendar.WorkOffice}},
		{&rest.WorkingLocation{Type: "customLocation", CustomLocation: &rest.CustomLocation{Label: "the fair"}},
			calendar.Workplace{Kind: calendar.WorkElsewhere, Name: "the fair"}},
		{&rest.WorkingLocation{Type: "customLocation"}, calendar.Workplace{Kind: calendar.WorkElsewhere}},
		{&rest.WorkingLocation{Type: "spaceStation"}, calendar.Workplace{Kind: calendar.WorkElsewhere}},
	} {
		it := newItem(newTimedEvent(func(e *rest.Event) { e.EventType, e.WorkingLocationProperties = "workingLocation", test.at }), time.UTC)
		owner := calendar.Owner{Addresses: []mailbox.Address{me}, Zone: time.UTC}
		if as, _ := owner.Availability(it.Event); it.Event.Workplace != test.want || as != calendar.Free {
			t.Errorf("%+v is %+v, want %+v; it is %s", test.at, it.Event.Workplace, test.want, as)
		}
	}
	if it := newItem(newTimedEvent(func(*rest.Event) {}), time.UTC); it.Event.Workplace != (calendar.Workplace{}) {
		t.Errorf("a meeting is at %+v", it.Event.Workplace)
	}
}

// TestBusyRules has every row of the table of when an event makes its owner busy. The
// owner's address always differs from that of their attendee entry.
func TestBusyRules(t *testing.T) {
	others := []*rest.Attendee{{Email: "ann@example.com", ResponseStatus: "declined"}}
	for _, c := range []struct {
		what string
		edit func(e *rest.Event)
		want calendar.Availability
		why  string
	}{
		{"a plain event", func(e *rest.Event) {}, calendar.Busy, "event"},
		{"a cancelled one", func(e *rest.Event) { e.Status = "cancelled" }, calendar.Free, "it is cancelled"},
		{"a tentative one", func(e *rest.Event) { e.Status = "tentative" }, calendar.Uncertain, "it is tentative"},
		{"an unknown status", func(e *rest.Event) { e.Status = "postponed" }, calendar.Busy, "event"},
		{"shown as free", func(e *rest.Event) { e.Transparency = "transparent" }, calendar.Free, "it is marked as free"},
		{"private", func(e *rest.Event) { e.Visibility = "private" }, calendar.Busy, "event"},
		{"working location", func(e *rest.Event) { e.EventType = "workingLocation" }, calendar.Free, "it only says where you work"},
		{"birthday", func(e *rest.Event) { e.EventType = "birthday" }, calendar.Free, "it is marked as free"},
		{"out of office", func(e *rest.Event) { e.EventType = "outOfOffice" }, calendar.Busy, "out of office"},
		{"focus time", func(e *rest.Event) { e.EventType = "focusTime" }, calendar.Busy, "focus time"},
		{"from a mail", func(e *rest.Event) { e.EventType = "fromGmail" }, calendar.Busy, "event"},
		{"from a mail, free", func(e *rest.Event) { e.EventType, e.Transparency = "fromGmail", "transparent" }, calendar.Free, "it is marked as free"},
		{"an unknown type", func(e *rest.Event) { e.EventType = "siesta" }, calendar.Busy, "event"},
		{"I declined", func(e *rest.Event) { e.Attendees = append(others, guest("declined")) }, calendar.Free, "you declined"},
		{"I accepted", func(e *rest.Event) { e.Attendees = append(others, guest("accepted")) }, calendar.Busy, "event"},
		{"I said maybe", func(e *rest.Event) { e.Attendees = append(others, guest("tentative")) }, calendar.Uncertain, "you answered maybe"},
		{"I said nothing", func(e *rest.Event) { e.Attendees = append(others, guest("needsAction")) }, calendar.Uncertain, "you have not answered"},
		{"an unknown answer", func(e *rest.Event) { e.Attendees = append(others, guest("perhaps")) }, calendar.Uncertain, "you have not answered"},
		{"somebody else declined", func(e *rest.Event) { e.Attendees = others }, calendar.Busy, "event"},
		{"a room declined", func(e *rest.Event) {
			e.Attendees = []*rest.Attendee{guest("accepted"), {Email: "room@resource.calendar.google.com", Resource: true, ResponseStatus: "declined"}}
		}, calendar.Busy, "event"},
		{"zero length", func(e *rest.Event) { e.End = e.Start }, calendar.Free, "it has no length"},
		{"a whole day", func(e *rest.Event) {
			e.Start, e.End = &rest.Time{Date: "2026-03-02"}, &rest.Time{Date: "2026-03-03"}
		}, calendar.Busy, "all-day event"},
	} {
		it := newItem(newTimedEvent(c.edit), time.UTC)
		if it.Problem != "" {
			t.Errorf("%s: %s", c.what, it.Problem)
		}
		owner := calendar.Owner{Addresses: []mailbox.Address{me}, Zone: time.UTC}
		if got, why := owner.Availability(it.Event); got != c.want || why != c.why {
			t.Errorf("%s: got %s because %s, want %s because %s", c.what, got, why, c.want, c.why)
		}
	}
}

// TestEventSpan has days of 23, 24 and 25 hours, a zone in which one midnight does
// not exist, and an all-day absence that Google stores with times.
func TestEventSpan(t *testing.T) {
	day := func(date string) *rest.Time { return &rest.Time{Date: date} }
	at := func(text string) *rest.Time { return &rest.Time{DateTime: text} }
	for _, c := range []struct {
		what       string
		zone       string
		start, end *rest.Time
		from, to   string
		allDay     bool
	}{
		{"timed, with an offset", "Europe/Stockholm", at("2026-03-02T10:00:00+01:00"), at("2026-03-02T11:00:00+01:00"), "2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z", false},
		{"a day", "Europe/Stockholm", day("2026-03-02"), day("2026-03-03"), "2026-03-01T23:00:00Z", "2026-03-02T23:00:00Z", true},
		{"a day of 23 hours", "Europe/Stockholm", day("2026-03-29"), day("2026-03-30"), "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", true},
		{"a day of 25 hours", "America/New_York", day("2026-11-01"), day("2026-11-02"), "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z", true},
		{"a day without midnight", "America/Santiago", day("2026-09-06"), day("2026-09-07"), "2026-09-06T04:00:00Z", "2026-09-07T03:00:00Z", true},
		{"out of office, seen from another zone", "Asia/Tokyo", at("2026-03-02T00:00:00+01:00"), at("2026-03-03T00:00:00+01:00"), "2026-03-01T23:00:00Z", "2026-03-02T23:00:00Z", false},
	} {
		got, allDay, err := eventSpan(c.start, c.end, zone(t, c.zone))
		if err != nil {
			t.Errorf("%s: %v", c.what, err)
			continue
		}
		from, _ := time.Parse(time.RFC3339, c.from)
		to, _ := time.Parse(time.RFC3339, c.to)
		if diff := cmp.Diff(span.Span{Start: from, End: to}, got); diff != "" || allDay != c.allDay {
			t.Errorf("%s: all-day %v (-want +got):\n%s", c.what, allDay, diff)
		}
	}
	for what, e := range map[string]*rest.Event{
		"a stub":                   {ID: "x"},
		"no end":                   {Start: at("2026-03-02T10:00:00Z")},
		"an invalid start":         {Start: at("tomorrow"), End: at("2026-03-02T11:00:00Z")},
		"an invalid end":           {Start: at("2026-03-02T10:00:00Z"), End: at("")},
		"no such day":              {Start: day("2026-02-30"), End: day("2026-03-01")},
		"a day without an end day": {Start: day("2026-02-28"), End: at("2026-03-02T11:00:00Z")},
	} {
		if it := newItem(e, time.UTC); it.Problem == "" {
			t.Errorf("%s: no problem: %+v", what, it.Event.Span)
		}
	}
	if it := newItem(&rest.Event{Start: day("2026-03-02"), End: day("2026-03-03")}, nil); it.Problem == "" {
		t.Error("a whole day in an unknown zone: no problem")
	}
}

func TestNewItem(t *testing.T) {
	raw := newTimedEvent(func(e *rest.Event) {
		e.Summary, e.Location, e.Description, e.Updated, e.Sequence = "Coffee", "Kitchen", "See you", "2026-02-01T08:00:00.123Z", 3
		e.Organizer = &rest.Organizer{Email: "Maya@Example.com", Self: true}
		e.Attendees = []*rest.Attendee{{Email: "Ann@Example.com", DisplayName: "Ann", ResponseStatus: "accepted"}, {DisplayName: "no address"}}
		e.RecurringEventID = "series"
		e.OriginalStartTime = &rest.Time{DateTime: "2026-03-02T11:30:00+01:00"}
		e.ExtendedProperties = &rest.ExtendedProperties{Private: map[string]string{"fikaBooking": "b1", "fikaGeneration": "2"}}
	})
	want := item{Series: "series", Event: calendar.Event{
		UID: "e1@google.com", Repeats: true, Instance: "20260302T103000Z", Span: span.New(time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC), time.Hour),
		Title: "Coffee", Location: "Kitchen", Description: "See you", Status: calendar.Confirmed, Organizer: me,
		Attendees: []calendar.Attendee{{Address: "ann@example.com", Name: "Ann", Reply: rsvp.Accepted}, {Name: "no address", Reply: rsvp.NoReply}},
		Sequence:  3, Stamp: time.Date(2026, 2, 1, 8, 0, 0, 123e6, time.UTC), Mark: calendar.Mark{Booking: "b1", Generation: 2},
		ID: "e1", ETag: `"1"`,
	}}
	if diff := cmp.Diff(want, newItem(raw, nil)); diff != "" {
		t.Errorf("with a mark (-want +got):\n%s", diff)
	}
	raw.ExtendedProperties = nil
	want.Event.Mark, want.Event.Location, want.Event.Description = calendar.Mark{}, "", ""
	if diff := cmp.Diff(want, newItem(raw, nil)); diff != "" {
		t.Errorf("without a mark the texts are dropped (-want +got):\n%s", diff)
	}
	if got := instance(&rest.Time{Date: "2026-03-02"}); got != "20260302" {
		t.Errorf("an all-day occurrence has the instance %q", got)
	}
}

func TestVideo(t *testing.T) {
	request := func(status string) *rest.ConferenceData {
		return &rest.ConferenceData{CreateRequest: &rest.ConferenceRequest{RequestID: "fk1-c1", Status: &rest.ConferenceStatus{StatusCode: status}}}
	}
	room := &rest.ConferenceData{EntryPoints: []*rest.EntryPoint{{EntryPointType: "phone"}, {EntryPointType: "video"}}}
	draft := calendar.Draft{ID: "fk1", Video: true}
	for _, c := range []struct {
		what string
		had  *rest.Event
		want calendar.Video
		next string // the request in the next update; "" for none
	}{
		{"nothing", &rest.Event{}, calendar.NoVideo, "fk1-c1"},
		{"pending", &rest.Event{ConferenceData: request("pending")}, calendar.VideoPending, ""},
		{"requested, without a status", &rest.Event{ConferenceData: &rest.ConferenceData{CreateRequest: &rest.ConferenceRequest{}}}, calendar.VideoPending, ""},
		{"failed", &rest.Event{ConferenceData: request("failure")}, calendar.VideoFailed, "fk1-c2"},
		{"ready", &rest.Event{ConferenceData: room}, calendar.VideoReady, ""},
		{"an old link", &rest.Event{HangoutLink: "https://meet.example/abc"}, calendar.VideoReady, ""},
	} {
		if got := video(c.had); got != c.want {
			t.Errorf("%s: got %q, want %q", c.what, got, c.want)
		}
		next := ""
		if data := conference(draft, c.had, listedCalendar{Meet: true}); data != nil {
			next = data.CreateRequest.RequestID
		}
		if next != c.next {
			t.Errorf("%s: request id %q, want %q", c.what, next, c.next)
		}
	}
	twice := &rest.Event{ConferenceData: request("failure")}
	twice.ConferenceData.CreateRequest.RequestID = "fk1-c2"
	if conference(draft, twice, listedCalendar{Meet: true}) != nil || video(twice) != calendar.VideoRefused {
		t.Error("a third request after two failures")
	}
	if conference(draft, nil, listedCalendar{}) != nil || conference(calendar.Draft{ID: "fk1"}, nil, listedCalendar{Meet: true}) != nil {
		t.Error("a request although none is wanted or possible")
	}
}

func TestAddGuests(t *testing.T) {
	had := []*rest.Attendee{{Email: "Ann@example.com", ResponseStatus: "accepted", Comment: "yes"}}
	list := addGuests(had, []calendar.Person{{Address: "ann@example.com", Name: "A"}, {Address: "bob@example.com", Name: "Bob"}})
	want := []*rest.Attendee{had[0], {Email: "bob@example.com", DisplayName: "Bob"}}
	if diff := cmp.Diff(want, list); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
