// Package calendar defines what an event is, when it makes its owner busy, and what
// a kind of calendar must be able to do. Each kind of calendar is a package below
// it.
//
// Everything here is a plain value or a pure function. Zones are arguments; the
// package never asks the machine where or when it is.
package calendar

import (
	"time"

	"fika/internal/mailbox"
	"fika/internal/rsvp"
	"fika/internal/span"
)

// Status is the status of an event, set by its organizer (RFC 5545, 3.8.1.11).
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
	Self    bool // the calendar says that this is its owner, whatever the address

	// Comment is what they wrote with their answer: plain text of any length, which is
	// theirs, and is neither logged nor copied into a report. It is "" if they wrote
	// nothing, if the calendar does not pass it on, and for events without a [Mark] that
	// are not messages.
	Comment string `json:",omitempty"`

	// NonParticipant is an invitation for information only: they are not expected to come
	// (RFC 5545, 3.2.16, ROLE=NON-PARTICIPANT).
	NonParticipant bool

	// DeliveryFailure is the server's status code if the invitation did not reach them,
	// such as "3.8" if they do not accept invitations (RFC 6638, 3.2.9,
	// SCHEDULE-STATUS). It is "" if it did, or if no server says.
	DeliveryFailure string
}

// Event is one occurrence on a calendar, recurrence already expanded.
type Event struct {
	UID      string // the same for all occurrences of a series
	Instance string // which occurrence of a series, in UTC or as a date; "" if the event does not repeat
	Span     span.Span
	AllDay   bool // Span runs from local midnight to local midnight in the reader's zone

	// Travel is the travel time to the event, busy before Span.Start
	// (X-APPLE-TRAVEL-DURATION). It is never negative, and 0 for whole days.
	Travel time.Duration

	// Doubt says, in words that follow "busy because", why this time may be busy
	// although that is not certain: see [Listing.Doubts]. It is "" for an event.
	Doubt string

	Title, Location, Description string

	Repeats bool // a series, an occurrence of one, or an event that shares its UID with others
	Private bool // others only see that its owner is busy (CLASS, RFC 5545, 3.8.1.3)

	Status      Status
	Transparent bool   // TRANSP:TRANSPARENT, "show me as free"
	ShowAs      ShowAs // Microsoft's own status, which wins over Transparent
	Kind        Kind
	Workplace   Workplace `json:",omitzero"`
	Method      string    // METHOD of the file the event came in, upper case; "" for a stored calendar
	FreeBusy    bool      // a period of a VFREEBUSY: always busy, without a title

	Organizer        mailbox.Address
	Attendees        []Attendee
	AttendeesOmitted bool `json:"Crowded"` // there are more attendees than listed; the JSON name is that of stored mirrors

	Sequence int
	Stamp    time.Time // DTSTAMP, to choose between copies of one occurrence
	Mark     Mark
	Video    Video

	Calendar string  // id of the event's calendar; "" in a source that is one calendar
	ID       EventID // identifies the event for a change; "" if it cannot be changed
	ETag     string  // the version that was read
}

// IsMessage reports whether e is a message about an event, such as an answer or a
// counter-proposal (RFC 5546), and not the event.
func (e Event) IsMessage() bool {
	switch e.Method {
	case "", "PUBLISH", "REQUEST", "ADD", "CANCEL":
		return false
	}
	return true
}

// Place returns where the event is.
func (e Event) Place() Place { return Place{e.Calendar, e.ID, e.UID} }

// Place is where an event is among the calendars of a source. If a user moves it to
// another calendar, Calendar changes, and with some kinds ID too. The UID stays,
// because it identifies the event in the guests' calendars (RFC 5545, 3.8.4.7).
type Place struct {
	Calendar string  // its id on the server; "" in a source that is one calendar, or if unknown
	ID       EventID // the event's name on that calendar; "" if only the UID is known
	UID      string  // iCalUID; "" if unknown
}

// Overlaps reports whether a part of the event is in window. An event without length,
// such as a reminder, counts at its start.
func (e Event) Overlaps(window span.Span) bool {
	return e.Span.Overlaps(window) || e.Span.Empty() && window.Contains(e.Span.Start)
}

// OverlapsWithTravel reports whether a part of the event or of the travel to it is in
// window.
func (e Event) OverlapsWithTravel(window span.Span) bool {
	return e.Overlaps(window) || e.Travel > 0 && e.Span.Start.Add(-e.Travel).Before(window.End) && e.Span.Start.After(window.Start)
}

// EventID identifies an event on its calendar. For calendar files it is the UID.
type EventID string

// ShowAs is X-MICROSOFT-CDO-BUSYSTATUS (MS-OXCICAL 2.1.3.1.1.20.31), upper case.
type ShowAs string

// The values of ShowAs that are used here; all others are ignored.
const (
	ShowFree      ShowAs = "FREE"
	ShowTentative ShowAs = "TENTATIVE"
	ShowBusy      ShowAs = "BUSY"
	ShowAway      ShowAs = "OOF"
	ShowElsewhere ShowAs = "WORKINGELSEWHERE"
)

// Kind distinguishes events with a special meaning in some calendars.
type Kind string

// The kinds. Calendar files only have Meeting.
const (
	Meeting     Kind = ""
	FocusTime   Kind = "focus"
	OutOfOffice Kind = "out_of_office"
)

// Video is the state of the video link that a [Draft] requested. Calendar files do
// not create one.
type Video string

// The states of a video link. The meeting is valid without one. After VideoFailed, an
// Update with [Draft.Video] requests it once more; after VideoRefused, fika does not.
const (
	NoVideo      Video = ""
	VideoPending Video = "pending"
	VideoReady   Video = "ready"
	VideoFailed  Video = "failed"
	VideoRefused Video = "refused"
)

// Mark identifies an event as created by fika. Fika never changes an event without
// it. All other events have the zero Mark.
type Mark struct {
	Booking    string // id of the event's booking
	Generation int    // increases only when the user requests the same booking again
}
