package google

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"fika/calendar"
	"fika/calendar/remote"
	"fika/internal/span"
)

// newMemoryVault returns a vault in memory.
func newMemoryVault(in SignIn) Vault {
	in.ClientID, in.Expiry = "id", time.Now().Add(time.Hour)
	return &memoryVault{in}
}

// openAt returns an account whose endpoints are at this address.
func openAt(t *testing.T, address string, through http.RoundTripper) *Account {
	t.Helper()
	a, err := Open(Options{
		Client: Client{ID: "id", Secret: "GOCSPX-canary", AuthURL: address + "/auth", TokenURL: address + "/token"},
		Vault:  newMemoryVault(sample()), Endpoint: address + "/calendar/v3/", Transport: through,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

// list is the response to a request for the list of calendars.
const list = `{"items":[{"id":"maya@example.com","primary":true,"accessRole":"owner","timeZone":"Europe/Stockholm"}]}`

func reply(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=UTF-8")
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

func refusal(status int, reason string) http.HandlerFunc {
	return reply(status, fmt.Sprintf(`{"error":{"code":%d,"message":"canary","errors":[{"domain":"x","reason":%q,"message":"canary"}]}}`, status, reason))
}

func page(status int, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		io.WriteString(w, text)
	}
}

// draft returns a hold of half an hour.
func draft(id calendar.EventID) calendar.Draft {
	at := time.Date(2026, 3, 2, 13, 0, 0, 0, time.UTC)
	return calendar.Draft{ID: id, Span: span.New(at, 30*time.Minute), Title: "Coffee", Private: true,
		Mark: calendar.Mark{Booking: "b1", Generation: 1}, Stamp: at}
}

// TestOutcomeOfInsert checks the error of an insert that fails. Every response comes
// over a real socket, and each insert is sent once.
func TestOutcomeOfInsert(t *testing.T) {
	abort := func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) }
	for _, c := range []struct {
		what   string
		answer http.HandlerFunc
		want   error // nil for an unknown outcome
		says   string
	}{
		{"the connection drops", abort, nil, "the connection was lost"},
		{"the response is truncated", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Length", "1000")
			io.WriteString(w, `{"id":"fk`)
		}, nil, "cannot be read"},
		{"500", refusal(500, "backendError"), nil, "(500 backendError)"},
		{"503", refusal(503, "backendError"), nil, "(503 backendError)"},
		{"502 in HTML", page(502, "<html>canary"), nil, "not from Google (502)"},
		{"a captive portal", page(200, "<html>canary"), nil, "not from Google (200)"},
		{"a captive portal that redirects", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/welcome", http.StatusFound)
		}, nil, "not from Google (302)"},
		{"a captive portal with 404", page(404, "<html>canary"), nil, "not from Google (404)"},
		{"400", refusal(400, "invalid"), calendar.ErrRefused, "(400 invalid)"},
		{"an invalid reason", refusal(400, "canary 7"), calendar.ErrRefused, "(400)"},
		{"403, not ours", refusal(403, "requiredAccessLevel"), calendar.ErrReadOnly, ""},
		{"403, an unknown reason", refusal(403, "notOnSundays"), calendar.ErrRefused, "notOnSundays"},
		{"403, too fast", refusal(403, "rateLimitExceeded"), calendar.ErrUnsent, ""},
		{"403, too much", refusal(403, "quotaExceeded"), calendar.ErrRateLimited, "a usage limit is reached"},
		{"403, too much, an unknown limit", reply(403, `{"error":{"code":403,"message":"canary","errors":[{"domain":"usageLimits","reason":"guestLimitExceeded"}]}}`), calendar.ErrRateLimited, "a usage limit is reached"},
		{"403, not enabled", refusal(403, "accessNotConfigured"), calendar.ErrUnsent, "docs/google.md"},
		{"403, scopes", refusal(403, "insufficientPermissions"), calendar.ErrSignIn, ""},
		{"403, scopes in the other format", reply(403, `{"error":{"code":403,"details":[{"reason":"ACCESS_TOKEN_SCOPE_INSUFFICIENT"}]}}`), calendar.ErrSignIn, ""},
		{"404, the calendar", refusal(404, "notFound"), calendar.ErrReadOnly, ""},
		{"429", refusal(429, "rateLimitExceeded"), calendar.ErrUnsent, ""},
	} {
		t.Run(c.what, func(t *testing.T) {
			var inserts atomic.Int32
			mux := http.NewServeMux()
			mux.HandleFunc("GET /calendar/v3/users/me/calendarList", reply(200, list))
			mux.HandleFunc("POST /calendar/v3/calendars/", func(w http.ResponseWriter, r *http.Request) {
				inserts.Add(1)
				c.answer(w, r)
			})
			server := httptest.NewServer(mux)
			defer server.Close()
			a := openAt(t, server.URL, nil)
			_, err := a.Insert(t.Context(), draft("fkoutcome"))
			known := []error{calendar.ErrUnsent, calendar.ErrRefused, calendar.ErrReadOnly, calendar.ErrSignIn, calendar.ErrExists, calendar.ErrNotFound}
			switch {
			case err == nil:
				t.Fatal("no error")
			case c.want != nil && !errors.Is(err, c.want):
				t.Errorf("got %v, want one that wraps %q", err, c.want)
			case c.want == nil:
				for _, k := range known {
					if errors.Is(err, k) {
						t.Errorf("%v wraps %q, but the outcome is unknown", err, k)
					}
				}
			}
			if !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "canary") {
				t.Errorf("it says %q, want %q and nothing of the server's text", err, c.says)
			}
			if n := inserts.Load(); n != 1 {
				t.Errorf("%d requests", n)
			}
			if closed := time.Now().Before(a.caller.State(time.Now()).ChangesPausedUntil); closed != strings.Contains(c.what, "too much") {
				t.Errorf("changes are paused: %v", closed)
			}
		})
	}
}

