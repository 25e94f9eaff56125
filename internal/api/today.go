package api

import "time"

// Today is the one act of the day: fika.today/v1.
type Today struct {
	View
	Now    time.Time  `json:"now"`
	Act    Act        `json:"act"`
	Others []Act      `json:"others"` // what else could be done, the most pressing first
	Days   DaysKept   `json:"days"`
	Well   bool       `json:"well"`             // nothing holds fika up, and it read everything
	Synced *time.Time `json:"synced,omitempty"` // when the calendar that was read longest ago was read
}

// DaysKept says on how many of the last working days the user did the act of the day, or
// there was none. Days off, and days on which something held fika up, are left out.
type DaysKept struct {
	Kept    int `json:"kept"`
	Of      int `json:"of"`
	Reserve int `json:"reserve"` // how many more of them may be missed: two in ten
}

// ActCode says what an act is about.
type ActCode string

// The codes, the most pressing first.
const (
	ActHold    ActCode = "hold"    // something holds fika up
	ActPromise ActCode = "promise" // the user owes somebody something
	ActDecide  ActCode = "decide"  // something waits for a yes or no
	ActPrepare ActCode = "prepare" // a coffee is near
	ActLearned ActCode = "learned" // a coffee took place, and nothing was written down
	ActLosing  ActCode = "losing"  // a rhythm ends, and fika found no time
	ActTell    ActCode = "tell"    // a topic that several people named
	ActMirror  ActCode = "mirror"  // the user's network, once a month
	ActDone    ActCode = "done"    // the act of this day is done
	ActNothing ActCode = "nothing" // nothing waits
)
