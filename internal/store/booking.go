package store

import (
	"time"

	"fika/internal/mailbox"
	"fika/internal/rsvp"
	"fika/internal/span"
	"fika/planner"
)

// State is where a booking is in its life.
type State string

// The states. The first five are live.
const (
	Proposed State = "proposed" // waits for the user
	Approved State = "approved" // waits for the end of the undo window
	Sending  State = "sending"  // an intent is recorded; a request may have left
	Unknown  State = "unknown"  // the answer to the request was lost
	Booked   State = "booked"   // in the calendar, the guest invited

	Met       State = "met"       // it took place
	Missed    State = "missed"    // it was in the calendar, and the guest had not said yes
	Declined  State = "declined"  // the guest said no
	Cancelled State = "cancelled" // the user deleted or cancelled it
	Skipped   State = "skipped"   // the user did not want the proposal
	Expired   State = "expired"   // its slot came too near or was taken before anything was sent
	Released  State = "released"  // no reply in time: the slot was given back
	Refused   State = "refused"   // the calendar will not take it, or did not deliver it
)

// arrows are the moves that a life can make; update refuses all others. An
// undone skip is the only way back from an end, and only the user knows that a
// coffee took place whose guest had not said yes.
func arrows(from State) []State {
	switch from {
	case Proposed:
		return []State{Approved, Skipped, Expired, Cancelled, Refused}
	case Approved:
		return []State{Proposed, Sending, Skipped, Expired, Cancelled}
	case Sending:
		return []State{Approved, Unknown, Booked, Expired, Cancelled, Refused}
	case Unknown:
		return []State{Approved, Booked, Expired, Cancelled, Refused}
	case Booked:
		return []State{Met, Missed, Declined, Cancelled, Released, Refused}
	case Missed:
		return []State{Met}
	case Skipped:
		return []State{Proposed}
	}
	return nil
}

// Live reports whether a booking in state s may still lead to a meeting.
func (s State) Live() bool {
	switch s {
	case Proposed, Approved, Sending, Unknown, Booked:
		return true
	}
	return false
}

// Booking is a meeting that lives: what the planner chose, and what became of
// it.
type Booking struct {
	ID         string // short, random, never used again
	Generation int    // part of the event's id; see EventID in package daemon

	Person mailbox.Address
	Name   string // as it was known when the booking was made
	Team   string // the person's department then; caps count by it
	Goal   planner.GoalID
	Mode   planner.Mode
	Span   span.Span

	State State
	Due   time.Time // Approved: not sent before
	Ended time.Time // zero while it lives

	Place             // of its event; zero while there is none
	ETag   string     // the version that fika last read or wrote
	Absent time.Time  // on none of the user's calendars since then, without its guest, or declined by the user; zero while it is as it should be
	Digest string     // of what fika wrote, to tell the user's hand from its own
	Reply  rsvp.Reply // the guest's
	Edited bool       // the user changed the event: it is theirs now
	Sent   bool       // the guest may have heard of it: an invitation was debited and not dropped
	SentAt time.Time  // when its invitation was decided; zero if none was

	Score   planner.Points
	Reasons []planner.Reason // why this person, why this slot: what fika why reads
	Created time.Time
	Changed time.Time // of State or Reply
}

// Place is where an event stands. The parts that a program before layout 4 did
// not write are empty until the event is seen again.
type Place struct {
	Calendar   string // name of the source that has it
	CalendarID string // id of the calendar in that source; "" in one that is a single calendar
	Event      string // the event's id there
	UID        string // iCalUID, the same wherever it is moved
}

// Held reports whether the booking blocks its slot on the user's own calendar
// without having told anybody.
func (b Booking) Held() bool {
	return b.Event != "" && (b.State == Proposed || b.State == Approved)
}

// Kind is what an intent wants from the calendar.
type Kind string

// The kinds of intent. Only Invite reaches another person with something new.
const (
	Block    Kind = "block"    // an event without guests, on the user's own calendar
	Invite   Kind = "invite"   // an event with its guest; a blocked slot becomes one
	Withdraw Kind = "withdraw" // the event goes away again
)

// Intent is a change to a calendar that was decided and not yet seen done. It
// is recorded before the request leaves, so that a crash can only ever leave
// one too many here, never one too many outside.
type Intent struct {
	ID      int64
	Booking string
	Kind    Kind
	Event   string
	At      time.Time
	Attempt int  // requests that may have left
	Amiss   bool // the calendar made something else of it: it is not sent again

	Calendar   string // where they went: name of the source; "" before one left, and in what older programs wrote
	CalendarID string // and id of the calendar in it

	Problem string
}

// Receipt is what a carried-out intent leaves behind.
type Receipt struct {
	Place  // without an Event: that of the intent
	ETag   string
	Digest string
}

// Seen is what the calendar says about a booked event.
type Seen struct {
	Place  // without an Event: as it was
	Span   span.Span
	ETag   string
	Digest string // "": as it was
	Reply  rsvp.Reply
	Edited bool
}

// Proposal is a meeting to be remembered.
type Proposal struct {
	ID      string // never used before; "" lets the store choose
	Meeting planner.Meeting
	Name    string
	Team    string
	Due     time.Time // not zero: approved at once, to be sent then
}
