// Package web lets other programs of the same user talk to a running daemon:
// HTTP and JSON over a unix socket that its owner alone can open. What is said
// there is in package api.
//
// A call is POST /v1/NAME with its arguments as one JSON object; the answer is
// the document that the command of that name prints, or an [api.Fault] with a
// status of 400 and above. Each answer names the program's version in a header.
package web
