package googletest_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/google"

	"fika/calendar/google/googletest"
)

const scopePrefix = "https://www.googleapis.com/auth/"

// config returns the configuration in the client file, with the loopback address of a
// sign-in.
func (w *fixture) config(t *testing.T, scopes ...string) *oauth2.Config {
	t.Helper()
	for i := range scopes {
		scopes[i] = scopePrefix + scopes[i]
	}
	c, err := google.ConfigFromJSON(w.ClientFile(w.url), scopes...)
	if err != nil {
		t.Fatal(err)
	}
	c.Endpoint.AuthStyle = oauth2.AuthStyleInParams
	c.RedirectURL = "http://127.0.0.1:4711/cb"
	return c
}

// decide submits the consent page and returns the parameters that the client
// receives.
func (w *fixture) decide(t *testing.T, address string, d googletest.Decision) url.Values {
	t.Helper()
	back, err := w.Decide(address, d)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(back)
	if err != nil {
		t.Fatal(err)
	}
	if got := u.Scheme + "://" + u.Host + u.Path; got != "http://127.0.0.1:4711/cb" {
		t.Errorf("sent back to %s", got)
	}
	return u.Query()
}

// retrieveError returns the error of the token endpoint, or ends the test if it is
// another one.
func retrieveError(t *testing.T, err error) *oauth2.RetrieveError {
	t.Helper()
	var e *oauth2.RetrieveError
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want an error of the token endpoint", err)
	}
	return e
}

