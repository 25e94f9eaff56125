package google

import (
	"errors"
	"fmt"
	"time"

	"golang.org/x/oauth2"

	"fika/calendar/remote"
)

// testingLife is how long Google keeps the sign-in to an app whose consent
// screen is external and in "Testing".
const testingLife = 7 * 24 * time.Hour

// SignIn is what a sign-in left: who it is, what was allowed, and the tokens. A
// [Vault] keeps it.
type SignIn struct {
	Account  string        `json:"account"`   // id of the primary calendar, the user's address
	ClientID string        `json:"client_id"` // tokens work with no other client
	Scopes   []string      `json:"scopes"`
	Obtained time.Time     `json:"obtained"`         // when the user consented
	Dies     time.Time     `json:"dies,omitzero"`    // if Google said so
	Refresh  remote.Secret `json:"refresh_token"`    // good until revoked, or until Dies
	Access   remote.Secret `json:"access_token"`     // good until Expiry
	Expiry   time.Time     `json:"expiry"`           // of Access
	Renewed  time.Time     `json:"renewed,omitzero"` // when Access was traded for Refresh last
}

type (
	// Vault keeps the sign-in to Google.
	Vault = remote.Vault[SignIn]
	// File keeps it in a file.
	File = remote.File[SignIn]
	// Keyring keeps it in the keyring of the desktop.
	Keyring = remote.Keyring[SignIn]
)

// Kind implements [remote.SignIn].
func (SignIn) Kind() string { return service.Kind }

// Complete reports whether s can be used at all.
func (s SignIn) Complete() bool { return s.Refresh != "" && s.Account != "" }

// Expires is when the sign-in will stop working, with what is known at now; the
// zero time if nothing says that it ever will. Certain is false where it dies
// only if the project's consent screen is in "Testing", which Google does not
// tell: a sign-in that was renewed after seven days has outlived that fear.
func (s SignIn) Expires(now time.Time) (at time.Time, certain bool) {
	switch testing := s.Obtained.Add(testingLife); {
	case !s.Dies.IsZero():
		return s.Dies, true
	case s.Renewed.Before(testing) && now.Before(testing):
		return testing, false
	}
	return time.Time{}, false
}

// Reasons of Google's own why a sign-in does not work.
const (
	TestingEnded remote.Reason = `the sign-in died after seven days, as it does while the consent screen of the project is in "Testing"`
	OutOfTime    remote.Reason = "the time that the sign-in was granted for is over"
	OrgPolicy    remote.Reason = "your organisation asks for a fresh sign-in"
	WrongClient  remote.Reason = "Google does not accept the client file for this sign-in"
)

// signInError is a [*remote.SignInError] about an account of Google's.
func signInError(account string, reason remote.Reason) *remote.SignInError {
	return &remote.SignInError{Kind: service.Kind, Account: account, Reason: reason}
}

// classifyTokenError says what the token endpoint's answer to s means: a
// [*remote.SignInError] if only the user can help, else nil, and the same may be asked
// again. It looks at codes alone; descriptions differ from day to day.
func classifyTokenError(s SignIn, now time.Time, err error) error {
	var refusal *oauth2.RetrieveError
	if !errors.As(err, &refusal) {
		return nil
	}
	reason := WrongClient
	switch refusal.ErrorCode {
	case "":
		return nil // an answer that no OAuth server gives: a fault on the way
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

// classifyGrant tells apart how a refresh token died.
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
		return TestingEnded // it worked before the seventh day was over, and no more since
	}
	return remote.Revoked
}

// failureText is err for people, without what the server wrote or which address
// was asked: both could hold secrets.
func failureText(err error) string {
	var refusal *oauth2.RetrieveError
	if errors.As(err, &refusal) && refusal.Response != nil {
		return fmt.Sprintf("status %d", refusal.Response.StatusCode)
	}
	return service.FailureText(err)
}
