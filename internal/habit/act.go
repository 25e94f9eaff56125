// Package habit chooses the one small act of a day, and counts the days on which one was
// done. It is pure: whoever asks says what time it is and what is open. It knows people
// only by the names that its sentences use.
package habit

import (
	"time"

	"fika/internal/date"
)

// Code says what an act is about.
type Code string

// The acts, the most pressing first.
const (
	Hold    Code = "hold"    // something stops fika
	Promise Code = "promise" // the user owes somebody something
	Decide  Code = "decide"  // a proposal waits for a yes or no
	Prepare Code = "prepare" // a coffee is near
	Learned Code = "learned" // a coffee took place, and nothing was written down
	Losing  Code = "losing"  // a rhythm ends, and fika found no time
	Tell    Code = "tell"    // a topic that many named
	Mirror  Code = "mirror"  // the user's network, once a month
	Done    Code = "done"    // the act of this day is done
	Nothing Code = "nothing" // nothing is open, which is a good day
)

// Act is one small thing to do.
type Act struct {
	Code      Code
	Text      string // what to do: one line for the user, without a full stop
	Command   string // how; "" if nothing is to be done
	Hint      string // more about how, or ""
	Booking   string // the coffee it is about, or ""
	Person    string // whom it is about, or ""
	Questions []string
	Effort    time.Duration // about how long it takes
	Waits     bool          // fika or somebody else waits for it
}

// Day is what is open on a day. Whoever fills it in leaves out what was done already.
type Day struct {
	Zone      *time.Location       // the user's
	Working   func(date.Date) bool // whether a day counts: no weekend, holiday, blackout or absence
	Hold      *Stop                // nil if nothing stops fika
	Requests  []Request            // of others, about coffees
	Promises  []Debt               // of the user, to others
	Proposals []Proposal           // that wait for the user
	Coming    []Coffee             // booked
	Met       []Meeting            // that took place
	Ending    []Rhythm             // whose latest date is near, without a coffee
	Topics    []Topic              // named by several people
	Past      map[Code]date.Date   // when an act of a kind was last done
	Done      bool                 // one act was done on this day already
}

// Stop is a hold in the user's words.
type Stop struct{ Text, Command, Hint string }

// Request is what somebody asks of the user about a coffee.
type Request struct{ Text, Command, Booking, Person string }

// Debt is something that the user promised.
type Debt struct {
	Text, Command, Hint string    // you promised Ana the link
	Booking, Person     string    // "" where it is about none
	Due                 date.Date // zero for none
	Coffee              time.Time // the coffee that it is needed for, if that is not over; zero for none
}

// Coffee is a booked coffee.
type Coffee struct {
	ID, Person, Name string
	Start            time.Time
	Questions        []string // that the goal would ask
}

// Proposal is a coffee that the user has not decided about.
type Proposal struct {
	Coffee
	LastSend time.Time // when an invitation can last be sent
}

// Meeting is a coffee that took place.
type Meeting struct {
	ID, Person, Name string
	About            string // what a note names: the coffee, or the person if it had several guests
	End              time.Time
	Noted            bool
}

// Rhythm is somebody whom a goal wants to meet regularly.
type Rhythm struct {
	Person, Name string
	Weeks, Of    int // since the last meeting, of the weeks that the goal allows
}

// Topic is what several people named.
type Topic struct {
	Name   string
	People int
}
