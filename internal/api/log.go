package api

import (
	"time"

	"fika/internal/rsvp"
)

// Log is what fika did and why: fika.log/v1.
type Log struct {
	Entries []Entry `json:"entries"`
}

// Entry is one line of the log. Its fields say what happened, and Note adds to them. Text
// puts By, Reply, Code, Found and Note into words, for programs that only show the log.
// Name is that of its guest, or of both, as known now; Start is that of its booking when
// the entry was made. An entry without a booking has none.
type Entry struct {
	ID      int64      `json:"id"`
	At      time.Time  `json:"at"`
	Kind    EntryKind  `json:"kind"`
	By      Actor      `json:"by,omitempty"` // absent if nobody knows
	Booking string     `json:"booking,omitempty"`
	Person  string     `json:"person,omitempty"`
	Second  string     `json:"second,omitempty"` // the other guest of a coffee of three, if it is about both
	Name    string     `json:"name,omitempty"`
	Start   *time.Time `json:"start,omitempty"`
	Reply   rsvp.Reply `json:"reply,omitempty"`  // once seen: the guest's new answer
	Code    Code       `json:"code,omitempty"`   // of the hold that began or ended
	Found   bool       `json:"found,omitempty"`  // its event was found in the calendar, not written now
	Stated  Stated     `json:"stated,omitempty"` // once sending: the kind of fact that the invitation states about its guest
	Note    string     `json:"note,omitempty"`
	Text    string     `json:"text,omitempty"`
	Invited bool       `json:"invited,omitempty"` // once booked: the calendar's server delivers the invitation to the guest
}

// EntryKind is what an entry of the log is about.
type EntryKind string

// The kinds. Those of the first group are the states of a booking, and mean that it
// reached that state.
const (
	EntryProposed  = EntryKind(StateProposed)
	EntryApproved  = EntryKind(StateApproved)
	EntrySending   = EntryKind(StateSending)
	EntryUnknown   = EntryKind(StateUnknown)
	EntryBooked    = EntryKind(StateBooked)
	EntryMet       = EntryKind(StateMet)
	EntryMissed    = EntryKind(StateMissed)
	EntryDeclined  = EntryKind(StateDeclined)
	EntryCancelled = EntryKind(StateCancelled)
	EntrySkipped   = EntryKind(StateSkipped)
	EntryExpired   = EntryKind(StateExpired)
	EntryReleased  = EntryKind(StateReleased)
	EntryRefused   = EntryKind(StateRefused)

	EntryBlocked   EntryKind = "held"      // the slot of a booking is blocked on the user's own calendar
	EntryWithout   EntryKind = "without"   // a part of an invitation was left out, because the calendar refuses it
	EntryWithdrawn EntryKind = "withdrawn" // the event of a booking was removed
	EntryMoving    EntryKind = "moving"    // the user gives the event of a booking other times
	EntryMoved     EntryKind = "moved"     // a booking has other times, by the user's order
	EntryCounter   EntryKind = "counter"   // the guest asks for another time
	EntrySeen      EntryKind = "seen"      // the event of a booking changed, or something about it needs to be known

	EntryHold   EntryKind = "hold"   // a hold began
	EntryLifted EntryKind = "lifted" // a hold ended
	EntryGuard  EntryKind = "guard"  // a person is protected from invitations, or no longer

	EntryCall  EntryKind = "call"  // an assistant made a call
	EntryAsked EntryKind = "asked" // an assistant asks the user to decide on a proposal
)

// Stated is the kind of fact that an invitation states about its guest.
type Stated string

// The kinds.
const (
	StatedBecause Stated = "because" // the user's own words
	StatedTold    Stated = "told"    // a topic that the guest told the user about
	StatedShared  Stated = "shared"  // a small meeting that both attended
	StatedRole    Stated = "role"    // the guest's title or department
	StatedTheme   Stated = "theme"   // none: only the goal's theme is told
)

// Actor is who did what an entry of the log says.
type Actor string

// The actors.
const (
	ByUser      Actor = "user"      // with an order, or in the calendar
	ByGuest     Actor = "guest"     // with an answer
	ByCalendar  Actor = "calendar"  // the server of a calendar, by refusing what fika sent
	ByAssistant Actor = "assistant" // by the Model Context Protocol
	ByFika      Actor = "fika"      // on its own, as the configuration allows
)

// Pass is what one pass did: fika.run/v1.
type Pass struct {
	Now      time.Time `json:"now"`
	Entries  []Entry   `json:"entries"`
	Holds    []Hold    `json:"holds"`
	Problems []string  `json:"problems"`
}
