package google

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	gcal "google.golang.org/api/calendar/v3"

	"fika/calendar"
	"fika/calendar/google/googletest"
	"fika/calendar/google/rest"
	"fika/calendar/remote"
	"fika/internal/mailbox"
	"fika/internal/span"
)

func TestSelectCalendars(t *testing.T) {
	list := []*rest.CalendarListEntry{
		{ID: "holidays", AccessRole: "reader", Selected: true},
		{ID: "mine", AccessRole: "owner", Selected: true},
		{ID: me, Primary: true, AccessRole: "owner"},
		{ID: "unticked", AccessRole: "owner"},
		{ID: "hidden", AccessRole: "owner", Selected: true, Hidden: true},
		{ID: "gone", AccessRole: "owner", Selected: true, Deleted: true},
		{ID: "boss", AccessRole: "writer", Selected: true},
		{ID: "future", AccessRole: "coOwner", Selected: true},
	}
	for _, c := range []struct{ ids, want string }{
		{"", me + "* mine*"},
		{"primary", me + "*"},
		{"mine primary", "mine* " + me + "*"},
		{"boss " + me + " primary future unheard", "boss " + me + "* future unheard"},
	} {
		var got []string
		for _, s := range selectCalendars(list, strings.Fields(c.ids)) {
			id := s.ID
			if s.Owned {
				id += "*"
			}
			got = append(got, id)
		}
		expect(t, "ids "+c.ids, strings.Join(got, " "), c.want)
	}
	meeting := func(kinds ...string) *rest.CalendarListEntry {
		return &rest.CalendarListEntry{ConferenceProperties: &rest.ConferenceProperties{AllowedConferenceSolutionTypes: kinds}}
	}
	if !newListedCalendar(&rest.CalendarListEntry{}).Meet || !newListedCalendar(meeting("addOn", meetConference)).Meet || newListedCalendar(meeting("addOn")).Meet {
		t.Error("wrong calendars can create a link")
	}
}

// TestSeveralCalendars has one meeting on two calendars, and one on a calendar that
// shows only busy times.
func TestSeveralCalendars(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		side := fake.Account(me).AddCalendar("side@group.calendar.google.com", "Side", "America/New_York")
		boss := fake.AddAccount("boss@example.com", "Boss", "Europe/Stockholm").Primary()
		boss.Share(fake.Account(me), "writerWithoutPrivateAccess")
		both := newEventAt(monday.Add(9*time.Hour), time.Hour, "Both")
		both.Attendees = []*gcal.EventAttendee{{Email: me}, {Email: side.ID}}
		add(t, mine, both)
		add(t, side, &gcal.Event{Summary: "Day", Start: &gcal.EventDateTime{Date: "2026-03-03"}, End: &gcal.EventDateTime{Date: "2026-03-04"}})
		add(t, boss, newEventAt(monday.Add(60*time.Hour), time.Hour, "Secret"))

		a := open(t, fake, me, &Options{IDs: []string{"primary", side.ID, boss.ID}})
		l, err := a.List(t.Context(), month)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range l.Events {
			if e.Title == "Day" && (e.Calendar != side.ID || e.Span.Start.UTC().Hour() != 5) {
				t.Errorf("the day in New York: %+v", e)
			}
			if e.FreeBusy && (e.Title != "" || e.ID != "") {
				t.Errorf("more than busy times of the boss: %+v", e)
			}
		}
		owner := calendar.Owner{Zone: time.UTC}
		want := []span.Span{
			span.New(monday.Add(9*time.Hour), time.Hour),
			span.New(monday.Add(29*time.Hour), 24*time.Hour),
			span.New(monday.Add(60*time.Hour), time.Hour),
		}
		if diff := cmp.Diff(want, owner.Busy(l.Events, month)); diff != "" {
			t.Errorf("busy (-want +got):\n%s", diff)
		}
		before := l.Version
		add(t, boss, newEventAt(monday.Add(90*time.Hour), time.Hour, "Secret too"))
		if l, err = a.List(t.Context(), month); err != nil || l.Version == before {
			t.Errorf("%v: the version is the same although the boss is busier", err)
		}
	})
}

