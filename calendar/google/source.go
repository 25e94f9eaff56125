package google

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"

	"golang.org/x/oauth2"

	"fika/calendar/remote"
)

const (
	refreshTime = 15 * time.Second // a refresh has its own deadline, because callers share it
	margin      = time.Minute      // an access token is not used in its last moments: clocks differ
	defaultLife = 30 * time.Minute // of an access token of which Google says nothing
)

// source hands out access tokens, and gets new ones: one refresh at a time,
// which all callers wait for. It reads the vault before each refresh, so that a
// sign-in by another process is found.
type source struct {
	life    context.Context // of the refreshes
	end     context.CancelFunc
	client  Client
	vault   Vault
	mine    func(address string) bool // nil for any account
	http    *http.Client
	flights sync.WaitGroup // the refresh

	mu       sync.Mutex
	signIn   SignIn        // in use
	unsaved  bool          // signIn has a refresh token that the vault does not know yet
	replaced SignIn        // and this is what the vault holds instead
	rejected remote.Secret // an access token that Google did not take
	dead     remote.Secret // a refresh token that Google did not take
	why      error         // and what it said
	flying   *refresh
}

// refresh is one on its way. The fields may be read when done is closed.
type refresh struct {
	done   chan struct{}
	access remote.Secret
	err    error
}

func newSource(c Client, v Vault, base http.RoundTripper, mine func(string) bool) *source {
	life, end := context.WithCancel(context.Background())
	return &source{life: life, end: end, client: c, vault: v, mine: mine, http: remote.NewClient(portal{base})}
}

// account is the address that is signed in, "" while unknown.
func (s *source) account() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.signIn.Account
}

// token returns an access token that is good for a minute at least. The error
// is that of ctx, a [*remote.SignInError] or a [*remote.Fault].
func (s *source) token(ctx context.Context) (remote.Secret, error) {
	s.mu.Lock()
	if !s.unsaved && s.fresh(s.signIn) {
		defer s.mu.Unlock()
		return s.signIn.Access, s.owned(s.signIn)
	}
	r := s.flying
	if r == nil {
		r = &refresh{done: make(chan struct{})}
		s.flying = r
		s.flights.Go(func() { s.refresh(r) })
	}
	s.mu.Unlock()
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case <-r.done:
		return r.access, r.err
	}
}

// reject notes that Google did not take the access token.
func (s *source) reject(access remote.Secret) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rejected = access
}

// owned refuses a sign-in of somebody who is not the user. That is asked each
// time: the user may say meanwhile that an address is theirs.
func (s *source) owned(in SignIn) error {
	if s.mine == nil || s.mine(in.Account) {
		return nil
	}
	return signInError(in.Account, remote.NotYourAddress)
}

// fresh reports whether the access token of in can be used. The lock must be
// held.
func (s *source) fresh(in SignIn) bool {
	return in.Access != "" && in.Access != s.rejected && time.Until(in.Expiry) > margin
}

// refresh gets an access token for all who wait for r.
func (s *source) refresh(r *refresh) {
	in, err := s.renew()
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil {
		s.signIn = in
	}
	r.access, r.err = in.Access, err
	s.flying = nil
	close(r.done)
}

// renew returns the sign-in of the vault, with a new access token if its own
// will not do. A new refresh token is saved before anything is done with it: the
// old one is dead.
func (s *source) renew() (SignIn, error) {
	if err := s.save(); err != nil {
		return SignIn{}, err
	}
	in, err := s.vault.Load()
	if err != nil {
		return SignIn{}, err
	}
	s.mu.Lock()
	s.signIn.Account = in.Account
	fresh, dead, why := s.fresh(in), s.dead, s.why
	s.mu.Unlock()
	if err := s.owned(in); err != nil {
		return SignIn{}, err
	}
	switch {
	case in.ClientID != s.client.ID:
		return SignIn{}, signInError(in.Account, WrongClient)
	case len(lacking(in)) > 0:
		why := signInError(in.Account, remote.MissingScopes)
		why.Detail = purpose(lacking(in)[0])
		return SignIn{}, why
	case fresh:
		return in, nil
	case in.Refresh == dead && why != nil:
		return SignIn{}, why // asking again would change nothing
	}
	next, err := s.trade(in)
	if err != nil {
		return SignIn{}, err
	}
	if next.Refresh == in.Refresh {
		s.replace(in, next) //nolint:errcheck // if that fails, an hour's access token is lost, nothing more
		return next, nil
	}
	s.mu.Lock()
	s.replaced, s.signIn, s.unsaved = in, next, true
	s.mu.Unlock()
	return next, s.save()
}

// lacking is what the work of an account needs and in does not allow.
func lacking(in SignIn) []string {
	return slices.DeleteFunc(scopes(false), func(s string) bool { return slices.Contains(in.Scopes, s) })
}

// save brings the vault up to date, if it is not.
func (s *source) save() error {
	s.mu.Lock()
	old, in, unsaved := s.replaced, s.signIn, s.unsaved
	s.mu.Unlock()
	if !unsaved {
		return nil
	}
	if err := s.replace(old, in); err != nil {
		return fault(remote.Unsent, "the renewed sign-in cannot be saved: "+err.Error())
	}
	s.mu.Lock()
	s.unsaved = false
	s.mu.Unlock()
	return nil
}

// replace puts next into the vault if old is what it holds. What the user did
// meanwhile, another sign-in or none at all, stands.
func (s *source) replace(old, next SignIn) error {
	held, err := s.vault.Load()
	var none *remote.SignInError
	switch {
	case errors.As(err, &none):
		return nil
	case err != nil:
		return err
	case held.Refresh != old.Refresh:
		return nil
	}
	return s.vault.Save(next)
}

// trade asks Google for a new access token. A failure on the way leaves the
// sign-in as it is; only Google's own no makes it dead.
func (s *source) trade(in SignIn) (SignIn, error) {
	ctx, cancel := context.WithTimeout(s.life, refreshTime)
	defer cancel()
	ctx = context.WithValue(ctx, oauth2.HTTPClient, s.http)
	token, err := s.client.oauth(in.Scopes).TokenSource(ctx, &oauth2.Token{RefreshToken: string(in.Refresh)}).Token()
	now := time.Now()
	if err != nil {
		refused := judgeRefusal(in, now, err)
		if refused == nil {
			f := service.NoResponse(err)
			f.Outcome, f.Text = remote.Unsent, "the sign-in cannot be renewed right now: "+describe(err)
			return in, f
		}
		s.mu.Lock()
		s.dead, s.why = in.Refresh, refused
		s.mu.Unlock()
		return in, refused
	}
	return in.with(token, now), nil
}

// with is the sign-in after token came for it at now.
func (s SignIn) with(token *oauth2.Token, now time.Time) SignIn {
	s.Access, s.Expiry, s.Renewed = remote.Secret(token.AccessToken), token.Expiry, now
	if token.Expiry.IsZero() {
		s.Expiry = now.Add(defaultLife)
	}
	if token.RefreshToken != "" {
		s.Refresh = remote.Secret(token.RefreshToken)
	}
	if seconds, ok := token.Extra("refresh_token_expires_in").(float64); ok && seconds > 0 {
		s.Dies = now.Add(time.Duration(seconds) * time.Second)
	}
	return s
}
