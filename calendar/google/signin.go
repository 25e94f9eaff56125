package google

import (
	"errors"
	"fmt"
	"time"

	"golang.org/x/oauth2"

	"fika/calendar"
)

// testingLife is how long Google keeps the sign-in to an app whose consent
// screen is external and in "Testing".
const testingLife = 7 * 24 * time.Hour

// SignIn is what a sign-in left: who it is, what was allowed, and the tokens. A
// [Vault] keeps it.
type SignIn struct {
	Account  string    `json:"account"`   // id of the primary calendar, the user's address
	ClientID string    `json:"client_id"` // tokens work with no other client
	Scopes   []string  `json:"scopes"`
	Obtained time.Time `json:"obtained"`         // when the user consented
	Dies     time.Time `json:"dies,omitzero"`    // if Google said so
	Refresh  Secret    `json:"refresh_token"`    // good until revoked, or until Dies
	Access   Secret    `json:"access_token"`     // good until Expiry
	Expiry   time.Time `json:"expiry"`           // of Access
	Renewed  time.Time `json:"renewed,omitzero"` // when Access was traded for Refresh last
}

// Death is when the sign-in will stop working, with what is known at now; the
// zero time if nothing says that it ever will. Certain is false where it dies
// only if the project's consent screen is in "Testing", which Google does not
// tell: a sign-in that was renewed after seven days has outlived that fear.
func (s SignIn) Death(now time.Time) (at time.Time, certain bool) {
	switch testing := s.Obtained.Add(testingLife); {
	case !s.Dies.IsZero():
		return s.Dies, true
	case s.Renewed.Before(testing) && now.Before(testing):
		return testing, false
	}
	return time.Time{}, false
}

// Reason is why a sign-in does not work.
type Reason string

// The reasons.
const (
	NeverSignedIn Reason = "never"    // there is none
	Revoked       Reason = "revoked"  // expired, or taken back by the user or an administrator
	TestingEnded  Reason = "testing"  // dead after seven days: the consent screen is in "Testing"
	OutOfTime     Reason = "time"     // the time that it was granted for is over
	OrgPolicy     Reason = "policy"   // the organisation wants a fresh sign-in
	WrongClient   Reason = "client"   // the client file is unknown to Google, or another one
	ScopesLacking Reason = "scopes"   // something that fika needs was not allowed
	TooOpen       Reason = "too_open" // others may read the file that holds it
	NotYours      Reason = "other"    // the account is none of the user's addresses
)

// SignInError says that only the user can open the account again. It wraps
// [calendar.ErrSignIn] and [calendar.ErrUnsent].
type SignInError struct {
	Account string // "" if unknown
	Reason  Reason
	Detail  string // more words for the reason; never from the far side
}

func (e *SignInError) Error() string {
	who := "google"
	if e.Account != "" {
		who = "google account " + e.Account
	}
	text := map[Reason]string{
		NeverSignedIn: "nobody has signed in yet",
		Revoked:       "the sign-in has expired or was taken back",
		TestingEnded:  `the sign-in died after seven days, as it does while the consent screen of the project is in "Testing"`,
		OutOfTime:     "the time that the sign-in was granted for is over",
		OrgPolicy:     "your organisation asks for a fresh sign-in",
		WrongClient:   "Google does not accept the client file for this sign-in",
		ScopesLacking: "the sign-in does not allow all that fika does",
		TooOpen:       "others may read the saved sign-in",
		NotYours:      "it is none of your addresses in [me]",
	}[e.Reason]
	if e.Detail != "" {
		text += ": " + e.Detail
	}
	return who + ": " + text
}

// Unwrap returns what the error means to any calendar's user.
func (e *SignInError) Unwrap() []error {
	means := []error{calendar.ErrSignIn, calendar.ErrUnsent}
	switch e.Reason {
	case ScopesLacking:
		means = append(means, calendar.ErrScope)
	case NotYours:
		means = append(means, calendar.ErrOther)
	}
	return means
}

// judgeRefusal says what the token endpoint's answer to s means: a
// [*SignInError] if only the user can help, else nil, and the same may be asked
// again. It looks at codes alone; descriptions differ from day to day.
func judgeRefusal(s SignIn, now time.Time, err error) error {
	var refusal *oauth2.RetrieveError
	if !errors.As(err, &refusal) {
		return nil
	}
	reason := WrongClient
	switch refusal.ErrorCode {
	case "":
		return nil // an answer that no OAuth server gives: a fault on the way
	case "invalid_grant":
		reason = judgeGrant(s, now, subtype(refusal.Body))
	case "admin_policy_enforced", "access_denied", "org_internal":
		reason = OrgPolicy
	case "invalid_scope":
		reason = ScopesLacking
	case "temporarily_unavailable", "server_error", "rate_limit_exceeded", "slow_down":
		return nil
	}
	return &SignInError{Account: s.Account, Reason: reason}
}

// judgeGrant tells apart how a refresh token died.
func judgeGrant(s SignIn, now time.Time, subtype string) Reason {
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
	return Revoked
}

// describe is err for people, without what the far side wrote or which address
// was asked: both could hold secrets.
func describe(err error) string {
	var refusal *oauth2.RetrieveError
	if errors.As(err, &refusal) && refusal.Response != nil {
		return fmt.Sprintf("status %d", refusal.Response.StatusCode)
	}
	return cause(err)
}
