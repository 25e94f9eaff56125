// Package people reads where colleagues come from: CSV files, vCards, and what
// the user knows better than both. Every source yields [planner.Person], and
// [Merge] makes one person of all that is said about one address.
//
// What is wrong in a source becomes a [Fault] that names its place. A fault
// costs its own cell, row or card; the rest still counts. Busy times and ties
// are not read here: a source states at most where a calendar lies.
package people

import "fika/planner"

// Merge joins lists into one person per address, sorted by id. Of each field
// the first list that states it counts, later ones fill in what is missing;
// tags of all lists add up, and Never holds as soon as one list says so. The
// arguments are not changed.
func Merge(lists ...[]planner.Person) []planner.Person {
	panic("not yet")
}
