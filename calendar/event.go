// Package calendar says what an event is, when it makes its owner busy, and
// what a kind of calendar must be able to do. It holds no kind of calendar
// itself: each of those is one folder below it.
//
// Everything here is a plain value or a pure function. Zones come in as
// arguments; the package never asks the machine where or when it is.
package calendar

import (
	"strings"
	"time"

	"fika/internal/mailbox"
	"fika/internal/rsvp"
	"fika/internal/span"
)

// ParseAddress turns a calendar's spelling of an address ("MAILTO:Ana@Example.com")
// into an address. Text without an "@" yields "": event data that is no
// address must never become one.
func ParseAddress(s string) mailbox.Address {
	a := mailbox.Spell(s)
	if at := strings.IndexByte(string(a), '@'); at <= 0 || at == len(a)-1 || strings.ContainsAny(string(a), " \t\r\n<>,;\"") {
		return ""
	}
	return a
}

// Status is the life of an event as its organizer states it (RFC 5545, 3.8.1.11).
type Status string

// The states of an event. An absent STATUS is Unstated, which means confirmed.
const (
	Unstated  Status = ""
	Confirmed Status = "CONFIRMED"
	Tentative Status = "TENTATIVE"
	Cancelled Status = "CANCELLED"
)

// Attendee is one invited person and their answer.
type Attendee struct {
	Address mailbox.Address
	Name    string
	Reply   rsvp.Reply
	Room    bool // a room or another resource, never a person to meet
	Self    bool // the calendar says that this is its owner, under whatever address

	// Informed is an invitation for information only: nobody expects them to come
	// (RFC 5545, 3.2.16, ROLE=NON-PARTICIPANT).
	Informed bool

	// Undelivered is the status code with which a server says that the invitation
	// did not reach them, such as "3.8" where they let nobody invite them (RFC 6638,
	// 3.2.9, SCHEDULE-STATUS). It is "" where it did, or where no server says.
	Undelivered string
}

// Event is one occurrence on a calendar, recurrence already expanded.
type Event struct {
	UID      string // the same for all occurrences of a series
	Instance string // which occurrence of a series, in UTC or as a date; "" if the event does not repeat
	Span     span.Span
	AllDay   bool // Span runs from local midnight to local midnight in the reader's zone

	// Travel is how long the way to the event takes; it is busy before Span.Start
	// (X-APPLE-TRAVEL-DURATION). It is never negative, and 0 for whole days.
	Travel time.Duration

	// Doubt says, in words that follow "busy because", why this time may be the
	// user's although it is not sure: see [Listing.Doubts]. It is "" for an event.
	Doubt string

	Title, Location, Description string

	Repeats bool // it is a series, or an occurrence of one, or shares its UID with other events
	Private bool // others see no more than that its owner is busy (CLASS, RFC 5545, 3.8.1.3)

	Status      Status
	Transparent bool   // TRANSP:TRANSPARENT, "show me as free"
	ShowAs      ShowAs // Microsoft's own word for it, which wins over Transparent
	Kind        Kind
	Method      string // METHOD of the file the event came in, upper case; "" for a stored calendar
	FreeBusy    bool   // a period of a VFREEBUSY: busy by itself, with no title

	Organizer mailbox.Address
	Attendees []Attendee
	Crowded   bool // there are more attendees than the calendar shows

	Sequence int
	Stamp    time.Time // DTSTAMP, to choose between copies of one occurrence
	Mark     Mark
	Video    Video

	Calendar string  // id of the calendar that the event stands on; "" in a source that is one calendar
	ID       EventID // where to find the event again for a change; "" where a change is impossible
	ETag     string  // the version that was read
}

// Place is where the event stands.
func (e Event) Place() Place { return Place{e.Calendar, e.ID, e.UID} }

// Place is where one event stands among the calendars of a source. Users move
// events between calendars: then Calendar changes, and with some kinds ID does,
// but the UID stays, because it is what the guests' calendars know the event by
// (RFC 5545, 3.8.4.7).
type Place struct {
	Calendar string  // its id on the server: "" in a source that is one calendar, or if it is not known
	ID       EventID // the event's name on that calendar; "" if only the UID is known
	UID      string  // iCalUID; "" if it is not known
}

// In reports whether a part of the event lies in window. One without length, as
// people make to remember something, lies where it begins.
func (e Event) In(window span.Span) bool {
	return e.Span.Overlaps(window) || e.Span.Empty() && window.Contains(e.Span.Start)
}

// Takes reports whether the event, or the way to it, lies in window.
func (e Event) Takes(window span.Span) bool {
	return e.In(window) || e.Travel > 0 && e.Span.Start.Add(-e.Travel).Before(window.End) && e.Span.Start.After(window.Start)
}

// EventID names an event on its calendar. For calendars of files it is the UID.
type EventID string

// ShowAs is X-MICROSOFT-CDO-BUSYSTATUS (MS-OXCICAL 2.1.3.1.1.20.31), upper case.
type ShowAs string

// The values of ShowAs that mean something here; all others are ignored.
const (
	ShowFree      ShowAs = "FREE"
	ShowTentative ShowAs = "TENTATIVE"
	ShowBusy      ShowAs = "BUSY"
	ShowAway      ShowAs = "OOF"
	ShowElsewhere ShowAs = "WORKINGELSEWHERE"
)

// Kind tells apart events that some calendars give a meaning of their own.
type Kind string

// The kinds. Calendars of files know only Meeting.
const (
	Meeting     Kind = ""
	FocusTime   Kind = "focus"
	OutOfOffice Kind = "out_of_office"
)

// Video is what became of the link that a [Draft] asked for. Calendars of files
// make none.
type Video string

// The fates of a link. Without one the meeting is valid all the same; after
// VideoFailed an Update with [Draft.Video] asks once more, after VideoRefused
// nobody does.
const (
	NoVideo      Video = ""
	VideoPending Video = "pending"
	VideoReady   Video = "ready"
	VideoFailed  Video = "failed"
	VideoRefused Video = "refused"
)

// Mark is fika's signature on an event that it made. Fika changes no event
// without it. The zero Mark is on everybody else's events.
type Mark struct {
	Booking    string // id of the booking that the event carries out
	Generation int    // rises only when the user asks for the same booking anew
}
