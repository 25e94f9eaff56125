// Package calendartest tests calendars against the contract of [calendar.Calendar].
// There is one suite, so that each part of the contract is written down once and
// holds for every kind of calendar.
//
// A kind of calendar runs it from its own tests, against the real thing or a fake
// server:
//
//	calendartest.Run(t, func(t *testing.T) calendartest.Backend { ... })
//
// The suite reads no clock; all its events are in 2026.
package calendartest

import (
	"testing"
	"time"

	"fika/calendar"
	"fika/internal/mailbox"
	"fika/internal/rsvp"
	"fika/internal/span"
)

// Backend is the storage of a calendar under test, with functions to change it as the
// user's other programs do. These must not use the code under test.
//
// All functions except MoveToOtherCalendar and AddUnreadable are required. They call
// t.Fatal if they fail.
type Backend struct {
	// Zone is the zone that Open passes to its handles. It must change its clocks on the
	// European dates.
	Zone *time.Location

	// Open returns a new handle on the store with no memory of earlier ones, as after a
	// restart of fika. It is called several times per store.
	Open func(t *testing.T) calendar.Calendar

	// Add creates an event as another program would, without a mark.
	Add func(t *testing.T, e ForeignEvent)

	// Reply answers the event id for one of its guests, with a comment in plain ASCII on
	// one line.
	Reply func(t *testing.T, id calendar.EventID, guest mailbox.Address, reply rsvp.Reply, comment string)

	// Move moves the event id to s, as a user drags it with the mouse, and leaves the
	// rest unchanged. Only the content of the event may reveal the change.
	Move func(t *testing.T, id calendar.EventID, s span.Span)

	// AddForeignData adds something to the event that fika neither writes nor
	// understands: an alarm, a colour, an unknown property.
	AddForeignData func(t *testing.T, id calendar.EventID)

	// HasForeignData reports whether everything from AddForeignData is still there.
	HasForeignData func(t *testing.T, id calendar.EventID) bool

	// Delete removes the event.
	Delete func(t *testing.T, id calendar.EventID)

	// MoveToOtherCalendar moves the event to another of the user's calendars in the
	// same source. It is nil if a source is one calendar.
	MoveToOtherCalendar func(t *testing.T, id calendar.EventID)

	// AddUnreadable adds an event of which only the day can be understood, the day of
	// on in Zone. It is nil if the calendar would not accept such an event.
	AddUnreadable func(t *testing.T, on time.Time)
}

// ForeignEvent is an event as another program writes it.
type ForeignEvent struct {
	UID    string // letters and digits
	Title  string // plain ASCII on one line
	Span   span.Span
	Zone   *time.Location // the zone it is written in; nil for UTC
	AllDay bool           // Span runs from midnight to midnight in Zone
	Rule   string         // RRULE of RFC 5545, without the name; "" for a single event
	Free   bool           // it does not make its owner busy
}

// Run checks every part of the contract in a subtest, each on a new, empty store from
// open. open may register cleanups on its t.
func Run(t *testing.T, open func(t *testing.T) Backend) {
	for _, promise := range []struct {
		name  string
		check func(t *testing.T, backend Backend)
	}{
		{"an empty calendar can be read", emptyCalendarIsRead},
		{"an inserted event is read back", insertedEventIsRead},
		{"a restart keeps everything", restartForgetsNothing},
		{"the mark is read back", markComesBack},
		{"an invitation names its guests", invitationNamesGuests},
		{"a hold has no attendees", holdHasNoAttendees},
		{"a guest's answer is read with its comment", answerIsRead},
		{"text is unchanged", textIsKept},
		{"hostile text is escaped", hostileTextIsEscaped},
		{"events around clock changes", clockChanges},

		{"an id can be used once", idIsUsedOnce},
		{"an id stays taken after foreign edits", idStaysTakenAfterEdits},
		{"one of several concurrent inserts wins", oneInsertWins},
		{"concurrent inserts of different events succeed", allInsertsSucceed},
		{"one of several concurrent updates wins", oneUpdateWins},

		{"an updated event is read back", updatedEventIsRead},
		{"an update takes a guest off", guestIsTakenOff},
		{"an update requires the current version", updateNeedsVersion},
		{"an update keeps unrelated properties", updateKeepsForeignData},
		{"updating a deleted event fails", updateOfDeletedFails},
		{"other times ask the guests again", otherTimesAskAgain},
		{"other times change nothing else", otherTimesKeepTheRest},
		{"other times require the current version", otherTimesNeedVersion},
		{"a line before the removal keeps the guests", partingLineKeepsGuests},
		{"a version belongs to one event", versionBelongsToOneEvent},
		{"a removed event is gone", removedEventIsGone},
		{"a removal requires the current version", removalNeedsVersion},
		{"a moved event is found", movedEventIsFound},
		{"an unknown event is not found", unknownEventIsNotFound},
		{"every result reports its place", placeIsReported},
		{"an event is found on another calendar", movedCalendarIsFollowed},

		{"windows are half open", windowsAreHalfOpen},
		{"foreign events are read", foreignEventsAreRead},
		{"all-day events are local days", allDayEventsAreLocal},
		{"a series keeps its wall clock", seriesKeepsWallClock},
		{"the version follows the content", versionFollowsContent},
		{"an unreadable event hides nothing", unreadableEventHidesNothing},
		{"a cancelled context ends every call", cancelledContextEndsCalls},
	} {
		t.Run(promise.name, func(t *testing.T) { promise.check(t, open(t)) })
	}
}
