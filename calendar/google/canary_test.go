package google

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"fika/calendar"
	"fika/calendar/google/googletest"
	"fika/internal/mailbox"
)

// secrets matches the secrets that the server issues, and those that the tests use.
var secrets = regexp.MustCompile(`ya29\.fake\S*|1//fake\S*|GOCSPX-\w+|4/fake-code\S*|Bearer \S+|canary-\w+`)

// TestSuiteLogsNoSecret runs all other tests with all logs of the libraries enabled,
// and checks their output for secrets.
func TestSuiteLogsNoSecret(t *testing.T) {
	const inner = "FIKA_CANARY"
	if os.Getenv(inner) != "" {
		t.Skip("SKIPPED: this is the inner run")
	}
	cmd := exec.Command(os.Args[0], "-test.v", "-test.skip=^TestConformance$|^TestSyncAgrees|^TestBookingUnder")
	cmd.Env = append(os.Environ(), inner+"=1", "GOOGLE_SDK_GO_LOGGING_LEVEL=debug", "GODEBUG=http2debug=0")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("the suite fails with the logs of the libraries: %v", err)
	}
	if !strings.Contains(string(out), "--- PASS: TestErrorsContainNoSecret") {
		t.Errorf("the suite did not run:\n%.2000s", out)
	}
	for _, found := range secrets.FindAllString(string(out), 5) {
		t.Errorf("the suite prints %q", found)
	}
}

// TestErrorsContainNoSecret makes all methods fail in all ways, and checks each error
// and everything that it wraps for secrets.
func TestErrorsContainNoSecret(t *testing.T) {
	for what, effect := range map[string]googletest.Effect{
		"dropped": googletest.Dropped(), "cut": googletest.Truncated(), "unreachable": googletest.Unreachable(), "hotel": googletest.CaptivePortal(),
		"500": googletest.Failed(500), "502": googletest.Failed(502), "429": googletest.RateLimited(429, "7"),
		"400 with a secret":       googletest.Refused(400, "ya29.fake", "ya29.fake", "Bearer ya29.fake 1//fake GOCSPX-fake"),
		"401":                     googletest.Refused(401, "global", "authError", "Bearer ya29.fake"),
		"403":                     googletest.Refused(403, "global", "ya29.fake", "Bearer ya29.fake"),
		"a token as the response": googletest.Answered(200, nil, "application/json", `"ya29.fake 1//fake GOCSPX-fake"`),
		"an OAuth refusal":        googletest.Answered(400, nil, "application/json", `{"error":"1//fake","error_description":"GOCSPX-fake","error_uri":"ya29.fake"}`),
	} {
		for _, method := range []string{"", "token", "calendarList.list", "events.list", "events.get", "events.insert", "events.patch", "events.delete", "freebusy.query", "people.listDirectoryPeople"} {
			runInMarch(t, func(t *testing.T, fake *googletest.Server, mine *googletest.Calendar) {
				a := open(t, fake, me, nil)
				e, err := a.Insert(t.Context(), draft("fkcanada"))
				if err != nil {
					t.Fatal(err)
				}
				if method == "token" {
					fake.Account(me).ExpireAccess()
				}
				if method == "calendarList.list" {
					a.calendars = nil
				}
				fake.Inject(googletest.Fault{Method: method, Count: googletest.Always, Effect: effect})
				_, listed := a.List(t.Context(), month)
				_, found := a.Find(t.Context(), calendar.Place{ID: "fkcanada"})
				_, inserted := a.Insert(t.Context(), draft("fkother"))
				_, updated := a.Update(t.Context(), e.ETag, draft("fkcanada"))
				_, busy := a.FreeBusy(t.Context(), []mailbox.Address{me}, month)
				_, directory := a.Directory(t.Context())
				all := errors.Join(listed, found, inserted, updated, a.Remove(t.Context(), e.Place(), e.ETag), busy, directory)
				if all == nil && method != "events.delete" { // the response to a deletion has no body to check
					t.Errorf("%s of %q: nothing fails", what, method)
				}
				text := fmt.Sprintf("%v %+v %#v", all, all, all) + fullErrorText(all) + fmt.Sprintf("%v %+v %#v", a.tokens.signIn, a.options.Client, a.options.Vault)
				for _, found := range secrets.FindAllString(text, 3) {
					t.Errorf("%s of %q: an error contains %q", what, method, found)
				}
			})
		}
	}
}

// fullErrorText returns the text of err and of all errors that it wraps.
func fullErrorText(err error) string {
	text := fmt.Sprintf("%T %+v %#v\n", err, err, err)
	switch w := err.(type) { //nolint:errorlint // it walks the same tree as errors.As
	case interface{ Unwrap() error }:
		if inner := w.Unwrap(); inner != nil {
			text += fullErrorText(inner)
		}
	case interface{ Unwrap() []error }:
		for _, inner := range w.Unwrap() {
			text += fullErrorText(inner)
		}
	}
	return text
}
