package remote

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"fika/calendar"
)

// Outcome is the result of a request, as far as it is certain.
type Outcome int

// The outcomes. Unknown is the zero value, so a change without an outcome is looked
// up before it is retried.
const (
	Unknown  Outcome = iota
	Unsent           // it did not take place and may be retried
	Refused          // it did not take place, and retrying it unchanged is useless
	ReadOnly         // it did not take place: the account may not write there
	NotFound
	Exists  // the id is taken
	Gone    // the cursor has expired, or the event is already deleted
	Changed // the given version is not the current one
	Altered // the server created an altered event
)

// Limit is the kind of rate limit that a server reported.
type Limit int

// The limits.
const (
	NoLimit Limit = iota
	Burst         // too many requests in a short time: all requests wait for seconds
	Quota         // too much in a long time: no change is sent for hours
)

// Fault describes a request that did not succeed. It wraps the corresponding errors
// of package calendar.
type Fault struct {
	Kind        string // [Service.Kind]
	Status      int    // HTTP status; 0 without a response
	Reason      string // the server's reason code, or ""
	Outcome     Outcome
	Text        string            // what happened; never quotes the server
	Refusal     *calendar.Refusal // what is refused and the server's message, which Error does not include; nil if it is not a refusal
	Limit       Limit
	RetryAt     time.Time // do not retry before this time; zero if unknown
	Transient   bool      // it may be over within a minute
	Unreachable error     // calendar.ErrOffline or ErrCaptivePortal if the server did not respond; or nil
}

// Fault returns a fault of s with this outcome and text.
func (s Service) Fault(o Outcome, text string) *Fault {
	return &Fault{Kind: s.Kind, Outcome: o, Text: text}
}

func (f *Fault) Error() string {
	text := f.Kind + ": " + f.Text
	switch {
	case f.Status != 0 && f.Reason != "":
		text += fmt.Sprintf(" (%d %s)", f.Status, f.Reason)
	case f.Status != 0:
		text += fmt.Sprintf(" (%d)", f.Status)
	}
	return text
}

// NotBefore returns RetryAt, for [calendar.NotBefore].
func (f *Fault) NotBefore() time.Time { return f.RetryAt }

// Unwrap returns the errors of package calendar for the outcome (none if it is
// Unknown), for an unreachable server, for a rate limit and for a refusal.
func (f *Fault) Unwrap() []error {
	means := map[Outcome]error{
		Altered: calendar.ErrAltered, Unsent: calendar.ErrUnsent, Refused: calendar.ErrRefused, ReadOnly: calendar.ErrReadOnly,
		NotFound: calendar.ErrNotFound, Gone: calendar.ErrNotFound, Exists: calendar.ErrExists, Changed: calendar.ErrChanged,
	}
	all := []error{means[f.Outcome], f.Unreachable}
	if f.Limit != NoLimit {
		all = append(all, calendar.ErrRateLimited)
	}
	if f.Refusal != nil {
		all = append(all, f.Refusal)
	}
	return slices.DeleteFunc(all, func(err error) bool { return err == nil })
}

// MarkRateLimited marks f as caused by a rate limit.
func (f *Fault) MarkRateLimited(l Limit) {
	f.Outcome, f.Limit, f.Transient = Unsent, l, l == Burst
	f.Text = "too many requests"
	if l == Quota {
		f.Text = "a usage limit is reached"
	}
}

// ClassifyStatus converts an HTTP error status, as far as it means the same on all
// servers, to a [*SignInError] for account or a [*Fault]. A change that got a 4xx
// status was not made; after a 5xx status its outcome is unknown.
func (s Service) ClassifyStatus(account string, status int) error {
	f := &Fault{Kind: s.Kind, Status: status}
	switch {
	case status == http.StatusUnauthorized:
		return &SignInError{Kind: s.Kind, Account: account, Reason: Revoked}
	case status == http.StatusForbidden:
		f.Outcome, f.Text = Refused, s.Name+" forbids it"
	case status == http.StatusNotFound:
		f.Outcome, f.Text = NotFound, "not found"
	case status == http.StatusConflict:
		f.Outcome, f.Text = Exists, "the id is taken"
	case status == http.StatusGone:
		f.Outcome, f.Text = Gone, "it no longer exists"
	case status == http.StatusPreconditionFailed:
		f.Outcome, f.Text = Changed, "the event was changed in the meantime"
	case status == http.StatusTooManyRequests:
		f.MarkRateLimited(Burst)
	case status == http.StatusRequestTimeout || status >= 500 || status < 400:
		f.Transient, f.Text = true, s.Name+" reported an internal error"
	default:
		f.Outcome, f.Text = Refused, s.Name+" rejected the request"
	}
	return f
}
