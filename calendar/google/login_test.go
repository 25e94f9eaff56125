package google

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fika/calendar/google/googletest"
	"fika/calendar/remote"
)

// A loginServer is a fake Google on a socket, with the client file and the vault of a
// user.
type loginServer struct {
	fake    *googletest.Server
	address string
	options LoginOptions
}

func newLoginServer(t *testing.T) *loginServer {
	fake := googletest.New(nil, "")
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)
	fake.AddAccount(me, "Maya", "Europe/Stockholm")
	path := filepath.Join(t.TempDir(), "client_secret.json")
	if err := os.WriteFile(path, fake.ClientFile(server.URL), 0o600); err != nil {
		t.Fatal(err)
	}
	client, err := ReadClient(path)
	if err != nil {
		t.Fatal(err)
	}
	return &loginServer{fake, server.URL, LoginOptions{
		Client: client, Vault: File{Path: filepath.Join(t.TempDir(), "work.json")}, Endpoint: server.URL + "/calendar/v3/", Hint: me,
	}}
}

// browse plays a browser on this machine: the user decides, and it follows the
// redirect.
func (o *loginServer) browse(t *testing.T, d googletest.Decision) func(address string) {
	return func(address string) {
		redirect, err := o.fake.Decide(address, d)
		if err != nil {
			t.Error(err)
			return
		}
		go func() {
			resp, err := http.Get(redirect)
			if err == nil {
				resp.Body.Close()
			}
		}()
	}
}

func TestLogin(t *testing.T) {
	o := newLoginServer(t)
	o.options.Show = o.browse(t, googletest.Decision{})
	in, err := Login(t.Context(), o.options)
	if err != nil {
		t.Fatal(err)
	}
	if in.Account != me || in.ClientID != o.fake.Client().ID || in.Obtained.IsZero() || in.Refresh == "" || in.Access == "" {
		t.Errorf("signed in as %+v", in)
	}
	if diff := cmp.Diff(scopes(false), in.Scopes); diff != "" {
		t.Errorf("scopes (-want +got):\n%s", diff)
	}
	held, err := o.options.Vault.Load()
	if err != nil || held.Refresh != in.Refresh {
		t.Errorf("saved %+v: %v", held, err)
	}
	a, err := Open(Options{Client: o.options.Client, Vault: o.options.Vault, Endpoint: o.options.Endpoint})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if err := a.Ping(t.Context()); err != nil {
		t.Errorf("the sign-in does not work: %v", err)
	}

	if err := Logout(t.Context(), o.options.Client, o.options.Vault, nil); err != nil {
		t.Fatal(err)
	}
	var none *remote.SignInError
	if _, err := o.options.Vault.Load(); !errors.As(err, &none) {
		t.Errorf("after signing out: %v", err)
	}
	if err := a.Ping(t.Context()); !errors.As(err, &none) {
		t.Errorf("a token works after signing out: %v", err)
	}
	if err := Logout(t.Context(), o.options.Client, o.options.Vault, nil); err != nil {
		t.Errorf("signing out twice: %v", err)
	}
}

// TestLoginRequest checks the address that the user's browser is sent to.
func TestLoginRequest(t *testing.T) {
	o := newLoginServer(t)
	o.options.Directory = true
	ctx, cancel := context.WithCancel(t.Context())
	var asked *url.URL
	o.options.Show = func(address string) {
		asked, _ = url.Parse(address)
		cancel()
	}
	if _, err := Login(ctx, o.options); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	q := asked.Query()
	want := map[string]string{
		"response_type": "code", "client_id": o.fake.Client().ID, "access_type": "offline", "prompt": "consent",
		"code_challenge_method": "S256", "login_hint": me, "scope": strings.Join(scopes(true), " "),
	}
	for key, value := range want {
		if got := q.Get(key); got != value {
			t.Errorf("%s is %q, want %q", key, got, value)
		}
	}
	redirect, err := url.Parse(q.Get("redirect_uri"))
	if err != nil || redirect.Hostname() != "127.0.0.1" || redirect.Port() == "" || len(q.Get("state")) < 20 || len(q.Get("code_challenge")) != 43 {
		t.Errorf("redirect %v, state %q, challenge %q", redirect, q.Get("state"), q.Get("code_challenge"))
	}
	if q.Has("client_secret") || q.Has("code_verifier") || q.Has("include_granted_scopes") {
		t.Errorf("unexpected parameters: %v", q)
	}
	if resp, err := http.Get(redirect.String()); err == nil {
		resp.Body.Close()
		t.Error("the port is still open afterwards")
	}
}

// paste returns a channel with one pasted text.
func paste(text string) <-chan string {
	lines := make(chan string, 1)
	lines <- text
	close(lines)
	return lines
}

// TestLoginPasted checks a sign-in whose browser is on another machine: the user pastes
// the address where it ended.
func TestLoginPasted(t *testing.T) {
	o := newLoginServer(t)
	lines := make(chan string, 3)
	o.options.Paste = lines
	o.options.Show = func(address string) {
		redirect, err := o.fake.Decide(address, googletest.Decision{})
		if err != nil {
			t.Error(err)
		}
		lines <- ""
		lines <- "  "
		lines <- " " + redirect + " "
	}
	if in, err := Login(t.Context(), o.options); err != nil || in.Account != me {
		t.Errorf("%+v, %v", in, err)
	}
}

