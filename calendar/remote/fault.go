package remote

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"fika/calendar"
)

// Outcome is what certainly became of a request.
type Outcome int

// The outcomes. Unknown is the zero value: what nothing is known of must be
// looked at before it is done again.
const (
	Unknown  Outcome = iota
	Unsent           // it did not take place, and may be tried again
	Refused          // it did not take place, and as it is it never will
	ReadOnly         // the account may not write there
	NotFound
	Exists      // the id is taken
	Gone        // a cursor is used up, or an event deleted already
	Changed     // the version is not the newest
	WrongResult // something took place, but not what was asked for
)

// Limit is how a server wants to be asked less.
type Limit int

// The limits.
const (
	NoLimit Limit = iota
	Burst         // too many requests in a short time: all wait for seconds
	Quota         // too much in a long time: no change is sent for hours
)

// Fault is a request that was not answered with a yes. It wraps the errors of
// package calendar that say the same.
type Fault struct {
	Kind        string // [Service.Kind]
	Status      int    // of HTTP; 0 without an answer
	Reason      string // the server's word for it, or ""
	Outcome     Outcome
	Text        string            // what happened, never in the server's words
	Refusal     *calendar.Refusal // what is refused, in words that are in no error's text; nil if it is no refusal
	Limit       Limit
	RetryAt     time.Time // before then it is no use to ask again; zero if unknown
	Transient   bool      // it may go away by itself within a minute
	Unreachable error     // calendar.ErrOffline or ErrCaptive if the server itself did not answer; or nil
}

// Fault is a fault of s, of which nothing else is known.
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

// NotBefore is Until, for [calendar.NotBefore].
func (f *Fault) NotBefore() time.Time { return f.RetryAt }

// Unwrap returns the errors of package calendar for the outcome, none for one
// that is unknown; for what keeps the server away; and for what it refuses.
func (f *Fault) Unwrap() []error {
	means := map[Outcome]error{
		WrongResult: calendar.ErrWrongResult, Unsent: calendar.ErrUnsent, Refused: calendar.ErrRefused, ReadOnly: calendar.ErrReadOnly,
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

// MarkRateLimited makes f one of too much.
func (f *Fault) MarkRateLimited(l Limit) {
	f.Outcome, f.Limit, f.Transient = Unsent, l, l == Burst
	f.Text = "too many requests"
	if l == Quota {
		f.Text = "a limit of use is reached"
	}
}

// ClassifyStatus says what a status of HTTP means that is no success, as far as all servers
// mean the same: a [*SignInError] for account, or a [*Fault]. A change that got
// one of the 400s was not made; what became of one above 500 is not known.
func (s Service) ClassifyStatus(account string, status int) error {
	f := &Fault{Kind: s.Kind, Status: status}
	switch {
	case status == http.StatusUnauthorized:
		return &SignInError{Kind: s.Kind, Account: account, Reason: Revoked}
	case status == http.StatusForbidden:
		f.Outcome, f.Text = Refused, s.Name+" forbids it"
	case status == http.StatusNotFound:
		f.Outcome, f.Text = NotFound, "there is no such thing"
	case status == http.StatusConflict:
		f.Outcome, f.Text = Exists, "the id is taken"
	case status == http.StatusGone:
		f.Outcome, f.Text = Gone, "it is gone"
	case status == http.StatusPreconditionFailed:
		f.Outcome, f.Text = Changed, "somebody else was faster"
	case status == http.StatusTooManyRequests:
		f.MarkRateLimited(Burst)
	case status == http.StatusRequestTimeout || status >= 500 || status < 400:
		f.Transient, f.Text = true, s.Name+" is not well"
	default:
		f.Outcome, f.Text = Refused, s.Name+" does not take the request"
	}
	return f
}
