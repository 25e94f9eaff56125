package googletest_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/api/calendar/v3"

	"fika/calendar/google/googletest"
)

// newMails returns the mails since the last call, as kind and address.
func (w *fixture) newMails() []string {
	got := []string{}
	for _, m := range w.Mails() {
		got = append(got, string(m.Kind)+" to "+m.To)
	}
	w.ClearLogs()
	return got
}

func (w *fixture) wantMails(t *testing.T, occasion string, want ...string) {
	t.Helper()
	if want == nil {
		want = []string{}
	}
	if diff := cmp.Diff(want, w.newMails()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", occasion, diff)
	}
}

func mails(t *testing.T, w *fixture) {
	const outside = "pat@elsewhere.example"
	must(w.api.Events.Insert("primary", meeting("quiet", monday, bobMail)).Do())(t)
	w.wantMails(t, "by default")
	must(w.api.Events.Insert("primary", meeting("half0", monday, bobMail, outside)).SendUpdates("externalOnly").Do())(t)
	w.wantMails(t, "externalOnly", "invitation to "+outside)
	must(w.api.Events.Insert("primary", meeting("loud0", monday, bobMail, outside)).SendUpdates("all").Do())(t)
	w.wantMails(t, "all", "invitation to "+bobMail, "invitation to "+outside)
	_, err := w.api.Events.Insert("primary", meeting("loud0", monday, bobMail)).SendUpdates("all").Do()
	wantAPIError(t, err, 409, "duplicate")
	w.wantMails(t, "a refused insert")

	must(w.api.Events.Patch("primary", "loud0", &calendar.Event{Reminders: &calendar.EventReminders{ForceSendFields: []string{"UseDefault"}}}).SendUpdates("all").Do())(t)
	w.wantMails(t, "a reminder")
	must(w.api.Events.Patch("primary", "loud0", &calendar.Event{Location: "there"}).SendUpdates("all").Do())(t)
	w.wantMails(t, "a change", "update to "+bobMail, "update to "+outside)
	must(w.api.Events.Patch("primary", "loud0", &calendar.Event{Attendees: []*calendar.EventAttendee{{Email: outside}, {Email: cleoMail}}}).SendUpdates("all").Do())(t)
	w.wantMails(t, "other guests", "invitation to "+cleoMail, "cancellation to "+bobMail)
	if got := w.bob.Primary().Event("loud0"); got.Status != "cancelled" {
		t.Errorf("who is no guest any more has it %s", got.Status)
	}
	noError(t, w.cleo.Primary().Reply("loud0", "declined", ""))
	w.wantMails(t, "an answer", "reply to "+annMail)
	noError(t, w.api.Events.Delete("primary", "loud0").SendUpdates("all").Do())
	w.wantMails(t, "the end", "cancellation to "+outside, "cancellation to "+cleoMail)
}

func meetLink(requestID string) *calendar.ConferenceData {
	return &calendar.ConferenceData{CreateRequest: &calendar.CreateConferenceRequest{
		RequestId: requestID, ConferenceSolutionKey: &calendar.ConferenceSolutionKey{Type: "hangoutsMeet"},
	}}
}

func conferences(t *testing.T, w *fixture) {
	e := meeting("inmee", monday, bobMail)
	e.ConferenceData = meetLink("r1")
	if got := must(w.api.Events.Insert("primary", e).Do())(t); got.ConferenceData != nil {
		t.Error("a conference without the version that has them")
	}
	code := func(e *calendar.Event) string { return e.ConferenceData.CreateRequest.Status.StatusCode }
	insert := func(id string) *calendar.Event {
		t.Helper()
		e := meeting(id, monday, bobMail)
		e.ConferenceData = meetLink(id)
		got := must(w.api.Events.Insert("primary", e).ConferenceDataVersion(1).Do())(t)
		if code(got) != "pending" || got.HangoutLink != "" {
			t.Errorf("at first: %s %q", code(got), got.HangoutLink)
		}
		return got
	}
	insert("meet1")
	_, token := readAllPages(t, w.api.Events.List("primary"))
	w.clock.advance(time.Second)
	delta, _ := w.delta(t, token, false)
	if len(delta) != 1 || code(delta[0]) != "success" || delta[0].ConferenceData.EntryPoints[0].Uri != delta[0].HangoutLink {
		t.Fatalf("a second later: %+v", delta)
	}
	if got := w.bob.Primary().Event("meet1"); got.HangoutLink != delta[0].HangoutLink {
		t.Errorf("the guest has %q", got.HangoutLink)
	}
	again := must(w.api.Events.Patch("primary", "meet1", &calendar.Event{ConferenceData: meetLink("meet1")}).ConferenceDataVersion(1).Do())(t)
	if code(again) != "success" || again.HangoutLink != delta[0].HangoutLink {
		t.Errorf("the same request again: %s %q", code(again), again.HangoutLink)
	}

	w.Configure(func(s *googletest.Settings) { s.ConferenceFails, s.ConferenceDelay = true, time.Minute })
	insert("meet2")
	w.clock.advance(59 * time.Second)
	if got := must(w.api.Events.Get("primary", "meet2").Do())(t); code(got) != "pending" {
		t.Errorf("too early: %s", code(got))
	}
	w.clock.advance(time.Second)
	if got := must(w.api.Events.Get("primary", "meet2").Do())(t); code(got) != "failure" || got.HangoutLink != "" {
		t.Errorf("in the end: %s", code(got))
	}
	w.ann.Primary().AllowConference("")
	e = meeting("meet3", monday)
	e.ConferenceData = meetLink("r3")
	_, err := w.api.Events.Insert("primary", e).ConferenceDataVersion(1).Do()
	wantAPIError(t, err, 400, "invalid")
}

