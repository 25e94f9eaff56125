package daemon_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	gcal "google.golang.org/api/calendar/v3"

	"fika/calendar/google/googletest"
	"fika/internal/store"
	"fika/planner"
)

// inviter is a fika with a Google account that books all three coffees at once and
// makes a pass every five minutes.
type inviter struct {
	*googlePlayer
	t    *testing.T
	anew bool // each pass is a process of its own, as with fika run --once
}

func newInviter(t *testing.T, anew bool) *inviter {
	t.Helper()
	p, err := newGooglePlayer(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	i := &inviter{googlePlayer: p, t: t, anew: anew}
	t.Cleanup(func() { i.stop() })
	i.bookAtOnce()
	return i
}

// bookAtOnce makes fika book every goal by itself, without an undo window.
func (i *inviter) bookAtOnce() {
	i.settings.Undo = 0
	for n := range i.settings.Goals {
		i.settings.Goals[n].Mode = planner.ModeBook
	}
	i.daemon.Configure(i.settings)
}

// passes makes n passes and returns the codes of the last one's holds.
func (i *inviter) passes(n int) []string {
	i.t.Helper()
	for range n {
		if i.anew {
			i.stop()
			if err := i.restart(); err != nil {
				i.t.Fatal(err)
			}
			i.bookAtOnce()
		}
		i.now = time.Now()
		if err := i.pass(); err != nil {
			i.t.Fatal(err)
		}
		time.Sleep(5 * time.Minute)
	}
	var codes []string
	for _, h := range i.report.Holds {
		codes = append(codes, string(h.Code))
	}
	return codes
}

// states returns the states of the newest bookings of Ana, Bo and Cy.
func (i *inviter) states() string {
	i.t.Helper()
	var all []string
	for _, who := range []string{"ana", "bo", "cy"} {
		b, err := i.booking(context.Background(), who)
		if err != nil {
			i.t.Fatal(err)
		}
		all = append(all, string(b.State))
	}
	return strings.Join(all, " ")
}

// changes returns the number of requests that would change something.
func (i *inviter) changes() int {
	return i.google.Count("events.insert") + i.google.Count("events.patch") + i.google.Count("events.delete")
}

// TestNoRefusalIsRepeated checks each kind of refusal over fifty passes of one process,
// and of fifty processes: what was refused is not requested again in every pass, and
// what is possible without it is done.
func TestNoRefusalIsRepeated(t *testing.T) {
	bos := func(e *gcal.Event) bool {
		return slices.ContainsFunc(e.Attendees, func(a *gcal.EventAttendee) bool { return strings.HasPrefix(a.Email, "bo@") })
	}
	withLink := func(e *gcal.Event) bool { return e.ConferenceData != nil }
	always := func(effect googletest.Effect, event func(*gcal.Event) bool) func(*googletest.Server) {
		return func(google *googletest.Server) {
			google.Inject(googletest.Fault{Method: googletest.Writes, Count: googletest.Always, Effect: effect, Event: event})
		}
	}
	configured := func(edit func(*googletest.Settings)) func(*googletest.Server) {
		return func(google *googletest.Server) { google.Configure(edit) }
	}
	const (
		allBooked = "booked booked booked"
		noBo      = "booked refused booked"
		waiting   = "approved approved approved"
	)
	long := strings.Repeat("very ", 100) + "long"
	for name, c := range map[string]struct {
		spoil func(*googletest.Server)
		most  int    // changes that are asked for
		state string // in the end
		hold  string // in the end, "" for none
		says  string // by a hold, a problem or the log
	}{
		"the link": {configured(func(s *googletest.Settings) { s.ConferenceRefused = true }), 4, allBooked, "",
			"refuses a link to meet by video: Invalid conference type value"},
		"the link, in words of the future": {always(googletest.Refused(400, "global", "invalid", "Not on Sundays."), withLink), 4, allBooked, "",
			"refuses a link to meet by video: Not on Sundays"},
		"the zone": {configured(func(s *googletest.Settings) { s.UnknownZones = []string{"Europe/Stockholm"} }), 4, allBooked, "",
			"refuses the name of your time zone: Invalid time zone definition for start time"},
		"both": {configured(func(s *googletest.Settings) {
			s.UnknownZones, s.ConferenceRefused = []string{"Europe/Stockholm"}, true
		}), 5, allBooked, "", "refuses the name of your time zone"},
		"a guest": {configured(func(s *googletest.Settings) { s.InvalidGuests = []string{"bo@example.com"} }), 3, noBo, "",
			"refuses to invite bo@example.com: Invalid attendee email; they rest until Wed 1 Apr"},
		"a guest, and it does not say so": {always(googletest.Refused(403, "calendar", "guestsNotAllowed", "Not to them."), bos), 4, noBo, "",
			"refuses to invite bo@example.com: Not to them"},
		"everything":         {always(googletest.Refused(403, "calendar", "wordOfTheFuture", "Not\x1b[31m today. "+long), nil), 6, waiting, "calendar_refuses", "refuses what fika sends: Not[31m today. very"},
		"everything, as 400": {always(googletest.Refused(400, "global", "invalid", "Bad Request"), nil), 3 * 6, waiting, "calendar_refuses", "Bad Request"},
		"the right to write": {always(googletest.Refused(403, "calendar", "requiredAccessLevel", "You need to have writer access to this calendar."), nil), 6, waiting, "calendar_refuses", "writer access"},
		"the API":            {always(googletest.Refused(403, "usageLimits", "accessNotConfigured", "Enable it by visiting the console."), nil), 6, waiting, "calendar_refuses", "Enable it"},
		"too much":           {always(googletest.QuotaExceeded(), nil), 3, waiting, "rate_limited", "next try Mon 2 Mar 1"},
		"too much, in words of the future": {always(googletest.Refused(403, "usageLimits", "calendarUsageLimits", "Calendar usage limits exceeded."), nil), 3, waiting, "rate_limited",
			"a usage limit is reached"},
		"too fast":   {always(googletest.RateLimited(429, "600"), nil), 3, waiting, "rate_limited", "next try"},
		"not well":   {always(googletest.Failed(503), nil), 12, "", "unknown_outcome", "503"},
		"hung up on": {always(googletest.Dropped(), nil), 12, "", "unknown_outcome", "connection was lost"},
		"null":       {always(googletest.Null(), nil), 12, "", "unknown_outcome", "without an object"},
		"another id": {configured(func(s *googletest.Settings) { s.ReplaceIDs = true }), 1, "", "calendar_amiss", "not with the id"},
		"no mark":    {configured(func(s *googletest.Settings) { s.DropProperties = true }), 1, "", "calendar_amiss", "not with the mark"},
		"the account": {func(google *googletest.Server) {
			google.Account(me).DemandReauth(true)
			google.Account(me).ExpireAccess()
		}, 0, "", "auth_required first_sync", ""},
	} {
		for _, anew := range []bool{false, true} {
			if anew && testing.Short() {
				continue
			}
			t.Run(name+map[bool]string{false: "", true: ", each pass anew"}[anew], func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					i := newInviter(t, anew)
					c.spoil(i.google.Server)
					holds := i.passes(50)
					if n := i.changes(); n > c.most {
						t.Errorf("%d changes were asked for in fifty passes, want at most %d", n, c.most)
					}
					if got := ""; c.state != "" {
						if got = i.states(); got != c.state {
							t.Errorf("the bookings are %s, want %s", got, c.state)
						}
					}
					if got := strings.Join(holds, " "); got != c.hold {
						t.Errorf("held by %q, want %q", got, c.hold)
					}
					if !i.reports(c.says) {
						t.Errorf("nobody says %q: holds %v, problems %q", c.says, i.report.Holds, i.report.Problems)
					}
					i.checkCounts()
				})
			})
		}
	}
}

