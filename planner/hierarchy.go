package planner

import (
	"slices"

	"fika/internal/mailbox"
)

// Relation is what a person is to the user, by who manages whom.
type Relation string

// The relations. Whoever has none of them is "".
const (
	RelationManager Relation = "manager" // the user's manager
	RelationSkip    Relation = "skip"    // the manager of the user's manager
	RelationReport  Relation = "report"  // the user is their manager
	RelationPeer    Relation = "peer"    // they have the user's manager
)

// Hierarchy is who manages whom, seen from the user. It follows from what the sources
// state and from nothing else: people who manage each other in a circle have no manager,
// because nobody can say who of them is above.
type Hierarchy struct {
	level    Level // the user's own
	me       mailbox.Address
	managers map[mailbox.Address]mailbox.Address // of the user and of people, by ID
	above    map[mailbox.Address]int             // how far above the user their managers are, from 1
}

// NewHierarchy returns the hierarchy of people and the user. A manager need not be
// among people.
func NewHierarchy(rules Rules, people []Person) *Hierarchy {
	people = slices.Clone(people)
	list := make([]*Person, len(people))
	for i := range people {
		list[i] = &people[i]
	}
	return newHierarchy(rules, list, NewRoster(people))
}

func newHierarchy(rules Rules, people []*Person, roster Roster) *Hierarchy {
	h := &Hierarchy{level: rules.Level, me: rules.Me, managers: map[mailbox.Address]mailbox.Address{}, above: map[mailbox.Address]int{}}
	set := func(who, manager mailbox.Address) {
		if manager == "" {
			return
		}
		if manager = roster.PersonOf(manager); slices.Contains(rules.Aliases, manager) {
			manager = h.me
		}
		h.managers[who] = manager
	}
	for _, p := range people {
		set(p.ID, p.Manager)
	}
	set(h.me, rules.Manager)
	h.removeCircles()
	for at, n := h.managers[h.me], 1; at != ""; at, n = h.managers[at], n+1 {
		h.above[at] = n
	}
	return h
}

// removeCircles removes the managers of everybody who, by them, is above themselves.
func (h *Hierarchy) removeCircles() {
	reached := make(map[mailbox.Address]int, len(h.managers)) // which walk came by first
	walk := 0
	for who := range h.managers {
		walk++
		for h.managers[who] != "" && reached[who] == 0 {
			reached[who], who = walk, h.managers[who]
		}
		if reached[who] != walk {
			continue
		}
		for h.managers[who] != "" { // who is on a circle
			next := h.managers[who]
			delete(h.managers, who)
			who = next
		}
	}
}

// Relation returns what p is to the user.
func (h *Hierarchy) Relation(p Person) Relation { return h.relation(&p) }

func (h *Hierarchy) relation(p *Person) Relation {
	mine, theirs := h.managers[h.me], h.managers[p.ID]
	switch {
	case h.above[p.ID] == 1:
		return RelationManager
	case h.above[p.ID] == 2:
		return RelationSkip
	case theirs == "":
		return ""
	case theirs == h.me:
		return RelationReport
	case theirs == mine:
		return RelationPeer
	}
	return ""
}

// LevelsUp returns how many levels p is above the user: by their levels or by the line
// of the user's managers, whichever says more. It is 0 for somebody who is not above the
// user as far as either says.
func (h *Hierarchy) LevelsUp(p Person) int { return h.levelsUp(&p) }

func (h *Hierarchy) levelsUp(p *Person) int {
	up := h.above[p.ID]
	if h.level > 0 && p.Level > 0 {
		up = max(up, int(p.Level-h.level))
	}
	return up
}

// LimitsFirstContact reports whether fika limits first contacts with p: p is far above the
// user, and not their own manager, with whom no meeting is a contact that anybody made.
func (h *Hierarchy) LimitsFirstContact(p Person) bool { return h.limitsFirstContact(&p) }

func (h *Hierarchy) limitsFirstContact(p *Person) bool {
	return h.levelsUp(p) >= FarAbove && h.relation(p) != RelationManager
}

// IsClose reports whether p and the user have the same manager, or one of them is the
// other's, however far up. Such people know each other's work.
func (h *Hierarchy) IsClose(p Person) bool {
	return h.above[p.ID] > 0 || h.isBelow(&p) || h.relation(&p) == RelationPeer
}

// isBelow reports whether p is in the line of people whom the user manages, however far
// down.
func (h *Hierarchy) isBelow(p *Person) bool {
	at := h.managers[p.ID]
	for at != "" && at != h.me {
		at = h.managers[at]
	}
	return at != ""
}