func TestLoginFails(t *testing.T) {
	for _, c := range []struct {
		what string
		edit func(t *testing.T, o *loginServer)
		says string
		as   any
	}{
		{"denied", func(t *testing.T, o *loginServer) { o.options.Show = o.browse(t, googletest.Decision{Deny: true}) }, "you did not allow", new(*DeniedError)},
		{"a box unticked", func(t *testing.T, o *loginServer) {
			o.options.Show = o.browse(t, googletest.Decision{Scopes: []string{ScopeEvents, ScopeCalendars}})
		}, "seeing when you and colleagues are free (" + ScopeFreeBusy + ")", new(*ScopeError)},
		{"unrelated text", func(t *testing.T, o *loginServer) {
			o.options.Show, o.options.Paste = func(string) {}, paste("4/canary-code")
		}, "not the address", nil},
		{"the address of another sign-in", func(t *testing.T, o *loginServer) {
			o.options.Show, o.options.Paste = func(string) {}, paste("http://127.0.0.1:1/fika?state=other&code=canary")
		}, "not the address", nil},
		{"another secret", func(t *testing.T, o *loginServer) { o.options.Client.Secret = "GOCSPX-canary" }, "does not accept the client file", new(*remote.SignInError)},
		{"no token endpoint", func(t *testing.T, o *loginServer) {
			o.fake.Inject(googletest.Fault{Method: "token", Effect: googletest.Failed(503)})
		}, "cannot be completed: status 503", new(*remote.Fault)},
		{"a captive portal", func(t *testing.T, o *loginServer) {
			o.fake.Inject(googletest.Fault{Method: "token", Effect: googletest.CaptivePortal()})
		}, "cannot be completed", new(*remote.Fault)},
		{"a used code", func(t *testing.T, o *loginServer) {
			o.fake.Inject(googletest.Fault{Method: "token", Effect: googletest.Answered(400, nil, "application/json", `{"error":"invalid_grant","error_description":"canary"}`)})
		}, "did not complete", new(*DeniedError)},
		{"no refresh token", func(t *testing.T, o *loginServer) {
			o.fake.Inject(googletest.Fault{Method: "token", Effect: googletest.Answered(200, nil, "application/json", `{"access_token":"canary"}`)})
		}, "without a refresh token", new(*remote.Fault)},
		{"another account", func(t *testing.T, o *loginServer) {
			o.fake.AddAccount(ann, "Ann", "Europe/Stockholm")
			o.options.Show = o.browse(t, googletest.Decision{Account: ann})
			o.options.Vault.Save(sample())
		}, "belongs to " + me + ", but " + ann, new(*remote.AccountError)},
	} {
		t.Run(c.what, func(t *testing.T) {
			o := newLoginServer(t)
			o.options.Show = o.browse(t, googletest.Decision{})
			c.edit(t, o)
			before, _ := o.options.Vault.Load()
			_, err := Login(t.Context(), o.options)
			if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "canary") {
				t.Errorf("got %v, want %q", err, c.says)
			}
			if c.as != nil && !errors.As(err, c.as) || c.as == nil && !errors.Is(err, ErrPasted) {
				t.Errorf("%v is a %T", err, err)
			}
			if after, _ := o.options.Vault.Load(); after.Refresh != before.Refresh {
				t.Error("something was saved")
			}
		})
	}
}

// TestLoginIgnoresStrangers checks that a request to the loopback port with another
// state or path does not end the sign-in.
func TestLoginIgnoresStrangers(t *testing.T) {
	o := newLoginServer(t)
	o.options.Show = func(address string) {
		u, _ := url.Parse(address)
		back := u.Query().Get("redirect_uri")
		for _, knock := range []string{back, back + "?code=evil", back + "?state=guess&code=evil", back + "?error=access_denied", strings.TrimSuffix(back, redirectPath) + "/favicon.ico"} {
			resp, err := http.Get(knock)
			if err != nil || resp.StatusCode != http.StatusNotFound {
				t.Errorf("%s: %v, %v", knock, resp, err)
			}
			resp.Body.Close()
		}
		o.browse(t, googletest.Decision{})(address)
	}
	if in, err := Login(t.Context(), o.options); err != nil || in.Account != me {
		t.Errorf("%+v, %v", in, err)
	}
}

func TestLoginPort(t *testing.T) {
	o := newLoginServer(t)
	taken := httptest.NewServer(nil)
	defer taken.Close()
	u, _ := url.Parse(taken.URL)
	fmt.Sscan(u.Port(), &o.options.Port)
	o.options.Show = func(string) { t.Error("the user was asked") }
	if _, err := Login(t.Context(), o.options); !errors.Is(err, syscall.EADDRINUSE) {
		t.Errorf("a taken port: %v", err)
	}
}

// TestLogoutKeepsWhatItCannotRevoke checks that a sign-in that cannot be revoked is
// kept; otherwise copies of the token would stay valid.
func TestLogoutKeepsWhatItCannotRevoke(t *testing.T) {
	for what, effect := range map[string]googletest.Effect{
		"dropped": googletest.Dropped(), "503": googletest.Failed(503), "502": googletest.Failed(502), "a hotel": googletest.CaptivePortal(),
	} {
		o := newLoginServer(t)
		o.options.Show = o.browse(t, googletest.Decision{})
		if _, err := Login(t.Context(), o.options); err != nil {
			t.Fatal(err)
		}
		o.fake.Inject(googletest.Fault{Method: "revoke", Effect: effect})
		var f *remote.Fault
		if err := Logout(t.Context(), o.options.Client, o.options.Vault, nil); !errors.As(err, &f) {
			t.Errorf("%s: %v", what, err)
		}
		if _, err := o.options.Vault.Load(); err != nil {
			t.Errorf("%s: the sign-in was deleted: %v", what, err)
		}
		o.fake.Account(me).Revoke()
		if err := Logout(t.Context(), o.options.Client, o.options.Vault, nil); err != nil {
			t.Errorf("%s: a sign-in that Google no longer knows: %v", what, err)
		}
	}
}
