package google

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fika/calendar"
	"fika/calendar/google/googletest"
	"fika/calendar/remote"
)

// refreshCount returns how many refreshes fake received.
func refreshCount(fake *googletest.Server) int { return fake.Count("token") }

func TestRefreshOnceForAll(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		fake.Inject(googletest.Fault{Method: "token", Count: googletest.Always, Effect: googletest.Slow(time.Second)})
		a := open(t, fake, me, nil)
		time.Sleep(2 * time.Hour)
		done := make(chan error)
		for range 20 {
			go func() { done <- a.Ping(t.Context()) }()
		}
		for range 20 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if n := refreshCount(fake); n != 1 {
			t.Errorf("%d refreshes for 20 calls", n)
		}
		time.Sleep(time.Hour - renewalMargin)
		if err := a.Ping(t.Context()); err != nil || refreshCount(fake) != 2 {
			t.Errorf("%v; a token is used in its last minute: %d refreshes", err, refreshCount(fake))
		}
	})
}

// TestAccessTokenRejected has Google reject an access token that has not expired.
func TestAccessTokenRejected(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		a := open(t, fake, me, nil)
		fake.Account(me).ExpireAccess()
		if err := a.Ping(t.Context()); err != nil || refreshCount(fake) != 1 || fake.Count("calendarList.get") != 2 {
			t.Errorf("%v after %d refreshes, %d calls", err, refreshCount(fake), fake.Count("calendarList.get"))
		}
		fake.Account(me).ExpireAccess()
		if _, err := a.Insert(t.Context(), draft("fkrejected")); err != nil || len(mine.Events()) != 1 {
			t.Errorf("a change with its body: %v", err)
		}
		fake.ClearLogs()
		fake.Inject(googletest.Fault{Method: "calendarList.get", Count: googletest.Always, Effect: googletest.Refused(401, "global", "authError", "Invalid Credentials")})
		var refused *remote.SignInError
		if err := a.Ping(t.Context()); !errors.As(err, &refused) || refreshCount(fake) != 1 || fake.Count("calendarList.get") != 2 {
			t.Errorf("%v after %d refreshes, %d calls", err, refreshCount(fake), fake.Count("calendarList.get"))
		}
	})
}

// TestRevokedWhileBooking checks that nothing is sent after the sign-in was revoked,
// that Google is asked once, and that a new sign-in by another process is found.
func TestRevokedWhileBooking(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		a := open(t, fake, me, nil)
		listedTitles(t, a, month)
		time.Sleep(48 * time.Hour)
		fake.Account(me).Revoke()
		fake.ClearLogs()
		for range 5 {
			_, err := a.Insert(t.Context(), draft("fkrevoked"))
			var refused *remote.SignInError
			if !errors.As(err, &refused) || refused.Reason != remote.Revoked || refused.Account != me || !errors.Is(err, calendar.ErrSignIn) || !errors.Is(err, calendar.ErrUnsent) {
				t.Fatalf("got %v", err)
			}
			time.Sleep(5 * time.Minute)
		}
		if n := len(fake.Requests()); n != 1 {
			t.Errorf("%d requests with an expired sign-in", n)
		}
		fresh, _ := signedIn(fake, me).Load()
		a.options.Vault.Save(fresh)
		if _, err := a.Insert(t.Context(), draft("fkrevoked")); err != nil {
			t.Errorf("after signing in again: %v", err)
		}
	})
}

// TestWhySignInEnded checks the reason of each expired sign-in.
func TestWhySignInEnded(t *testing.T) {
	for what, c := range map[string]struct {
		edit func(fake *googletest.Server)
		want remote.Reason
	}{
		"testing": {func(fake *googletest.Server) { time.Sleep(8 * 24 * time.Hour) }, TestingEnded},
		"session": {func(fake *googletest.Server) { fake.Account(me).DemandReauth(true) }, OrgPolicy},
		"closed":  {func(fake *googletest.Server) { fake.Account(me).Delete() }, remote.Revoked},
		"other client": {func(fake *googletest.Server) {
			fake.Inject(googletest.Fault{Method: "token", Effect: googletest.Answered(401, nil, "application/json", `{"error":"deleted_client"}`)})
		}, WrongClient},
	} {
		runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
			fake.Configure(func(s *googletest.Settings) { s.Testing = true })
			a := open(t, fake, me, nil)
			time.Sleep(2 * time.Hour)
			c.edit(fake)
			var refused *remote.SignInError
			if err := a.Ping(t.Context()); !errors.As(err, &refused) || refused.Reason != c.want {
				t.Errorf("%s: got %v, want %s", what, err, c.want)
			}
		})
	}
}

// TestTokenEndpointDown checks that failures of the token endpoint do not require a
// new sign-in and leave the sign-in unchanged.
func TestTokenEndpointDown(t *testing.T) {
	for what, effect := range map[string]googletest.Effect{
		"503": googletest.Failed(503), "502": googletest.Failed(502), "a captive portal": googletest.CaptivePortal(), "429": googletest.RateLimited(429, ""),
		"offline": googletest.Unreachable(), "no response": googletest.Slow(time.Hour), "an empty object": googletest.Answered(200, nil, "application/json", "{}"),
		"truncated": googletest.Truncated(),
	} {
		runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
			a := open(t, fake, me, nil)
			listedTitles(t, a, month)
			time.Sleep(2 * time.Hour)
			fake.Inject(googletest.Fault{Method: "token", Count: googletest.Always, Effect: effect})
			for range 3 {
				start := time.Now()
				_, err := a.Insert(t.Context(), draft("fkdead"))
				if errors.Is(err, calendar.ErrSignIn) || !errors.Is(err, calendar.ErrUnsent) {
					t.Errorf("%s: got %v, want ErrUnsent alone", what, err)
				}
				if took := time.Since(start); took > refreshTimeout+time.Second {
					t.Errorf("%s: took %v", what, took)
				}
				time.Sleep(5 * time.Minute)
			}
			fake.ClearFaults()
			if _, err := a.Insert(t.Context(), draft("fkdead")); err != nil {
				t.Errorf("%s: does not recover: %v", what, err)
			}
		})
	}
}

