package store

import (
	"time"

	"fika/internal/api"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
	"fika/internal/span"
	"fika/planner"
)

// State is the state of a booking, as stored. [api.State] has the same words for
// documents, and one more that is never stored: planned.
type State string

// The states. The first five are live.
const (
	Proposed State = "proposed" // waits for the user
	Approved State = "approved" // waits for the end of the undo window
	Sending  State = "sending"  // an intent is recorded; a request may have been sent
	Unknown  State = "unknown"  // the response to the request was lost
	Booked   State = "booked"   // in the calendar, the guest invited

	Met       State = "met"       // it took place
	Missed    State = "missed"    // it was in the calendar, and the guest had not said yes
	Declined  State = "declined"  // the guest said no
	Cancelled State = "cancelled" // the user deleted or cancelled it
	Skipped   State = "skipped"   // the user did not want the proposal
	Expired   State = "expired"   // its slot came too close or was taken before anything was sent
	Released  State = "released"  // no reply in time: the slot was released
	Refused   State = "refused"   // the calendar rejected it, or did not deliver it
)

// transitions returns the states that may follow a state; [transition] refuses all others.
// Undoing a skip is the only way back from an end. If the guest had not said yes,
// only the user knows that the coffee took place.
func transitions(from State) []State {
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

// Booking is what the planner chose and what happened to it.
type Booking struct {
	ID         string // short, random, never used again
	Generation int    // part of the event's id; see eventID in package daemon

	Person mailbox.Address
	Name   string // the person's name when the booking was made
	Team   string // the person's department then; for the caps
	Second Guest  // the other guest of a coffee of three; zero if there is none
	Of     string // the coffee of three that this guest left; see [Store.Leave]
	Goal   planner.GoalID
	Mode   planner.Mode
	Span   span.Span
	Where  planner.Place // where they meet; "" if an older program made the booking

	State State
	Due   time.Time // Approved: not sent before
	Ended time.Time // zero while it is live

	Place                  // of its event; zero if there is none yet
	ETag        string     // the version that fika read or wrote last
	AbsentSince time.Time  // when the event was first missing, without its guest, or declined by the user; zero if it is in order
	Digest      string     // of what fika wrote, to detect changes by the user
	Reply       rsvp.Reply // the guest's
	Edited      bool       // the user changed the event, so it is theirs now
	Upward      bool       // see [Guest]
	Sent        bool       // the guest may know about it: an invitation was debited and not dropped
	SentAt      time.Time  // when its invitation was decided; zero if none was

	Moved     Move      // the user's last move of it; zero if there was none
	Counter   string    // identifies what the guest last asked for instead; "" if nothing
	CounterAt time.Time // when that was first seen
	Stated    Stated    // the fact about the guest in its invitation

	Score   planner.Points
	Reasons []planner.Reason // why this person and this slot, for fika why
	Created time.Time
	Changed time.Time // of State or Reply
}

// Stated is the one fact about its guest that an invitation states, with all that its
// sentence needs, so that an invitation that is sent again says the same. The zero value
// means that none was chosen yet.
type Stated struct {
	Kind  api.Stated
	Fact  string `json:",omitempty"` // what it is taken from, such as a meeting, or N3 late-deliveries of a note
	Words string `json:",omitempty"` // that the sentence quotes
	Month string `json:",omitempty"` // of a meeting, such as 2026-04
	Pair  bool   `json:",omitempty"` // the meeting was of two people
}

// Guest is one of the guests of a booking.
type Guest struct {
	Person mailbox.Address
	Name   string     // when the booking was made
	Team   string     // then
	Reply  rsvp.Reply // see [Booking.Reply]
	Upward bool       // the invitation was debited as a first contact with somebody far above the user
}

// Guests returns the guests of b, the first of whom is in the fields of b itself.
func (b Booking) Guests() []Guest {
	first := Guest{b.Person, b.Name, b.Team, b.Reply, b.Upward}
	if b.Second.Person == "" {
		return []Guest{first}
	}
	return []Guest{first, b.Second}
}

// With returns b as if only that guest were invited, who is one of its guests.
func (b Booking) With(g Guest) Booking {
	b.Person, b.Name, b.Team, b.Reply, b.Upward, b.Second = g.Person, g.Name, g.Team, g.Reply, g.Upward, Guest{}
	return b
}

// Place is where an event is. The parts that a program before layout 5 did not write
// are empty until the event is seen again.
type Place struct {
	Calendar   string // name of the source that has it
	CalendarID string // id of the calendar in that source; "" if the source is a single calendar
	Event      string // the event's id there
	UID        string // iCalUID, which stays the same when it is moved
}

// Move is another time that the user chose for a coffee.
type Move struct {
	At   time.Time // when they chose it
	From span.Span // where it was before
}

// Pinned reports whether the user chose the time of b.
func (b Booking) Pinned() bool { return !b.Moved.At.IsZero() }

// IsBlock reports whether the booking only blocks its slot on the user's own calendar
// and nobody was told.
func (b Booking) IsBlock() bool {
	return b.Event != "" && (b.State == Proposed || b.State == Approved)
}

// Kind is what an intent wants from the calendar.
type Kind string

// The kinds of intent. Only Invite sends something new to another person; a Reschedule
// tells a guest who was invited.
const (
	Block    Kind = "block"    // an event without guests, on the user's own calendar
	Invite   Kind = "invite"   // an event with its guest; a blocked slot becomes one
	Withdraw Kind = "withdraw" // the event is removed again

	Reschedule Kind = "reschedule" // the event gets the times of [Intent.To]
)

// Intent is a change to a calendar that was decided and is not known to be done. It
// is recorded before the request is sent, so a crash can leave one too many here,
// but never one too many in the calendar.
type Intent struct {
	ID      int64
	Booking string
	Kind    Kind
	Event   string
	To      span.Span // of a Reschedule; zero for other kinds
	At      time.Time
	Attempt int  // requests that may have been sent
	Altered bool // the calendar altered the event: the request is not sent again; column amiss

	Calendar   string // name of the source they were sent to; "" before the first, and if written by older programs
	CalendarID string // id of the calendar in it

	Problem string
}

// Receipt is the result of an intent that was carried out.
type Receipt struct {
	Place  // without an Event: the intent's
	ETag   string
	Digest string
	Reply  rsvp.Reply // of a Reschedule: the guest's answer to the new times
	Second rsvp.Reply // the same of the second guest

	Score   planner.Points   // of a Reschedule
	Reasons []planner.Reason // of a Reschedule: why its times are good; nil keeps those of the booking
}

// Seen is what the calendar says about the event of a booking.
type Seen struct {
	Place  // without an Event: unchanged
	Span   span.Span
	ETag   string
	Digest string // "": unchanged
	Reply  rsvp.Reply
	Second rsvp.Reply // of the second guest
	Edited bool

	Counter     string // as [Booking.Counter]
	CounterNote string // what the log says of a new one
}

// Proposal is a meeting for [Store.Propose].
type Proposal struct {
	ID      string // must be new; "" lets the store choose
	Meeting planner.Meeting
	Name    string
	Team    string
	Second  Guest     // if the meeting has two guests
	Due     time.Time // not zero: approved at once, to be sent at that time
}
