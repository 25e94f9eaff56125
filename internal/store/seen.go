package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"time"

	"fika/internal/api"
)

// Observe stores what the calendar says about the event of a booking. It logs note, if
// that is not empty, and a new answer of the guest.
func (s *Store) Observe(ctx context.Context, now time.Time, id string, seen Seen, note string) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		b, err := get(ctx, tx, id)
		if err != nil {
			return err
		}
		if !b.State.Live() || b.Event == "" {
			return fmt.Errorf("%w: %s is %s", ErrWrongState, id, b.State)
		}
		e := Entry{Kind: api.EntrySeen, Note: note}
		if seen.Reply != b.Reply && !seen.Reply.Open() {
			e.By, e.Reply = api.ByGuest, seen.Reply
		}
		if seen.Reply != b.Reply || seen.Second != b.Second.Reply {
			b.Changed = now
		}
		answeredToo := seen.Second != b.Second.Reply && !seen.Second.Open()
		b.Second.Reply = seen.Second
		if seen.Event != "" {
			b.Place = seen.Place
		}
		b.Span, b.ETag, b.Digest, b.Reply, b.Edited = seen.Span, seen.ETag, cmp.Or(seen.Digest, b.Digest), seen.Reply, seen.Edited
		b.AbsentSince = time.Time{}
		if seen.Counter != b.Counter {
			b.Counter, b.CounterAt = seen.Counter, time.Time{}
			if seen.Counter != "" {
				b.CounterAt = now
				if err := b.log(ctx, tx, now, Entry{Kind: api.EntryCounter, By: api.ByGuest, Note: seen.CounterNote}); err != nil {
					return err
				}
			}
		}
		if err := updateRow(ctx, tx, b); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE debits SET start_at = ? WHERE booking = ?`, formatTime(seen.Span.Start), id); err != nil {
			return err
		}
		if answeredToo {
			other := Entry{Kind: api.EntrySeen, By: api.ByGuest, Reply: seen.Second}
			if err := b.With(b.Second).log(ctx, tx, now, other); err != nil {
				return err
			}
		}
		if e.Note == "" && e.Reply == "" {
			return nil
		}
		return b.log(ctx, tx, now, e)
	})
}

// MarkAbsent records that the event of a booking is on none of the user's calendars at
// now, unless it was missing before. The booking stays live, because the user may be
// moving the event to another calendar.
func (s *Store) MarkAbsent(ctx context.Context, now time.Time, id, note string) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		b, err := get(ctx, tx, id)
		if err != nil {
			return err
		}
		if b.Event == "" {
			return fmt.Errorf("%w: %s has no event", ErrWrongState, id)
		}
		if !b.AbsentSince.IsZero() && !b.AbsentSince.After(now) {
			return nil
		}
		b.AbsentSince = now
		if err := updateRow(ctx, tx, b); err != nil {
			return err
		}
		return b.log(ctx, tx, now, Entry{Kind: api.EntrySeen, Note: note})
	})
}

// EndAbsent ends a booking as cancelled because the user removed its event or its guest,
// as why says. It can come back: see [Store.Revive].
func (s *Store) EndAbsent(ctx context.Context, now time.Time, id, why string) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		_, err := transition(ctx, tx, now, id, Cancelled, Cause{api.ByUser, why}, vanished(now))
		return err
	})
}

// vanished records since when the event of an ending booking is gone.
func vanished(now time.Time) func(State, *Booking) {
	return func(_ State, b *Booking) {
		if b.AbsentSince.IsZero() || b.AbsentSince.After(now) {
			b.AbsentSince = now
		}
	}
}

// Revive restores a lost booking because its event is back. ErrHasLiveBooking means that
// its person has another live booking now, ErrWrongState that it was not lost, or that
// nobody was invited.
func (s *Store) Revive(ctx context.Context, now time.Time, id, why string) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		b, err := get(ctx, tx, id)
		if err != nil {
			return err
		}
		open, err := onItsWay(ctx, tx, id) // an event that fika is removing was not lost
		if err != nil {
			return err
		}
		if b.State != Cancelled || b.AbsentSince.IsZero() || !b.Sent || open {
			return fmt.Errorf("%w: it is %s", ErrWrongState, b.State)
		}
		b.State, b.Changed, b.Ended, b.AbsentSince = Booked, now, time.Time{}, time.Time{}
		if err := updateRow(ctx, tx, b); isUnique(err) {
			return fmt.Errorf("%w: %s", ErrHasLiveBooking, b.who())
		} else if err != nil {
			return err
		}
		return b.log(ctx, tx, now, Entry{Kind: api.EntryBooked, By: api.ByUser, Found: true, Note: why})
	})
}
