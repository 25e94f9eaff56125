// Package people reads colleagues from CSV files and vCards, and applies the user's
// overrides and the colleagues' own wishes. Every source yields [planner.Person], and
// [Merge] combines everything about one address into one person.
//
// A problem in a source becomes a [Fault] with its place. It costs its own cell,
// row or card; the rest still counts. Busy times and ties are not read here: a
// source at most names the path of a calendar.
package people

import "fika/planner"

// Everybody is whom the sources know.
type Everybody struct {
	Colleagues    []planner.Person
	Me            planner.Person // what the sources say about the user; zero if they say nothing
	UnknownWishes int            // rows of wishes files about nobody of them
}
