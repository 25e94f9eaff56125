package network

import (
	"fika/span"
)

// PersonID is a colleague's e-mail address in lower case. The package only
// compares it.
type PersonID string

// Encounter is one meeting as the user's calendar shows it. Who makes it out
// of an event leaves out what the user declined or what was cancelled, keeps
// one of several copies, and does not name the user or rooms in With.
type Encounter struct {
	With []PersonID // the others who are known by name; twice is once
	Span span.Span
	Size int // everybody who took part, the user included; more than With if some are not known
}