// TestCalendarAccessLost checks what happens if a calendar is removed, or if it is
// shared with fewer rights.
func TestCalendarAccessLost(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		team := fake.AddAccount("team@example.com", "Team", "Europe/Stockholm").AddCalendar("team@group.calendar.google.com", "Team", "UTC")
		team.Share(fake.Account(me), "owner")
		add(t, mine, newEventAt(monday.Add(9*time.Hour), time.Hour, "Mine"))
		add(t, team, newEventAt(monday.Add(33*time.Hour), time.Hour, "Team"))
		mirror := remote.NewMemory()
		all, named := open(t, fake, me, &Options{Mirror: mirror}), open(t, fake, me, &Options{IDs: []string{me, team.ID}})
		expect(t, "sharing", listedTitles(t, all, month), "Mine 2.3., Team 3.3.")
		expect(t, "sharing", listedTitles(t, named, month), "Mine 2.3., Team 3.3.")

		team.Share(fake.Account(me), "freeBusyReader")
		time.Sleep(4 * time.Hour)
		expect(t, "a lower role, all calendars", listedTitles(t, all, month), "Mine 2.3.")
		expect(t, "a lower role, by name", listedTitles(t, named, month), "Mine 2.3.,  3.3.")
		if mirroredCalendars(t, mirror) != 1 {
			t.Errorf("the copy of the removed calendar is kept: %d copies", mirroredCalendars(t, mirror))
		}

		team.Share(fake.Account(me), "")
		time.Sleep(4 * time.Hour)
		expect(t, "removed, all calendars", listedTitles(t, all, month), "Mine 2.3.")
		if l, err := named.List(t.Context(), month); !errors.Is(err, remote.ErrBusyHidden) {
			t.Errorf("removed, by name: %v, %v; it may hide busy time", lines(l), err)
		}
	})
}

// TestAccessLossIsNoticedAtOnce checks that lost access is noticed before the cached
// list of calendars expires.
func TestAccessLossIsNoticedAtOnce(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		team := fake.AddAccount("team@example.com", "Team", "Europe/Stockholm").AddCalendar("team@group.calendar.google.com", "Team", "UTC")
		team.Share(fake.Account(me), "owner")
		add(t, mine, newEventAt(monday.Add(9*time.Hour), time.Hour, "Mine"))
		add(t, team, newEventAt(monday.Add(33*time.Hour), time.Hour, "Team"))
		a := open(t, fake, me, nil)
		expect(t, "sharing", listedTitles(t, a, month), "Mine 2.3., Team 3.3.")
		team.Share(fake.Account(me), "")
		expect(t, "removed", listedTitles(t, a, month), "Mine 2.3.")
	})
}

// TestDefaultCalendarRemoved removes the calendar for new events. Its events do not
// count as deleted one by one.
func TestDefaultCalendarRemoved(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		team := fake.AddAccount("team@example.com", "Team", "Europe/Stockholm").AddCalendar("team@group.calendar.google.com", "Team", "UTC")
		team.Share(fake.Account(me), "owner")
		a := open(t, fake, me, &Options{IDs: []string{team.ID, "primary"}})
		e, err := a.Insert(t.Context(), draft("fkteam"))
		if err != nil || len(mine.Events()) != 0 || len(team.Events()) != 1 {
			t.Fatalf("%v; %d events on mine, %d on the team's", err, len(mine.Events()), len(team.Events()))
		}
		team.Share(fake.Account(me), "")
		_, found := a.Find(t.Context(), e.Place())
		for what, err := range map[string]error{"Find": found, "Remove": a.Remove(t.Context(), e.Place(), e.ETag)} {
			if err == nil || errors.Is(err, calendar.ErrNotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if _, err := a.Insert(t.Context(), draft("fkteam2")); !errors.Is(err, calendar.ErrReadOnly) || errors.Is(err, calendar.ErrNotFound) {
			t.Errorf("Insert: %v", err)
		}
	})
}

func TestFreeBusy(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		var who []mailbox.Address
		for i := range 120 {
			address := fmt.Sprintf("p%03d@example.com", i)
			c := fake.AddAccount(address, "P", "Europe/Stockholm").Primary()
			add(t, c, newEventAt(monday.AddDate(0, 0, i), time.Hour, "Busy"))
			who = append(who, mailbox.Address(address))
		}
		who = append(who, "nobody@example.com")
		fake.Account("p003@example.com").Primary().ShareBusy(false)
		fake.Account("p004@example.com").Primary().FailBusy(2)  // two failures are retried
		fake.Account("p005@example.com").Primary().FailBusy(99) // more are not
		window := span.Span{Start: monday, End: monday.AddDate(0, 0, 100)}
		a := open(t, fake, me, nil)
		got, err := a.FreeBusy(t.Context(), who, window)
		if err != nil || len(got) != len(who) {
			t.Fatalf("%d answers for %d people: %v", len(got), len(who), err)
		}
		for i, w := range who {
			b := got[w]
			switch i {
			case 3, 120:
				if !errors.Is(b.Err, remote.ErrBusyHidden) || b.Spans != nil {
					t.Errorf("%s: %+v, want ErrBusyHidden", w, b)
				}
			case 5:
				if !errors.Is(b.Err, remote.ErrBusyUnknown) || b.Spans != nil {
					t.Errorf("%s: %+v, want ErrBusyUnknown", w, b)
				}
			default:
				var want []span.Span
				if i < 100 {
					want = []span.Span{span.New(monday.AddDate(0, 0, i), time.Hour)}
				}
				if diff := cmp.Diff(want, b.Spans, cmpopts.EquateEmpty()); b.Err != nil || diff != "" {
					t.Errorf("%s: %v (-want +got):\n%s", w, b.Err, diff)
				}
			}
		}
		// Three chunks of people, two of days; again for two people, and for one.
		if n := fake.Count("freebusy.query"); n != 3*2+2+2 {
			t.Errorf("%d queries", n)
		}
		fake.Inject(googletest.Fault{Method: "freebusy.query", Skip: 1, Count: remote.MaxReadAttempts, Effect: googletest.Failed(503)})
		if got, err := a.FreeBusy(t.Context(), who, window); err == nil || got != nil {
			t.Errorf("a partial result: %d people, %v", len(got), err)
		}
	})
}

