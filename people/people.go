// Package people reads where colleagues come from: CSV files, vCards, and what
// the user knows better than both. Every source yields [planner.Person], and
// [Merge] makes one person of all that is said about one address.
//
// What is wrong in a source becomes a [Fault] that names its place. A fault
// costs its own cell, row or card; the rest still counts. Busy times and ties
// are not read here: a source states at most where a calendar lies.
package people

import (
	"cmp"
	"slices"

	"fika/planner"
)

// Merge joins lists into one person per address, sorted by id. Of each field
// the first list that states it counts, and later ones fill in what is missing,
// as do later entries of one list. Tags of all lists add up, and Never holds as
// soon as one list says so.
//
// The arguments are not changed; the result shares Hours and Busy with them.
func Merge(lists ...[]planner.Person) []planner.Person {
	index := map[planner.PersonID]int{}
	merged := []planner.Person{}
	for _, list := range lists {
		for _, p := range list {
			i, known := index[p.ID]
			if !known {
				i = len(merged)
				index[p.ID] = i
				merged = append(merged, planner.Person{ID: p.ID})
			}
			fill(&merged[i], p)
		}
	}
	slices.SortFunc(merged, byID)
	return merged
}

func byID(a, b planner.Person) int { return cmp.Compare(a.ID, b.ID) }

// fill states in p what p leaves open and other states.
func fill(p *planner.Person, other planner.Person) {
	fillIn(&p.Name, other.Name)
	fillIn(&p.Department, other.Department)
	fillIn(&p.Title, other.Title)
	fillIn(&p.Level, other.Level)
	fillIn(&p.Site, other.Site)
	fillIn(&p.Zone, other.Zone)
	fillIn(&p.Manager, other.Manager)
	p.Tags = addTags(p.Tags, other.Tags)
	fillIn(&p.Calendar, other.Calendar)

	if p.Hours.IsZero() {
		p.Hours = other.Hours
	}
	fillIn(&p.AwayUntil, other.AwayUntil)
	p.Never = p.Never || other.Never
	fillIn(&p.RestUntil, other.RestUntil)
	fillIn(&p.Lifted, other.Lifted)

	if !p.BusyKnown {
		p.Busy, p.BusyKnown = other.Busy, other.BusyKnown
	}
	p.Unseen = p.Unseen || other.Unseen
	fillIn(&p.Tie, other.Tie)
}

func fillIn[T comparable](field *T, other T) {
	var unstated T
	if *field == unstated {
		*field = other
	}
}
