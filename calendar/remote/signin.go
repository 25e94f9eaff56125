package remote

import (
	"fmt"

	"fika/calendar"
)

// Reason says why a sign-in does not work, as text that follows "google: ". Kinds of
// calendar define further reasons.
type Reason string

// The reasons that are common to all kinds.
const (
	NeverSignedIn        Reason = "nobody has signed in yet"
	Revoked              Reason = "the sign-in has expired or was revoked"
	MissingScopes        Reason = "the sign-in does not allow all that fika does"
	FileReadableByOthers Reason = "others may read the saved sign-in"
	NotYourAddress       Reason = "this address is not in [me]"
)

// SignInError says that the user has to sign in, or change something, before the
// account can be used. It wraps [calendar.ErrSignIn] and [calendar.ErrUnsent].
type SignInError struct {
	Kind    string // [Service.Kind]
	Account string // "" if unknown
	Reason  Reason
	Detail  string // details of the reason; never quotes the server
}

func (e *SignInError) Error() string {
	text := e.Kind
	if e.Account != "" {
		text += " account " + e.Account
	}
	text += ": " + string(e.Reason)
	if e.Detail != "" {
		text += ": " + e.Detail
	}
	return text
}

// Unwrap returns the corresponding errors of package calendar.
func (e *SignInError) Unwrap() []error {
	means := []error{calendar.ErrSignIn, calendar.ErrUnsent}
	switch e.Reason {
	case MissingScopes:
		means = append(means, calendar.ErrMissingScope)
	case NotYourAddress:
		means = append(means, calendar.ErrWrongAccount)
	}
	return means
}

// AccountError says that the user signed in with a different account than before. The
// bookings of one account cannot be managed through another. Signing out first allows
// the change.
type AccountError struct{ Previous, Current string }

func (e *AccountError) Error() string {
	return fmt.Sprintf("this calendar belongs to %s, but %s signed in", e.Previous, e.Current)
}
