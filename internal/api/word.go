package api

// State is the stage of a booking.
type State string

// The states. The first six are live; a planned booking is not stored before the next
// pass.
const (
	StatePlanned  State = "planned"
	StateProposed State = "proposed" // waiting for the user
	StateApproved State = "approved" // waiting for the undo window to end
	StateSending  State = "sending"  // a request may have left
	StateUnknown  State = "unknown"  // the response was lost
	StateBooked   State = "booked"   // in the calendar, and the guest is invited

	StateMet       State = "met"       // it took place
	StateMissed    State = "missed"    // it was in the calendar, but the guest had not said yes
	StateDeclined  State = "declined"  // the guest said no
	StateCancelled State = "cancelled" // the user deleted or cancelled it
	StateSkipped   State = "skipped"   // the user rejected the proposal
	StateExpired   State = "expired"   // its slot came too close or was taken before it was sent
	StateReleased  State = "released"  // no reply in time, so the slot was freed
	StateRefused   State = "refused"   // the calendar rejects it, or did not deliver it
)

// Live reports whether the booking is still open.
func (s State) Live() bool {
	switch s {
	case StatePlanned, StateProposed, StateApproved, StateSending, StateUnknown, StateBooked:
		return true
	}
	return false
}

// Mode is how much fika may do for a goal without asking.
type Mode string

// The modes, from strictest to freest.
const (
	ModePropose Mode = "propose" // the user approves each meeting
	ModeHold    Mode = "hold"    // fika blocks the slot on the user's own calendar only
	ModeBook    Mode = "book"    // fika approves after the undo window
)

// Tie is how close the user and a person are.
type Tie string

// The ties: never met; met now and then; once close but silent since; close.
const (
	TieNew     Tie = "new"
	TieWeak    Tie = "weak"
	TieDormant Tie = "dormant"
	TieWarm    Tie = "warm"
)

// Relation is what a person is to the user, by who manages whom.
type Relation string

// The relations: the user's manager; that manager's manager; somebody whom the user
// manages; somebody with the same manager.
const (
	RelationManager Relation = "manager"
	RelationSkip    Relation = "skip"
	RelationReport  Relation = "report"
	RelationPeer    Relation = "peer"
)

// GuardOrder is an order that protects a person from invitations.
type GuardOrder string

// The orders.
const (
	GuardNever GuardOrder = "never" // no invitations, ever
	GuardRest  GuardOrder = "rest"  // none before a date
	GuardLift  GuardOrder = "lift"  // undoes both, and any pause that a decline caused
	GuardOK    GuardOrder = "ok"    // may be invited, although fika would ask first
)