// TestUnsentDependsOnBytesSent drops the connection before the first byte of the
// insert is sent, and after.
func TestUnsentDependsOnBytesSent(t *testing.T) {
	server := httptest.NewServer(reply(200, list))
	defer server.Close()
	a := openAt(t, server.URL, nil)
	if _, err := a.List(t.Context(), span.Span{}); err == nil {
		t.Fatal("a listing without a token") // but the calendars are known now
	}
	a.ownTransport.CloseIdleConnections()
	server.Close()
	if _, err := a.Insert(t.Context(), draft("fkoutcome")); !errors.Is(err, calendar.ErrUnsent) {
		t.Errorf("a closed port: got %v, want ErrUnsent", err)
	}
}

func TestTimeoutBeforeOrAfterSending(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for what, c := range map[string]struct {
			dial func(ctx context.Context) (net.Conn, error)
			want bool // whether it was certainly not sent
		}{
			"the dial hangs": {func(ctx context.Context) (net.Conn, error) { <-ctx.Done(); return nil, ctx.Err() }, true},
			"the server reads and is silent": {func(ctx context.Context) (net.Conn, error) {
				ours, theirs := net.Pipe()
				go func() {
					http.ReadRequest(bufio.NewReader(theirs))
					io.Copy(io.Discard, theirs)
				}()
				return ours, nil
			}, false},
		} {
			network := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return c.dial(ctx) }}
			a := openAt(t, "http://google.invalid", network)
			a.load(t.Context())
			a.calendars, a.calendarsRead = []listedCalendar{{ID: me, Owned: true}}, time.Now()
			start := time.Now()
			_, err := a.Insert(t.Context(), draft("fkoutcome"))
			if got := errors.Is(err, calendar.ErrUnsent); err == nil || got != c.want {
				t.Errorf("%s: got %v, certainly unsent %v, want %v", what, err, got, c.want)
			}
			if took := time.Since(start); took != remote.ChangeTimeout {
				t.Errorf("%s: gave up after %v, want %v", what, took, remote.ChangeTimeout)
			}
			network.CloseIdleConnections()
		}
	})
}

// TestForeignCertificate connects through a proxy with its own certificate; nothing
// may be sent to it.
func TestForeignCertificate(t *testing.T) {
	server := httptest.NewUnstartedServer(reply(200, list))
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // the failed handshake would be logged
	server.StartTLS()
	defer server.Close()
	a := openAt(t, server.URL, nil)
	if err := a.caller.Change(t.Context(), func(ctx context.Context) error {
		_, err := a.api.Insert(ctx, me, newEvent(draft("fkproxy"), listedCalendar{}), "none", eventFields)
		return err
	}); !errors.Is(err, calendar.ErrUnsent) || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("got %v, want ErrUnsent and a text about the certificate", err)
	}
}

