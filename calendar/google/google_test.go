package google

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	gcal "google.golang.org/api/calendar/v3"

	"fika/calendar"
	"fika/calendar/calendartest"
	"fika/calendar/google/googletest"
	"fika/calendar/remote"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
	"fika/internal/span"
)

// TestConformance runs the suite of all calendars over a real socket.
func TestConformance(t *testing.T) {
	calendartest.Run(t, func(t *testing.T) calendartest.Backend {
		fake := googletest.New(nil, "")
		server := httptest.NewServer(fake)
		t.Cleanup(server.Close)
		return newBackend(t, fake, server.URL, nil)
	})
}

// TestConformanceUnderFaults runs the suite while every other read fails in some way,
// with short and empty pages.
func TestConformanceUnderFaults(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := googletest.New(nil, "")
		fake.AddAccount("me@example.com", "Me Myself", "Europe/Stockholm")
		fake.Configure(func(s *googletest.Settings) {
			s.PageSize, s.EmptyPages, s.RotateRefreshTokens, s.StrictToken = 2, true, true, true
		})
		a := open(t, fake, "me@example.com", nil)
		for i, start := 0, time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC); i < 9; i++ {
			if _, err := fake.Account("me@example.com").Primary().Add(newEventAt(start.AddDate(0, 0, i), time.Hour, "Standup")); err != nil {
				t.Fatal(err)
			}
			fake.Inject(googletest.Fault{Method: googletest.Reads, Skip: i, Effect: []googletest.Effect{
				googletest.Failed(503), googletest.Failed(502), googletest.Dropped(), googletest.Truncated(), googletest.CaptivePortal(),
				googletest.RateLimited(403, ""), googletest.RateLimited(429, "3"), googletest.Unreachable(), googletest.Slow(2 * remote.ReadTimeout),
			}[i]})
			l, err := a.List(t.Context(), span.New(start.AddDate(0, 0, -1), 1000*time.Hour))
			if err != nil || len(l.Events) != i+1 {
				t.Errorf("%d events after %d were added: %v", len(l.Events), i+1, err)
			}
		}
	})
}

// open returns a new, signed-in handle on the account.
func open(t *testing.T, fake *googletest.Server, email string, o *Options) *Account {
	t.Helper()
	if o == nil {
		o = &Options{}
	}
	o.Client = Client{ID: fake.Client().ID, Secret: remote.Secret(fake.Client().Secret), AuthURL: "http://google.invalid/o/oauth2/auth", TokenURL: "http://google.invalid/token"}
	o.Vault, o.Endpoint, o.PeopleEndpoint = signedIn(fake, email), "http://google.invalid/calendar/v3/", "http://google.invalid/v1/"
	if o.Transport == nil {
		o.Transport = fake.Transport()
	}
	a, err := Open(*o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

// signedIn returns a vault with a new sign-in.
func signedIn(fake *googletest.Server, email string) Vault {
	token := fake.Account(email).Grant(scopes(true)...)
	return &memoryVault{SignIn{Account: email, ClientID: fake.Client().ID, Scopes: scopes(true), Obtained: time.Now(),
		Refresh: remote.Secret(token.RefreshToken), Access: remote.Secret(token.AccessToken), Expiry: token.Expiry, Renewed: time.Now()}}
}

// newEventAt returns an event as a person would create it.
func newEventAt(start time.Time, d time.Duration, title string) *gcal.Event {
	return &gcal.Event{Summary: title,
		Start: &gcal.EventDateTime{DateTime: start.Format(time.RFC3339), TimeZone: "UTC"},
		End:   &gcal.EventDateTime{DateTime: start.Add(d).Format(time.RFC3339), TimeZone: "UTC"}}
}

// newBackend returns an account of fake as a backend of the suite. Its foreign edits
// change the server directly, not through the client.
func newBackend(t *testing.T, fake *googletest.Server, address string, through http.RoundTripper) calendartest.Backend {
	account := fake.AddAccount("me@example.com", "Me Myself", "Europe/Stockholm")
	cal, side := account.Primary(), account.AddCalendar("side@group.calendar.google.com", "Side", "Europe/Stockholm")
	must := func(t *testing.T, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	return calendartest.Backend{
		Zone: zone(t, "Europe/Stockholm"),
		Open: func(t *testing.T) calendar.Calendar {
			a, err := Open(Options{
				Client: Client{ID: fake.Client().ID, Secret: remote.Secret(fake.Client().Secret), AuthURL: address + "/o/oauth2/auth", TokenURL: address + "/token"},
				Vault:  signedIn(fake, "me@example.com"), Endpoint: address + "/calendar/v3/", Transport: through,
			})
			must(t, err)
			t.Cleanup(func() { a.Close() })
			return a
		},
		Add: func(t *testing.T, f calendartest.ForeignEvent) {
			_, err := cal.Add(newForeignEvent(f))
			must(t, err)
		},
		Move: func(t *testing.T, id calendar.EventID, to span.Span) {
			must(t, cal.Reschedule(string(id), to.Start, to.End))
		},
		Reply: func(t *testing.T, id calendar.EventID, guest mailbox.Address, reply rsvp.Reply, comment string) {
			must(t, cal.Edit(string(id), func(e *gcal.Event) {
				for _, a := range e.Attendees {
					if a.Email == string(guest) {
						a.ResponseStatus, a.Comment = strings.ToLower(string(reply)), comment
					}
				}
			}))
		},
		AddForeignData: func(t *testing.T, id calendar.EventID) {
			must(t, cal.Edit(string(id), func(e *gcal.Event) {
				e.ColorId = "7"
				e.Attachments = []*gcal.EventAttachment{{FileUrl: "https://example.com/agenda"}}
				e.ExtendedProperties.Private["another"] = "program"
				e.Reminders = &gcal.EventReminders{Overrides: []*gcal.EventReminder{{Method: "popup", Minutes: 3}}}
			}))
		},
		HasForeignData: func(t *testing.T, id calendar.EventID) bool {
			e := cal.Event(string(id))
			return e.ColorId == "7" && len(e.Attachments) == 1 && e.ExtendedProperties.Private["another"] == "program" && len(e.Reminders.Overrides) == 1
		},
		Delete:              func(t *testing.T, id calendar.EventID) { must(t, cal.Delete(string(id))) },
		MoveToOtherCalendar: func(t *testing.T, id calendar.EventID) { must(t, cal.MoveTo(string(id), side)) },
	}
}

func newForeignEvent(f calendartest.ForeignEvent) *gcal.Event {
	end := func(at time.Time) *gcal.EventDateTime {
		switch {
		case f.AllDay:
			return &gcal.EventDateTime{Date: at.In(f.Zone).Format(time.DateOnly)}
		case f.Zone == nil:
			return &gcal.EventDateTime{DateTime: at.UTC().Format(time.RFC3339), TimeZone: "UTC"}
		}
		return &gcal.EventDateTime{DateTime: at.In(f.Zone).Format(time.RFC3339), TimeZone: f.Zone.String()}
	}
	e := &gcal.Event{Id: f.UID, Summary: f.Title, Start: end(f.Span.Start), End: end(f.Span.End)}
	if f.Rule != "" {
		e.Recurrence = []string{"RRULE:" + f.Rule}
	}
	if f.Free {
		e.Transparency = "transparent"
	}
	return e
}
