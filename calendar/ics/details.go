package ics

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"fika/calendar"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
)

// details returns the fields that all occurrences of e share.
func (e *event) details() *calendar.Event {
	if e.shared != nil {
		return e.shared
	}
	t := &calendar.Event{
		UID: e.uid, ID: calendar.EventID(e.uid),
		AllDay: e.start.date && e.doubt == "", Travel: time.Duration(e.travel) * time.Second, Method: e.scope.method, Sequence: e.sequence,
	}
	if r, ok := readTime(strings.TrimSpace(e.stamp)); ok {
		t.Stamp = time.Unix(e.scope.utc.unix(r.wall), 0).UTC()
	}
	var seen uint32
	for l := range e.component.ownLines() {
		if bit := singlePropertyBit(l.name); bit&seen == 0 { // the first counts
			seen |= bit
			readDetail(t, l)
		}
	}
	if t.Mark.Booking != "" || t.IsMessage() {
		readComments(t, e.component)
		readVideo(t, e.component)
	}
	if t.ShowAs == calendar.ShowElsewhere {
		t.Workplace = calendar.Workplace{Kind: calendar.WorkElsewhere, Name: cmp.Or(t.Location, t.Title)}
	}
	e.shared = t
	return t
}

// readDetail reads one line into t.
func readDetail(t *calendar.Event, l line) {
	switch l.name {
	default:
		return
	case "SUMMARY", "LOCATION", "DESCRIPTION", "STATUS", "TRANSP", "CLASS", "ORGANIZER", "ATTENDEE",
		"X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-MSNCALENDAR-BUSYSTATUS", markBooking, markGeneration:
	}
	params, value := l.split()
	word := func() string { return strings.ToUpper(strings.TrimSpace(value)) }
	switch l.name {
	case "SUMMARY":
		t.Title = text(value)
	case "LOCATION":
		t.Location = text(value)
	case "DESCRIPTION":
		t.Description = text(value)
	case "STATUS":
		t.Status = calendar.Status(word())
	case "CLASS": // unknown values mean private (RFC 5545, 3.8.1.3)
		t.Private = word() != "PUBLIC"
	case "TRANSP":
		t.Transparent = word() == "TRANSPARENT"
	case "X-MICROSOFT-CDO-BUSYSTATUS":
		t.ShowAs = calendar.ShowAs(word())
	case "X-MICROSOFT-MSNCALENDAR-BUSYSTATUS":
		if t.ShowAs == "" {
			t.ShowAs = calendar.ShowAs(word())
		}
	case "ORGANIZER":
		t.Organizer = address(params, value)
	case "ATTENDEE":
		t.Attendees = append(t.Attendees, attendee(params, value))
	case markBooking:
		t.Mark.Booking = text(value)
	case markGeneration:
		t.Mark.Generation, _ = strconv.Atoi(strings.TrimSpace(value))
	}
}

// readVideo looks for a link to join by video that somebody has added, in the lines in
// which programs write it. One that only repeats the place is no addition.
func readVideo(t *calendar.Event, c *component) {
	for l := range c.ownLines() {
		switch l.name {
		case "CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL":
			if _, link := l.split(); linkIn(link) != "" && !strings.Contains(t.Location, linkIn(link)) {
				t.Video = calendar.VideoReady
			}
		}
	}
}

// The lines that carry fika's [calendar.Mark].
const (
	markBooking    = "X-FIKA-BOOKING"
	markGeneration = "X-FIKA-GENERATION"
)

// address returns the address of a calendar user. Some servers write a path as the
// value and the address as a parameter.
func address(params, value string) mailbox.Address {
	if a := mailbox.ParseLoose(value); a != "" {
		return a
	}
	return mailbox.ParseLoose(param(params, "EMAIL"))
}

func attendee(params, value string) calendar.Attendee {
	a := calendar.Attendee{Address: address(params, value), Name: text(param(params, "CN")), Reply: rsvp.NoReply}
	switch reply := rsvp.Reply(strings.ToUpper(param(params, "PARTSTAT"))); reply {
	case rsvp.Accepted, rsvp.Declined, rsvp.Maybe, rsvp.Delegated:
		a.Reply = reply
	}
	a.NonParticipant = strings.EqualFold(param(params, "ROLE"), "NON-PARTICIPANT")
	if status := param(params, "SCHEDULE-STATUS"); undelivered(status) {
		a.DeliveryFailure = status
	}
	switch strings.ToUpper(param(params, "CUTYPE")) {
	case "ROOM", "RESOURCE":
		a.Room = true
	}
	return a
}

// undelivered reports whether status says that the invitation was not delivered: 3.x
// and 5.x mean failure, 1.x pending and 2.x success (RFC 6638, 3.2.9). One good code
// among several is enough.
func undelivered(status string) bool {
	bad := false
	for code := range strings.SplitSeq(status, ",") {
		switch code = strings.TrimSpace(code); {
		case strings.HasPrefix(code, "1."), strings.HasPrefix(code, "2."):
			return false
		case strings.HasPrefix(code, "3."), strings.HasPrefix(code, "5."):
			bad = true
		}
	}
	return bad
}