// TestUntracedTransportIsUncertain uses a transport that does not report to the
// trace: then nothing is certain.
func TestUntracedTransportIsUncertain(t *testing.T) {
	a := openAt(t, "http://google.invalid", roundTrip(func(r *http.Request) (*http.Response, error) {
		if r.Method == http.MethodGet {
			w := httptest.NewRecorder()
			reply(200, list)(w, r)
			return w.Result(), nil
		}
		return nil, errors.New("canary")
	}))
	_, err := a.Insert(t.Context(), draft("fkoutcome"))
	if err == nil || errors.Is(err, calendar.ErrUnsent) || strings.Contains(err.Error(), "canary") {
		t.Errorf("got %v, want an error that does not claim to know", err)
	}
}

type roundTrip func(r *http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestReadsAreRetried counts the attempts and checks the limits of the delays.
func TestReadsAreRetried(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, c := range []struct {
			what     string
			failures int
			answer   http.HandlerFunc
			tries    int
			atLeast  time.Duration
		}{
			{"a broken backend", 2, refusal(503, "backendError"), 3, 2 * time.Millisecond},
			{"a page in HTML", 1, page(502, "<html>"), 2, time.Millisecond},
			{"too many failures", 99, refusal(503, "backendError"), remote.MaxReadAttempts, 0},
			{"a refusal", 99, refusal(400, "invalid"), 1, 0},
			{"a burst", 3, refusal(403, "rateLimitExceeded"), 4, 3 * time.Millisecond},
			{"a burst with Retry-After", 1, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Retry-After", "20")
				refusal(429, "rateLimitExceeded")(w, r)
			}, 2, 20 * time.Second},
			{"longer than a caller waits", 99, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Retry-After", "600")
				refusal(429, "rateLimitExceeded")(w, r)
			}, 1, 0},
		} {
			n := 0
			a := openAt(t, "http://google.invalid", roundTrip(func(r *http.Request) (*http.Response, error) {
				n++
				w := httptest.NewRecorder()
				if n > c.failures {
					reply(200, `{"id":"maya@example.com"}`)(w, r)
				} else {
					c.answer(w, r)
				}
				return w.Result(), nil
			}))
			start := time.Now()
			err := a.Ping(t.Context())
			if n != c.tries || (err == nil) != (n > c.failures) {
				t.Errorf("%s: %d tries, want %d: %v", c.what, n, c.tries, err)
			}
			if took := time.Since(start); took < c.atLeast || took > time.Minute {
				t.Errorf("%s: took %v", c.what, took)
			}
		}
	})
}

// TestQuotaPausesChanges checks that changes pause for an hour, then two, while reads
// continue.
func TestQuotaPausesChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		inserts := 0
		a := openAt(t, "http://google.invalid", roundTrip(func(r *http.Request) (*http.Response, error) {
			w := httptest.NewRecorder()
			if r.Method == http.MethodPost {
				inserts++
				refusal(403, "quotaExceeded")(w, r)
			} else {
				reply(200, list)(w, r)
			}
			return w.Result(), nil
		}))
		for i, wait := range []time.Duration{time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour, 16 * time.Hour, 24 * time.Hour, 24 * time.Hour} {
			renewAccessToken(a)
			_, first := a.Insert(t.Context(), draft("fkquota"))
			_, second := a.Insert(t.Context(), draft("fkquota"))
			var f *remote.Fault
			if !errors.As(first, &f) || !errors.Is(second, calendar.ErrUnsent) || inserts != i+1 {
				t.Fatalf("%v, %v after %d inserts", first, second, inserts)
			}
			if s := a.caller.State(time.Now()); s.RateLimits == 0 || s.ChangesPausedUntil != f.RetryAt {
				t.Errorf("the status says %+v", s)
			}
			if got := time.Until(f.RetryAt); got != wait {
				t.Errorf("changes paused for %v, want %v", got, wait)
			}
			if err := a.Ping(t.Context()); err != nil {
				t.Errorf("reads are paused too: %v", err)
			}
			time.Sleep(wait)
		}
	})
}

// renewAccessToken makes the access token of a a new one.
func renewAccessToken(a *Account) {
	a.options.Vault.(*memoryVault).Expiry = time.Now().Add(time.Hour)
}
