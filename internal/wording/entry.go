// Package wording puts the documents of package api into English, so that the terminal
// and the web page use the same words.
package wording

import (
	"cmp"
	"strings"
	"time"

	"fika/internal/api"
	"fika/internal/prose"
)

// Carrier says who sends an invitation in a folder to its guests: fika only writes the
// file.
const Carrier = "your calendar server has to send it, or you do"

// Entry returns a log entry as a sentence; when formats a time. An unknown kind is left
// as it is.
func Entry(e api.Entry, when func(time.Time) string) string {
	who := cmp.Or(e.Name, e.Person)
	text, why := happened(e, who), e.Text
	if e.Kind == string(api.StateBooked) && !e.Invited && why == "" {
		why = Carrier
	}
	switch {
	case text == "":
		text = strings.Join(prose.NonEmpty(e.Kind, who), " ")
	case e.Start != nil && e.Kind != "withdrawn": // the line before shows its end
		text += " (" + when(*e.Start) + ")"
	}
	if why == "by you" || strings.HasPrefix(why, answered) {
		why = "" // it is part of the sentence already
	}
	return strings.Join(prose.NonEmpty(text, why), ": ")
}

// answered is the prefix of the text about a guest's answer.
const answered = "answer: "

// happened says what happened to the booking with who; "" if the kind is unknown.
func happened(e api.Entry, who string) string {
	byUser := e.Text == "by you"
	switch e.Kind {
	case "proposed":
		return "coffee with " + who + " proposed"
	case "approved":
		if byUser {
			return "you said yes to " + who
		}
		return "coffee with " + who + " approved"
	case "sending":
		return "inviting " + who
	case "booked":
		switch {
		case e.Text != "": // it was found in the calendar, not written now
			return "coffee with " + who + " booked"
		case !e.Invited:
			return "invitation to " + who + " written"
		}
		return who + " is invited"
	case "without":
		return "part of the invitation to " + who + " was left out"
	case "held":
		return "slot for " + who + " blocked"
	case "seen":
		if reply, ok := strings.CutPrefix(e.Text, answered); ok && !strings.Contains(reply, " ") {
			return who + " said " + reply
		} else if ok {
			return who + " " + reply
		}
		return "coffee with " + who
	case "declined":
		return "no coffee with " + who
	case "withdrawn":
		return "coffee with " + who + " removed from the calendar"
	case "met":
		return "you met " + who
	case "skipped", "cancelled":
		if byUser {
			return "you " + e.Kind + " " + who
		}
		return "coffee with " + who + " " + e.Kind
	case "expired", "released", "missed", "refused", "unknown":
		return "coffee with " + who + " " + e.Kind
	}
	return ""
}