func guestCopies(t *testing.T, w *fixture) {
	add(t, w.ann.Primary(), meeting("joint", monday, bobMail, cleoMail))
	bob := w.as(t, w.bob, "calendar")
	copied := must(bob.Events.Get("primary", "joint").Do())(t)
	if copied.Organizer.Self || copied.Organizer.Email != annMail || !copied.Attendees[0].Self || copied.ICalUID != "joint@google.com" {
		t.Errorf("the copy: %+v", copied)
	}

	few := must(bob.Events.List("primary").MaxAttendees(1).Do())(t).Items[0]
	if len(few.Attendees) != 1 || !few.Attendees[0].Self || !few.AttendeesOmitted {
		t.Errorf("at most one guest: %+v omitted %v", few.Attendees, few.AttendeesOmitted)
	}

	// Only the answer is propagated; the title stays as it is in the guest's copy.
	copied.Attendees[0].ResponseStatus, copied.Attendees[0].Comment = "tentative", "perhaps"
	copied.Attendees[1].ResponseStatus = "declined"
	must(bob.Events.Patch("primary", "joint", &calendar.Event{Summary: "mine", Attendees: copied.Attendees}).Do())(t)
	for name, one := range map[string]struct {
		calendar *googletest.Calendar
		summary  string
	}{"organizer": {w.ann.Primary(), "Talk"}, "other guest": {w.cleo.Primary(), "Talk"}, "guest": {w.bob.Primary(), "mine"}} {
		e := one.calendar.Event("joint")
		if e.Summary != one.summary || e.Attendees[0].ResponseStatus != "tentative" || e.Attendees[0].Comment != "perhaps" || e.Attendees[1].ResponseStatus != "needsAction" {
			t.Errorf("%s: %q %+v %+v", name, e.Summary, e.Attendees[0], e.Attendees[1])
		}
	}
	no := false
	_, err := bob.Events.Patch("primary", "joint", &calendar.Event{GuestsCanInviteOthers: &no}).Do()
	wantAPIError(t, err, 403, "forbiddenForNonOrganizer")

	noError(t, bob.Events.Delete("primary", "joint").Do())
	if e := w.ann.Primary().Event("joint"); e.Attendees[0].ResponseStatus != "declined" || e.Status != "confirmed" {
		t.Errorf("a deleted copy left %s in an event that is %s", e.Attendees[0].ResponseStatus, e.Status)
	}
	noError(t, w.ann.Primary().Delete("joint"))
	if e := w.cleo.Primary().Event("joint"); e.Status != "cancelled" {
		t.Errorf("the last copy is %s", e.Status)
	}
}

func hiddenInvitations(t *testing.T, w *fixture) {
	w.bob.HideUnanswered(true)
	add(t, w.ann.Primary(), meeting("unask", monday, bobMail))
	bob := w.as(t, w.bob, "calendar")
	if got, _ := readAllPages(t, bob.Events.List("primary")); len(got) != 0 {
		t.Errorf("an unanswered invitation shows: %v", ids(got))
	}
	if got, _ := readAllPages(t, bob.Events.List("primary").ShowHiddenInvitations(true)); len(got) != 1 {
		t.Errorf("hidden invitations: %v", ids(got))
	}
	if got := must(w.api.Freebusy.Query(busyQuery(bobMail)).Do())(t).Calendars[bobMail]; len(got.Busy) != 0 {
		t.Errorf("an unanswered invitation blocks: %+v", got)
	}
	noError(t, w.bob.Primary().Reply("unask", "accepted", ""))
	if got, _ := readAllPages(t, bob.Events.List("primary")); len(got) != 1 {
		t.Errorf("after the answer: %v", ids(got))
	}
}