// TestFreeBusyIsClipped checks that busy times are clipped to the window, because
// Google does not clip them.
func TestFreeBusyIsClipped(t *testing.T) {
	part := span.New(monday, time.Hour)
	answer := map[string]rest.FreeBusyCalendar{
		"a": {Busy: []rest.Period{{Start: "2026-03-01T23:00:00Z", End: "2026-03-02T00:10:00Z"}, {Start: "2026-03-02T00:10:00Z", End: "2026-03-02T00:20:00Z"}, {Start: "2026-03-02T03:00:00Z", End: "2026-03-02T04:00:00Z"}}},
		"b": {Errors: []rest.Error{{Reason: "somethingNew"}}},
		"c": {Busy: []rest.Period{{Start: "soon", End: "2026-03-02T00:10:00Z"}}},
		"d": {Busy: []rest.Period{{Start: "2026-03-02T00:10:00Z", End: "late"}}},
	}
	got := addBusy(remote.Busy{}, answer, "a", part)
	if diff := cmp.Diff([]span.Span{span.New(monday, 20*time.Minute)}, got.Spans); got.Err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", got.Err, diff)
	}
	for _, id := range []string{"b", "c", "d", "left out"} {
		if got := addBusy(remote.Busy{}, answer, id, part); !errors.Is(got.Err, remote.ErrBusyUnknown) {
			t.Errorf("%s: %+v, want ErrBusyUnknown", id, got)
		}
	}
	if got := addBusy(remote.Busy{Err: remote.ErrBusyHidden}, answer, "a", part); !errors.Is(got.Err, remote.ErrBusyHidden) {
		t.Errorf("unknown in one part of the window but known in the next: %+v", got)
	}
}

func TestDirectory(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		fake.AddAccount(ann, "Ann Berg", "Europe/Stockholm").AddAlias("a.berg@example.com")
		fake.Configure(func(s *googletest.Settings) { s.PageSize = 1 })
		a := open(t, fake, me, nil)
		got, err := a.Directory(t.Context())
		want := []Colleague{{Address: ann, Aliases: []mailbox.Address{"a.berg@example.com"}, Name: "Ann Berg", Given: "Ann"}, {Address: me, Name: "Maya", Given: "Maya"}}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
		token := fake.Account(me).Grant(scopes(false)...)
		a.options.Vault.(*memoryVault).Refresh, a.options.Vault.(*memoryVault).Access = remote.Secret(token.RefreshToken), remote.Secret(token.AccessToken)
		a.tokens.reject(a.tokens.signIn.Access)
		var signIn *remote.SignInError
		if _, err := a.Directory(t.Context()); !errors.As(err, &signIn) || signIn.Reason != remote.MissingScopes {
			t.Errorf("without the scope: %v", err)
		}
	})
}

func TestStatus(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		fake.Configure(func(s *googletest.Settings) { s.Skew = -3 * time.Minute })
		add(t, mine, newEventAt(monday.Add(9*time.Hour), time.Hour, "Standup"))
		mirror := remote.NewMemory()
		a := open(t, fake, me, &Options{Mirror: mirror})
		if s, err := a.Status(t.Context(), time.Now()); err != nil || s.Server.ClockSkewKnown || len(s.Calendars) != 0 {
			t.Errorf("before any request: %+v, %v", s, err)
		}
		listedTitles(t, a, month)
		want := Status{
			Account: me, Scopes: scopes(true), Obtained: monday, Expires: monday.AddDate(0, 0, 7), Server: remote.State{ClockSkew: 3 * time.Minute, ClockSkewKnown: true, Since: monday},
			Calendars: []CalendarStatus{{ID: me, Name: me, Events: 1, LastFullSync: monday}},
		}
		s, err := a.Status(t.Context(), time.Now())
		if diff := cmp.Diff(want, s); err != nil || diff != "" {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
		s, err = open(t, fake, me, &Options{Mirror: mirror}).Status(t.Context(), time.Now())
		want.Server.ClockSkewKnown, want.Server.ClockSkew, want.Calendars[0].Name = false, 0, ""
		if diff := cmp.Diff(want, s); err != nil || diff != "" {
			t.Errorf("another process: %v (-want +got):\n%s", err, diff)
		}
		if err := a.Ping(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
