// Package remote holds what all calendars on a network share, whatever their
// protocol:
//
//   - [Vault] stores the sign-in, in a file or in the desktop's keyring, and
//     [SignInError] says why it cannot be used.
//   - [Caller] makes requests: it respects rate limits, retries reads, sends a
//     change once, and limits the time and size of a response.
//   - [Fault] is the outcome of a failed request. Whether a change was certainly not
//     sent depends on whether a byte of it was sent, never on the text of an error.
//   - [Replicas] are the calendars of an account in memory, backed by a [Mirror] on
//     disk. A sync changes items and cursor together, or nothing.
//   - [Busy] holds the busy times of somebody else, or why they are unknown.
//
// Errors and printable values never contain secrets.
//
// A kind of calendar adds what is specific to it: signing in, the meaning of a
// refusal, recognising its server's responses, requesting changes, and converting
// items to events. Some of that looks similar but is deliberately not shared.
// Renewing access tokens belongs to OAuth; a password has none. The window of a sync
// belongs to Google, which lists occurrences; a protocol that lists whole series
// reads all of them. Which part of a draft a refusal is about depends on the messages
// of one server.
//
// The package starts no goroutine.
package remote

// Service names a kind of server in messages to the user.
type Service struct {
	Kind string // the prefix of errors: "google"
	Name string // the name in a sentence: "Google", "the server"
}
