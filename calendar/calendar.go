package calendar

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fika/internal/mailbox"
	"fika/internal/span"
)

// Calendar is one source of the user's events: a folder of files, or an account
// with several calendars. The suite in calendartest tests every kind against the
// contracts here. Methods are safe for concurrent use.
type Calendar interface {
	// List returns every occurrence that takes time in window, see [Event.OverlapsWithTravel].
	// An event that cannot be understood becomes a Problem, is busy through its
	// Doubts, and never hides the rest. An error means that the calendar as a whole
	// could not be read; the caller must not take that for free time.
	List(ctx context.Context, window span.Span) (Listing, error)

	// Find returns the event that was at that place, wherever in the source it is
	// now: users move events to another of their calendars. The event says where
	// it is. ErrNotFound means that no calendar of the source has it; if one could
	// not be asked, the error is a different one.
	Find(ctx context.Context, at Place) (Event, error)

	// Insert durably creates the event that d describes at d.Place, or on the
	// calendar Listing.DefaultCalendar if d names none. It never creates a second event with
	// the same id: ErrExists means that there already is one, whoever created it.
	Insert(ctx context.Context, d Draft) (Event, error)

	// Update changes the event at d.Place to match d if its version is still etag.
	// What d does not cover stays. ErrChanged means that the event was changed in the
	// meantime, ErrNotFound that it is not there; it may have been moved, see Find.
	Update(ctx context.Context, etag string, d Draft) (Event, error)

	// Reschedule gives the event at n.Place other times if its version is still etag, and
	// tells its guests. Answers to the old times no longer count: everybody but the
	// organizer is asked again (RFC 5546, 3.2.2.1). Nothing else changes. Errors are as
	// for Update.
	Reschedule(ctx context.Context, etag string, n NewTimes) (Event, error)

	// Remove deletes the event at that place if its version is still etag. ErrChanged
	// and ErrNotFound are as for Update.
	Remove(ctx context.Context, at Place, etag string) error
}

// Outcomes of a call that callers act on. If a change fails with any other error, it
// is unknown whether it took place: look before trying again.
var (
	// ErrNotFound comes from Find, Update, Reschedule and Remove: nothing is at that place.
	ErrNotFound = errors.New("no such event")

	// ErrExists comes from Insert: look at the event that has the id, and at its mark.
	ErrExists = errors.New("an event with this id exists")

	// ErrChanged comes from Update, Reschedule and Remove: the version is not the newest. Read
	// the event and decide again.
	ErrChanged = errors.New("the event was changed by somebody else")

	// ErrReadOnly comes from every change: the user may only read there. The change did
	// not take place, and does not until the user gives fika the right.
	ErrReadOnly = errors.New("the calendar is read only")

	// ErrDeleted comes with ErrExists from Insert, and with ErrNotFound from the
	// other calls, if the calendar remembers that somebody deleted an event with that
	// id. The deletion counts as a decline and is not reversed.
	ErrDeleted = errors.New("the event was deleted")

	// ErrUnsent means that the change did not take place for a temporary reason:
	// the same call may be repeated.
	ErrUnsent = errors.New("nothing was changed")

	// ErrRefused means that the calendar understood the change and rejected it. A
	// wrapped [*Refusal], if any, says what it is about.
	ErrRefused = errors.New("the calendar refuses")

	// ErrAltered means that the calendar created an altered event: one that cannot be
	// found under its id, or that lost its mark.
	// The change must not be sent again.
	ErrAltered = errors.New("the calendar created a different event than requested")

	// ErrSignIn means that the user has to sign in again. For a change it comes with
	// ErrUnsent.
	ErrSignIn = errors.New("the sign-in must be renewed")
)

// Reasons why a remote calendar cannot be used at the moment. Each is wrapped
// together with an outcome above.
var (
	// ErrMissingScope comes with ErrSignIn: the user did not allow all that fika needs, and
	// does so by signing in again.
	ErrMissingScope = errors.New("the sign-in does not grant enough access")

	// ErrWrongAccount comes with ErrSignIn: the account has none of the user's addresses.
	ErrWrongAccount = errors.New("the account belongs to somebody else")

	// ErrOffline means that the server was not reached. Try again in the next pass.
	ErrOffline = errors.New("there is no connection")

	// ErrCaptivePortal means that the network answered in place of the server, as in a
	// hotel, until the user logs in to it.
	ErrCaptivePortal = errors.New("the network requires a login")

	// ErrRateLimited means that the server wants fewer requests. [NotBefore] is when to try
	// again.
	ErrRateLimited = errors.New("the server asks to wait")
)

// Listing is the content of a calendar in a window.
type Listing struct {
	Events   []Event
	Problems []Problem // what could not be read, for people to fix

	// Doubts are times that may be busy although they are not in Events: the rest
	// of the day after an event with an unreadable end, the other readings of an
	// unknown time zone, a moved occurrence that its series also excludes. They are
	// judged like events but count only for busy time: never as a meeting with
	// somebody, as fika's own, or in a number of events. Each has its reason in
	// Doubt. What can be fixed is also in Problems, once.
	Doubts []Event

	// DetachedOverrides are the moved occurrences whose series is not in this calendar,
	// whenever they are now. Those in the window are in Events too.
	DetachedOverrides []Event

	Version         string // changes whenever Events may have; opaque
	DefaultCalendar string // id of the calendar for new events; "" if there is only one

	// ServerTime is the calendar's own time of its response; zero if it has no clock.
	ServerTime time.Time
}

// Problem is a part of a calendar that could not be understood. The rest of
// the calendar still counts.
type Problem struct {
	File  string // as the user would open it; "" if there are no files
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

// Draft is an event as fika wants it. Its recipients come only from the accepted
// people, never from event data.
type Draft struct {
	Calendar string // as in [Place]
	ID       EventID
	UID      string // as in [Place]; the calendar assigns it on Insert

	Span     span.Span
	Zone     *time.Location // in which the event is written, the user's own
	Title    string
	Location string
	Text     string // the invitation; plain text
	Private  bool   // a blocked slot on the user's own calendar
	Video    bool   // with a link to meet by video, if the calendar can make one

	Organizer Person
	Guests    []Person          // empty for a blocked slot: nobody is notified
	Without   []mailbox.Address // of Update: who is taken off the event; they are not notified
	Mark      Mark
	Sequence  int       // 0 for the first version
	Stamp     time.Time // when the version was decided
}

// Place returns where the event is, or will be.
func (d Draft) Place() Place { return Place{d.Calendar, d.ID, d.UID} }

// NewTimes are other times for an event.
type NewTimes struct {
	Place
	Span  span.Span
	Zone  *time.Location // in which they are written, the user's own
	Text  string         // replaces a description that tells the old ones; "" keeps it
	Stamp time.Time      // when they were decided
}

// Person is a name with an address.
type Person struct {
	Address mailbox.Address
	Name    string
}
