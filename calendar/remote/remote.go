// Package remote holds what calendars across a network have in common, whatever
// protocol they speak: the sign-in that is kept, how often a server may be asked,
// what became of a request, and the copy of what was read.
//
// A kind of calendar builds on it with the parts that only the kind knows: how it
// signs in, what the words of a refusal mean, how it asks for changes, and how a
// stored item becomes events. It describes itself by a [Service].
package remote

// Service is a kind of server as messages to the user name it.
type Service struct {
	Kind string // what errors begin with: "google"
	Name string // in a sentence: "Google", "the server"
}