func answersOnInstances(t *testing.T, w *fixture) {
	e := weekly("serie", monday, ";COUNT=3")
	e.Attendees = []*calendar.EventAttendee{{Email: bobMail}}
	add(t, w.ann.Primary(), e)
	noError(t, w.bob.Primary().Reply("serie_20260309T080000Z", "declined", ""))
	got, _ := readAllPages(t, w.api.Events.List("primary").SingleEvents(true))
	answers := []string{}
	for _, e := range got {
		answers = append(answers, e.Attendees[0].ResponseStatus)
	}
	if diff := cmp.Diff([]string{"needsAction", "declined", "needsAction"}, answers); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
	noError(t, w.ann.Primary().Delete("serie_20260316T080000Z"))
	if e := w.bob.Primary().Event("serie_20260316T080000Z"); e.Status != "cancelled" {
		t.Errorf("the guest still has the instance: %s", e.Status)
	}
}

func rooms(t *testing.T, w *fixture) {
	w.AddRoom("room@resource.calendar.google.com", "Room", "Europe/Zurich")
	for _, one := range []struct{ id, start, want string }{
		{"first", monday, "accepted"},
		{"clash", "2026-03-02T09:30:00+01:00", "declined"},
		{"later", "2026-03-02T10:00:00+01:00", "accepted"},
	} {
		got := must(w.api.Events.Insert("primary", meeting(one.id, one.start, "room@resource.calendar.google.com")).Do())(t)
		if a := got.Attendees[0]; a.ResponseStatus != one.want || !a.Resource {
			t.Errorf("%s: %+v, want %s", one.id, a, one.want)
		}
	}
}

func ownerEdits(t *testing.T, w *fixture) {
	primary := w.ann.Primary()
	add(t, primary, meeting("ahand", monday, bobMail))
	_, token := readAllPages(t, w.api.Events.List("primary"))
	last := func() *calendar.Event {
		t.Helper()
		var got []*calendar.Event
		got, token = w.delta(t, token, false)
		if len(got) != 1 || got[0].Id != "ahand" {
			t.Fatalf("the delta: %v", ids(got))
		}
		return got[0]
	}
	noError(t, primary.Reschedule("ahand", at("2026-03-04T11:00:00+01:00"), at("2026-03-04T12:00:00+01:00")))
	if e := last(); e.Start.DateTime != "2026-03-04T11:00:00+01:00" {
		t.Errorf("dragged to %s", e.Start.DateTime)
	}
	noError(t, primary.Edit("ahand", func(e *calendar.Event) { e.Transparency = "transparent" }))
	if e := last(); e.Transparency != "transparent" {
		t.Errorf("shown as %q", e.Transparency)
	}
	noError(t, primary.Edit("ahand", func(e *calendar.Event) {
		e.Attendees = append(e.Attendees, &calendar.EventAttendee{Email: cleoMail})
	}))
	if e := last(); len(e.Attendees) != 2 {
		t.Errorf("guests: %d", len(e.Attendees))
	}
	noError(t, primary.Delete("ahand"))
	if e := last(); e.Status != "cancelled" {
		t.Errorf("deleted, it is %s", e.Status)
	}
	noError(t, primary.Restore("ahand"))
	if e := last(); e.Status != "confirmed" || w.bob.Primary().Event("ahand").Status != "confirmed" {
		t.Errorf("restored, it is %s", e.Status)
	}
	side := w.ann.AddCalendar("side@group.calendar.google.com", "Side", "UTC")
	noError(t, primary.MoveTo("ahand", side))
	if e := last(); e.Status != "cancelled" {
		t.Errorf("moved away, it is %s", e.Status)
	}
	if e := must(w.api.Events.Get(side.ID, "ahand").Do())(t); e.Organizer.Email != side.ID || e.ICalUID != "ahand@google.com" {
		t.Errorf("in the other calendar: %+v", e.Organizer)
	}
	if err := primary.Delete("never"); !errors.Is(err, googletest.ErrNoEvent) {
		t.Errorf("no such event: %v", err)
	}
}