// TestRefreshOutlivesCaller checks that a refresh continues if the caller that
// started it gives up, and that the next caller gets its token.
func TestRefreshOutlivesCaller(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		fake.Configure(func(s *googletest.Settings) { s.RotateRefreshTokens = true })
		fake.Inject(googletest.Fault{Method: "token", Effect: googletest.Slow(10 * time.Second)})
		a := open(t, fake, me, nil)
		time.Sleep(2 * time.Hour)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		if err := a.Ping(ctx); err == nil || time.Since(start) != time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		if err := a.Ping(t.Context()); err != nil || refreshCount(fake) != 1 {
			t.Errorf("%v after %d refreshes", err, refreshCount(fake))
		}
	})
}

// failingVault is a vault on a full disk.
type failingVault struct {
	*memoryVault
	fail error
}

func (f *failingVault) Save(in SignIn) error {
	if f.fail != nil {
		return f.fail
	}
	return f.memoryVault.Save(in)
}

// TestRotatedTokenIsSavedFirst checks that a new refresh token is saved before it is
// used, because the old one is no longer valid.
func TestRotatedTokenIsSavedFirst(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		fake.Configure(func(s *googletest.Settings) { s.RotateRefreshTokens = true })
		a := open(t, fake, me, nil)
		v := &failingVault{a.options.Vault.(*memoryVault), errors.New("disk full")}
		a.options.Vault, a.tokens.vault = v, v
		first := v.Refresh
		time.Sleep(2 * time.Hour)
		for range 3 {
			err := a.Ping(t.Context())
			if err == nil || !strings.Contains(err.Error(), "disk full") || fake.Count("calendarList.get") != 0 {
				t.Errorf("used before it was saved: %v", err)
			}
		}
		if v.Refresh != first {
			t.Error("partly saved")
		}
		v.fail = nil
		if err := a.Ping(t.Context()); err != nil || v.Refresh == first || refreshCount(fake) != 1 {
			t.Errorf("%v; %d refreshes", err, refreshCount(fake))
		}
		time.Sleep(2 * time.Hour)
		if err := a.Ping(t.Context()); err != nil || refreshCount(fake) != 2 {
			t.Errorf("the next one: %v; %d refreshes", err, refreshCount(fake))
		}
	})
}

// TestUserSignsInDuringRefresh has the user sign in again, or out, while a new token
// could not be saved. The user's action wins.
func TestUserSignsInDuringRefresh(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		fake.Configure(func(s *googletest.Settings) { s.RotateRefreshTokens = true })
		a := open(t, fake, me, nil)
		v := &failingVault{a.options.Vault.(*memoryVault), errors.New("disk full")}
		a.options.Vault, a.tokens.vault = v, v
		time.Sleep(2 * time.Hour)
		a.Ping(t.Context())
		fresh, _ := signedIn(fake, me).Load()
		v.fail, v.SignIn = nil, fresh
		if err := a.Ping(t.Context()); err != nil || v.Refresh != fresh.Refresh {
			t.Errorf("%v; the new sign-in was overwritten", err)
		}
	})
}

func TestWrongSignIn(t *testing.T) {
	for what, c := range map[string]struct {
		edit func(in *SignIn)
		want remote.Reason
	}{
		"of another client": {func(in *SignIn) { in.ClientID = "other" }, WrongClient},
		"of fewer scopes":   {func(in *SignIn) { in.Scopes = in.Scopes[:1] }, remote.MissingScopes},
	} {
		synctest.Test(t, func(t *testing.T) {
			fake := googletest.New(nil, "")
			fake.AddAccount(me, "Maya", "UTC")
			a := open(t, fake, me, nil)
			c.edit(&a.options.Vault.(*memoryVault).SignIn)
			var refused *remote.SignInError
			if err := a.Ping(t.Context()); !errors.As(err, &refused) || refused.Reason != c.want || len(fake.Requests()) > 0 {
				t.Errorf("%s: got %v after %d requests", what, err, len(fake.Requests()))
			}
		})
	}
}

// TestTokenWithoutExpiry checks that an access token without an expiry does not stay
// valid forever.
func TestTokenWithoutExpiry(t *testing.T) {
	runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
		token := fake.Account(me).Grant(scopes(false)...)
		fake.Inject(googletest.Fault{Method: "token", Effect: googletest.Answered(200, nil, "application/json", `{"access_token":"`+token.AccessToken+`","token_type":"Bearer"}`)})
		a := open(t, fake, me, nil)
		a.options.Vault.(*memoryVault).Expiry = time.Now()
		if err := a.Ping(t.Context()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(defaultAccessLife)
		if err := a.Ping(t.Context()); err != nil || refreshCount(fake) != 2 {
			t.Errorf("%v after %d refreshes", err, refreshCount(fake))
		}
	})
}
