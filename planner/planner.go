// Package planner decides whom to meet, when and for which goal, and says why.
// It is a function of its input: no clock, no network, no disk, no chance. The
// same input gives the same plan whatever the order of its parts, and planning
// again after a plan was carried out adds nothing.
//
// Hours, windows, notice, buffers, caps, guards and absences are hard rules: no
// score overrules them. Everything else is a term of the score, counted in
// [Points]. The record that decides is also the record that explains.
package planner

import (
	"time"

	"fika/span"
)

// Points measure how good a meeting is. 1000 points are one ordinary coffee for
// a goal of weight 1. They are integers so that every machine adds them alike.
type Points int64

// Decide chooses the meetings to add within rules, as far as the horizon goes,
// to what world already holds. It changes neither argument.
func Decide(now time.Time, rules Rules, world World) Plan {
	panic("not yet")
}

// Candidates are the people who could be met at all, best first. It is stage one
// of planning: it judges without anybody's busy times, so that only the
// calendars of those named need to be read before [Decide].
func Candidates(now time.Time, rules Rules, world World) []PersonID {
	panic("not yet")
}

// Check is the verdict on a live booking, asked just before it is sent: is it
// still within the rules? The booking itself, known by its ID, does not count
// against the caps; notice was asked when it was planned and is not asked again.
// The verdict is the first rule that forbids, or one that is OK.
func Check(now time.Time, rules Rules, world World, booking Booking) Verdict {
	panic("not yet")
}

// WhyNot is every rule's verdict on a person and then on the person and each
// goal, in a fixed order, OK or not. A person whom world does not hold gets
// verdicts too.
func WhyNot(now time.Time, rules Rules, world World, person PersonID) []Verdict {
	panic("not yet")
}

// Slots are the spans of the given length in window at which the rules let
// coffee land, one for every possible start. With a person it is for both, else
// for the user alone.
func Slots(now time.Time, rules Rules, world World, window span.Span, length time.Duration, person PersonID) []span.Span {
	panic("not yet")
}
