package googletest_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/oauth2"
	"google.golang.org/api/calendar/v3"
	"google.golang.org/api/option"

	"fika/calendar/google/googletest"
)

// clientInMemory returns Google's client without a socket.
func clientInMemory(t *testing.T, s *googletest.Server, a *googletest.Account) *calendar.Service {
	t.Helper()
	ctx := context.WithValue(t.Context(), oauth2.HTTPClient, &http.Client{Transport: s.Transport()})
	client := oauth2.NewClient(ctx, oauth2.StaticTokenSource(a.Grant("calendar")))
	api, err := calendar.NewService(ctx, option.WithHTTPClient(client),
		option.WithEndpoint("https://www.googleapis.com/calendar/v3/"), option.WithLogger(slog.New(slog.DiscardHandler)))
	if err != nil {
		t.Fatal(err)
	}
	return api
}

// TestTransport checks that the transport in memory behaves like a socket.
func TestTransport(t *testing.T) {
	for _, one := range []struct {
		name   string
		effect googletest.Effect
		check  func(err error) bool
		wrote  bool // in memory; a socket server cannot refuse a connection
	}{
		{"nothing", googletest.Effect{}, func(err error) bool { return err == nil }, true},
		{"dropped", googletest.Dropped(), func(err error) bool { return errors.Is(err, io.EOF) }, true},
		{"truncated", googletest.Truncated(), func(err error) bool { return errors.Is(err, io.ErrUnexpectedEOF) }, true},
		{"unreachable", googletest.Unreachable(), func(err error) bool {
			return errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, io.EOF)
		}, false},
	} {
		for way, open := range map[string]func(s *googletest.Server) (http.RoundTripper, string){
			"memory": func(s *googletest.Server) (http.RoundTripper, string) { return s.Transport(), "http://fake" },
			"socket": func(s *googletest.Server) (http.RoundTripper, string) {
				server := httptest.NewServer(s)
				t.Cleanup(server.Close)
				return &http.Transport{DisableKeepAlives: true}, server.URL
			},
		} {
			t.Run(one.name+" by "+way, func(t *testing.T) {
				s := googletest.New(nil, "")
				token := s.AddAccount(annMail, "Ann", "UTC").Grant("calendar")
				s.Inject(googletest.Fault{Effect: one.effect})
				trip, origin := open(s)
				wrote := false
				ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{WroteHeaders: func() { wrote = true }})
				body := strings.NewReader(`{"timeMin":"2026-03-01T00:00:00Z","timeMax":"2026-03-05T00:00:00Z"}`)
				r, err := http.NewRequestWithContext(ctx, http.MethodPost, origin+"/calendar/v3/freeBusy", body)
				if err != nil {
					t.Fatal(err)
				}
				token.SetAuthHeader(r)
				resp, err := trip.RoundTrip(r)
				if err == nil {
					_, err = io.ReadAll(resp.Body)
					resp.Body.Close()
				}
				if !one.check(err) {
					t.Errorf("got %v", err)
				}
				if wrote != one.wrote && way == "memory" {
					t.Errorf("wrote %v, want %v", wrote, one.wrote)
				}
			})
		}
	}
}

// TestTransportCancelled checks that nothing is sent with a cancelled context.
func TestTransportCancelled(t *testing.T) {
	s := googletest.New(nil, "")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://fake/token", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Transport().RoundTrip(r); !errors.Is(err, context.Canceled) || len(s.Requests()) != 0 { //nolint:bodyclose // there is none
		t.Errorf("got %v, %d requests", err, len(s.Requests()))
	}
}
