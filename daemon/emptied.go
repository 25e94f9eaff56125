package daemon

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"fika/calendar"
	"fika/internal/api"
	"fika/internal/prose"
	"fika/internal/store"
)

// fewEvents is the number of events below which losing all of them is not suspicious.
const fewEvents = 6

// comparison is what a calendar contained at the last pass, and what it contains now.
type comparison struct {
	was     store.Sync
	listing calendar.Listing
}

// checkEmptied looks for emptied calendars once all have been read: a coffee that is
// missing from one may have moved to another, and each clock is known.
func (o *observer) checkEmptied(ctx context.Context, all []comparison) error {
	bookings, err := o.d.store.Bookings(ctx, o.now)
	if err != nil {
		return err
	}
	for _, c := range all {
		o.checkOneEmptied(ctx, c, bookings)
	}
	return nil
}

// checkOneEmptied compares a calendar with what it last contained. A syncer that lost
// its account leaves an empty folder, which must not look like a free month with all
// coffees deleted by hand. People sometimes delete a single coffee, and several from a
// calendar that keeps other events; but hardly ever all of them, leaving the calendar
// empty.
//
// Events that have ended since are not lost, and those beyond the earlier window were
// not known. Events are counted rather than looked up: a series that is split or
// imported again has new IDs and the same times. The doubt continues even when most of
// the known events are in the past: the calendar must be at least half as full as
// before, or the user must confirm it.
func (o *observer) checkOneEmptied(ctx context.Context, c comparison, bookings []store.Booking) {
	was, listing := c.was, c.listing
	if o.clockWrong { // the future is unknown, and the old measure stays
		o.syncs = append(o.syncs, was)
		return
	}
	ahead := endsAfter(o.now, listing.Events)
	last := o.around(was.At).End
	known, left := within(o.now, last, was.Ahead), within(o.now, last, ahead)
	lost := 2*left < known
	if known < fewEvents {
		bare := len(listing.Events) == 0 && len(listing.Doubts) == 0
		lost = was.Doubted && (len(was.Ahead) == 0 || 2*len(ahead) < len(was.Ahead)) ||
			bare && known > 1 && o.vanished(ctx, was.Calendar, bookings) > 1
	}
	if !lost {
		o.syncs = append(o.syncs, store.Sync{Calendar: was.Calendar, At: o.now, Events: len(listing.Events), Ahead: ahead})
		return
	}
	o.holdBlind(newHold(api.CodeCalendarEmptied, fmt.Sprintf("calendar %q had %d events ahead on %s and has %d now", was.Calendar, len(was.Ahead),
		was.At.In(o.now.Location()).Format("2 January 2006 15:04"), len(ahead))))
	was.Doubted, was.Problem = true, ""
	o.syncs = append(o.syncs, was)
}

// vanished counts the live future coffees that were in the calendar with that name until
// now, and that are nowhere, although nobody reports a deletion.
func (o *observer) vanished(ctx context.Context, name string, bookings []store.Booking) (n int) {
	for _, b := range bookings {
		if !b.State.Live() || b.Event == "" || b.Calendar != name || !b.AbsentSince.IsZero() || !b.Span.End.After(o.now) {
			continue
		}
		if _, err := o.d.find(ctx, o.observation, b); err != nil && !errors.Is(err, calendar.ErrDeleted) {
			n++
		}
	}
	return n
}

// endsAfter returns the ends of the events that are not over at now, in order.
func endsAfter(now time.Time, events []calendar.Event) []time.Time {
	var ends []time.Time
	for _, e := range events {
		if e.Span.End.After(now) {
			ends = append(ends, e.Span.End)
		}
	}
	slices.SortFunc(ends, time.Time.Compare)
	return ends
}

// within counts the ends after now and not after last.
func within(now, last time.Time, ends []time.Time) (n int) {
	for _, end := range ends {
		if end.After(now) && !end.After(last) {
			n++
		}
	}
	return n
}

// staleness is how long a calendar may go unread before that gets its own hold.
const staleness = 24 * time.Hour

// checkStale says how long a calendar could not be read: a hiccup for an hour is a fault
// after a day.
func (o *observer) checkStale(was store.Sync) {
	switch age := o.now.Sub(was.At); {
	case was.At.IsZero():
		o.hold(newHold(api.CodeFirstSync, fmt.Sprintf("calendar %q was never read", was.Calendar)))
	case age >= staleness:
		o.hold(newHold(api.CodeSyncStale, fmt.Sprintf("calendar %q was last read %s ago", was.Calendar, prose.RoundDuration(age))))
	}
}
