// Package network computes from calendar history how well the user knows each
// colleague: when they met, how strong the tie is today, its class, and how many
// contacts they share.
//
// Everything follows from the user's own encounters and now. The package uses no
// calendar and no clock, and the order of the encounters does not matter.
package network

import (
	"time"

	"fika/internal/mailbox"
)

// Network is the result of a list of encounters at one moment. It is immutable and
// safe for concurrent use.
type Network struct {
	people roster
	ties   []Tie // by index in people
}

// Compute computes the network of the user at now. It ignores encounters that end
// after now, have no length, have nobody known in them, or have more than
// [MaxEncounterSize] people.
//
// Common contacts are estimated from the user's own calendar, because there is no
// other: for each person, everybody who was in a counted meeting with the user and
// that person, however long ago. This misses contacts whom the two share without the
// user, and includes people who were merely in the same room.
//
// who returns the person of an address; nil means that each address is a person. The
// encounters are neither changed nor kept.
func Compute(now time.Time, encounters []Encounter, who func(mailbox.Address) mailbox.Address) *Network {
	people, meetings := countingMeetings(now, encounters, who)
	n := &Network{people: people, ties: make([]Tie, len(people.ids))}
	for _, m := range meetings {
		for _, p := range m.with {
			n.ties[p].add(now, m.end, m.size)
		}
	}
	common := countCommonContacts(len(people.ids), meetings)
	for p := range n.ties {
		n.ties[p].Class = n.ties[p].class(now)
		n.ties[p].Common = common[p]
	}
	return n
}

// Tie returns the tie with one person. If they never met, it is [ClassNew] and
// nothing else is set.
func (n *Network) Tie(id mailbox.Address) Tie {
	p, met := n.people.index[id]
	if !met {
		return Tie{Class: ClassNew}
	}
	return n.ties[p]
}

// countCommonContacts counts, for each person, how many others they share a meeting
// with. It goes through the meetings of one person after the other and marks the
// others, which needs neither a set of pairs nor a matrix.
func countCommonContacts(people int, meetings []meeting) []int {
	of := make([][]int, people) // the meetings of each person
	for i, m := range meetings {
		for _, p := range m.with {
			of[p] = append(of[p], i)
		}
	}
	common := make([]int, people)
	seen := make([]int, people) // 1 + the last person whose walk saw this one
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
