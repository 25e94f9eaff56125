package calendar

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fika/internal/mailbox"
	"fika/internal/span"
)

// Calendar is one source of the user's events, of whatever kind: a folder of
// files, or an account that holds several calendars. The suite in calendartest
// holds every kind to the contracts written here. Methods may be called from
// several goroutines.
type Calendar interface {
	// List returns every occurrence that takes time in window, see [Event.Takes].
	// An event that cannot be understood becomes a Problem, is busy by its Doubts,
	// and never hides the rest. An error means that the calendar as a whole could
	// not be read: the caller must not take it for free time.
	List(ctx context.Context, window span.Span) (Listing, error)

	// Find returns the event that stood at that place, wherever in the source it
	// stands now: users file events under another of their calendars. The event
	// says where that is. ErrNotFound says that no calendar of the source has it;
	// one that could not be asked is another error.
	Find(ctx context.Context, at Place) (Event, error)

	// Insert creates the event that d describes at d.Place, durably; without a
	// calendar, on that which Listing.Home names. It never creates a second event
	// under the same id: ErrExists says that there is one already, whoever made it.
	Insert(ctx context.Context, d Draft) (Event, error)

	// Update makes the event at d.Place look like d if its version still is etag,
	// and leaves everything that d does not speak of as it is. ErrChanged says
	// that somebody else was faster, ErrNotFound that the event is not there: it
	// may have been moved, which Find knows.
	Update(ctx context.Context, etag string, d Draft) (Event, error)

	// Remove deletes the event at that place if its version still is etag:
	// ErrChanged and ErrNotFound as for Update.
	Remove(ctx context.Context, at Place, etag string) error
}

// Outcomes of a call that callers act on. After a change that failed with none
// of them nobody knows whether it took place: look before doing it again.
var (
	ErrNotFound = errors.New("no such event")
	ErrExists   = errors.New("an event with this id exists")
	ErrChanged  = errors.New("the event was changed by somebody else")
	ErrReadOnly = errors.New("the calendar is read only")

	// ErrDeleted comes beside ErrExists from Insert, and beside ErrNotFound
	// from the other calls, where the calendar remembers that there was an
	// event of that id and that somebody deleted it: their no, which stands.
	ErrDeleted = errors.New("the event was deleted")

	// ErrUnsent says that the change did not take place for a reason that
	// passes: the same call may be made again.
	ErrUnsent = errors.New("nothing was changed")

	// ErrRefused says that the calendar understood the change and does not make
	// it. What it is about is in a [*Refusal], if one is wrapped too.
	ErrRefused = errors.New("the calendar refuses")

	// ErrAmiss says that the calendar made something of the change, but not what
	// it was asked for: an event that cannot be found again under its id, or that
	// lost its mark. The change must not be sent again.
	ErrAmiss = errors.New("the calendar made something else")

	// ErrSignIn says that only the user can open the calendar again. Of a
	// change it comes beside ErrUnsent.
	ErrSignIn = errors.New("the sign-in must be renewed")
)

// Why a calendar across a network cannot be used for now. They come beside an
// outcome.
var (
	ErrScope   = errors.New("the sign-in does not allow enough") // beside ErrSignIn
	ErrOther   = errors.New("the account is somebody else's")    // beside ErrSignIn
	ErrOffline = errors.New("there is no connection")
	ErrCaptive = errors.New("the network wants you to log in")
	ErrLimited = errors.New("the server asks to wait")
)

// Listing is what a calendar holds in a window.
type Listing struct {
	Events   []Event
	Problems []Problem // what was read around, for people to mend

	// Doubts are times that may be the user's although no row of Events says so:
	// the rest of the day of an event whose end cannot be read, the other readings
	// of an unknown time zone, a moved occurrence that its series also excludes.
	// They are judged like events and count for busy time alone: never as a meeting
	// with somebody, as fika's own, or in a number of events. Each gives its reason
	// in its Doubt. What somebody can mend is among Problems too, once.
	Doubts []Event

	// Strays are the moved occurrences of series that this calendar does not hold,
	// wherever in time they lie now. Those in the window are among Events too.
	Strays []Event

	Version string // changes whenever Events may have; opaque
	Home    string // id of the calendar that new events are put on; "" where there is only one

	// Clock is what time it was for the calendar itself when it had answered; zero
	// where it has no clock of its own.
	Clock time.Time
}

// Problem is a part of a calendar that could not be understood. The rest of
// the calendar still counts.
type Problem struct {
	File  string // where, as the user would open it; "" where there are no files
	Line  int    // from 1; 0 if unknown
	UID   string // "" if unknown
	Text  string // what is wrong, lower case, no full stop
	Stale bool   // the last good content of the whole file is used instead
}

func (p Problem) String() string {
	where := p.File
	if p.Line > 0 {
		where = fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	if where == "" {
		return p.Text
	}
	return where + ": " + p.Text
}

// Draft is an event as fika wants it. Its recipients come from the accepted
// people alone, never from event data.
type Draft struct {
	Calendar string // as in [Place]
	ID       EventID
	UID      string // as in [Place]; what is inserted gets one from the calendar

	Span     span.Span
	Zone     *time.Location // in which the event is written, the user's own
	Title    string
	Location string
	Text     string // the invitation; plain text
	Private  bool   // a hold on the user's own calendar
	Video    bool   // with a link to meet by video, if the calendar can make one

	Organizer Person
	Guests    []Person // empty for a hold: nobody is told
	Mark      Mark
	Sequence  int       // 0 for the first version
	Stamp     time.Time // when the version was decided
}

// Place is where the event stands, or shall stand.
func (d Draft) Place() Place { return Place{d.Calendar, d.ID, d.UID} }

// Person is a name beside an address.
type Person struct {
	Address mailbox.Address
	Name    string
}
