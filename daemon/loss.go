package daemon

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"fika/calendar"
	"fika/internal/api"
	"fika/internal/store"
)

// fewEvents is the number of which fewer may all go without suspicion.
const fewEvents = 6

// loss is what may be missing of a calendar.
type loss struct {
	was     store.Sync
	listing calendar.Listing
}

// checkLosses looks for losses once every calendar was read: a coffee that is
// missing on one may have been filed under another, and each clock is known.
func (d *Daemon) checkLosses(ctx context.Context, s *scene, losses []loss) error {
	bookings, err := d.store.Bookings(ctx, s.now)
	if err != nil {
		return err
	}
	for _, l := range losses {
		d.checkLoss(ctx, s, l, bookings)
	}
	return nil
}

// checkLoss compares a calendar with what it held last. A syncer that lost its
// account leaves an empty folder, which must not read as a free month with all
// coffees deleted by hand. A single coffee is deleted by hand every so often, and
// several from a calendar that keeps something else; from one that is empty
// afterwards hardly ever.
//
// What ended since was not lost, and what lies beyond the window of then was not
// known. Events are counted and not looked for: a series that is split or
// imported anew has other names and the same times. A doubt does not end because
// little of what was known is still to come: the calendar must be half as full as
// it was, or the user say that it is right.
func (d *Daemon) checkLoss(ctx context.Context, s *scene, l loss, bookings []store.Booking) {
	was, listing := l.was, l.listing
	if s.clockWrong { // nobody knows what is ahead, and what was stays the measure
		s.syncs = append(s.syncs, was)
		return
	}
	ahead := endsAfter(s.now, listing.Events)
	far := s.around(was.At).End
	known, left := within(s.now, far, was.Ahead), within(s.now, far, ahead)
	lost := 2*left < known
	if known < fewEvents {
		bare := len(listing.Events) == 0 && len(listing.Doubts) == 0
		lost = was.Doubted && (len(was.Ahead) == 0 || 2*len(ahead) < len(was.Ahead)) ||
			bare && known > 1 && d.vanished(ctx, s, was.Calendar, bookings) > 1
	}
	if !lost {
		s.syncs = append(s.syncs, store.Sync{Calendar: was.Calendar, At: s.now, Events: len(listing.Events), Ahead: ahead})
		return
	}
	s.lose()
	s.hold(api.CodeCalendarEmptied, fmt.Sprintf("calendar %q had %d events ahead on %s and has %d now", was.Calendar, len(was.Ahead),
		was.At.In(s.now.Location()).Format("2 January 2006 15:04"), len(ahead)))
	was.Doubted, was.Problem = true, ""
	s.syncs = append(s.syncs, was)
}

// vanished counts the live coffees to come that the calendar with that name had
// until now, and that are nowhere although nobody says that they were deleted.
func (d *Daemon) vanished(ctx context.Context, s *scene, name string, bookings []store.Booking) (n int) {
	for _, b := range bookings {
		if !b.State.Live() || b.Event == "" || b.Calendar != name || !b.Absent.IsZero() || !b.Span.End.After(s.now) {
			continue
		}
		if _, err := d.find(ctx, s, b); err != nil && !errors.Is(err, calendar.ErrDeleted) {
			n++
		}
	}
	return n
}

// endsAfter is when those events end that are not over at now, in order.
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

// within counts those ends that lie after now and not after far.
func within(now, far time.Time, ends []time.Time) (n int) {
	for _, end := range ends {
		if end.After(now) && !end.After(far) {
			n++
		}
	}
	return n
}
