package planner

import (
	"time"

	"fika/internal/mailbox"
)

// Override is what the user states of a person against the sources. A nil field is
// not stated, and the sources hold. A field that points to an empty value removes
// what they say.
type Override struct {
	Email      mailbox.Address
	Aliases    []mailbox.Address // further addresses; they join what the sources say of each, and Email leads
	Name       *string
	Greet      *string
	Department *string
	Title      *string
	Level      *Level
	Site       *string
	Zone       *time.Location
	Manager    *mailbox.Address
	Tags       []string // beside those of the sources
	Calendar   *string  // absolute; see [Person]
	Hours      *Week
	AwayUntil  *Date
	Never      *bool
}