// reports reports whether a hold, a problem or the log contains the words, within the
// 200 characters of a server's text that fika passes on.
func (i *inviter) reports(words string) bool {
	i.t.Helper()
	log, err := i.store.Log(context.Background(), 0, "", 0)
	if err != nil {
		i.t.Fatal(err)
	}
	said := slices.Clone(i.report.Problems)
	for _, h := range i.report.Holds {
		said = append(said, h.Text)
	}
	for _, e := range log {
		said = append(said, e.Note)
	}
	for _, text := range said {
		if len(text) > 400 || strings.ContainsRune(text, '\x1b') {
			i.t.Errorf("%d characters: %q", len(text), text)
		}
	}
	return slices.ContainsFunc(said, func(text string) bool { return strings.Contains(text, words) })
}

// checkCounts checks that the caps count exactly the invitations that guests got, and
// that nobody got two.
func (i *inviter) checkCounts() {
	i.t.Helper()
	sent := map[string]int{}
	for _, m := range i.google.Mails() {
		if m.Kind == googletest.Invitation {
			sent[m.To]++
		}
	}
	open := 0
	for _, who := range []string{"ana", "bo", "cy"} {
		if sent[who+"@example.com"] > 1 {
			i.t.Errorf("%s was invited %d times", who, sent[who+"@example.com"])
		}
		if b, err := i.booking(context.Background(), who); err == nil && (b.State == store.Booked || b.State == store.Unknown || b.State == store.Sending) {
			open++
		}
	}
	if used, err := i.store.Used(context.Background(), store.Limit{Open: true}); err != nil || used != open {
		i.t.Errorf("the cap counts %d open invitations, %v; %d are", used, err, open)
	}
	if len(sent) > open {
		i.t.Errorf("%d were invited, and %d count", len(sent), open)
	}
}

