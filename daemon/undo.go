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

// Undo reverts the newest unsent approval, skip or move whose slot is still ahead. The move
// of an event is unsent until the calendar gets the request. A
// restored proposal keeps its ID and its slot: younger, unapproved ones give way to it. If
// something else has the slot now, the error is an [api.Fault] with [api.CodeGuarded].
func (d *Daemon) Undo(ctx context.Context, now time.Time) (api.Change, error) {
	stays := false
	describe := func(v *View, b store.Booking, a *api.Change) {
		if v.describe(b, a); stays {
			a.Effect = effectOfStaying
		}
	}
	return d.orderWith(ctx, now, describe, func(v *View) (store.Booking, error) {
		newest, moved := v.newestUnsent(now)
		if newest.ID == "" {
			return newest, d.nothingToUndo(ctx, v)
		}
		back := newest
		if moved {
			back.Span = newest.Moved.From
		}
		if moved && v.isToMove(newest) {
			stays = true
			return d.store.DropMove(ctx, now, newest.ID, v.stays(newest))
		}
		if (moved || newest.State == store.Skipped) && !v.blind {
			if f := v.cannotReopen(back); f != nil {
				return newest, f
			}
		}
		if moved {
			return d.store.Unmove(ctx, now, newest.ID, v.movedBack(back))
		}
		return d.store.Reopen(ctx, now, newest.ID, store.Cause{By: api.ByUser})
	})
}

// newestUnsent returns the booking with the newest approval, skip or move that can be
// undone, and whether that is its move; a zero one if there is none.
func (v *View) newestUnsent(now time.Time) (newest store.Booking, moved bool) {
	var at time.Time
	for _, b := range v.bookings {
		unsent := b.State == store.Proposed || b.State == store.Approved || v.isToMove(b)
		if b.Pinned() && unsent && b.Moved.From.Start.After(now) && b.Moved.At.After(at) {
			newest, moved, at = b, true, b.Moved.At
		}
		decided := b.State == store.Approved || b.State == store.Skipped
		if decided && b.Span.Start.After(now) && b.Changed.After(at) {
			newest, moved, at = b, false, b.Changed
		}
	}
	return newest, moved
}

// movedBack returns the times of b, which the user moved, from before.
func (v *View) movedBack(b store.Booking) store.Times {
	t := store.Times{To: b.Span, Note: "back to " + when(b.Span.Start, v.zone())}
	if !v.blind {
		t.Score, t.Reasons = v.reasonsAt(b, b.Span)
	}
	return t
}

// nothingToUndo names what was sent last, which only a cancellation reverts.
func (d *Daemon) nothingToUndo(ctx context.Context, v *View) error {
	const recent = 500 // lines of the log; older ones are not worth a reminder
	entries, err := d.store.Log(ctx, 0, "", recent)
	if err != nil {
		return err
	}
	for _, e := range slices.Backward(entries) {
		for _, b := range v.bookings {
			if e.Kind == api.EntryBooked && e.Booking == b.ID && b.State == store.Booked && b.Span.Start.After(v.now) {
				return &api.Fault{Code: api.CodeNotFound, Text: fmt.Sprintf("there is nothing to undo: the invitation to %s was sent", names(b)), Hint: "to cancel it: fika cancel " + b.ID}
			}
		}
	}
	return &api.Fault{Code: api.CodeNotFound, Text: "there is nothing to undo", Hint: "what was sent can be cancelled with fika cancel ID"}
}

// cannotReopen says why the skipped b cannot come back, and what has its place; nil if
// it can.
func (o *observation) cannotReopen(b store.Booking) *api.Fault {
	firm := slices.DeleteFunc(slices.Clone(o.bookings), func(other store.Booking) bool { return givesWay(other, b) })
	why := o.tooLate(b)
	if why == "" {
		v := o.checkAmong(b, firm)
		if v.OK {
			return nil
		}
		why = v.Text
	}
	text := fmt.Sprintf("the coffee with %s cannot come back: %s", names(b), why)
	for i, other := range firm {
		if other.State.Live() && o.checkAmong(b, slices.Delete(slices.Clone(firm), i, i+1)).OK {
			text += fmt.Sprintf("; %s with %s, %s, is %s", other.ID, names(other), when(other.Span.Start, o.zone()), other.State)
			break
		}
	}
	return api.NewFault(api.CodeGuarded, text)
}

// givesWay reports whether o would expire for b; see [byPriority].
func givesWay(o, b store.Booking) bool {
	b.State = store.Proposed
	return o.State == store.Proposed && (firmness(o) < firmness(b) || firmness(o) == firmness(b) && o.Created.After(b.Created))
}

// checkAmong returns the verdict of the rules on b among bookings.
func (o *observation) checkAmong(b store.Booking, bookings []store.Booking) planner.Verdict {
	world := o.world
	world.Bookings = plannerBookings(bookings)
	b.State, b.Ended = store.Proposed, time.Time{}
	return check(o.now, o.settings.Rules, world, b)
}

// displaced says which proposals give way to the restored b, as in [pass.settle]; ""
// if none does.
func (o *observation) displaced(b store.Booking) string {
	if o.blind {
		return ""
	}
	left := append(slices.DeleteFunc(slices.Clone(o.bookings), func(other store.Booking) bool { return other.ID == b.ID }), b)
	var gone []string
	for _, other := range byPriority(left) {
		if !givesWay(other, b) || o.checkAmong(other, left).OK {
			continue
		}
		left = slices.DeleteFunc(left, func(l store.Booking) bool { return l.ID == other.ID })
		gone = append(gone, fmt.Sprintf("%s with %s", other.ID, names(other)))
	}
	if len(gone) == 0 {
		return ""
	}
	return "It has its slot again; this replaces: " + strings.Join(gone, ", ") + "."
}
