package planner

import "time"

// Standing is how far a goal has come in the period that now lies in.
type Standing struct {
	Goal    GoalID
	Period  Period // "" for a rhythm, which has no period
	From    Date   // first day of the period; zero for a rhythm
	Wanted  int    // meetings in the period; for a rhythm the people in it
	Met     int    // of these, done; for a rhythm the people not due
	Live    int    // of these, on their way
	Missing int    // what neither of the two gives; never negative
	Late    bool   // the calendar has run ahead of the meetings
	Text    string // the same as one sentence, for the user alone
}

// Progress is the standing of every goal, in the order of the goals' ids.
func Progress(now time.Time, rules Rules, world World) []Standing {
	panic("not yet")
}
