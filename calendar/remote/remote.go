// Package remote holds what calendars across a network have in common, whatever
// protocol they speak:
//
//   - [Vault] keeps the sign-in, in a file or in the keyring of the desktop, and
//     [SignInError] says why there is none that can be used.
//   - [Caller] makes requests: it waits as the server asks, repeats those that only
//     ask, sends a change once, and bounds time and size of an answer.
//   - [Fault] is what became of a request. Whether a change was certainly not sent is
//     decided by whether a byte of it had left, never by what an error says.
//   - [Replicas] are the calendars of an account in memory, in step with a [Mirror] on
//     disk: a sync changes items and cursor together, or nothing.
//   - [Busy] is when somebody else is busy, or why nobody knows.
//
// No secret is in any error or in any value that prints itself.
//
// A kind of calendar adds what only it knows: how it signs in, what the words of a
// refusal mean, which answers can be its server's, how it asks for changes, and how an
// item becomes events. Some of that looks alike and is not shared all the same. The
// renewal of an access token is OAuth's, and a password has none. The window of a
// sync is Google's, where occurrences are listed; a protocol that lists whole series
// reads all of them. Which part of a draft a refusal is about can only be read from
// words that one server uses.
//
// The package starts no goroutine.
package remote

// Service is a kind of server as messages to the user name it.
type Service struct {
	Kind string // what errors begin with: "google"
	Name string // in a sentence: "Google", "the server"
}
