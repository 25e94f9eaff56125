package planner

import (
	"slices"
	"time"

	"fika/internal/date"
	"fika/internal/holiday"
	"fika/internal/mailbox"
	"fika/internal/span"
)

// Person is a colleague: what the sources say, what the user's calendar shows about
// the tie, and when the colleague is busy.
type Person struct {
	ID         mailbox.Address   // where invitations go
	Aliases    []mailbox.Address // the person's other addresses; nothing is sent to them
	Name       string
	Given      string // the given name, if a source states it separately
	Family     string // the family name, likewise
	Greet      string // what they want to be called; "": not stated
	Language   Language
	Form       Form
	Salutation string // such as Frau or Mr; never guessed from a name
	Because    string // why the user asks them, in the user's own words; they read it
	Department string
	Title      string
	Level      Level // 0: unknown
	Site       string
	Region     holiday.Region // whose public holidays they have; "": unknown
	Zone       *time.Location // nil: unknown, the user's zone is assumed
	ZoneDoubt  string         // the source's value if it is not a valid zone; Zone is then nil, and fika asks the user first
	Manager    mailbox.Address
	Tags       []string
	Calendar   string // path of their free/busy calendar; the planner does not read it

	Hours     Week      // zero: [GuestHours]
	AwayUntil date.Date // they are not invited before this day; zero: not away
	Never     bool      // set by the user for this person, or their OwnWish; see also Rules.Guards.Never
	OwnWish   bool      // they asked themselves not to be invited again
	Wish      Wish      // what they asked for in a wishes file
	OK        bool      // the user said that they may be invited, whatever [Person.Doubt] says
	RestUntil time.Time // set by the user: no coffee before
	LiftedAt  time.Time // declines and silences before this moment do not count

	Busy           []span.Span // sorted, without overlaps
	BusyKnown      bool        // false: Busy is empty, and fika asks the user first
	Stays          []Stay      // where a calendar that fika can read says that they work, by start; free/busy answers do not say it
	CalendarUnread bool        // not on the short list: counts for the goals, but is not in this plan

	Tie Tie
	// Meets are the people with whom the user's calendar shows the person in a meeting
	// of at most twelve in the last MeetsDays. Meetings without the user are not in it,
	// so two who are not listed may meet all the same. Only goals of size 3 use it.
	Meets []mailbox.Address
}

// Addresses returns all addresses of p, the one for invitations first.
func (p Person) Addresses() []mailbox.Address { return append([]mailbox.Address{p.ID}, p.Aliases...) }

// hasAddress reports whether a is one of p's addresses.
func (p *Person) hasAddress(a mailbox.Address) bool {
	return p.ID == a || slices.Contains(p.Aliases, a)
}

// MatchesGuard reports whether a guard that names a applies to p. It also applies to
// tagged addresses: whoever must not be invited must not be invited as
// ana+news@example.com either.
func (p *Person) MatchesGuard(a mailbox.Address) bool {
	return p.hasAddress(a) || slices.ContainsFunc(p.Addresses(), func(own mailbox.Address) bool { return own.Base() == a })
}

// Roster maps every address of some people to the [Person.ID] of its owner.
type Roster map[mailbox.Address]mailbox.Address

// NewRoster returns the roster of people. An address that is the ID of one person and
// an alias of another belongs to the first.
func NewRoster(people []Person) Roster {
	r := make(Roster, len(people))
	for i := range people {
		for _, a := range people[i].Aliases {
			r[a] = people[i].ID
		}
	}
	for i := range people {
		r[people[i].ID] = people[i].ID
	}
	return r
}

// PersonOf returns the ID of the person with the address a, or a itself if nobody has
// it.
func (r Roster) PersonOf(a mailbox.Address) mailbox.Address {
	if id, ok := r[a]; ok {
		return id
	}
	return a
}

// Tie is how well the user knows a person, from the user's calendar. Package network
// computes it.
type Tie struct {
	Class    TieClass // "" means New
	Strength float64
	Last     time.Time // end of the last meeting; zero: never met
	Common   int       // number of common contacts that the user's calendar shows
}

// TieClass classifies ties by what the planner does with them.
type TieClass string

// The classes: never met; met now and then; once close, but not met lately; close.
const (
	TieNew     TieClass = "new"
	TieWeak    TieClass = "weak"
	TieDormant TieClass = "dormant"
	TieWarm    TieClass = "warm"
)
