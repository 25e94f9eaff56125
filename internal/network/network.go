// Package network works out from calendar history how well the user knows
// each colleague: when they met, how strong the tie is today, what it is good
// for, and how many contacts they share.
//
// Everything follows from the user's own encounters and now. The package knows
// no calendar and no clock, and the order of the encounters does not matter.
package network

import (
	"time"

	"fika/internal/mailbox"
)

// Network is what a list of encounters adds up to at one moment. It does not
// change and may be read from several goroutines.
type Network struct {
	people roster
	ties   []Tie // by index in people
}

// Read works out the network of the user at now. An encounter that ends after
// now does not count, nor does one without length, without anybody known, or
// with more than [AllHands] people.
//
// Contacts in common are estimated from the user's own calendar, since there is
// no other: of each person, all others who were in a meeting that counts
// together with the user and that person, however long ago. Whom the two know
// without the user is missing, and people who merely sat in one room of the
// user's are counted.
//
// Who says which person an address belongs to; nil takes each address for a
// person. The encounters stay the caller's; they are not changed and not kept.
func Read(now time.Time, encounters []Encounter, who func(mailbox.Address) mailbox.Address) *Network {
	people, meetings := counted(now, encounters, who)
	n := &Network{people: people, ties: make([]Tie, len(people.ids))}
	for _, m := range meetings {
		for _, p := range m.with {
			n.ties[p].add(now, m.end, m.size)
		}
	}
	common := contactsInCommon(len(people.ids), meetings)
	for p := range n.ties {
		n.ties[p].Class = n.ties[p].class(now)
		n.ties[p].Common = common[p]
	}
	return n
}

// Tie is the tie with one person, [New] with nothing else set if they never
// met.
func (n *Network) Tie(id mailbox.Address) Tie {
	p, met := n.people.index[id]
	if !met {
		return Tie{Class: New}
	}
	return n.ties[p]
}

// contactsInCommon counts for each of so many people with how many others they
// share a meeting. It walks the meetings of one person after the other and
// marks whom it saw, which needs neither a set of pairs nor a matrix.
func contactsInCommon(people int, meetings []meeting) []int {
	of := make([][]int, people) // meetings of a person
	for i, m := range meetings {
		for _, p := range m.with {
			of[p] = append(of[p], i)
		}
	}
	common := make([]int, people)
	seen := make([]int, people) // 1 + the last person whose walk came by
	for p := range common {
		seen[p] = p + 1
		for _, i := range of[p] {
			for _, q := range meetings[i].with {
				if seen[q] != p+1 {
					seen[q] = p + 1
					common[p]++
				}
			}
		}
	}
	return common
}
