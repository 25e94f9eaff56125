package planner

import "time"

// Override is what the user knows of a person better than the sources. A nil
// field was not stated: what the sources say stands. A field that points to an
// empty value takes away what they say.
type Override struct {
	Email      PersonID
	Aliases    []PersonID // further addresses; they join what the sources say of each, and Email leads
	Name       *string
	Greet      *string
	Department *string
	Title      *string
	Level      *Level
	Site       *string
	Zone       *time.Location
	Manager    *PersonID
	Tags       []string // beside those of the sources
	Calendar   *string  // absolute; see [Person]
	Hours      *Week
	AwayUntil  *Date
	Never      *bool
}
