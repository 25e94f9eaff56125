package google

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	gcal "google.golang.org/api/calendar/v3"

	"fika/calendar"
	"fika/calendar/google/googletest"
	"fika/calendar/google/rest"
	"fika/calendar/remote"
)

const ann = "ann@example.com"

// invitation returns the draft of a coffee with ann and a video link.
func invitation(id calendar.EventID) calendar.Draft {
	d := draft(id)
	d.Private, d.Video, d.Guests = false, true, []calendar.Person{{Address: ann, Name: "Ann"}}
	d.Zone = time.FixedZone("", 3600)
	return d
}

// mails returns the sent mails, as "kind address".
func mails(fake *googletest.Server) string {
	var all []string
	for _, m := range fake.Mails() {
		all = append(all, fmt.Sprintf("%s %s", m.Kind, m.To))
	}
	return strings.Join(all, ", ")
}

// TestInsertOnce checks that looking up and inserting the same id leads to one event
// and one mail, whatever response was lost.
func TestInsertOnce(t *testing.T) {
	for what, f := range map[string]googletest.Fault{
		"lost before":              {Effect: googletest.Dropped()},
		"lost after":               {Effect: googletest.Dropped(), AfterCommit: true},
		"500 before":               {Effect: googletest.Failed(500)},
		"500 after":                {Effect: googletest.Failed(500), AfterCommit: true},
		"502 after":                {Effect: googletest.Failed(502), AfterCommit: true},
		"cut":                      {Effect: googletest.Truncated()},
		"slow":                     {Effect: googletest.Slow(2 * remote.ChangeTimeout)},
		"slow after":               {Effect: googletest.Slow(2 * remote.ChangeTimeout), AfterCommit: true},
		"a captive portal":         {Effect: googletest.CaptivePortal()},
		"a captive portal after":   {Effect: googletest.CaptivePortal(), AfterCommit: true},
		"never connected":          {Effect: googletest.Unreachable()},
		"a burst":                  {Effect: googletest.RateLimited(403, "")},
		"a burst with Retry-After": {Effect: googletest.RateLimited(429, "7")},
	} {
		runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
			fake.AddAccount(ann, "Ann", "Europe/Stockholm")
			a := open(t, fake, me, nil)
			f.Method = "events.insert"
			fake.Inject(f)
			_, err := a.Insert(t.Context(), invitation("fkonce"))
			if err == nil {
				t.Fatalf("%s: no error", what)
			}
			there := mine.Event("fkonce") != nil
			if sure := errors.Is(err, calendar.ErrUnsent); sure && there {
				t.Errorf("%s: %v, but the event is there", what, err)
			}
			if n := fake.Count("events.insert"); n > 1 {
				t.Errorf("%s: the change was retried %d times", what, n)
			}
			time.Sleep(time.Minute)
			_, found := a.Find(t.Context(), calendar.Place{ID: "fkonce"})
			if errors.Is(found, calendar.ErrNotFound) {
				_, err = a.Insert(t.Context(), invitation("fkonce"))
			} else {
				err = found
			}
			if err != nil || len(mine.Events()) != 1 || mails(fake) != "invitation ann@example.com" {
				t.Errorf("%s: %v, %d events, mails: %s", what, err, len(mine.Events()), mails(fake))
			}
		})
	}
}

