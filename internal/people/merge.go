package people

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"fika/internal/mailbox"
	"fika/planner"
)

// Merge merges lists into one person per address, sorted by id. For each field the
// first list that has it wins; later lists, and later entries in a list, only fill
// gaps. Tags are combined, and Never and OwnWish are set if any list sets them.
//
// Entries that share an address are one person: invitations go to the first
// entry's address, and all others become aliases. The exception is entries with
// different names that share a secondary address, as assistants and families do:
// they stay separate, and the address belongs to the one who is known by it, or to
// nobody. [Load] reports that.
//
// The arguments are not changed; the result shares Hours, Busy, Stays and Meets with them.
func Merge(lists ...[]planner.Person) []planner.Person {
	var entries []entry
	for _, list := range lists {
		for _, p := range list {
			entries = append(entries, entry{Person: p})
		}
	}
	merged, _ := merge(entries)
	return merged
}

// entry is what one row, card or override says about a person, and where.
type entry struct {
	planner.Person
	file     string
	line     int
	sameUser bool // the user says that its addresses are one person, whatever the names
}

// shared is an address of two people with different names.
type shared struct {
	address  mailbox.Address
	one, two *entry // two is the later one
	owner    *entry // the one known by it; nil: it belongs to nobody
}

// fault reports s at the later entry.
func (s shared) fault() Fault {
	keeps := "it counts for neither"
	if s.owner != nil {
		keeps = fmt.Sprintf("it counts for %s alone", s.owner.ID)
	}
	return Fault{
		File: s.two.file, Line: s.two.line, Note: true,
		Text: fmt.Sprintf("%s and %s have different names and share the address %s; %s", s.one.ID, s.two.ID, s.address, keeps),
		Hint: fmt.Sprintf("if they are one person: [[person]] with email and aliases = [%q]", s.address),
	}
}

// merge returns [Merge] for entries, in their order.
func merge(entries []entry) ([]planner.Person, []shared) {
	s := newSets(entries)
	index := map[int]int{} // of the person, by root
	merged := []planner.Person{}
	for i := range entries {
		root := s.root(i)
		at, known := index[root]
		if !known {
			at = len(merged)
			index[root] = at
			merged = append(merged, planner.Person{ID: entries[i].ID})
		}
		fill(&merged[at], entries[i].Person)
		for _, a := range entries[i].Addresses() {
			p := &merged[at]
			if a != p.ID && s.has(root, a) && !slices.Contains(p.Aliases, a) {
				p.Aliases = append(p.Aliases, a)
			}
		}
	}
	slices.SortFunc(merged, byID)
	return merged, s.apart
}

func byID(a, b planner.Person) int { return cmp.Compare(a.ID, b.ID) }

// sets are entries joined by shared addresses, as a union-find forest.
type sets struct {
	entries []entry
	parent  []int
	name    []string // of a root
	holder  map[mailbox.Address]int
	apart   []shared
}

const nobody = -1

func newSets(entries []entry) *sets {
	s := &sets{entries: entries, parent: make([]int, len(entries)), name: make([]string, len(entries)), holder: map[mailbox.Address]int{}}
	for i, e := range entries {
		s.parent[i], s.name[i] = i, e.Name
		if first, known := s.holder[e.ID]; known {
			s.join(first, i)
		} else {
			s.holder[e.ID] = i
		}
	}
	for i, e := range entries {
		for _, a := range e.Aliases {
			s.alias(i, a)
		}
	}
	return s
}

// alias records that a is another address of entry i.
func (s *sets) alias(i int, a mailbox.Address) {
	j, known := s.holder[a]
	switch {
	case !known:
		s.holder[a] = i
	case j == nobody || s.root(i) == s.root(j):
	case s.entries[i].sameUser && s.entries[j].ID == a, sameName(s.name[s.root(i)], s.name[s.root(j)]):
		s.join(min(i, j), max(i, j))
	default:
		clash := shared{address: a, one: &s.entries[min(i, j)], two: &s.entries[max(i, j)]}
		if e := &s.entries[j]; e.ID == a || e.sameUser {
			clash.owner = e
		} else {
			s.holder[a] = nobody
		}
		s.apart = append(s.apart, clash)
	}
}

