// Package api is what fika says to programs: the documents that commands print
// with --json and that cross the socket, the codes of faults and holds, and the
// names of the schemas. It knows nothing of how they come about.
//
// What stands here is stable: fields and codes are added, never changed.
package api