// TestTakenIds inserts events with ids that are already taken.
func TestTakenIds(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		a := open(t, fake, me, nil)
		insert := func(id calendar.EventID) error { _, err := a.Insert(t.Context(), draft(id)); return err }
		if err := insert("fkours"); err != nil {
			t.Fatal(err)
		}
		if err := insert("fkours"); !errors.Is(err, calendar.ErrExists) || errors.Is(err, calendar.ErrDeleted) {
			t.Errorf("ours: %v", err)
		}
		theirs := newEventAt(monday, time.Hour, "Theirs")
		theirs.Id = "fktheirs"
		add(t, mine, theirs)
		if err := insert("fktheirs"); !errors.Is(err, calendar.ErrExists) || errors.Is(err, calendar.ErrDeleted) {
			t.Errorf("theirs: %v", err)
		}
		if e, err := a.Find(t.Context(), calendar.Place{ID: "fktheirs"}); err != nil || e.Mark != (calendar.Mark{}) {
			t.Errorf("theirs has the mark %+v: %v", e.Mark, err)
		}
		mine.Delete("fkours")
		if err := insert("fkours"); !errors.Is(err, calendar.ErrExists) || !errors.Is(err, calendar.ErrDeleted) {
			t.Errorf("deleted: %v", err)
		}
		if _, err := a.Find(t.Context(), calendar.Place{ID: "fkours"}); !errors.Is(err, calendar.ErrNotFound) || !errors.Is(err, calendar.ErrDeleted) {
			t.Errorf("deleted: %v", err)
		}
		if got := mine.Event("fkours"); got.Status != "cancelled" {
			t.Errorf("it was restored: %s", got.Status)
		}
		mine.Purge("fkours")
		fake.ClearLogs()
		start := time.Now()
		if err := insert("fkours"); err == nil || errors.Is(err, calendar.ErrExists) || errors.Is(err, calendar.ErrUnsent) {
			t.Errorf("taken by an invisible event: %v", err)
		}
		if time.Since(start) != 15*time.Second || fake.Count("events.get") != 5 {
			t.Errorf("looked %d times in %v", fake.Count("events.get"), time.Since(start))
		}
	})
}

// TestTakenIDBecomesVisibleLater inserts an id that is taken by an event that becomes
// visible only later.
func TestTakenIDBecomesVisibleLater(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		fake.Configure(func(s *googletest.Settings) { s.ReadDelay = 5 * time.Second })
		a := open(t, fake, me, nil)
		if _, err := a.Insert(t.Context(), draft("fklate")); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Insert(t.Context(), draft("fklate")); !errors.Is(err, calendar.ErrExists) {
			t.Errorf("got %v", err)
		}
	})
}

// TestInsertedEvent checks the invitation as the server received it.
func TestInsertedEvent(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		hers := fake.AddAccount(ann, "Ann", "Europe/Stockholm").Primary()
		a := open(t, fake, me, nil)
		d := invitation("fksent")
		d.Zone = zone(t, "Europe/Stockholm")
		made, err := a.Insert(t.Context(), d)
		if err != nil || made.Video != calendar.VideoPending {
			t.Fatalf("%v, video %q", err, made.Video)
		}
		e := mine.Event("fksent")
		if e.Start.TimeZone != "Europe/Stockholm" || e.Start.DateTime != "2026-03-02T14:00:00+01:00" {
			t.Errorf("starts %+v", e.Start)
		}
		if e.GuestsCanInviteOthers == nil || *e.GuestsCanInviteOthers || e.GuestsCanModify || e.GuestsCanSeeOtherGuests != nil {
			t.Errorf("guests may invite %v, modify %v, see %v", e.GuestsCanInviteOthers, e.GuestsCanModify, e.GuestsCanSeeOtherGuests)
		}
		if !e.Reminders.UseDefault || e.Transparency != "" || e.Visibility != "" {
			t.Errorf("reminders %+v, transparency %q, visibility %q", e.Reminders, e.Transparency, e.Visibility)
		}
		if len(e.Attendees) != 1 || e.Attendees[0].Email != ann {
			t.Errorf("guests %v", e.Attendees)
		}
		if her := hers.Event("fksent"); her == nil || her.ExtendedProperties != nil {
			t.Errorf("her copy is %+v", her)
		}
		time.Sleep(time.Minute)
		if e, _ := a.Find(t.Context(), calendar.Place{ID: "fksent"}); e.Video != calendar.VideoReady {
			t.Errorf("a minute later the link is %q", e.Video)
		}
	})
}

