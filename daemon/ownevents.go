package daemon

import (
	"fmt"
	"maps"
	"slices"

	"fika/calendar"
	"fika/internal/api"
	"fika/internal/span"
)

// hasOwnMark reports whether e has the mark of the user's own fika. An invitation from a
// colleague's fika has theirs, because servers pass on lines they do not know: then the
// colleague called the meeting.
func (o *observation) hasOwnMark(e calendar.Event) bool {
	if e.Mark.Booking == "" || e.IsMessage() {
		return false
	}
	_, colleague := o.accepted(e.Organizer)
	return !colleague || o.owner().HasAddress(e.Organizer)
}

// ownEvents are the events of live bookings by ID, each with its times. They are judged
// as bookings, so they make nobody busy. Other events with one of these IDs do: later
// occurrences of a coffee that the user made weekly, and a copy that they moved.
type ownEvents map[calendar.EventID][]span.Span

// findOwn returns the events of the live bookings. It derives their IDs, because
// after a crash the event may exist before its booking knows about it.
func (o *observation) findOwn() ownEvents {
	own := ownEvents{}
	for _, b := range o.bookings {
		if !b.State.Live() {
			continue
		}
		id := eventID(o.installID, b)
		own[id] = append(own[id], b.Span)
		if e, ok := o.eventOf(b); ok {
			own[id] = append(own[id], e.Span) // the user may have moved it since
		}
	}
	return own
}

// has reports whether the event with that ID at that time is fika's own.
func (o ownEvents) has(id calendar.EventID, at span.Span) bool {
	return slices.ContainsFunc(o[id], func(own span.Span) bool { return sameSpan(own, at) })
}

// checkDuplicateEvents holds while a future coffee has two events, which no retry of
// fika's can cause: until the user has checked, other events may be duplicates too. The
// occurrences of a coffee that the user made repeat count as one, and so do its copies
// on several calendars.
func (o *observer) checkDuplicateEvents() {
	for _, id := range slices.Sorted(maps.Keys(o.marked)) {
		ahead := slices.DeleteFunc(slices.Clone(o.marked[id]), func(e sourcedEvent) bool { return !e.Span.End.After(o.now) })
		for _, e := range ahead {
			if e.UID != ahead[0].UID {
				o.hold(newHold(api.CodeTwoEvents, fmt.Sprintf("coffee %s has two events, %s and %s", id, when(ahead[0].Span.Start, o.zone()), when(e.Span.Start, o.zone()))))
				break
			}
		}
	}
}
