package ics

import (
	"html"
	"slices"
	"strings"

	"fika/calendar"
	"fika/internal/mailbox"
)

// The places of a guest's comment beside COMMENT. Google, Nextcloud and others write it
// into the attendee's line, Google with entities of HTML; Apple's servers write a line
// that names the attendee.
const (
	responseComment = "X-RESPONSE-COMMENT"
	attendeeComment = "X-CALENDARSERVER-ATTENDEE-COMMENT"
	attendeeRef     = "X-CALENDARSERVER-ATTENDEE-REF"
)

// readComments sets what the attendees of t wrote with their answers. A COMMENT does not
// say whose it is (RFC 5546, 3.2.3): it counts as that of the guest if there is only one.
func readComments(t *calendar.Event, c *component) {
	for l := range c.ownLines() {
		switch l.name {
		case "ATTENDEE":
			params, value := l.split()
			addComment(attendeeOf(t, address(params, value)), html.UnescapeString(text(param(params, responseComment))))
		case attendeeComment:
			params, value := l.split()
			who := mailbox.ParseLoose(param(params, attendeeRef))
			if who == "" { // a path or a number of that server
				who = onlyGuest(t)
			}
			addComment(attendeeOf(t, who), text(value))
		case "COMMENT":
			_, value := l.split()
			addComment(attendeeOf(t, onlyGuest(t)), text(value))
		}
	}
}

// addComment adds comment to what a wrote, unless a is nil. Some programs write one
// comment in two places.
func addComment(a *calendar.Attendee, comment string) {
	comment = strings.TrimSpace(comment)
	switch {
	case a == nil || comment == "" || comment == a.Comment:
	case a.Comment == "":
		a.Comment = comment
	default:
		a.Comment += "\n" + comment
	}
}

// attendeeOf returns the attendee of t with that address, or nil.
func attendeeOf(t *calendar.Event, who mailbox.Address) *calendar.Attendee {
	i := slices.IndexFunc(t.Attendees, func(a calendar.Attendee) bool { return who != "" && a.Address == who })
	if i < 0 {
		return nil
	}
	return &t.Attendees[i]
}

// onlyGuest returns the address of the only person invited besides the organizer, or "".
func onlyGuest(t *calendar.Event) mailbox.Address {
	var guest mailbox.Address
	for _, a := range t.Attendees {
		switch {
		case a.Room || a.Address == t.Organizer:
		case guest != "":
			return ""
		default:
			guest = a.Address
		}
	}
	return guest
}
