package googletest_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"google.golang.org/api/calendar/v3"

	"fika/calendar/google/googletest"
)

func accountAliases(t *testing.T, w *fixture) {
	const alias = "robert@corp.example"
	w.bob.AddAlias(alias)
	e := must(w.api.Events.Insert("primary", meeting("target", monday, alias)).SendUpdates("all").Do())(t)
	copied := w.bob.Primary().Event("target")
	if copied == nil || !copied.Attendees[0].Self || copied.Attendees[0].Email != alias || e.Attendees[0].Self {
		t.Fatalf("the guest has %+v", copied)
	}
	noError(t, w.bob.Primary().Reply("target", "accepted", "gladly"))
	if got := must(w.api.Events.Get("primary", "target").Do())(t); got.Attendees[0].ResponseStatus != "accepted" || got.Attendees[0].Email != alias {
		t.Errorf("the answer arrives as %+v", got.Attendees[0])
	}
	w.wantMails(t, "mails", "invitation to "+alias, "reply to "+annMail)
	busy := must(w.api.Freebusy.Query(&calendar.FreeBusyRequest{TimeMin: monday, TimeMax: "2026-03-03T09:00:00+01:00",
		Items: []*calendar.FreeBusyRequestItem{{Id: alias}}}).Do())(t)
	if len(busy.Calendars[alias].Busy) != 1 {
		t.Errorf("the alias is busy %+v", busy.Calendars)
	}
	if got := must(w.as(t, w.Account(alias), "calendar").CalendarList.Get("primary").Do())(t); got.Id != bobMail {
		t.Errorf("who signs in by an alias is %s", got.Id)
	}
}

func moveBetweenCalendars(t *testing.T, w *fixture) {
	side := w.ann.AddCalendar("side@group.calendar.google.com", "Side", "Europe/Zurich")
	must(w.api.Events.Insert("primary", meeting("target", monday, bobMail)).SendUpdates("all").Do())(t)
	w.ClearLogs()
	there := must(w.api.Events.Move("primary", "target", side.ID).Do())(t)
	if there.Organizer.Email != side.ID || there.ICalUID != "target@google.com" || there.Id != "target" || len(there.Attendees) != 1 {
		t.Errorf("moved: %+v", there)
	}
	if got := must(w.api.Events.Get("primary", "target").Do())(t); got.Status != "cancelled" {
		t.Errorf("where it was: %s", got.Status)
	}
	noError(t, w.bob.Primary().Reply("target", "accepted", ""))
	if got := side.Event("target"); got.Attendees[0].ResponseStatus != "accepted" {
		t.Errorf("the answer does not find the event: %+v", got.Attendees[0])
	}
	_, err := w.api.Events.Move("primary", "target", side.ID).Do()
	wantAPIError(t, err, 403, "forbidden")
	noError(t, side.MoveTo("target", w.ann.Primary()))
	if got := w.ann.Primary().Event("target"); got.Status != "confirmed" || got.Organizer.Email != annMail {
		t.Errorf("moved back: %+v", got)
	}
	_, err = w.as(t, w.bob, "calendar").Events.Move("primary", "target", bobMail).Do()
	wantAPIError(t, err, 400, "cannotChangeOrganizer") // a guest's copy
	w.wantMails(t, "moves tell nobody", "reply to "+side.ID)
}

func refusals(t *testing.T, w *fixture) {
	w.Configure(func(s *googletest.Settings) {
		s.ConferenceRefused, s.UnknownZones, s.InvalidGuests = true, []string{"Europe/Kyiv"}, []string{cleoMail}
	})
	insert := func(change func(e *calendar.Event)) error {
		e := meeting("", monday, bobMail)
		change(e)
		_, err := w.api.Events.Insert("primary", e).ConferenceDataVersion(1).Do()
		return err
	}
	wantAPIError(t, insert(func(e *calendar.Event) {
		e.ConferenceData = &calendar.ConferenceData{CreateRequest: &calendar.CreateConferenceRequest{
			RequestId: "r", ConferenceSolutionKey: &calendar.ConferenceSolutionKey{Type: "hangoutsMeet"}}}
	}), 400, "invalid")
	wantAPIError(t, insert(func(e *calendar.Event) { e.Start.TimeZone = "Europe/Kyiv" }), 400, "invalid")
	wantAPIError(t, insert(func(e *calendar.Event) { e.End.TimeZone = "Europe/Kyiv" }), 400, "invalid")
	wantAPIError(t, insert(func(e *calendar.Event) { e.Attendees[0].Email = cleoMail }), 400, "invalid")
	noError(t, insert(func(*calendar.Event) {}))

	w.Inject(googletest.Fault{Method: googletest.Writes, Count: googletest.Always, Effect: googletest.QuotaExceeded(),
		Event: func(e *calendar.Event) bool { return len(e.Attendees) > 0 }})
	wantAPIError(t, insert(func(*calendar.Event) {}), 403, "quotaExceeded")
	noError(t, insert(func(e *calendar.Event) { e.Attendees = nil }))
}

func meaninglessResponses(t *testing.T, w *fixture) {
	add(t, w.ann.Primary(), meeting("target", monday))
	w.Inject(googletest.Fault{Method: "events.list", Effect: googletest.Null()})
	if got, err := w.api.Events.List("primary").Do(); got != nil || err != nil {
		t.Errorf("null is read by Google's client as %v, %v", got, err)
	}
	w.Inject(googletest.Fault{Method: "calendarList.list", Effect: googletest.Empty()})
	if got := must(w.api.CalendarList.List().Do())(t); len(got.Items) != 0 || got.NextSyncToken != "" {
		t.Errorf("an empty object has %+v", got)
	}
	w.Inject(googletest.Fault{Method: "events.delete", Effect: googletest.Empty()})
	noError(t, w.api.Events.Delete("primary", "target").Do()) // the client accepts any 2xx
	if w.ann.Primary().Event("target").Status == "cancelled" {
		t.Error("what answered in the server's place deleted the event")
	}
	w.Configure(func(s *googletest.Settings) { s.EndlessPages = true })
	for _, size := range []int64{1, 100} {
		add(t, w.ann.Primary(), meeting("", monday))
		page, seen := "", map[string]bool{}
		for !seen[page] {
			seen[page] = true
			got := must(w.api.Events.List("primary").MaxResults(size).PageToken(page).Do())(t)
			if got.NextSyncToken != "" || got.NextPageToken == "" || len(got.Items) == 0 {
				t.Fatalf("a page that ends the list: %+v", got)
			}
			page = got.NextPageToken
		}
		if len(seen) < 2 {
			t.Errorf("%d pages", len(seen))
		}
	}
	w.Inject(googletest.Fault{Method: "events.insert", Effect: googletest.Hanging()})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := w.api.Events.Insert("primary", meeting("hanging", monday)).Context(ctx).Do(); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a server that hangs: %v", err)
	}
	if w.ann.Primary().Event("hanging") != nil {
		t.Error("what nobody answered was carried out")
	}
}

func replacedIDs(t *testing.T, w *fixture) {
	w.Configure(func(s *googletest.Settings) { s.ReplaceIDs, s.DropProperties = true, true })
	e := meeting("target", monday)
	e.ExtendedProperties = &calendar.EventExtendedProperties{Private: map[string]string{"mark": "1"}}
	got := must(w.api.Events.Insert("primary", e).Do())(t)
	if got.Id == "target" || got.ICalUID == "target@google.com" || got.ExtendedProperties != nil {
		t.Errorf("it kept %s %s %v", got.Id, got.ICalUID, got.ExtendedProperties)
	}
}
