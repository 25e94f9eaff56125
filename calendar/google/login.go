package google

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"time"

	"golang.org/x/oauth2"

	"fika/calendar/remote"
)

// LoginOptions configure Login.
type LoginOptions struct {
	Client        Client
	Vault         Vault
	Endpoint      string                    // of the calendar API, to find out who signed in; "" for DefaultEndpoint
	Directory     bool                      // also request access to the organisation's directory
	Hint          string                    // optional: the user's address, to preselect the account
	IsUserAddress func(address string) bool // reports whether an address belongs to the user; nil accepts any account
	Port          int                       // port of the loopback redirect, for an ssh tunnel; 0 for any

	// Show shows the user the address to open. It is called once, before Login waits.
	Show func(address string)

	// Paste receives the lines that the user pastes: the address at which their
	// browser ended, if that browser cannot reach this machine. It may be nil or
	// closed. Login takes lines until one is not empty, and leaves the reader
	// behind the channel to the caller.
	Paste <-chan string

	// Transport sends the requests; nil for a new one.
	Transport http.RoundTripper
}

// DeniedError says that consent was not given. Code is Google's error code (RFC 6749,
// 4.1.2.1), or "".
type DeniedError struct{ Code string }

func (e *DeniedError) Error() string {
	switch e.Code {
	case "access_denied":
		return "you did not allow the sign-in"
	case "admin_policy_enforced", "org_internal":
		return "your organisation does not allow the sign-in; ask its administrator to trust the client"
	case "":
		return "Google did not complete the sign-in"
	}
	return "Google did not complete the sign-in (" + e.Code + ")"
}

// Login signs the user in and saves the sign-in. The user consents in a browser,
// which is redirected to this machine's loopback address (RFC 8252) with a code that
// only the holder of the verifier can exchange (RFC 7636).
//
// The error is a [*DeniedError], a [*ScopeError] that lists what was not allowed, a
// [*remote.AccountError], [ErrPasted], a [*remote.SignInError] (also for an account
// that is not the user's), a [*remote.Fault], or the error of ctx. On an error
// nothing is saved.
func Login(ctx context.Context, o LoginOptions) (SignIn, error) {
	base := o.Transport
	if base == nil {
		own := remote.NewTransport()
		defer own.CloseIdleConnections()
		base = own
	}
	code, redeem, err := o.consent(ctx)
	if err != nil {
		return SignIn{}, err
	}
	in, err := o.exchangeCode(ctx, base, code, redeem)
	if err != nil {
		return SignIn{}, err
	}
	if in.Account, err = o.accountOf(ctx, base, in); err != nil {
		return SignIn{}, err
	}
	if had, err := o.Vault.Load(); err == nil && had.Account != in.Account {
		return SignIn{}, &remote.AccountError{Previous: had.Account, Current: in.Account}
	}
	if o.IsUserAddress != nil && !o.IsUserAddress(in.Account) {
		return SignIn{}, signInError(in.Account, remote.NotYourAddress)
	}
	return in, o.Vault.Save(in)
}

// codeExchange is what is needed to exchange a code for tokens.
type codeExchange struct {
	config   *oauth2.Config // with the redirect URL that received the code
	verifier string
}

// consent sends the user to Google's page and returns the code.
func (o LoginOptions) consent(ctx context.Context) (string, codeExchange, error) {
	state, verifier := rand.Text(), oauth2.GenerateVerifier()
	back, err := listen(o.Port, state)
	if err != nil {
		return "", codeExchange{}, fmt.Errorf("login: %w", err)
	}
	defer back.close()
	config := o.Client.oauth(scopes(o.Directory))
	config.RedirectURL = back.address
	options := []oauth2.AuthCodeOption{oauth2.AccessTypeOffline, oauth2.ApprovalForce, oauth2.S256ChallengeOption(verifier)}
	if o.Hint != "" {
		options = append(options, oauth2.SetAuthURLParam("login_hint", o.Hint))
	}
	o.Show(config.AuthCodeURL(state, options...))
	code, err := back.wait(ctx, o.Paste)
	return code, codeExchange{config, verifier}, err
}

// exchangeCode exchanges the code for tokens and checks their scopes.
func (o LoginOptions) exchangeCode(ctx context.Context, base http.RoundTripper, code string, r codeExchange) (SignIn, error) {
	ctx, cancel := context.WithTimeout(ctx, refreshTimeout)
	defer cancel()
	ctx = context.WithValue(ctx, oauth2.HTTPClient, remote.NewClient(base))
	token, err := r.config.Exchange(ctx, code, oauth2.VerifierOption(r.verifier))
	if err != nil {
		var refusal *oauth2.RetrieveError
		switch {
		case errors.Is(ctx.Err(), context.Canceled):
			return SignIn{}, ctx.Err()
		case errors.As(err, &refusal) && refusal.ErrorCode == "invalid_grant":
			return SignIn{}, &DeniedError{Code: "invalid_grant"} // the code was used before or has expired
		}
		if err := classifyTokenError(SignIn{}, time.Now(), err); err != nil {
			return SignIn{}, err
		}
		return SignIn{}, fault(remote.Unsent, "the sign-in cannot be completed: "+failureText(err))
	}
	granted, _ := token.Extra("scope").(string)
	if lacking := missingFrom(r.config.Scopes, granted); len(lacking) > 0 {
		return SignIn{}, &ScopeError{lacking}
	}
	if token.RefreshToken == "" {
		return SignIn{}, fault(remote.Refused, "the sign-in came without a refresh token")
	}
	now := time.Now()
	return SignIn{ClientID: o.Client.ID, Scopes: r.config.Scopes, Obtained: now}.withToken(token, now), nil
}

// accountOf requests which account the tokens of in belong to: the id of its primary
// calendar, which is the user's address.
func (o LoginOptions) accountOf(ctx context.Context, base http.RoundTripper, in SignIn) (string, error) {
	a, err := Open(Options{Client: o.Client, Vault: &memoryVault{in}, Endpoint: o.Endpoint, Transport: base})
	if err != nil {
		return "", err
	}
	defer a.Close()
	var id string
	err = a.caller.Read(ctx, func(ctx context.Context) error {
		entry, err := a.api.CalendarListEntry(ctx, "primary", "id")
		if err == nil {
			id = entry.ID
		}
		return err
	})
	if err == nil && id == "" {
		err = fault(remote.Refused, "the account has no calendar")
	}
	return id, err
}

// memoryVault keeps an incomplete sign-in in memory.
type memoryVault struct{ SignIn }

func (u *memoryVault) Load() (SignIn, error) { return u.SignIn, nil }
func (u *memoryVault) Save(in SignIn) error  { u.SignIn = in; return nil }
func (u *memoryVault) Delete() error         { return nil }

// Logout revokes the sign-in at Google, so that copies of it are useless too, and
// deletes it. It is not an error if Google does not know the sign-in or if there is
// none. If Google cannot be reached, the sign-in is kept and the error is a
// [*remote.Fault].
func Logout(ctx context.Context, c Client, v Vault, t http.RoundTripper) error {
	in, err := v.Load()
	var none *remote.SignInError
	switch {
	case errors.As(err, &none) && none.Reason == remote.NeverSignedIn:
		return nil
	case errors.As(err, &none):
		return v.Delete() // readable by others, so it is not read; the user may revoke it in the browser
	case err != nil:
		return err
	}
	if t == nil {
		own := remote.NewTransport()
		defer own.CloseIdleConnections()
		t = own
	}
	if err := revoke(ctx, c, in, t); err != nil {
		return err
	}
	return v.Delete()
}
