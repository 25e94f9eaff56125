package remote

import (
	"fmt"

	"fika/calendar"
)

// Reason is why a sign-in does not work, in words that follow "google: ". Kinds of
// calendar have reasons of their own besides these.
type Reason string

// The reasons that every kind may have.
const (
	NeverSignedIn        Reason = "nobody has signed in yet"
	Revoked              Reason = "the sign-in has expired or was taken back"
	MissingScopes        Reason = "the sign-in does not allow all that fika does"
	FileReadableByOthers Reason = "others may read the saved sign-in"
	NotYourAddress       Reason = "it is none of your addresses in [me]"
)

// SignInError says that only the user can open the account again. It wraps
// [calendar.ErrSignIn] and [calendar.ErrUnsent].
type SignInError struct {
	Kind    string // [Service.Kind]
	Account string // "" if unknown
	Reason  Reason
	Detail  string // more words for the reason; never the server's
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

// Unwrap returns what the error means to any calendar's user.
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

// AccountError says that the user signed in as somebody else than before. The
// bookings of one account cannot be looked after with another; signing out
// first allows it.
type AccountError struct{ Previous, Current string }

func (e *AccountError) Error() string {
	return fmt.Sprintf("this calendar belongs to %s, but %s signed in", e.Previous, e.Current)
}
