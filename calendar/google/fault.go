package google

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"time"

	"google.golang.org/api/googleapi"

	"fika/calendar"
	"fika/calendar/remote"
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
	Exists  // the id is taken
	Gone    // a sync token is used up, or an event deleted already
	Changed // the version is not the newest
	Amiss   // something took place, but not what was asked for
)

// Fault is a request that was not answered with a yes. It wraps the errors of
// package calendar that say the same.
type Fault struct {
	Status  int    // of HTTP; 0 without an answer
	Reason  string // Google's word for it, or ""
	Outcome Outcome
	Until   time.Time     // before then it is no use to ask again; zero if unknown
	Text    string        // what happened, never in the far side's words
	Words   string        // the far side's words of a refusal, as [calendar.Words] makes them; in no error's text
	Part    calendar.Part // what a refusal is about; "" if it is none
	limited bool          // too many requests in a short time
	spent   bool          // too much in a long time
	passing bool          // it may go away by itself
	why     error         // what keeps the far side away, of those that package calendar knows; or nil
}

func (f *Fault) Error() string {
	text := "google: " + f.Text
	switch {
	case f.Status != 0 && f.Reason != "":
		text += fmt.Sprintf(" (%d %s)", f.Status, f.Reason)
	case f.Status != 0:
		text += fmt.Sprintf(" (%d)", f.Status)
	}
	return text
}

// Unwrap returns the errors of package calendar for the outcome, none for one
// that is unknown, for what keeps the far side away, and for what it refuses.
func (f *Fault) Unwrap() []error {
	var refusal error
	if f.Part != "" {
		refusal = &calendar.Refusal{Part: f.Part, Words: f.Words}
	}
	means := map[Outcome]error{
		Amiss: calendar.ErrAmiss, Unsent: calendar.ErrUnsent, Refused: calendar.ErrRefused, ReadOnly: calendar.ErrReadOnly,
		NotFound: calendar.ErrNotFound, Gone: calendar.ErrNotFound, Exists: calendar.ErrExists, Changed: calendar.ErrChanged,
	}
	return slices.DeleteFunc([]error{means[f.Outcome], f.why, refusal}, func(err error) bool { return err == nil })
}

// away is what keeps the far side away, where there was no answer of its own; nil
// where it answered nonsense.
func away(err error) error {
	var (
		foreign  *foreignError
		nonsense *amissError
	)
	switch {
	case errors.As(err, &foreign):
		return calendar.ErrCaptive
	case errors.As(err, &nonsense):
		return nil
	}
	return calendar.ErrOffline
}

// judge says what an answer of the calendar's means, by its status and reason
// (developers.google.com/workspace/calendar/api/guides/errors). A refusal with a
// status of the 400s was not carried out; of those above 500 nobody knows.
func judge(account string, answer *googleapi.Error) error {
	f := &Fault{Status: answer.Code, Reason: reasonOf(answer)}
	switch code := answer.Code; {
	case code == http.StatusUnauthorized:
		return signInError(account, remote.Revoked)
	case code == http.StatusForbidden:
		return judgeForbidden(account, f, answer)
	case code == http.StatusNotFound:
		f.Outcome, f.Text = NotFound, "there is no such thing"
	case code == http.StatusConflict:
		f.Outcome, f.Text = Exists, "the id is taken"
	case code == http.StatusGone:
		f.Outcome, f.Text = Gone, "it is gone"
	case code == http.StatusPreconditionFailed:
		f.Outcome, f.Text = Changed, "somebody else was faster"
	case code == http.StatusTooManyRequests:
		f.Outcome, f.why, f.limited, f.passing, f.Text = Unsent, calendar.ErrLimited, true, true, "too many requests"
	case code == http.StatusRequestTimeout || code >= 500 || code < 400:
		f.passing, f.Text = true, "Google is not well"
	default:
		f.Outcome, f.Text = Refused, "Google does not take the request"
		f.refuse(answer)
	}
	return f
}

