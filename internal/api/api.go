// Package api is what fika says to programs: the documents that commands print
// with --json and that cross the socket, the codes of faults and holds, and the
// names of the schemas. It knows nothing of how they come about.
//
// What stands here is stable: fields and codes are added, never changed, and a test
// holds every field to testdata/schemas.txt. Times are instants and carry an offset,
// lengths are in nanoseconds, people are named by their address.
package api
