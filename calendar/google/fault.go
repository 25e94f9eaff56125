package google

import (
	"encoding/json"
	"errors"
	"net/http"
	"regexp"

	"google.golang.org/api/googleapi"

	"fika/calendar/remote"
)

// fault returns a fault with this outcome and text.
func fault(o remote.Outcome, text string) *remote.Fault { return service.Fault(o, text) }

// classifyError converts an error response by its status and reason
// (developers.google.com/workspace/calendar/api/guides/errors).
func (a *Account) classifyError(err error) (http.Header, error) {
	var answer *googleapi.Error
	if !errors.As(err, &answer) {
		return nil, nil
	}
	return answer.Header, classify(a.tokens.account(), answer)
}

func classify(account string, answer *googleapi.Error) error {
	err := service.ClassifyStatus(account, answer.Code)
	var f *remote.Fault
	if !errors.As(err, &f) {
		return err
	}
	f.Reason = reasonOf(answer)
	switch {
	case answer.Code == http.StatusForbidden:
		return classifyForbidden(account, f, answer)
	case f.Outcome == remote.Refused:
		setRefusal(f, answer)
	}
	return f
}

// classifyForbidden distinguishes the many meanings of 403.
func classifyForbidden(account string, f *remote.Fault, answer *googleapi.Error) error {
	switch f.Reason {
	case "rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED":
		f.MarkRateLimited(remote.Burst)
	case "quotaExceeded", "dailyLimitExceeded", "calendarUsageLimitsExceeded":
		f.MarkRateLimited(remote.Quota)
	case "insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT":
		return signInError(account, remote.MissingScopes)
	case "accessNotConfigured", "SERVICE_DISABLED":
		f.Outcome, f.Text = remote.Unsent, "the Google Calendar API is not enabled in your project; see docs/google.md"
		setRefusal(f, answer)
	case "forbidden", "requiredAccessLevel":
		f.Outcome, f.Text = remote.ReadOnly, "the account has no permission to do that there"
		setRefusal(f, answer)
	default:
		if firstErrorItem(answer).Domain == "usageLimits" { // with an unknown reason
			f.MarkRateLimited(remote.Quota)
			break
		}
		setRefusal(f, answer)
	}
	return f
}

// reasonPattern matches a reason code. Other text is not shown, because it could
// contain anything.
var reasonPattern = regexp.MustCompile(`^[A-Za-z_]{1,60}$`)

// reasonOf returns the first reason in answer, in either of Google's two error
// formats.
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
		if reasonPattern.MatchString(r) {
			return r
		}
	}
	return ""
}

// subtype returns the error_subtype in the error body of a token endpoint.
func subtype(body []byte) string {
	var refusal struct {
		Subtype string `json:"error_subtype"`
	}
	if json.Unmarshal(body, &refusal) != nil {
		return ""
	}
	return refusal.Subtype
}
