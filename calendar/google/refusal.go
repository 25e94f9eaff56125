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

// refusedParts maps words in a refusal to the refused part of a change. All of these
// refusals have the reason "invalid"; only the message, or the field that it names,
// tells them apart.
var refusedParts = []struct {
	word string
	part calendar.Part
}{
	{"conference", calendar.PartVideoLink}, {"hangout", calendar.PartVideoLink},
	{"time zone", calendar.PartZone}, {"timezone", calendar.PartZone},
	{"attendee", calendar.PartGuest}, {"guest", calendar.PartGuest},
}

// setRefusal marks f as a refusal. A 400 concerns something in the request, any other
// status the permissions of the caller.
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

// errorItem contains the fields of the first error in a body that the client does not
// return.
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

// credentialPattern matches Google's tokens, codes and client secrets.
var credentialPattern = regexp.MustCompile(`(?i)\b(ya29\.|1//|4/|gocspx-)\S{4,}`)

// serverMessage returns Google's message for a refusal, made safe to display.
func serverMessage(answer *googleapi.Error) string {
	text := answer.Message
	if text == "" && len(answer.Errors) > 0 {
		text = answer.Errors[0].Message
	}
	return calendar.CleanMessage(remote.Redact(credentialPattern.ReplaceAllString(text, "…")))
}