func (s *sets) root(i int) int {
	for s.parent[i] != i {
		s.parent[i] = s.parent[s.parent[i]]
		i = s.parent[i]
	}
	return i
}

func (s *sets) join(i, j int) {
	i, j = s.root(i), s.root(j)
	s.parent[j], s.name[i] = i, cmp.Or(s.name[i], s.name[j])
}

// has reports whether the address is one of the set with that root.
func (s *sets) has(root int, a mailbox.Address) bool {
	i, known := s.holder[a]
	return known && i != nobody && s.root(i) == root
}

// sameName reports whether a and b can be names of one person: the words of one
// are among those of the other. Order, titles and initials differ between lists,
// so "Ruiz, Ana" and "Ana M. Ruiz" are the same.
func sameName(a, b string) bool {
	one, two := nameWords(a), nameWords(b)
	if len(one) > len(two) {
		one, two = two, one
	}
	return !slices.ContainsFunc(one, func(word string) bool { return !slices.Contains(two, word) })
}

func nameWords(name string) []string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
	return slices.DeleteFunc(words, func(word string) bool { return len(word) < 2 })
}

// fill fills gaps in p from other.
func fill(p *planner.Person, other planner.Person) {
	if p.Name == "" && p.Given == "" { // they belong together
		p.Name, p.Given, p.Family = other.Name, other.Given, other.Family
	} else if sameName(p.Name, other.Name) {
		fillIn(&p.Name, other.Name)
		fillIn(&p.Given, other.Given)
		fillIn(&p.Family, other.Family)
	}
	fillIn(&p.Greet, other.Greet)
	fillIn(&p.Language, other.Language)
	fillIn(&p.Form, other.Form)
	fillIn(&p.Salutation, other.Salutation)
	fillIn(&p.Because, other.Because)
	fillIn(&p.Department, other.Department)
	fillIn(&p.Title, other.Title)
	fillIn(&p.Level, other.Level)
	fillIn(&p.Site, other.Site)
	fillIn(&p.Region, other.Region)
	fillIn(&p.Zone, other.Zone)
	if fillIn(&p.ZoneDoubt, other.ZoneDoubt); p.Zone != nil {
		p.ZoneDoubt = "" // another list knows better
	}
	fillIn(&p.Manager, other.Manager)
	p.Tags = addTags(p.Tags, other.Tags)
	fillIn(&p.Calendar, other.Calendar)

	if p.Hours.IsZero() {
		p.Hours = other.Hours
	}
	fillIn(&p.AwayUntil, other.AwayUntil)
	p.Never = p.Never || other.Never
	p.OwnWish = p.OwnWish || other.OwnWish
	p.Wish = p.Wish.And(other.Wish)
	p.OK = p.OK || other.OK
	fillIn(&p.RestUntil, other.RestUntil)
	fillIn(&p.LiftedAt, other.LiftedAt)

	if !p.BusyKnown {
		p.Busy, p.BusyKnown, p.Stays = other.Busy, other.BusyKnown, other.Stays
	}
	p.CalendarUnread = p.CalendarUnread || other.CalendarUnread
	fillIn(&p.Tie, other.Tie)
	if p.Meets == nil {
		p.Meets = other.Meets
	}
}

func fillIn[T comparable](field *T, other T) {
	var unstated T
	if *field == unstated {
		*field = other
	}
}

// PreferAccepted makes the first accepted alias the main address of a person whose main
// address is not accepted, because address books list private addresses first. It
// changes list and sorts it again.
func PreferAccepted(list []planner.Person, accepted func(mailbox.Address) bool) []planner.Person {
	for i := range list {
		p := &list[i]
		if accepted(p.ID) {
			continue
		}
		if at := slices.IndexFunc(p.Aliases, accepted); at >= 0 {
			others := slices.Clone(p.Aliases)
			p.ID, others[at] = others[at], p.ID
			p.Aliases = others
		}
	}
	slices.SortFunc(list, byID)
	return list
}
