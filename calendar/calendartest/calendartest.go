// Package calendartest holds every kind of calendar to the contracts of
// [calendar.Calendar]: one suite, so that a promise is written down once and a
// new kind of calendar has to keep all of them.
//
// A kind of calendar runs it from its own tests, against the real thing or
// against a fake of its server:
//
//	calendartest.Run(t, func(t *testing.T) calendartest.Backend { ... })
//
// The suite reads no clock; all its events lie in 2026.
package calendartest

import (
	"testing"
	"time"

	"fika/calendar"
	"fika/internal/span"
)

// Backend is what a calendar under test stands on: the store itself, and a foreign
// hand that changes it behind fika's back as the user's other programs do. The foreign hand must not use the code under test.
//
// All functions except Refile and Spoil are required. They end the test with
// t.Fatal if they cannot do what they say.
type Backend struct {
	// Zone is the reader's zone that Open gives its handles. It must change
	// its clocks on the European dates.
	Zone *time.Location

	// Open returns a handle on the store that knows nothing of earlier ones, as
	// after a restart of fika. It is called several times on one store.
	Open func(t *testing.T) calendar.Calendar

	// Add makes an event as another program would. The event carries no mark.
	Add func(t *testing.T, e Foreign)

	// Move drags the event id to s, as a person does with the mouse, and leaves
	// all else as it is. The change must be one that the calendar's own version
	// of the event shows, and nothing but its content may tell.
	Move func(t *testing.T, id calendar.EventID, s span.Span)

	// Decorate puts something on the event that fika never writes and does not
	// understand: an alarm, a colour, an unknown property.
	Decorate func(t *testing.T, id calendar.EventID)

	// Decorated reports whether all that Decorate put there is there still.
	Decorated func(t *testing.T, id calendar.EventID) bool

	// Delete removes the event.
	Delete func(t *testing.T, id calendar.EventID)

	// Refile moves the event to another of the user's calendars in the same
	// source, as people do who sort them. It is nil where a source is one calendar.
	Refile func(t *testing.T, id calendar.EventID)

	// Spoil adds an event beside the good ones. Nothing about it can be understood
	// except its day, which is that of the argument in Zone. It is nil where the
	// calendar would not take such an event.
	Spoil func(t *testing.T, on time.Time)
}

// Foreign is an event as another program writes it.
type Foreign struct {
	UID    string // letters and digits
	Title  string // plain ASCII on one line
	Span   span.Span
	Zone   *time.Location // in which it is written; nil for UTC
	AllDay bool           // Span runs from midnight to midnight in Zone
	Rule   string         // RRULE of RFC 5545, without the name; "" for a single event
	Free   bool           // it does not make its owner busy
}

// Run checks every promise, each in a subtest on a fresh and empty store that
// open returns. open may register cleanups on its t.
func Run(t *testing.T, open func(t *testing.T) Backend) {
	for _, promise := range []struct {
		name  string
		check func(t *testing.T, backend Backend)
	}{
		{"an empty calendar is read", emptyIsRead},
		{"what is inserted is read back", insertIsRead},
		{"a restart forgets nothing", restartForgetsNothing},
		{"the mark comes back", markComesBack},
		{"an invitation names its guests", invitationNamesGuests},
		{"a hold tells nobody", holdTellsNobody},
		{"text comes back as it was", textComesBack},
		{"hostile text stays text", hostileTextStaysText},
		{"both sides of a clock change", draftAcrossClockChange},

		{"an id is taken once", idIsTakenOnce},
		{"an id stays taken after foreign edits", idStaysTaken},
		{"one of many inserts wins", oneInsertWins},
		{"many inserts all arrive", allInsertsArrive},
		{"one of many updates wins", oneUpdateWins},

		{"what is updated is read back", updateIsRead},
		{"an update needs the version", updateNeedsVersion},
		{"an update keeps what it does not speak of", updateKeepsRest},
		{"an update of what is gone", updateOfGone},
		{"the neighbours do not matter", neighboursDoNotMatter},
		{"removed is gone", removedIsGone},
		{"a removal needs the version", removalNeedsVersion},
		{"a moved event is found", movedIsFound},
		{"an unknown event is not found", unknownIsNotFound},
		{"an event says where it stands", placeIsTold},
		{"an event on another calendar is followed", refiledIsFollowed},

		{"windows are half open", windowsAreHalfOpen},
		{"foreign events are read", foreignIsRead},
		{"all-day events are local days", allDayIsLocal},
		{"a series keeps its wall clock", seriesKeepsWallClock},
		{"the version follows the content", versionFollowsContent},
		{"a spoilt event hides nothing", spoiltHidesNothing},
		{"a cancelled context ends every call", cancelEndsCalls},
	} {
		t.Run(promise.name, func(t *testing.T) { promise.check(t, open(t)) })
	}
}
