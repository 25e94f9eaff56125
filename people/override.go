package people

import (
	"time"

	"fika/planner"
)

// Override is what the user states about one person. A zero field states
// nothing and leaves what the sources say.
type Override struct {
	Email      planner.PersonID
	Name       string
	Department string
	Title      string
	Level      planner.Level
	Site       string
	Zone       *time.Location
	Manager    planner.PersonID
	Tags       []string // added to those of the sources
	Calendar   string   // a path that can be opened as it stands

	Hours     planner.Week
	AwayUntil planner.Date
	Never     bool
}

// Apply puts overrides on top of list and returns the result as [Merge] does.
// An override for an address that list does not hold creates the person. Of
// two overrides for one address the first wins, field by field.
func Apply(list []planner.Person, overrides []Override) []planner.Person {
	panic("not yet")
}