// TestRefusalsPass checks that fika continues with its next attempt once a refusal has
// ended, and that fika sync --full makes that attempt at once.
func TestRefusalsPass(t *testing.T) {
	for name, effect := range map[string]googletest.Effect{
		"everything": googletest.Refused(403, "calendar", "wordOfTheFuture", "Not today."), "too much": googletest.QuotaExceeded(),
		"not well": googletest.Failed(503), "too fast": googletest.RateLimited(429, "600"),
	} {
		for _, full := range []bool{false, true} {
			synctest.Test(t, func(t *testing.T) {
				i := newInviter(t, true)
				i.google.Inject(googletest.Fault{Method: googletest.Writes, Count: googletest.Always, Effect: effect})
				i.passes(20)
				i.google.ClearFaults()
				limit := 26 * 12 // a day
				if full {
					if err := i.daemon.Sync(context.Background(), true); err != nil {
						t.Fatal(err)
					}
					if name == "everything" || name == "not well" {
						limit = 2
					}
				}
				n := 0
				for ; n < limit && i.states() != "booked booked booked"; n++ {
					i.passes(1)
				}
				if got := i.states(); got != "booked booked booked" {
					t.Errorf("%s, full %t: %s after %d passes", name, full, got, n)
				}
				if holds := i.passes(1); len(holds) > 0 {
					t.Errorf("%s, full %t: still held by %v", name, full, holds)
				}
				i.checkCounts()
			})
		}
	}
}

// TestRemovalIsNotRepeated checks that a deletion that is refused, or answered by
// somebody else, is not requested in every pass and does not count as done.
func TestRemovalIsNotRepeated(t *testing.T) {
	for name, effect := range map[string]googletest.Effect{
		"refused": googletest.Refused(403, "calendar", "wordOfTheFuture", "Not today."), "200 where 204 belongs": googletest.Empty(),
		"not well": googletest.Failed(503),
	} {
		synctest.Test(t, func(t *testing.T) {
			i := newInviter(t, false)
			i.passes(1)
			b, err := i.booking(t.Context(), "bo")
			if err != nil || b.State != store.Booked {
				t.Fatal(b.State, err)
			}
			i.google.Inject(googletest.Fault{Method: "events.delete", Count: googletest.Always, Effect: effect})
			if _, err := i.daemon.Cancel(t.Context(), time.Now(), b.ID); err != nil {
				t.Fatal(err)
			}
			i.passes(50)
			if n := i.google.Count("events.delete"); n < 2 || n > 12 {
				t.Errorf("%s: %d deletions were asked for", name, n)
			}
			if e := i.google.calendarOf("maya").Event(b.Event); e.Status == "cancelled" {
				t.Errorf("%s: it is %s", name, e.Status)
			}
			if b, err = i.booking(t.Context(), "bo"); err != nil || b.Event == "" {
				t.Errorf("%s: fika believes that the event is gone", name)
			}
			i.google.ClearFaults()
			i.passes(60)
			if e := i.google.calendarOf("maya").Event(b.Event); e.Status != "cancelled" {
				t.Errorf("%s, healed: it is %s", name, e.Status)
			}
		})
	}
}

// TestReadingWaits checks that no process makes a request within the ten minutes for
// which Google wants none, and that each one reports until when, on the user's clock.
func TestReadingWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := newInviter(t, true)
		i.passes(1)
		i.google.Inject(googletest.Fault{Count: 1, Effect: googletest.RateLimited(429, "840")})
		if holds := i.passes(1); !slices.Equal(holds, []string{"rate_limited"}) {
			t.Errorf("held by %v", holds)
		}
		if !i.reports("Mon 2 Mar 07:4") {
			t.Errorf("it does not say until when: %v", i.report.Holds)
		}
		before := len(i.google.Requests())
		i.passes(2)
		if n := len(i.google.Requests()) - before; n != 0 {
			t.Errorf("%d requests in the ten minutes", n)
		}
		if holds := i.passes(1); len(holds) > 0 {
			t.Errorf("afterwards held by %v", holds)
		}
	})
}
