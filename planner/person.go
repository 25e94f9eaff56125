package planner

import (
	"slices"
	"time"

	"fika/internal/mailbox"
	"fika/internal/span"
)

// Person is a colleague: what the sources say, what the user's calendar shows of the
// tie, and what is known of the colleague's time.
type Person struct {
	ID         mailbox.Address   // where invitations go
	Aliases    []mailbox.Address // the person's other addresses; nothing is sent to them
	Name       string
	Given      string // the given name, where a source tells it apart
	Greet      string // as they want to be called; "": not stated
	Department string
	Title      string
	Level      Level // 0: unknown
	Site       string
	Zone       *time.Location // nil: unknown, the user's zone is taken
	ZoneDoubt  string         // with a nil Zone: the source states this, which is no zone; then fika asks the user first
	Manager    mailbox.Address
	Tags       []string
	Calendar   string // where their busy times are read, as the source states it; not for the planner

	Hours     Week      // zero: GuestHours
	AwayUntil Date      // nothing is sent before this day; zero: not away
	Never     bool      // the user's own word, beside Rules.Guards.Never
	RestUntil time.Time // the user's own word: nothing before
	LiftedAt  time.Time // declines before this moment no longer count

	Busy           []span.Span // merged
	BusyKnown      bool        // false: Busy says nothing, and fika never invites by itself
	CalendarUnread bool        // not on the short list: counts for the goals, but is not met in this plan

	Tie Tie
}

// Addresses are all addresses of p, that for invitations first.
func (p Person) Addresses() []mailbox.Address { return append([]mailbox.Address{p.ID}, p.Aliases...) }

// hasAddress reports whether a is one of p's addresses.
func (p *Person) hasAddress(a mailbox.Address) bool {
	return p.ID == a || slices.Contains(p.Aliases, a)
}

// MatchesGuard reports whether a guard on a holds for p. It also holds for addresses with
// a tag: somebody who must not be invited must not be invited as
// ana+news@example.com either.
func (p *Person) MatchesGuard(a mailbox.Address) bool {
	return p.hasAddress(a) || slices.ContainsFunc(p.Addresses(), func(own mailbox.Address) bool { return own.Base() == a })
}

// Roster maps every address of some people to the person who has it, by
// [Person.ID].
type Roster map[mailbox.Address]mailbox.Address

// NewRoster is the roster of people. An address that is the ID of one person and
// an alias of another is the first one's.
func NewRoster(people []Person) Roster {
	r := make(Roster, len(people))
	for _, p := range people {
		for _, a := range p.Aliases {
			r[a] = p.ID
		}
	}
	for _, p := range people {
		r[p.ID] = p.ID
	}
	return r
}

// PersonOf is the person with the address a. If nobody has it, Who is a itself.
func (r Roster) PersonOf(a mailbox.Address) mailbox.Address {
	if id, ok := r[a]; ok {
		return id
	}
	return a
}

// Tie is what the user's calendar shows of a person. Package network finds it; here
// it is a plain value.
type Tie struct {
	Class    TieClass // "" means New
	Strength float64
	Last     time.Time // end of the last real meeting; zero: never
	Common   int       // contacts in common that the user's calendar shows
}

// TieClass sorts ties by what they are good for.
type TieClass string

// The classes: never met; met now and then; once close and silent since; close.
const (
	TieNew     TieClass = "new"
	TieWeak    TieClass = "weak"
	TieDormant TieClass = "dormant"
	TieWarm    TieClass = "warm"
)
