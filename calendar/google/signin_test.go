package google

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"

	"fika/calendar"
	"fika/calendar/remote"
)

const clientJSON = `{"installed":{"client_id":"1-x.apps.googleusercontent.com","project_id":"p",
 "auth_uri":"https://accounts.google.com/o/oauth2/auth","token_uri":"https://oauth2.googleapis.com/token",
 "client_secret":"GOCSPX-canary","redirect_uris":["http://localhost"]}}`

func TestReadClient(t *testing.T) {
	path := filepath.Join(t.TempDir(), "client_secret.json")
	write := func(text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(clientJSON)
	c, err := ReadClient(path)
	want := Client{"1-x.apps.googleusercontent.com", "GOCSPX-canary", "https://accounts.google.com/o/oauth2/auth", "https://oauth2.googleapis.com/token"}
	if err != nil || c != want {
		t.Errorf("got %v, %v", c, err)
	}
	if got := c.revokeURL(); got != "https://oauth2.googleapis.com/revoke" {
		t.Errorf("revoked at %s", got)
	}
	for text, says := range map[string]string{
		`{"web":{"client_id":"x","client_secret":"GOCSPX-canary"}}`: "Web application",
		`{"type":"service_account","private_key":"canary"}`:         "service account",
		`{"installed":{"client_secret":"GOCSPX-canary"`:             "not JSON",
		`{"installed":{"client_secret":7,"client_id":"canary"}}`:    "not JSON",
		`{}`: `"installed"`,
		strings.Replace(clientJSON, "1-x.apps.googleusercontent.com", "", 1):        `"client_id"`,
		strings.Replace(clientJSON, "https://oauth2.googleapis.com", "canary:/", 1): "token_uri",
	} {
		write(text)
		_, err := ReadClient(path)
		var wrong *ClientError
		if !errors.As(err, &wrong) || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: got %v, want a ClientError that says %s", text, err, says)
		}
	}
	if _, err := ReadClient(path + ".missing"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
}

func TestSecretHides(t *testing.T) {
	in := SignIn{Account: me, Refresh: "canary-refresh", Access: "canary-access"}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		if text := fmt.Sprintf(verb, in) + fmt.Sprintf(verb, &in) + fmt.Sprintf(verb, Client{Secret: "canary"}); strings.Contains(text, "canary") {
			t.Errorf("%s prints %s", verb, text)
		}
	}
}

func sample() SignIn {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	return SignIn{Account: me, ClientID: "id", Scopes: scopes(false), Obtained: at, Refresh: "r", Access: "a", Expiry: at.Add(time.Hour), Renewed: at}
}

func TestSignInExpires(t *testing.T) {
	in := sample()
	day := func(n int) time.Time { return in.Obtained.AddDate(0, 0, n) }
	at, certain := in.Expires(day(1))
	if !at.Equal(day(7)) || certain {
		t.Errorf("on day one: %v, %v", at, certain)
	}
	in.Renewed = day(8)
	if at, _ := in.Expires(day(8)); !at.IsZero() {
		t.Errorf("renewed after seven days: %v", at)
	}
	in.Dies = day(30)
	if at, certain := in.Expires(day(8)); !at.Equal(day(30)) || !certain {
		t.Errorf("reported by Google: %v, %v", at, certain)
	}
}

func TestClassifyTokenError(t *testing.T) {
	day := func(n int) time.Time { return sample().Obtained.AddDate(0, 0, n) }
	dies := func(n int) func(*SignIn) { return func(s *SignIn) { s.Dies = day(n) } }
	renewed := func(n int) func(*SignIn) { return func(s *SignIn) { s.Renewed = day(n) } }
	for _, c := range []struct {
		what string
		edit func(*SignIn)
		now  time.Time
		code string
		body string
		want remote.Reason // "" if the request may be retried
	}{
		{"revoked in between", renewed(2), day(3), "invalid_grant", "", remote.Revoked},
		{"expired after seven days", renewed(6), day(7), "invalid_grant", "", TestingEnded},
		{"expired after a week offline", renewed(1), day(20), "invalid_grant", "", TestingEnded},
		{"revoked after months", renewed(90), day(91), "invalid_grant", "", remote.Revoked},
		{"seven days, as reported by Google", dies(7), day(7), "invalid_grant", "", TestingEnded},
		{"a month, as reported by Google", dies(30), day(31), "invalid_grant", "", OutOfTime},
		{"session control", renewed(1), day(1), "invalid_grant", `{"error_subtype":"invalid_rapt"}`, OrgPolicy},
		{"administrator", renewed(1), day(1), "admin_policy_enforced", "", OrgPolicy},
		{"another client", renewed(1), day(1), "invalid_client", "", WrongClient},
		{"a deleted client", renewed(1), day(1), "deleted_client", "", WrongClient},
		{"an unknown code", renewed(1), day(1), "unheard_of", "", WrongClient},
		{"an HTML page", renewed(1), day(1), "", "<html>", ""},
		{"overloaded", renewed(1), day(1), "temporarily_unavailable", "", ""},
	} {
		in := sample()
		c.edit(&in)
		err := classifyTokenError(in, c.now, fmt.Errorf("refresh: %w", &oauth2.RetrieveError{ErrorCode: c.code, Body: []byte(c.body),
			ErrorDescription: "canary", Response: &http.Response{StatusCode: http.StatusBadRequest}}))
		var refused *remote.SignInError
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: got %v, want a retry", c.what, err)
		case c.want != "" && (!errors.As(err, &refused) || refused.Reason != c.want):
			t.Errorf("%s: got %v, want %s", c.what, err, c.want)
		case c.want != "" && (!errors.Is(err, calendar.ErrSignIn) || !errors.Is(err, calendar.ErrUnsent) || strings.Contains(err.Error(), "canary")):
			t.Errorf("%s: %v", c.what, err)
		}
	}
	if classifyTokenError(sample(), day(1), errors.New("dial")) != nil {
		t.Error("a network failure counts as a refusal")
	}
}

func TestMissingScopes(t *testing.T) {
	all := scopes(true)
	if got := missingFrom(all, strings.Join(all, " ")); len(got) > 0 {
		t.Errorf("all granted, missing %v", got)
	}
	if got := missingFrom(all, ""); len(got) > 0 {
		t.Errorf("no scopes in the response means all, missing %v", got)
	}
	err := &ScopeError{missingFrom(all, "openid "+ScopeEvents+" "+ScopeCalendars+" "+ScopeDirectory)}
	if diff := cmp.Diff([]string{ScopeFreeBusy}, err.Missing); diff != "" || !strings.Contains(err.Error(), "free") {
		t.Errorf("%v %s", err, diff)
	}
}

func TestSignInOnDisk(t *testing.T) {
	data, err := json.Marshal(sample())
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"account", "client_id", "scopes", "obtained", "refresh_token", "access_token", "expiry"} {
		if !strings.Contains(string(data), `"`+key+`":`) {
			t.Errorf("%s is not in %s", key, data)
		}
	}
}
