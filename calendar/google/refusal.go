package google

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"

	"google.golang.org/api/googleapi"

	"fika/calendar"
	"fika/calendar/remote"
)

// refusedParts says which part of a change a word in a refusal stands for. All of these
// refusals have the one reason "invalid": only what they say, or the field that
// they name, tells them apart.
var refusedParts = []struct {
	word string
	part calendar.Part
}{
	{"conference", calendar.PartVideoLink}, {"hangout", calendar.PartVideoLink},
	{"time zone", calendar.PartZone}, {"timezone", calendar.PartZone},
	{"attendee", calendar.PartGuest}, {"guest", calendar.PartGuest},
}

// setRefusal makes f the refusal of a change. A 400 is about something in the request,
// everything else about who asks.
func setRefusal(f *remote.Fault, answer *googleapi.Error) {
	f.Refusal = &calendar.Refusal{Part: calendar.PartAll, Message: serverMessage(answer)}
	if answer.Code != http.StatusBadRequest {
		return
	}
	f.Refusal.Part = calendar.PartRequest
	text := strings.ToLower(answer.Message + " " + errorLocation(answer))
	for _, a := range refusedParts {
		if strings.Contains(text, a.word) {
			f.Refusal.Part = a.part
			return
		}
	}
}

// errorItem is the part of the first error in a body that the client does not hand on.
type errorItem struct {
	Domain   string `json:"domain"`
	Location string `json:"location"`
}

func firstErrorItem(answer *googleapi.Error) errorItem {
	var body struct {
		Error struct {
			Errors []errorItem `json:"errors"`
		} `json:"error"`
	}
	if json.Unmarshal([]byte(answer.Body), &body) != nil || len(body.Error.Errors) == 0 {
		return errorItem{}
	}
	return body.Error.Errors[0]
}

func errorLocation(answer *googleapi.Error) string { return firstErrorItem(answer).Location }

// credentialPattern is what Google's tokens, codes and client secrets look like.
var credentialPattern = regexp.MustCompile(`(?i)\b(ya29\.|1//|4/|gocspx-)\S{4,}`)

// serverMessage are Google's words for a refusal, fit to be shown.
func serverMessage(answer *googleapi.Error) string {
	text := answer.Message
	if text == "" && len(answer.Errors) > 0 {
		text = answer.Errors[0].Message
	}
	return calendar.CleanMessage(remote.Redact(credentialPattern.ReplaceAllString(text, "…")))
}
