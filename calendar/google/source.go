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
	refreshTimeout    = 15 * time.Second // a refresh has its own deadline, because callers share it
	renewalMargin     = time.Minute      // access tokens are renewed this long before they expire, because clocks differ
	defaultAccessLife = 30 * time.Minute // of an access token without an expiry
)

// tokenSource provides access tokens. It runs one refresh at a time, which all
// callers wait for. It reads the vault before each refresh, so that it finds a
// sign-in by another process.
type tokenSource struct {
	lifetime      context.Context // the parent of the contexts of refreshes
	cancel        context.CancelFunc
	client        Client
	vault         Vault
	isUserAddress func(address string) bool // nil accepts any account
	http          *http.Client
	refreshes     sync.WaitGroup // the refresh in progress

	mu              sync.Mutex
	signIn          SignIn        // in use
	unsaved         bool          // signIn has a refresh token that is not in the vault yet
	savedSignIn     SignIn        // what the vault contains instead
	rejectedAccess  remote.Secret // an access token that Google rejected
	rejectedRefresh remote.Secret // a refresh token that Google rejected
	rejectedErr     error         // the error for that
	inFlight        *refresh
}

// refresh is a refresh in progress. Its other fields may be read once done is closed.
type refresh struct {
	done   chan struct{}
	access remote.Secret
	err    error
}

func newTokenSource(c Client, v Vault, base http.RoundTripper, mine func(string) bool) *tokenSource {
	life, end := context.WithCancel(context.Background())
	return &tokenSource{lifetime: life, cancel: end, client: c, vault: v, isUserAddress: mine, http: remote.NewClient(captiveCheck{base})}
}

// account returns the address that is signed in, "" if unknown.
func (s *tokenSource) account() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.signIn.Account
}

// token returns an access token that is valid for at least a minute. The error is
// that of ctx, a [*remote.SignInError] or a [*remote.Fault].
func (s *tokenSource) token(ctx context.Context) (remote.Secret, error) {
	s.mu.Lock()
	if !s.unsaved && s.isFresh(s.signIn) {
		defer s.mu.Unlock()
		return s.signIn.Access, s.checkOwner(s.signIn)
	}
	r := s.inFlight
	if r == nil {
		r = &refresh{done: make(chan struct{})}
		s.inFlight = r
		s.refreshes.Go(func() { s.refresh(r) })
	}
	s.mu.Unlock()
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case <-r.done:
		return r.access, r.err
	}
}

// reject records that Google rejected the access token.
func (s *tokenSource) reject(access remote.Secret) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rejectedAccess = access
}

// checkOwner returns an error if the account of in is not the user's. It is checked
// for every token, because the user's addresses may change in the meantime.
func (s *tokenSource) checkOwner(in SignIn) error {
	if s.isUserAddress == nil || s.isUserAddress(in.Account) {
		return nil
	}
	return signInError(in.Account, remote.NotYourAddress)
}

// isFresh reports whether the access token of in can be used. The caller must hold
// s.mu.
func (s *tokenSource) isFresh(in SignIn) bool {
	return in.Access != "" && in.Access != s.rejectedAccess && time.Until(in.Expiry) > renewalMargin
}

// refresh renews the access token for everybody who waits for r.
func (s *tokenSource) refresh(r *refresh) {
	in, err := s.renew()
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil {
		s.signIn = in
	}
	r.access, r.err = in.Access, err
	s.inFlight = nil
	close(r.done)
}

// renew returns the sign-in in the vault, with a new access token if necessary. A
// rotated refresh token is saved before it is used, because the old one is no longer
// valid.
func (s *tokenSource) renew() (SignIn, error) {
	if err := s.saveRotated(); err != nil {
		return SignIn{}, err
	}
	in, err := s.vault.Load()
	if err != nil {
		return SignIn{}, err
	}
	s.mu.Lock()
	s.signIn.Account = in.Account
	fresh, dead, why := s.isFresh(in), s.rejectedRefresh, s.rejectedErr
	s.mu.Unlock()
	if err := s.checkOwner(in); err != nil {
		return SignIn{}, err
	}
	switch {
	case in.ClientID != s.client.ID:
		return SignIn{}, signInError(in.Account, WrongClient)
	case len(missingScopes(in)) > 0:
		why := signInError(in.Account, remote.MissingScopes)
		why.Detail = purpose(missingScopes(in)[0])
		return SignIn{}, why
	case fresh:
		return in, nil
	case in.Refresh == dead && why != nil:
		return SignIn{}, why // it was rejected before
	}
	next, err := s.refreshAccess(in)
	if err != nil {
		return SignIn{}, err
	}
	if next.Refresh == in.Refresh {
		s.replaceIn(in, next) //nolint:errcheck // on an error only the access token is lost
		return next, nil
	}
	s.mu.Lock()
	s.savedSignIn, s.signIn, s.unsaved = in, next, true
	s.mu.Unlock()
	return next, s.saveRotated()
}

// missingScopes returns the scopes that an account needs and in does not have.
func missingScopes(in SignIn) []string {
	return slices.DeleteFunc(scopes(false), func(s string) bool { return slices.Contains(in.Scopes, s) })
}

// saveRotated saves a rotated refresh token that is not in the vault yet.
func (s *tokenSource) saveRotated() error {
	s.mu.Lock()
	old, in, unsaved := s.savedSignIn, s.signIn, s.unsaved
	s.mu.Unlock()
	if !unsaved {
		return nil
	}
	if err := s.replaceIn(old, in); err != nil {
		return fault(remote.Unsent, "the renewed sign-in cannot be saved: "+err.Error())
	}
	s.mu.Lock()
	s.unsaved = false
	s.mu.Unlock()
	return nil
}

// replaceIn saves next if the vault still contains old. If the user signed in again
// or out in the meantime, that is kept.
func (s *tokenSource) replaceIn(old, next SignIn) error {
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

// refreshAccess requests a new access token. A network failure leaves the sign-in
// unchanged; only a rejection by Google invalidates it.
func (s *tokenSource) refreshAccess(in SignIn) (SignIn, error) {
	ctx, cancel := context.WithTimeout(s.lifetime, refreshTimeout)
	defer cancel()
	ctx = context.WithValue(ctx, oauth2.HTTPClient, s.http)
	token, err := s.client.oauth(in.Scopes).TokenSource(ctx, &oauth2.Token{RefreshToken: string(in.Refresh)}).Token()
	now := time.Now()
	if err != nil {
		refused := classifyTokenError(in, now, err)
		if refused == nil {
			f := service.NoResponse(err)
			f.Outcome, f.Text = remote.Unsent, "the sign-in cannot be renewed right now: "+failureText(err)
			return in, f
		}
		s.mu.Lock()
		s.rejectedRefresh, s.rejectedErr = in.Refresh, refused
		s.mu.Unlock()
		return in, refused
	}
	return in.withToken(token, now), nil
}

// withToken returns the sign-in with token, which was received at now.
func (s SignIn) withToken(token *oauth2.Token, now time.Time) SignIn {
	s.Access, s.Expiry, s.Renewed = remote.Secret(token.AccessToken), token.Expiry, now
	if token.Expiry.IsZero() {
		s.Expiry = now.Add(defaultAccessLife)
	}
	if token.RefreshToken != "" {
		s.Refresh = remote.Secret(token.RefreshToken)
	}
	if seconds, ok := token.Extra("refresh_token_expires_in").(float64); ok && seconds > 0 {
		s.Dies = now.Add(time.Duration(seconds) * time.Second)
	}
	return s
}