// TestHoldBecomesInvitation checks that guests are written once and not again.
func TestHoldBecomesInvitation(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		hers := fake.AddAccount(ann, "Ann", "Europe/Stockholm").Primary()
		a := open(t, fake, me, nil)
		held, err := a.Insert(t.Context(), draft("fkhold"))
		if err != nil || mine.Event("fkhold").Visibility != "private" || mails(fake) != "" {
			t.Fatalf("%v, mails: %s", err, mails(fake))
		}
		invited, err := a.Update(t.Context(), held.ETag, invitation("fkhold"))
		if err != nil {
			t.Fatal(err)
		}
		e := mine.Event("fkhold")
		if mails(fake) != "invitation "+ann || e.Visibility != "" || e.ConferenceData == nil || len(invited.Attendees) != 1 {
			t.Errorf("mails %q, visibility %q, conference %v, guests %v", mails(fake), e.Visibility, e.ConferenceData, invited.Attendees)
		}
		hers.Reply("fkhold", "accepted", "gladly")
		mine.Edit("fkhold", func(e *gcal.Event) {
			e.Attendees = append(e.Attendees, &gcal.EventAttendee{Email: "bob@example.com"})
		})
		seen, err := a.Find(t.Context(), calendar.Place{ID: "fkhold"})
		if err != nil {
			t.Fatal(err)
		}
		d := invitation("fkhold")
		d.Title = "Coffee, renamed"
		if _, err := a.Update(t.Context(), seen.ETag, d); err != nil {
			t.Fatal(err)
		}
		e = mine.Event("fkhold")
		if len(e.Attendees) != 2 || e.Attendees[0].ResponseStatus != "accepted" || e.Attendees[0].Comment != "gladly" {
			t.Errorf("guests after a change of title: %+v", e.Attendees)
		}
	})
}

// TestTruncatedGuestListIsNotWritten checks that a list of guests that Google does
// not show completely is not written back.
func TestTruncatedGuestListIsNotWritten(t *testing.T) {
	was := &rest.Event{AttendeesOmitted: true, Attendees: []*rest.Attendee{{Email: me, Self: true}}}
	if _, err := patchFor(invitation("fkcut"), was, listedCalendar{}); !errors.Is(err, calendar.ErrRefused) {
		t.Errorf("got %v, want ErrRefused", err)
	}
	was.Attendees = []*rest.Attendee{{Email: ann}}
	if patch, err := patchFor(invitation("fkcut"), was, listedCalendar{}); err != nil || patch.Attendees != nil {
		t.Errorf("the patch should not contain guests: %v, %v", patch, err)
	}
}

// TestConcurrentUserEdit checks that an update does not overwrite a change that the
// user made in the meantime.
func TestConcurrentUserEdit(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		a := open(t, fake, me, nil)
		e, err := a.Insert(t.Context(), draft("fkdrag"))
		if err != nil {
			t.Fatal(err)
		}
		// Between reading the event and patching it.
		fake.Inject(googletest.Fault{Method: "events.patch", Effect: googletest.Refused(412, "global", "conditionNotMet", "Precondition Failed")})
		if _, err := a.Update(t.Context(), e.ETag, draft("fkdrag")); !errors.Is(err, calendar.ErrChanged) {
			t.Errorf("412: %v", err)
		}
		fake.Inject(googletest.Fault{Method: "events.delete", Effect: googletest.Refused(412, "global", "conditionNotMet", "Precondition Failed")})
		if err := a.Remove(t.Context(), e.Place(), e.ETag); !errors.Is(err, calendar.ErrChanged) {
			t.Errorf("412: %v", err)
		}
		fake.Inject(googletest.Fault{Method: "events.delete", AfterCommit: true, Effect: googletest.Refused(410, "global", "deleted", "Resource has been deleted")})
		if err := a.Remove(t.Context(), e.Place(), e.ETag); !errors.Is(err, calendar.ErrNotFound) {
			t.Errorf("410: %v", err)
		}
		fake.Inject(googletest.Fault{Method: googletest.Writes, Count: googletest.Always, Effect: googletest.CaptivePortal()})
		if _, err := a.Insert(t.Context(), draft("fkother")); err == nil {
			t.Error("the captive portal accepted a booking")
		}
	})
}