// judgeForbidden tells apart the many meanings of 403.
func judgeForbidden(account string, f *Fault, answer *googleapi.Error) error {
	switch f.Reason {
	case "rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED":
		f.Outcome, f.why, f.limited, f.passing, f.Text = Unsent, calendar.ErrLimited, true, true, "too many requests"
	case "quotaExceeded", "dailyLimitExceeded", "calendarUsageLimitsExceeded":
		f.Outcome, f.why, f.spent, f.Text = Unsent, calendar.ErrLimited, true, "a limit of use is reached"
	case "insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT":
		return signInError(account, remote.ScopesLacking)
	case "accessNotConfigured", "SERVICE_DISABLED":
		f.Outcome, f.Text = Unsent, "the Google Calendar API is not enabled in your project; see docs/google.md"
		f.refuse(answer)
	case "forbidden", "requiredAccessLevel":
		f.Outcome, f.Text = ReadOnly, "the account may not do that there"
		f.refuse(answer)
	default:
		if itemOf(answer).Domain == "usageLimits" { // under a name that is not known here
			f.Outcome, f.why, f.spent, f.Text = Unsent, calendar.ErrLimited, true, "a limit of use is reached"
			break
		}
		f.Outcome, f.Text = Refused, "Google forbids it"
		f.refuse(answer)
	}
	return f
}

// word is what a reason looks like. Anything else stays unsaid: it could be
// anything.
var word = regexp.MustCompile(`^[A-Za-z_]{1,60}$`)

// reasonOf is the first reason of answer, from whichever of Google's two ways to
// put it.
func reasonOf(answer *googleapi.Error) string {
	var reasons []string
	for _, item := range answer.Errors {
		reasons = append(reasons, item.Reason)
	}
	var body struct {
		Error struct {
			Details []struct {
				Reason string `json:"reason"`
			} `json:"details"`
		} `json:"error"`
	}
	if json.Unmarshal([]byte(answer.Body), &body) == nil {
		for _, d := range body.Error.Details {
			reasons = append(reasons, d.Reason)
		}
	}
	for _, r := range reasons {
		if word.MatchString(r) {
			return r
		}
	}
	return ""
}

// subtype is the error_subtype in the body of a token endpoint's refusal.
func subtype(body []byte) string {
	var refusal struct {
		Subtype string `json:"error_subtype"`
	}
	if json.Unmarshal(body, &refusal) != nil {
		return ""
	}
	return refusal.Subtype
}

// foreignError is an answer that was not given by Google.
type foreignError struct{ status int }

func (e *foreignError) Error() string {
	return fmt.Sprintf("an answer that is not Google's (%d); does this network want you to log in?", e.status)
}

// cause is why there was no answer, in words that hold nothing of request or
// answer.
func cause(err error) string {
	var (
		address *url.Error
		foreign *foreignError
		amiss   *amissError
		network net.Error
		tlsFail *tls.CertificateVerificationError
	)
	switch {
	case errors.As(err, &foreign):
		return foreign.Error()
	case errors.As(err, &amiss):
		return amiss.Error()
	case errors.Is(err, context.DeadlineExceeded):
		return "no answer in time"
	case errors.Is(err, context.Canceled):
		return "interrupted"
	case errors.As(err, &tlsFail):
		return "the certificate is not one for Google: " + tlsFail.Err.Error()
	case errors.As(err, &address) && errors.As(address.Err, &network):
		return network.Error()
	case errors.As(err, &address):
		return "the connection broke"
	case errors.As(err, &network):
		return network.Error()
	}
	return "an answer that cannot be read"
}

// retryAfter is how long the header asks to wait, at most a quarter of an hour
// (RFC 9110, 10.2.3). A date is by the far side's clock, and so is now.
func retryAfter(h http.Header, now time.Time) (time.Duration, bool) {
	text := h.Get("Retry-After")
	wait := time.Duration(0)
	if seconds, err := strconv.Atoi(text); err == nil {
		wait = time.Duration(min(seconds, 1<<20)) * time.Second
	} else if at, err := http.ParseTime(text); err == nil {
		wait = at.Sub(now)
	} else {
		return 0, false
	}
	return max(0, min(wait, 15*time.Minute)), true
}
