package planner

import (
	"strings"
	"time"

	"fika/span"
)

// PersonID is a colleague's e-mail address in lower case.
type PersonID string

// Person is a colleague as the sources know them, with what the user's
// calendar shows of the tie and what is known of their time.
type Person struct {
	ID         PersonID
	Name       string
	Department string
	Title      string
	Level      Level // 0: unknown
	Site       string
	Zone       *time.Location // nil: unknown, the user's zone is taken
	Manager    PersonID
	Tags       []string
	Calendar   string // where their busy times are read, as the source states it; not for the planner

	Hours     Week      // zero: GuestHours
	AwayUntil Date      // nothing is sent before this day; zero: not away
	Never     bool      // the user's own word, beside Rules.Guards.Never
	RestUntil time.Time // the user's own word: nothing before
	Lifted    time.Time // declines before this moment no longer count

	Busy      []span.Span // merged
	BusyKnown bool        // false: Busy says nothing, and fika never invites by itself
	Unseen    bool        // not on the short list: counts for the goals, but is not met in this plan

	Tie Tie
}

// FirstName is the name to greet with: the first word of Name, else what stands
// before the @.
func (p Person) FirstName() string {
	if first, _, _ := strings.Cut(strings.TrimSpace(p.Name), " "); first != "" {
		return first
	}
	local, _, _ := strings.Cut(string(p.ID), "@")
	return local
}

// Tie is what the user's calendar shows of a person. Package network works it
// out; here it is a plain value.
type Tie struct {
	Class    TieClass // "" means New
	Strength float64
	Last     time.Time // end of the last real meeting; zero: never
	Common   int       // contacts in common, as far as the user's calendar shows
}

// TieClass sorts ties by what they are good for.
type TieClass string

// The classes: never met; met now and then; once close and silent since; close.
const (
	New     TieClass = "new"
	Weak    TieClass = "weak"
	Dormant TieClass = "dormant"
	Warm    TieClass = "warm"
)
