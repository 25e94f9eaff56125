package planner

import (
	"time"

	"fika/internal/mailbox"
	"fika/internal/span"
)

// World is everything that a plan depends on, except the rules. Its order does not
// matter. No goal or person is in it twice.
type World struct {
	Goals    []Goal
	People   []Person
	Busy     []span.Span // the user's own time, all calendars together, merged; live bookings left out
	Bookings []Booking   // live and ended ones, of the days that rules ask for (see [LookbackDays])
}

// LookbackDays is how many days back the rules and wants can ask for ended bookings: a
// year for wants per year, and one more. Declined ones count at any age, since two of
// them mean never.
const LookbackDays = 2 * 366

// Booking is a meeting that fika proposed at some time, as the planner sees it.
type Booking struct {
	ID        string
	Person    mailbox.Address
	Goal      GoalID
	Span      span.Span
	State     BookingState
	Open      bool      // live, and the guest has not answered
	Accepted  bool      // the guest said yes; a maybe, no answer, or sending somebody else is no yes
	Tentative bool      // the guest said maybe, or sent somebody else: an answer, and no yes
	EndedAt   time.Time // when it left the live states; zero while it lives
	NeverSent bool      // it ended before the guest heard of it; false: perhaps they did
}

// BookingState is what a booking means to the next plan. The store has more states.
type BookingState string

// The states. Live, Met and Missed meetings count for caps, Live and Met ones for
// wants.
const (
	StateLive     BookingState = "live"     // proposed, approved, on its way or in the calendar
	StateMet      BookingState = "met"      // it took place
	StateMissed   BookingState = "missed"   // it was in the calendar and did not take place; without a yes the guest was silent
	StateDeclined BookingState = "declined" // the guest said no
	StateDropped  BookingState = "dropped"  // the user cancelled or deleted it
	StateSkipped  BookingState = "skipped"  // the user skipped the proposal
	StateRefused  BookingState = "refused"  // the calendar does not invite the guest, or the invitation was not delivered
	StateLapsed   BookingState = "lapsed"   // released or expired: nobody said no
)
