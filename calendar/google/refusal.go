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

// about says which part of a change a word in a refusal stands for. All of these
// refusals have the one reason "invalid": only what they say, or the field that
// they name, tells them apart.
var about = []struct {
	word string
	part calendar.Part
}{
	{"conference", calendar.PartVideoLink}, {"hangout", calendar.PartVideoLink},
	{"time zone", calendar.PartZone}, {"timezone", calendar.PartZone},
	{"attendee", calendar.PartGuest}, {"guest", calendar.PartGuest},
}

// refuse makes f the refusal of a change. A 400 is about something in the request,
// everything else about who asks.
func refuse(f *remote.Fault, answer *googleapi.Error) {
	f.Refusal = &calendar.Refusal{Part: calendar.PartAll, Message: said(answer)}
	if answer.Code != http.StatusBadRequest {
		return
	}
	f.Refusal.Part = calendar.PartRequest
	text := strings.ToLower(answer.Message + " " + place(answer))
	for _, a := range about {
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

func itemOf(answer *googleapi.Error) errorItem {
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

func place(answer *googleapi.Error) string { return itemOf(answer).Location }

// credential is what Google's tokens, codes and client secrets look like.
var credential = regexp.MustCompile(`(?i)\b(ya29\.|1//|4/|gocspx-)\S{4,}`)

// said are Google's words for a refusal, fit to be shown.
func said(answer *googleapi.Error) string {
	text := answer.Message
	if text == "" && len(answer.Errors) > 0 {
		text = answer.Errors[0].Message
	}
	return calendar.CleanMessage(remote.Redact(credential.ReplaceAllString(text, "…")))
}
