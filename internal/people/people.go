// Package people reads where colleagues come from: CSV files, vCards, and what
// the user knows better than both. Every source yields [planner.Person], and
// [Merge] makes one person of all that is said about one address.
//
// What is wrong in a source becomes a [Fault] that names its place. A fault
// costs its own cell, row or card; the rest still counts. Busy times and ties
// are not read here: a source states at most where a calendar lies.
package people
