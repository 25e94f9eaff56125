package planner

import (
	"time"

	"fika/internal/date"
	"fika/internal/holiday"
	"fika/internal/mailbox"
)

// Override is what the user's file says about a person, in place of what the sources
// say. A nil field leaves the sources' value. A pointer to an empty value removes it.
type Override struct {
	Email      mailbox.Address
	Aliases    []mailbox.Address // further addresses of the person, in addition to the sources'; Email is the main one
	Name       *string
	Greet      *string
	Language   *Language
	Form       *Form
	Salutation *string
	Because    *string
	Department *string
	Title      *string
	Level      *Level
	Site       *string
	Region     *holiday.Region
	Zone       *time.Location
	Manager    *mailbox.Address
	Tags       []string // in addition to those of the sources
	Calendar   *string  // absolute; see [Person]
	Hours      *Week
	AwayUntil  *date.Date
	Never      *bool
}
