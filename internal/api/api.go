// Package api defines what fika says to programs: the documents that commands print with
// --json and that cross the socket, the codes of faults and holds, and the names of the
// schemas. It knows nothing about how they are made.
//
// This package is stable: fields and codes are added, never changed, and a test checks
// every field against testdata/schemas.txt. Times carry an offset, durations are in
// nanoseconds, and people are named by their address.
package api
