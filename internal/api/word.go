package api

// State is where a booking is in its life.
type State string

// The states. The first six are live; planned is one that the next pass remembers.
const (
	StatePlanned  State = "planned"
	StateProposed State = "proposed" // waits for the user
	StateApproved State = "approved" // waits for the end of the undo window
	StateSending  State = "sending"  // a request may have left
	StateUnknown  State = "unknown"  // the answer to the request was lost
	StateBooked   State = "booked"   // in the calendar, the guest invited

	StateMet       State = "met"       // it took place
	StateMissed    State = "missed"    // it was in the calendar, and the guest had not said yes
	StateDeclined  State = "declined"  // the guest said no
	StateCancelled State = "cancelled" // the user deleted or cancelled it
	StateSkipped   State = "skipped"   // the user did not want the proposal
	StateExpired   State = "expired"   // its slot came too near or was taken before anything was sent
	StateReleased  State = "released"  // no reply in time: the slot was given back
	StateRefused   State = "refused"   // the calendar will not take it, or did not deliver it
)

// Live reports whether something of the booking is still to come.
func (s State) Live() bool {
	switch s {
	case StatePlanned, StateProposed, StateApproved, StateSending, StateUnknown, StateBooked:
		return true
	}
	return false
}

// Mode is how freely fika acts for a goal.
type Mode string

// The modes, each freer than the one before.
const (
	ModePropose Mode = "propose" // the user approves each
	ModeHold    Mode = "hold"    // fika blocks the slot on the user's own calendar only
	ModeBook    Mode = "book"    // fika approves by itself, after the undo window
)

// Tie is how close the user and a person are.
type Tie string

// The ties: never met; met now and then; once close and silent since; close.
const (
	TieNew     Tie = "new"
	TieWeak    Tie = "weak"
	TieDormant Tie = "dormant"
	TieWarm    Tie = "warm"
)

// GuardOrder is what the user can order about the guard of a person.
type GuardOrder string

// The orders.
const (
	GuardNever GuardOrder = "never" // no invitation ever
	GuardRest  GuardOrder = "rest"  // none before a date
	GuardLift  GuardOrder = "lift"  // takes both back, and what declines said
)
