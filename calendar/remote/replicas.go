package remote

import (
	"context"
	"iter"
)

// Replicas are the calendars of one account in memory, in step with a [Mirror]. A
// cursor of the type C says where the sync of a calendar stands; what is kept of each
// of its items is an I. Both are stored as JSON.
//
// Nothing in it is safe for use by several goroutines: a [Mutex] guards it for the
// length of a sync.
type Replicas[C, I any] struct {
	mirror     Mirror
	intern     func(*I)
	byCalendar map[string]*Replica[C, I] // nil until the mirror was read
}

// NewReplicas returns replicas that Load fills. put, if not nil, sees each item before
// it is kept in memory, and may make equal parts of several items share memory.
func NewReplicas[C, I any](m Mirror, put func(*I)) *Replicas[C, I] {
	return &Replicas[C, I]{mirror: m, intern: put}
}

// Loaded reports whether the mirror was read.
func (rs *Replicas[C, I]) Loaded() bool { return rs.byCalendar != nil }

// Load reads the mirror. A copy that cannot be read, or whose cursor is not a valid
// one, counts as nothing: the first commit to that calendar replaces it.
func (rs *Replicas[C, I]) Load(ctx context.Context, valid func(C) bool) error {
	held, err := rs.mirror.Load(ctx)
	if err != nil {
		return err
	}
	rs.byCalendar = make(map[string]*Replica[C, I], len(held))
	for calendar, c := range held {
		r := rs.empty(len(c.Items))
		if !r.decode(c, valid) {
			r = rs.empty(0)
		}
		rs.byCalendar[calendar] = r
	}
	return nil
}

// empty is a replica that knows nothing, with room for so many items.
func (rs *Replicas[C, I]) empty(room int) *Replica[C, I] {
	return &Replica[C, I]{items: make(map[string]digestedItem[I], room), intern: rs.intern}
}

// Calendar is the replica of a calendar; one that is not Known if nothing is held of it.
func (rs *Replicas[C, I]) Calendar(calendar string) *Replica[C, I] {
	if r, ok := rs.byCalendar[calendar]; ok {
		return r
	}
	return rs.empty(0)
}

// All are the replicas by calendar.
func (rs *Replicas[C, I]) All() iter.Seq2[string, *Replica[C, I]] {
	return func(yield func(string, *Replica[C, I]) bool) {
		for calendar, r := range rs.byCalendar {
			if !yield(calendar, r) {
				return
			}
		}
	}
}

// Commit makes what a sync learned true, in the mirror and then in the replica of that
// calendar: c and next together, or with an error nothing.
func (rs *Replicas[C, I]) Commit(ctx context.Context, calendar string, c Change[I], next C) error {
	r := rs.Calendar(calendar)
	swap, err := c.swap(next)
	if err != nil {
		return err
	}
	if swap.ReplaceAll = !r.known; swap.ReplaceAll {
		swap.Removed = nil
	}
	if err := rs.mirror.Swap(ctx, calendar, swap); err != nil {
		return err
	}
	for id := range c.Removed {
		r.remove(id)
	}
	for id, it := range c.Items {
		r.add(id, &it, swap.Items[id])
	}
	r.Cursor, r.known = next, true
	rs.byCalendar[calendar] = r
	return nil
}

// RetainOnly drops all calendars but those that are wanted, in the mirror too.
func (rs *Replicas[C, I]) RetainOnly(ctx context.Context, wanted func(calendar string) bool) error {
	for calendar := range rs.byCalendar {
		if wanted(calendar) {
			continue
		}
		if err := rs.mirror.Forget(ctx, calendar); err != nil {
			return err
		}
		delete(rs.byCalendar, calendar)
	}
	return nil
}

// Clear drops everything, here and in the mirror. The replicas must be loaded again.
func (rs *Replicas[C, I]) Clear(ctx context.Context) error {
	copies, err := rs.mirror.Load(ctx)
	if err != nil {
		return err
	}
	for calendar := range copies {
		if err := rs.mirror.Forget(ctx, calendar); err != nil {
			return err
		}
	}
	rs.byCalendar = nil
	return nil
}
