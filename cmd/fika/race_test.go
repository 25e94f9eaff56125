//go:build race

package main

// raceEnabled reports whether the race detector is on: everything then is some ten times
// slower and takes several times the memory.
const raceEnabled = true
