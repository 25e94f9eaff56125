// Package network works out from calendar history how well the user knows
// each colleague: when they met, how strong the tie is today, what it is good
// for, and how many contacts they share.
//
// Everything follows from the user's own encounters and now. The package knows
// no calendar and no clock, and the order of the encounters does not matter.
package network

import (
	"time"
)

// Network is what a list of encounters adds up to at one moment. It does not
// change and may be read from several goroutines.
type Network struct {
	ties map[PersonID]Tie
}

// Read works out the network of the user at now. The encounters stay the
// caller's; they are not changed and not kept.
func Read(now time.Time, encounters []Encounter) *Network {
	panic("not yet")
}

// Tie is the tie with one person, [New] with nothing else set if they never
// met.
func (n *Network) Tie(id PersonID) Tie {
	panic("not yet")
}

// People are all whom the user has met, strongest tie first, equal ones by id.
// The slice is the caller's.
func (n *Network) People() []PersonID {
	panic("not yet")
}
