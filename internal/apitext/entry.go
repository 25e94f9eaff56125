// Package apitext puts the documents of package api into English, so that the terminal
// and the web page use the same words.
package apitext

import (
	"cmp"
	"strings"
	"time"

	"fika/internal/api"
	"fika/internal/prose"
	"fika/internal/rsvp"
)

// Carrier says who sends an invitation in a folder to its guests: fika only writes the
// file.
const Carrier = "your calendar server has to send it, or you do"

// Entry returns a log entry as a sentence; when formats a time. An unknown kind is left
// as it is.
func Entry(e api.Entry, when func(time.Time) string) string {
	who := cmp.Or(e.Name, e.Person)
	text := happened(e, who)
	switch {
	case text == "":
		text = strings.Join(prose.NonEmpty(string(e.Kind), who), " ")
	case e.Start != nil && e.Kind != api.EntryWithdrawn && !movedByUser(e): // the line before shows its end, and the note both starts
		text += " (" + when(*e.Start) + ")"
	}
	return strings.Join(prose.NonEmpty(text, string(e.Code), more(e)), ": ")
}

// movedByUser reports whether e is an order to move a coffee.
func movedByUser(e api.Entry) bool {
	return e.By == api.ByUser && (e.Kind == api.EntryMoving || e.Kind == api.EntryMoved)
}

// happened says what happened to the booking with who; "" if the kind is not about a
// booking, or unknown.
func happened(e api.Entry, who string) string {
	coffee := "coffee with " + who
	if e.By == api.ByUser && e.Note == "" { // a text says what the user did in the calendar
		switch e.Kind {
		case api.EntryProposed:
			return "you put off the decision on " + coffee
		case api.EntryApproved:
			return "you said yes to " + who
		case api.EntrySkipped, api.EntryCancelled:
			return "you " + string(e.Kind) + " " + who
		}
	}
	switch e.Kind {
	case api.EntrySending:
		return "inviting " + who
	case api.EntryBooked:
		switch {
		case e.Found:
			return coffee + " booked"
		case e.Invited:
			return who + " is invited"
		}
		return "invitation to " + who + " written"
	case api.EntryMet:
		return "you met " + who
	case api.EntryDeclined:
		return "no " + coffee
	case api.EntryBlocked:
		return "slot for " + who + " blocked"
	case api.EntryWithout:
		return "part of the invitation to " + who + " was left out"
	case api.EntryMoving:
		return "you move the " + coffee
	case api.EntryMoved:
		if e.By == api.ByUser {
			return "you moved the " + coffee
		}
		return coffee + " moved"
	case api.EntryCounter:
		return who + " asks for another time"
	case api.EntryWithdrawn:
		return coffee + " removed from the calendar"
	case api.EntryCall:
		return "your assistant asked"
	case api.EntryAsked:
		return "your assistant asks for your decision on the " + coffee
	case api.EntryGuard:
		if e.By == api.ByGuest {
			return who + " asked not to be invited again"
		}
	case api.EntrySeen:
		if e.Reply != "" {
			return who + " " + answered(e.Reply)
		}
		return coffee
	case api.EntryProposed, api.EntryApproved, api.EntrySkipped, api.EntryCancelled, api.EntryExpired, api.EntryReleased, api.EntryMissed,
		api.EntryRefused, api.EntryUnknown:
		return coffee + " " + string(e.Kind)
	}
	return ""
}

// answered says what a guest did who gave that answer.
func answered(reply rsvp.Reply) string {
	switch reply {
	case rsvp.Accepted, rsvp.Declined, rsvp.Maybe:
		return "said " + reply.Words()
	case rsvp.Delegated:
		return reply.Words()
	}
	return "gave an answer that fika does not know"
}

// stated says what kind of fact an invitation states about its guest.
func stated(kind api.Stated) string {
	switch kind {
	case api.StatedBecause:
		return "it says why in your words"
	case api.StatedTold:
		return "it mentions what they told you about"
	case api.StatedShared:
		return "it mentions a meeting that you both attended"
	case api.StatedRole:
		return "it mentions their role"
	case api.StatedTheme:
		return "it says only what the coffee is about"
	}
	return string(kind)
}

// more is what follows the sentence: the text of e, or else what its fields say.
func more(e api.Entry) string {
	switch {
	case e.Kind == api.EntryGuard && e.By == api.ByGuest:
		return "" // the sentence says it
	case e.By == api.ByAssistant && (e.Kind == api.EntryGuard || e.Kind == api.EntrySkipped):
		return strings.Join(prose.NonEmpty(e.Note, "by your assistant"), ", ")
	case e.Kind == api.EntryGuard && e.By == api.ByUser:
		return strings.Join(prose.NonEmpty(e.Note, "by you"), ", ") // the note of somebody forgotten is erased
	case e.Note != "":
		return e.Note
	case e.Found:
		return "found in the calendar"
	case e.Stated != "":
		return stated(e.Stated)
	case e.Kind == api.EntryBooked && !e.Invited:
		return Carrier
	}
	return ""
}
