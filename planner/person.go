package planner

import (
	"slices"
	"time"

	"fika/internal/mailbox"
	"fika/internal/span"
)

// PersonID is a colleague's e-mail address in its one spelling (see
// [mailbox.Spell]).
type PersonID string

// Person is a colleague: what the sources say, what the user's calendar shows of the
// tie, and what is known of the colleague's time.
type Person struct {
	ID         PersonID   // where invitations go
	Aliases    []PersonID // the person's other addresses; nothing is sent to them
	Name       string
	Given      string // the given name, where a source tells it apart
	Greet      string // as they want to be called; "": not stated
	Department string
	Title      string
	Level      Level // 0: unknown
	Site       string
	Zone       *time.Location // nil: unknown, the user's zone is taken
	ZoneDoubt  string         // with a nil Zone: the source states this, which is no zone; then fika asks the user first
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

// Addresses are all addresses of p, that for invitations first.
func (p Person) Addresses() []PersonID { return append([]PersonID{p.ID}, p.Aliases...) }

// is reports whether id is one of p's addresses, however it is written.
func (p *Person) is(id PersonID) bool {
	spelt := mailbox.Spell(string(id))
	same := func(a PersonID) bool { return a == id || mailbox.Spell(string(a)) == spelt }
	return same(p.ID) || slices.ContainsFunc(p.Aliases, same)
}

// Barred reports whether a guard on id holds for p. It also holds for addresses with
// a tag: somebody who must not be invited must not be invited as
// ana+news@example.com either.
func (p *Person) Barred(id PersonID) bool {
	spelt := mailbox.Spell(string(id))
	return p.is(id) || slices.ContainsFunc(p.Addresses(), func(a PersonID) bool {
		return mailbox.Base(mailbox.Spell(string(a))) == spelt
	})
}

// Roster maps every address of some people to the person who has it, by
// [Person.ID].
type Roster map[PersonID]PersonID

// NewRoster is the roster of people. An address that is the ID of one person and
// an alias of another is the first one's.
func NewRoster(people []Person) Roster {
	r := make(Roster, len(people))
	for _, p := range people {
		for _, a := range p.Aliases {
			r[PersonID(mailbox.Spell(string(a)))] = p.ID
		}
	}
	for _, p := range people {
		r[PersonID(mailbox.Spell(string(p.ID)))] = p.ID
	}
	return r
}

// Who is the person with that address, however it is written. If nobody has it, Who
// is the address itself in its one spelling.
func (r Roster) Who(address PersonID) PersonID {
	if id, ok := r[address]; ok {
		return id
	}
	spelt := PersonID(mailbox.Spell(string(address)))
	if id, ok := r[spelt]; ok {
		return id
	}
	return spelt
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
	New     TieClass = "new"
	Weak    TieClass = "weak"
	Dormant TieClass = "dormant"
	Warm    TieClass = "warm"
)
