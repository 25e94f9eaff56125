package ics

import (
	"strings"
	"testing"
	"time"
)

// TestComments checks where a guest's comment is found, and that nobody else's words
// count as theirs.
func TestComments(t *testing.T) {
	const (
		maya = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:maya@example.com"
		ana  = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ana@example.com"
		bo   = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:bo@example.com"
		mark = "X-FIKA-BOOKING:b1"
	)
	for name, test := range map[string]struct {
		lines []string
		want  string // Ana's
	}{
		"none":                         {[]string{mark, maya, ana}, ""},
		"in the attendee's line":       {[]string{mark, maya, `ATTENDEE;X-RESPONSE-COMMENT="no fika; thanks":mailto:ana@example.com`}, "no fika; thanks"},
		"with entities":                {[]string{mark, maya, `ATTENDEE;X-RESPONSE-COMMENT="it&#39\;s late":mailto:ana@example.com`}, "it's late"},
		"as COMMENT":                   {[]string{mark, `COMMENT:no\, thanks`, maya, ana}, "no, thanks"},
		"as COMMENT, of whom?":         {[]string{mark, "COMMENT:no fika", maya, ana, bo}, ""},
		"in both places":               {[]string{mark, `ATTENDEE;X-RESPONSE-COMMENT=no fika:mailto:ana@example.com`, "COMMENT:no fika"}, "no fika"},
		"two different ones":           {[]string{mark, `ATTENDEE;X-RESPONSE-COMMENT=no fika:mailto:ana@example.com`, "COMMENT:Bye"}, "no fika\nBye"},
		"as Apple writes it":           {[]string{mark, maya, ana, bo, `X-CALENDARSERVER-ATTENDEE-COMMENT;X-CALENDARSERVER-ATTENDEE-REF="mailto:ana@example.com":no fika`}, "no fika"},
		"as Apple writes it, a number": {[]string{mark, maya, ana, `X-CALENDARSERVER-ATTENDEE-COMMENT;X-CALENDARSERVER-ATTENDEE-REF="urn:uuid:5B":no fika`}, "no fika"},
		"somebody else's":              {[]string{mark, maya, ana, bo, `X-CALENDARSERVER-ATTENDEE-COMMENT;X-CALENDARSERVER-ATTENDEE-REF="mailto:bo@example.com":no fika`}, ""},
		"the organizer's":              {[]string{mark, `ATTENDEE;X-RESPONSE-COMMENT=no fika:mailto:maya@example.com`, ana}, ""},
		"on somebody else's event":     {[]string{`ATTENDEE;X-RESPONSE-COMMENT=no fika:mailto:ana@example.com`, "COMMENT:no fika"}, ""},
	} {
		file := calendarOf(eventOf("UID:u\nDTSTART:20260302T090000Z\nDURATION:PT1H\nORGANIZER:mailto:maya@example.com\n" + strings.Join(test.lines, "\n")))
		events, _ := Parse([]byte(file)).Expand(the2026, time.UTC)
		for _, a := range events[0].Attendees {
			if a.Address == "ana@example.com" && a.Comment != test.want {
				t.Errorf("%s: %q, want %q", name, a.Comment, test.want)
			}
		}
	}
}