// TestCaptivePortalIsNotDeletion checks that a 404 page, or a 200 page for a
// deletion, is not taken for Google's response.
func TestCaptivePortalIsNotDeletion(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		a := open(t, fake, me, nil)
		e, err := a.Insert(t.Context(), draft("fkhotel"))
		if err != nil {
			t.Fatal(err)
		}
		fake.Inject(googletest.Fault{Method: "events.get", Count: remote.MaxReadAttempts, Effect: googletest.Answered(404, nil, "text/html", "<html>")})
		if _, err := a.Find(t.Context(), e.Place()); err == nil || errors.Is(err, calendar.ErrNotFound) {
			t.Errorf("Find: %v", err)
		}
		fake.Inject(googletest.Fault{Method: "events.delete", Effect: googletest.CaptivePortal()})
		if err := a.Remove(t.Context(), e.Place(), e.ETag); err == nil || errors.Is(err, calendar.ErrUnsent) {
			t.Errorf("Remove: %v", err)
		}
		if _, err := a.Find(t.Context(), e.Place()); err != nil {
			t.Errorf("the event was deleted: %v", err)
		}
	})
}

// TestConferenceFails checks that a failed video link is requested once more, and
// then left out.
func TestConferenceFails(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		fake.AddAccount(ann, "Ann", "Europe/Stockholm")
		fake.Configure(func(s *googletest.Settings) { s.ConferenceDelay, s.ConferenceFails = 2*time.Minute, true })
		a := open(t, fake, me, nil)
		e, err := a.Insert(t.Context(), invitation("fkvideo"))
		if err != nil || e.Video != calendar.VideoPending {
			t.Fatalf("%v, %q", err, e.Video)
		}
		for round, want := range []calendar.Video{calendar.VideoFailed, calendar.VideoRefused} {
			time.Sleep(3 * time.Minute)
			if e, err = a.Find(t.Context(), e.Place()); err != nil || e.Video != want {
				t.Fatalf("round %d: %v, %q", round, err, e.Video)
			}
			if e, err = a.Update(t.Context(), e.ETag, invitation("fkvideo")); err != nil {
				t.Fatal(err)
			}
		}
		if e.Video != calendar.VideoRefused {
			t.Errorf("after a third request it is %q", e.Video)
		}
	})
}

// TestUpdateOfAllDayEvent checks that an update restores the times of an event that
// the user made an all-day event.
func TestUpdateOfAllDayEvent(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		a := open(t, fake, me, nil)
		if _, err := a.Insert(t.Context(), draft("fkhole")); err != nil {
			t.Fatal(err)
		}
		mine.Edit("fkhole", func(e *gcal.Event) {
			e.Start, e.End = &gcal.EventDateTime{Date: "2026-03-05"}, &gcal.EventDateTime{Date: "2026-03-06"}
		})
		e, err := a.Find(t.Context(), calendar.Place{ID: "fkhole"})
		if err != nil || !e.AllDay || !e.Span.Start.Equal(time.Date(2026, 3, 4, 23, 0, 0, 0, time.UTC)) {
			t.Fatalf("%v: %v %v", err, e.AllDay, e.Span)
		}
		if e, err = a.Update(t.Context(), e.ETag, draft("fkhole")); err != nil || e.AllDay || e.Span.Len() != 30*time.Minute {
			t.Errorf("%v: %v %v", err, e.AllDay, e.Span)
		}
	})
}

// TestOneChangeAtATime checks that changes are sent one after the other.
func TestOneChangeAtATime(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		fake.Inject(googletest.Fault{Method: "events.insert", Count: googletest.Always, Effect: googletest.Slow(time.Second)})
		a := open(t, fake, me, nil)
		done := make(chan error)
		for i := range 8 {
			go func() {
				_, err := a.Insert(t.Context(), draft(calendar.EventID(fmt.Sprintf("fkone%d", i))))
				done <- err
			}()
		}
		for range 8 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if n := fake.MaxConcurrent(me); n != 1 || len(mine.Events()) != 8 {
			t.Errorf("%d concurrent changes, %d events", n, len(mine.Events()))
		}
	})
}

func TestReadOnlyCalendar(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		theirs := fake.AddAccount(ann, "Ann", "Europe/Stockholm").AddCalendar("team@group.calendar.google.com", "Team", "UTC")
		theirs.Share(fake.Account(me), "reader")
		a := open(t, fake, me, &Options{IDs: []string{"team@group.calendar.google.com", "primary"}})
		if _, err := a.Insert(t.Context(), draft("fkteam")); !errors.Is(err, calendar.ErrReadOnly) {
			t.Errorf("got %v, want ErrReadOnly", err)
		}
	})
}
