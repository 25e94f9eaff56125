package googletest_test

import (
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/oauth2"
	"google.golang.org/api/calendar/v3"
	"google.golang.org/api/googleapi"
	"google.golang.org/api/option"

	"fika/calendar/google/googletest"
)

// TestBehaviours checks each behaviour by its number in the package comment, through
// Google's own client if that can request it.
func TestBehaviours(t *testing.T) {
	for _, b := range []struct {
		name  string
		check func(t *testing.T, w *fixture)
	}{
		{"01-authorization", authorization},
		{"02-denial", denial},
		{"03-some scopes granted", partialScopes},
		{"04-codes are good once", codesAreValidOnce},
		{"05-pkce", pkce},
		{"06-client secret", clientSecret},
		{"07-token answer", tokenAnswer},
		{"08-refresh and rotation", rotation},
		{"09-deaths of a grant", grantEnds},
		{"10-broken token endpoint", tokenFaults},
		{"11-revocation", revocation},
		{"12-access tokens expire by the server's clock", accessExpiry},
		{"13-client in the form", basicRefused},
		{"14-unauthenticated", unauthenticated},
		{"15-scopes of methods", methodScopes},
		{"16-roles", roles},
		{"17-error envelope", envelope},
		{"18-fields, gzip and pretty print", partial},
		{"19-primary and escaped ids", aliases},
		{"20-defaults are left out", defaults},
		{"21-etags", etags},
		{"22-zones", zones},
		{"23-windows", windows},
		{"24-pages", pages},
		{"25-the sync token comes last", lastPage},
		{"26-changes while paging", whilePaging},
		{"27-what a sync token excludes", forbiddenWithToken},
		{"28-other parameters beside a token", otherParameters},
		{"29-tombstones", tombstones},
		{"30-deltas leave the window", deltaIgnoresWindow},
		{"31-a deleted series", deletedSeries},
		{"32-dead tokens", expiredTokens},
		{"33-full lists have no tombstones", fullHasNoTombstones},
		{"34-expansion", expansion},
		{"34-exceptions of a series", exceptions},
		{"35-ordering", ordering},
		{"36-filters", filters},
		{"37-calendar list", calendarList},
		{"38-ids", eventIDs},
		{"39-broken events", brokenEvents},
		{"40-patch and put", patchAndPut},
		{"41-moves reset guests", movesResetGuests},
		{"42-preconditions", preconditions},
		{"43-deletion", deletion},
		{"44-mails", mails},
		{"45-conferences", conferences},
		{"46-extended properties", properties},
		{"47-guests' copies", guestCopies},
		{"47-answers on instances", answersOnInstances},
		{"47-wary guests", hiddenInvitations},
		{"48-rooms", rooms},
		{"49-hands", ownerEdits},
		{"50-special events", specialEvents},
		{"51-busy errors", busyErrors},
		{"52-busy times", busyTimes},
		{"53-busy meaning", busyMeaning},
		{"54-lag", readDelay},
		{"55-faults of a write", insertFaults},
		{"55-chosen faults", faultSelection},
		{"55-quota", quota},
		{"56-request log", requestLog},
		{"57-clocks and ids", clocks},
		{"58-aliases", accountAliases},
		{"59-moves between calendars", moveBetweenCalendars},
		{"60-refusals", refusals},
		{"61-answers that mean nothing", meaninglessResponses},
		{"62-ids and properties of its own", replacedIDs},
	} {
		t.Run(b.name, func(t *testing.T) { b.check(t, newFixture(t)) })
	}
}

// fixture is a server with three colleagues, on a loopback socket.
type fixture struct {
	*googletest.Server
	clock          *clock
	url            string
	ann, bob, cleo *googletest.Account
	api            *calendar.Service // as Ann, with every scope
}

const (
	annMail, bobMail, cleoMail = "ann@corp.example", "bob@corp.example", "cleo@corp.example"
	monday                     = "2026-03-02T09:00:00+01:00"
)

// clock is the server's clock, which tests advance.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func newFixture(t *testing.T) *fixture {
	c := &clock{at: at(monday)}
	w := &fixture{Server: googletest.New(c.now, ""), clock: c}
	w.ann = w.AddAccount(annMail, "Ann Able", "Europe/Zurich")
	w.bob = w.AddAccount(bobMail, "Bob Baker", "Europe/Zurich")
	w.cleo = w.AddAccount(cleoMail, "Cleo Clark", "America/New_York")
	server := httptest.NewServer(w.Server)
	t.Cleanup(server.Close)
	w.url = server.URL
	w.api = w.as(t, w.ann, "calendar", "directory.readonly")
	return w
}

// as returns Google's client, signed in with these scopes.
func (w *fixture) as(t *testing.T, a *googletest.Account, scopes ...string) *calendar.Service {
	return w.with(t, a.Grant(scopes...))
}

func (w *fixture) with(t *testing.T, token *oauth2.Token) *calendar.Service {
	t.Helper()
	bearer := &http.Client{Transport: bearer(token.AccessToken)}
	api, err := calendar.NewService(t.Context(), option.WithHTTPClient(bearer),
		option.WithEndpoint(w.url+"/calendar/v3/"), option.WithLogger(slog.New(slog.DiscardHandler)))
	if err != nil {
		t.Fatal(err)
	}
	return api
}

// bearer sends its token and never refreshes it.
type bearer string

func (b bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+string(b))
	return http.DefaultTransport.RoundTrip(r)
}

func at(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

func when(text string) *calendar.EventDateTime {
	return &calendar.EventDateTime{DateTime: text, TimeZone: "Europe/Zurich"}
}

// meeting returns an event of one hour with guests.
func meeting(id, start string, guests ...string) *calendar.Event {
	e := &calendar.Event{Id: id, Summary: "Talk", Start: when(start), End: when(at(start).Add(time.Hour).Format(time.RFC3339))}
	for _, g := range guests {
		e.Attendees = append(e.Attendees, &calendar.EventAttendee{Email: g})
	}
	return e
}

// must fails the test on an error.
func must[T any](v T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// wantAPIError checks the code and reason of an API error.
func wantAPIError(t *testing.T, err error, code int, reason string) {
	t.Helper()
	var e *googleapi.Error
	if !errors.As(err, &e) {
		t.Errorf("got %v, want %d %s", err, code, reason)
		return
	}
	got := ""
	if len(e.Errors) > 0 {
		got = e.Errors[0].Reason
	}
	if e.Code != code || got != reason {
		t.Errorf("got %d %q, want %d %q", e.Code, got, code, reason)
	}
}

// raw sends a request with Ann's token and returns the raw response.
func (w *fixture) raw(t *testing.T, verb, path, body string, header ...string) (int, http.Header, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), verb, w.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := noRedirect().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, resp.Header, string(data)
}

func noRedirect() *http.Client {
	return &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func object(t *testing.T, body string) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		t.Fatalf("not an object: %v in %q", err, body)
	}
	return v
}
