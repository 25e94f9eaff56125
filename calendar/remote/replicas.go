package remote

import (
	"context"
	"iter"
)

// Replicas are the calendars of one account in memory, backed by a [Mirror]. C is the
// type of a sync cursor and I that of an item. Both are stored as JSON.
//
// Replicas are not safe for concurrent use: the caller holds a [Mutex] during a sync.
type Replicas[C, I any] struct {
	mirror     Mirror
	intern     func(*I)
	byCalendar map[string]*Replica[C, I] // nil until the mirror was read
}

// NewReplicas returns replicas for Load to fill. intern, if not nil, is called with
// each item before it is kept in memory, so that items can share equal strings.
func NewReplicas[C, I any](m Mirror, put func(*I)) *Replicas[C, I] {
	return &Replicas[C, I]{mirror: m, intern: put}
}

// Loaded reports whether Load has succeeded.
func (rs *Replicas[C, I]) Loaded() bool { return rs.byCalendar != nil }

// Load reads the mirror. A copy that cannot be decoded, or whose cursor is not valid,
// is ignored: the next Commit to that calendar replaces it.
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

// empty returns an empty replica with room for this many items.
func (rs *Replicas[C, I]) empty(room int) *Replica[C, I] {
	return &Replica[C, I]{items: make(map[string]digestedItem[I], room), intern: rs.intern}
}

// Calendar returns the replica of a calendar, which is empty and not Known if there
// is none.
func (rs *Replicas[C, I]) Calendar(calendar string) *Replica[C, I] {
	if r, ok := rs.byCalendar[calendar]; ok {
		return r
	}
	return rs.empty(0)
}

// All yields the replicas by calendar id.
func (rs *Replicas[C, I]) All() iter.Seq2[string, *Replica[C, I]] {
	return func(yield func(string, *Replica[C, I]) bool) {
		for calendar, r := range rs.byCalendar {
			if !yield(calendar, r) {
				return
			}
		}
	}
}

// Commit applies c and the cursor next to the mirror, and then to the replica of that
// calendar. On an error nothing changes.
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

// RetainOnly drops the calendars that are not wanted, also from the mirror.
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

// Clear drops everything, also from the mirror. Load must be called again.
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
