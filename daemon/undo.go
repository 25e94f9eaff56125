package daemon

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"fika/internal/api"
	"fika/internal/store"
	"fika/planner"
)

// Undo reverts the newest unsent approval or skip whose slot is still ahead. A restored
// proposal keeps its ID and its slot: younger, unapproved ones give way to it. If
// something else has the slot now, the error is an [api.Fault] with Guarded.
func (d *Daemon) Undo(ctx context.Context, now time.Time) (api.Change, error) {
	return d.order(ctx, now, func(s *scene) (store.Booking, error) {
		var newest store.Booking
		for _, b := range s.bookings {
			open := b.State == store.Approved || b.State == store.Skipped
			if open && b.Span.Start.After(now) && (newest.ID == "" || b.Changed.After(newest.Changed)) {
				newest = b
			}
		}
		if newest.ID == "" {
			return newest, d.nothingToUndo(ctx, s)
		}
		if newest.State == store.Skipped && !s.blind {
			if f := s.lost(newest); f != nil {
				return newest, f
			}
		}
		return d.store.Reopen(ctx, now, newest.ID, "undone by you")
	})
}

// nothingToUndo names what was sent last, which only a cancellation reverts.
func (d *Daemon) nothingToUndo(ctx context.Context, s *scene) error {
	const recent = 500 // lines of the log; older ones are not worth a reminder
	entries, err := d.store.Log(ctx, 0, "", recent)
	if err != nil {
		return err
	}
	for _, e := range slices.Backward(entries) {
		for _, b := range s.bookings {
			if e.Kind == string(store.Booked) && e.Booking == b.ID && b.State == store.Booked && b.Span.Start.After(s.now) {
				return &api.Fault{Code: api.CodeNotFound, Text: fmt.Sprintf("there is nothing to undo: the invitation to %s was sent", b.Name), Hint: "to cancel it: fika cancel " + b.ID}
			}
		}
	}
	return &api.Fault{Code: api.CodeNotFound, Text: "there is nothing to undo", Hint: "what was sent can be cancelled with fika cancel ID"}
}

// lost says why the skipped b cannot come back, and what has its place; nil if it can.
func (s *scene) lost(b store.Booking) *api.Fault {
	firm := slices.DeleteFunc(slices.Clone(s.bookings), func(o store.Booking) bool { return givesWay(o, b) })
	why := s.tooLate(b)
	if why == "" {
		v := s.judge(b, firm)
		if v.OK {
			return nil
		}
		why = v.Text
	}
	text := fmt.Sprintf("the coffee with %s cannot come back: %s", b.Name, why)
	for i, o := range firm {
		if o.State.Live() && s.judge(b, slices.Delete(slices.Clone(firm), i, i+1)).OK {
			text += fmt.Sprintf("; %s with %s, %s, is %s", o.ID, o.Name, when(o.Span.Start, s.zone()), o.State)
			break
		}
	}
	return api.NewFault(api.CodeGuarded, text)
}

// givesWay reports whether o would expire for b; see [yielding].
func givesWay(o, b store.Booking) bool {
	return o.State == store.Proposed && o.Created.After(b.Created)
}

// judge returns the verdict of the rules on b among bookings.
func (s *scene) judge(b store.Booking, bookings []store.Booking) planner.Verdict {
	world := s.world
	world.Bookings = plannerBookings(bookings)
	b.State, b.Ended = store.Proposed, time.Time{}
	return planner.Check(s.now, s.set.Rules, world, plannerBooking(b))
}

// displaced says which proposals give way to the restored b, as in [Daemon.settle]; ""
// if none does.
func (s *scene) displaced(b store.Booking) string {
	if s.blind {
		return ""
	}
	left := append(slices.DeleteFunc(slices.Clone(s.bookings), func(o store.Booking) bool { return o.ID == b.ID }), b)
	var gone []string
	for _, o := range yielding(left) {
		if !givesWay(o, b) || s.judge(o, left).OK {
			continue
		}
		left = slices.DeleteFunc(left, func(l store.Booking) bool { return l.ID == o.ID })
		gone = append(gone, fmt.Sprintf("%s with %s", o.ID, o.Name))
	}
	if len(gone) == 0 {
		return ""
	}
	return "It has its slot again; this replaces: " + strings.Join(gone, ", ") + "."
}
