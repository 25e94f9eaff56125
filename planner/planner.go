// Package planner decides whom to meet, when and for which goal, and says why.
// It is a function of its input: no clock, no network, no disk, no chance. The
// same input gives the same plan whatever the order of its parts, and planning
// again after a plan was carried out adds nothing.
//
// Hours, windows, notice, buffers, caps, guards and absences are hard rules: no
// score overrules them. Everything else is a term of the score, counted in
// [Points]. The record that decides is also the record that explains.
package planner

import "time"

// Points measure how good a meeting is. 1000 points are one ordinary coffee for
// a goal of weight 1. They are integers so that every machine adds them alike.
type Points int64

// Decide chooses the meetings to add within rules, as far as the horizon goes,
// to what world already holds. It changes neither argument.
func Decide(now time.Time, rules Rules, world World) Plan {
	panic("not yet")
}