func authorization(t *testing.T, w *fixture) {
	c := w.config(t, "calendar.events.owned", "calendar.events.freebusy")
	got := w.decide(t, c.AuthCodeURL("st4te"), googletest.Decision{Account: bobMail})
	if got.Get("state") != "st4te" || got.Get("code") == "" || got.Get("scope") != strings.Join(c.Scopes, " ") {
		t.Errorf("sent back with %v", got)
	}
	status, _, page := w.raw(t, "GET", strings.TrimPrefix(c.AuthCodeURL("x", oauth2.SetAuthURLParam("login_hint", bobMail)), w.url), "")
	if status != http.StatusOK || !strings.Contains(page, "<option selected>"+bobMail) || !strings.Contains(page, c.Scopes[0]) {
		t.Errorf("the page: %d %s", status, page)
	}
	for name, spoil := range map[string]func(*oauth2.Config){
		"foreign host": func(c *oauth2.Config) { c.RedirectURL = "http://evil.example/cb" },
		"https":        func(c *oauth2.Config) { c.RedirectURL = "https://127.0.0.1/cb" },
		"oob":          func(c *oauth2.Config) { c.RedirectURL = "urn:ietf:wg:oauth:2.0:oob" },
		"client":       func(c *oauth2.Config) { c.ClientID = "other" },
		"scope":        func(c *oauth2.Config) { c.Scopes = nil },
	} {
		bad := *c
		spoil(&bad)
		status, header, _ := w.raw(t, "POST", strings.TrimPrefix(bad.AuthCodeURL("x"), w.url), "decision=allow")
		if status != http.StatusBadRequest || header.Get("Location") != "" || !strings.HasPrefix(header.Get("Content-Type"), "text/html") {
			t.Errorf("%s: answered %d %v", name, status, header)
		}
	}
	for _, address := range []string{"http://[::1]:99/x", "http://localhost:1", "http://127.0.0.1:65000"} {
		good := *c
		good.RedirectURL = address
		if _, err := w.Decide(good.AuthCodeURL("x"), googletest.Decision{}); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func denial(t *testing.T, w *fixture) {
	got := w.decide(t, w.config(t, "calendar").AuthCodeURL("st4te"), googletest.Decision{Deny: true})
	if want := (url.Values{"error": {"access_denied"}, "state": {"st4te"}}); !cmp.Equal(got, want) {
		t.Errorf("sent back with %v", got)
	}
}

func partialScopes(t *testing.T, w *fixture) {
	c := w.config(t, "calendar.events.owned", "calendar.events.freebusy")
	got := w.decide(t, c.AuthCodeURL("x"), googletest.Decision{Scopes: c.Scopes[:1]})
	token, err := c.Exchange(t.Context(), got.Get("code"))
	if err != nil {
		t.Fatal(err)
	}
	if token.Extra("scope") != c.Scopes[0] {
		t.Errorf("granted %v", token.Extra("scope"))
	}
	_, err = w.with(t, token).Freebusy.Query(busyQuery(annMail)).Do()
	wantAPIError(t, err, http.StatusForbidden, "insufficientPermissions")
}

func codesAreValidOnce(t *testing.T, w *fixture) {
	c := w.config(t, "calendar")
	verifier := oauth2.GenerateVerifier()
	fresh := func() string {
		return w.decide(t, c.AuthCodeURL("x", oauth2.S256ChallengeOption(verifier)), googletest.Decision{}).Get("code")
	}
	spent := fresh()
	if _, err := c.Exchange(t.Context(), spent, oauth2.VerifierOption(verifier)); err != nil {
		t.Fatal(err)
	}
	old := fresh()
	w.clock.advance(10 * time.Minute)
	other := *c
	other.RedirectURL = "http://127.0.0.1:4712/cb"
	for name, exchange := range map[string]func() error{
		"spent": func() error { _, err := c.Exchange(t.Context(), spent, oauth2.VerifierOption(verifier)); return err },
		"old":   func() error { _, err := c.Exchange(t.Context(), old, oauth2.VerifierOption(verifier)); return err },
		"verifier": func() error {
			_, err := c.Exchange(t.Context(), fresh(), oauth2.VerifierOption(oauth2.GenerateVerifier()))
			return err
		},
		"none": func() error { _, err := c.Exchange(t.Context(), fresh()); return err },
	} {
		if e := retrieveError(t, exchange()); e.ErrorCode != "invalid_grant" || e.Response.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %v", name, e)
		}
	}
	_, err := other.Exchange(t.Context(), fresh(), oauth2.VerifierOption(verifier))
	if e := retrieveError(t, err); e.ErrorCode != "redirect_uri_mismatch" {
		t.Errorf("another port: %v", e)
	}
}

func pkce(t *testing.T, w *fixture) {
	c := w.config(t, "calendar")
	long := strings.Repeat("v", 43)
	for _, one := range []struct {
		name, method, challenge, verifier string
		ok                                bool
	}{
		{"S256", "S256", oauth2.S256ChallengeFromVerifier(long), long, true},
		{"plain", "plain", long, long, true},
		{"short", "S256", oauth2.S256ChallengeFromVerifier("short"), "short", false},
		{"too long", "plain", strings.Repeat("v", 129), strings.Repeat("v", 129), false},
	} {
		code := w.decide(t, c.AuthCodeURL("x", oauth2.SetAuthURLParam("code_challenge", one.challenge),
			oauth2.SetAuthURLParam("code_challenge_method", one.method)), googletest.Decision{}).Get("code")
		if _, err := c.Exchange(t.Context(), code, oauth2.VerifierOption(one.verifier)); (err == nil) != one.ok {
			t.Errorf("%s: %v", one.name, err)
		}
	}
}

func clientSecret(t *testing.T, w *fixture) {
	c := w.config(t, "calendar")
	for _, one := range []struct {
		secret, want string
		status       int
	}{{"", "invalid_request", 400}, {"wrong", "invalid_client", 401}} {
		bad := *c
		bad.ClientSecret = one.secret
		_, err := bad.TokenSource(t.Context(), &oauth2.Token{RefreshToken: w.ann.Grant("calendar").RefreshToken}).Token()
		if e := retrieveError(t, err); e.ErrorCode != one.want || e.Response.StatusCode != one.status {
			t.Errorf("secret %q: %v", one.secret, e)
		}
	}
}

func tokenAnswer(t *testing.T, w *fixture) {
	c := w.config(t, "calendar")
	code := w.decide(t, c.AuthCodeURL("x"), googletest.Decision{}).Get("code")
	form := url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {c.RedirectURL},
		"client_id": {c.ClientID}, "client_secret": {c.ClientSecret}}
	status, header, body := w.raw(t, "POST", "/token", form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
	got := object(t, body)
	if status != 200 || header.Get("Content-Type") != "application/json; charset=utf-8" || got["refresh_token"] == nil || got["access_token"] == nil {
		t.Errorf("answered %d %v %s", status, header, body)
	}
	delete(got, "access_token")
	delete(got, "refresh_token")
	want := map[string]any{"expires_in": 3599.0, "scope": scopePrefix + "calendar", "token_type": "Bearer"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the rest of the answer (-want +got):\n%s", diff)
	}
}

func rotation(t *testing.T, w *fixture) {
	c := w.config(t, "calendar")
	old := w.ann.Grant("calendar").RefreshToken
	refresh := func(token string) (*oauth2.Token, error) {
		return c.TokenSource(t.Context(), &oauth2.Token{RefreshToken: token}).Token()
	}
	same := must(refresh(old))(t)
	if same.RefreshToken != old || same.Extra("refresh_token") != nil {
		t.Errorf("a refresh gave another refresh token")
	}
	w.Configure(func(s *googletest.Settings) { s.RotateRefreshTokens = true })
	next := must(refresh(old))(t)
	if next.RefreshToken == old {
		t.Error("the refresh token did not rotate")
	}
	_, err := refresh(old)
	if e := retrieveError(t, err); e.ErrorCode != "invalid_grant" {
		t.Errorf("the old token: %v", e)
	}
	must(refresh(next.RefreshToken))(t)
}

func grantEnds(t *testing.T, w *fixture) {
	c := w.config(t, "calendar")
	for _, one := range []struct {
		name, description string
		kill              func(a *googletest.Account)
	}{
		{"revoked", "Token has been expired or revoked.", func(a *googletest.Account) { a.Revoke() }},
		{"testing", "Token has been expired or revoked.", func(*googletest.Account) { w.clock.advance(7 * 24 * time.Hour) }},
		{"hundred others", "Bad Request", func(a *googletest.Account) {
			for range 100 {
				a.Grant("calendar")
			}
		}},
		{"rapt", "reauth related error (invalid_rapt)", func(a *googletest.Account) { a.DemandReauth(true) }},
		{"account", "The account has been deleted", func(a *googletest.Account) { a.Delete() }},
	} {
		w.Configure(func(s *googletest.Settings) { s.Testing = one.name == "testing" })
		a := w.AddAccount(strings.ReplaceAll(one.name, " ", "")+"@corp.example", one.name, "UTC")
		source := &oauth2.Token{RefreshToken: a.Grant("calendar").RefreshToken}
		must(c.TokenSource(t.Context(), source).Token())(t)
		one.kill(a)
		_, err := c.TokenSource(t.Context(), source).Token()
		e := retrieveError(t, err)
		if e.Response.StatusCode != http.StatusBadRequest || e.ErrorCode != "invalid_grant" || e.ErrorDescription != one.description {
			t.Errorf("%s: %v", one.name, e)
		}
		if got, _ := object(t, string(e.Body))["error_subtype"].(string); (got == "invalid_rapt") != (one.name == "rapt") {
			t.Errorf("%s: subtype %q", one.name, got)
		}
	}
}

func tokenFaults(t *testing.T, w *fixture) {
	c := w.config(t, "calendar")
	source := &oauth2.Token{RefreshToken: w.ann.Grant("calendar").RefreshToken}
	for _, status := range []int{500, 502, 503} {
		w.Inject(googletest.Fault{Method: "token", Effect: googletest.Failed(status)})
		_, err := c.TokenSource(t.Context(), source).Token()
		if e := retrieveError(t, err); e.Response.StatusCode != status || e.ErrorCode != "" {
			t.Errorf("%d: %v", status, e)
		}
	}
	w.Inject(googletest.Fault{Method: "token", Effect: googletest.CaptivePortal()})
	if _, err := c.TokenSource(t.Context(), source).Token(); err == nil {
		t.Error("a captive portal gave a token")
	}
	must(c.TokenSource(t.Context(), source).Token())(t)
}

func revocation(t *testing.T, w *fixture) {
	for _, which := range []string{"refresh", "access"} {
		token := w.ann.Grant("calendar")
		api := w.with(t, token)
		must(api.Events.List("primary").Do())(t)
		kill := token.RefreshToken
		if which == "access" {
			kill = token.AccessToken
		}
		if status, _, body := w.raw(t, "POST", "/revoke", url.Values{"token": {kill}}.Encode()); status != 200 {
			t.Errorf("revoke by the %s token: %d %s", which, status, body)
		}
		if status, _, _ := w.raw(t, "POST", "/revoke", url.Values{"token": {kill}}.Encode()); status != 400 {
			t.Errorf("revoked again by the %s token: %d", which, status)
		}
		_, err := api.Events.List("primary").Do()
		wantAPIError(t, err, http.StatusUnauthorized, "authError")
		_, err = w.config(t, "calendar").TokenSource(t.Context(), &oauth2.Token{RefreshToken: token.RefreshToken}).Token()
		if e := retrieveError(t, err); e.ErrorCode != "invalid_grant" {
			t.Errorf("refresh: %v", e)
		}
	}
}

func accessExpiry(t *testing.T, w *fixture) {
	must(w.api.Events.List("primary").Do())(t)
	w.clock.advance(3598 * time.Second)
	must(w.api.Events.List("primary").Do())(t)
	w.clock.advance(time.Second)
	_, err := w.api.Events.List("primary").Do()
	wantAPIError(t, err, http.StatusUnauthorized, "authError")
}

func basicRefused(t *testing.T, w *fixture) {
	c := w.config(t, "calendar")
	source := &oauth2.Token{RefreshToken: w.ann.Grant("calendar").RefreshToken}
	for _, one := range []struct {
		style  oauth2.AuthStyle
		refuse bool
		want   int
	}{{oauth2.AuthStyleInParams, true, 1}, {oauth2.AuthStyleInHeader, false, 1}, {oauth2.AuthStyleAutoDetect, true, 2}} {
		w.ClearLogs()
		w.Configure(func(s *googletest.Settings) { s.RefuseBasic = one.refuse })
		fresh := *c
		fresh.Endpoint.AuthStyle = one.style
		must(fresh.TokenSource(t.Context(), source).Token())(t)
		if got := w.Count("token"); got != one.want {
			t.Errorf("style %v: %d requests, want %d", one.style, got, one.want)
		}
	}
}
