package google

import (
	"errors"
	"fmt"
	"time"

	"golang.org/x/oauth2"

	"fika/calendar/remote"
)

// testingLife is how long a sign-in is valid if the project's consent screen is
// external and in "Testing".
const testingLife = 7 * 24 * time.Hour

// SignIn is a stored sign-in: the account, its scopes and its tokens. A [Vault] keeps
// it.
type SignIn struct {
	Account  string        `json:"account"`   // id of the primary calendar, the user's address
	ClientID string        `json:"client_id"` // tokens are only valid with this client
	Scopes   []string      `json:"scopes"`
	Obtained time.Time     `json:"obtained"`         // when the user consented
	Dies     time.Time     `json:"dies,omitzero"`    // when it expires, if Google reported that
	Refresh  remote.Secret `json:"refresh_token"`    // valid until revoked, or until Dies
	Access   remote.Secret `json:"access_token"`     // valid until Expiry
	Expiry   time.Time     `json:"expiry"`           // when Access expires
	Renewed  time.Time     `json:"renewed,omitzero"` // when Access was last renewed
}

type (
	// Vault stores the sign-in to Google.
	Vault = remote.Vault[SignIn]
	// File stores it in a file.
	File = remote.File[SignIn]
	// Keyring stores it in the desktop's keyring.
	Keyring = remote.Keyring[SignIn]
)

// Kind implements [remote.SignIn].
func (SignIn) Kind() string { return service.Kind }

// Complete reports whether s has everything that a request needs.
func (s SignIn) Complete() bool { return s.Refresh != "" && s.Account != "" }

// Expires returns when the sign-in expires, as far as is known at now; the zero time
// if there is no known expiry. certain is false if it only expires for a project in
// "Testing", which Google does not report. A sign-in that was renewed after seven
// days is not affected.
func (s SignIn) Expires(now time.Time) (at time.Time, certain bool) {
	switch testing := s.Obtained.Add(testingLife); {
	case !s.Dies.IsZero():
		return s.Dies, true
	case s.Renewed.Before(testing) && now.Before(testing):
		return testing, false
	}
	return time.Time{}, false
}

// Reasons why a Google sign-in does not work, in addition to those of package remote.
const (
	TestingEnded remote.Reason = `the sign-in expired after seven days, as it always does while the consent screen of the project is in "Testing"`
	OutOfTime    remote.Reason = "the sign-in was granted for a limited time, which is over"
	OrgPolicy    remote.Reason = "your organisation requires a new sign-in"
	WrongClient  remote.Reason = "Google does not accept the client file for this sign-in"
)

// signInError returns a [*remote.SignInError] about a Google account.
func signInError(account string, reason remote.Reason) *remote.SignInError {
	return &remote.SignInError{Kind: service.Kind, Account: account, Reason: reason}
}

// classifyTokenError converts the token endpoint's response to s: a
// [*remote.SignInError] if the user must act, or nil if the request may be retried.
// It only checks codes, because descriptions change.
func classifyTokenError(s SignIn, now time.Time, err error) error {
	var refusal *oauth2.RetrieveError
	if !errors.As(err, &refusal) {
		return nil
	}
	reason := WrongClient
	switch refusal.ErrorCode {
	case "":
		return nil // not an OAuth response: a network failure
	case "invalid_grant":
		reason = classifyGrant(s, now, subtype(refusal.Body))
	case "admin_policy_enforced", "access_denied", "org_internal":
		reason = OrgPolicy
	case "invalid_scope":
		reason = remote.MissingScopes
	case "temporarily_unavailable", "server_error", "rate_limit_exceeded", "slow_down":
		return nil
	}
	return signInError(s.Account, reason)
}

// classifyGrant returns why a refresh token is no longer valid.
func classifyGrant(s SignIn, now time.Time, subtype string) remote.Reason {
	testing := s.Obtained.Add(testingLife)
	switch {
	case subtype == "invalid_rapt" || subtype == "rapt_required":
		return OrgPolicy
	case !s.Dies.IsZero() && !now.Before(s.Dies) && s.Dies.Sub(testing).Abs() < time.Hour:
		return TestingEnded
	case !s.Dies.IsZero() && !now.Before(s.Dies):
		return OutOfTime
	case s.Renewed.Before(testing) && !now.Before(testing):
		return TestingEnded // it was last renewed before the seventh day ended
	}
	return remote.Revoked
}

// failureText describes err without the text of the server or the requested address,
// which could contain secrets.
func failureText(err error) string {
	var refusal *oauth2.RetrieveError
	if errors.As(err, &refusal) && refusal.Response != nil {
		return fmt.Sprintf("status %d", refusal.Response.StatusCode)
	}
	return service.FailureText(err)
}
