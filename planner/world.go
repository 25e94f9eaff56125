package planner

import (
	"time"

	"fika/internal/mailbox"
	"fika/internal/span"
)

// World is everything that a plan depends on, except the rules. The order of its
// parts does not matter. It must not contain a goal or person twice.
type World struct {
	Goals    []Goal
	People   []Person
	Busy     []span.Span // the user's busy times in all calendars, merged, without live bookings
	Absent   []span.Span // when the user's calendars say out of office, merged
	Stays    []Stay      // where the user's calendars say that the user works, by start
	Bookings []Booking   // live and ended ones, of the days that rules use (see [LookbackDays])
	Sent     int         // invitations ever sent, whatever became of them
}

// LookbackDays is how many days back the rules and wants use ended bookings: a year
// for wants per year, and one more. Declined bookings count at any age, since two of
// them bar a person.
const LookbackDays = 2 * 366

// Booking is a meeting with one guest that fika has proposed, as the planner sees it.
// A coffee of three is two of them with the same ID, so it counts twice for every cap.
type Booking struct {
	ID        string
	Person    mailbox.Address
	With      mailbox.Address // the other guest of a coffee of three; "": none
	Goal      GoalID
	Span      span.Span
	State     BookingState
	Open      bool      // live, and the guest has not answered
	Accepted  bool      // the guest accepted; a tentative answer, no answer or sending somebody else does not count
	Tentative bool      // the guest answered maybe, or sent somebody else
	EndedAt   time.Time // when it ended; zero while it is live
	SentAt    time.Time // when the invitation was decided; zero if none was
	NeverSent bool      // it ended before the guest heard of it; false if that is not certain

	FirstContactUp bool // when its invitation was decided, the guest was far above the user, and they had not met
}

// BookingState is what a booking means for the next plan. The store has more states.
type BookingState string

// The states. Live, met and missed meetings count for caps, live and met ones for
// wants.
const (
	StateLive     BookingState = "live"     // proposed, approved, being sent, or in the calendar
	StateMet      BookingState = "met"      // it took place
	StateMissed   BookingState = "missed"   // it was in the calendar and did not take place; if it was not accepted, it counts as unanswered
	StateDeclined BookingState = "declined" // the guest said no
	StateDropped  BookingState = "dropped"  // the user cancelled or deleted it
	StateSkipped  BookingState = "skipped"  // the user skipped the proposal
	StateRefused  BookingState = "refused"  // the calendar refused to invite the guest, or the invitation was not delivered
	StateLapsed   BookingState = "lapsed"   // released or expired: nobody declined
)
