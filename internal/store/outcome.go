package store

import (
	"cmp"
	"context"
	"database/sql"
	"time"

	"fika/internal/api"
)

// Done closes an intent that was carried out, and moves its booking. If the booking
// ended in the meantime, the same transaction records an intent to withdraw the
// event.
func (s *Store) Done(ctx context.Context, now time.Time, in Intent, r Receipt) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		if err := closeIntent(ctx, tx, in, "done", ""); err != nil {
			return err
		}
		if in.Kind == Withdraw {
			return clearEvent(ctx, tx, now, in)
		}
		written := func(_ State, b *Booking) {
			b.Place, b.ETag, b.Digest, b.AbsentSince = r.Place, r.ETag, r.Digest, time.Time{}
			b.Event = cmp.Or(b.Event, in.Event)
		}
		b, err := get(ctx, tx, in.Booking)
		if err != nil {
			return err
		}
		if in.Kind == Invite && b.State.Live() {
			_, err := transition(ctx, tx, now, in.Booking, Booked, Cause{By: api.ByFika}, written)
			return err
		}
		written(b.State, &b)
		if in.Kind == Reschedule && b.State.Live() {
			return b.rescheduled(ctx, tx, now, in, r)
		}
		if err := updateRow(ctx, tx, b); err != nil {
			return err
		}
		if b.State.Live() {
			return b.log(ctx, tx, now, Entry{Kind: api.EntryBlocked, By: api.ByFika})
		}
		_, err = intend(ctx, tx, now, b, Withdraw, b.Event)
		return err
	})
}

func clearEvent(ctx context.Context, tx *sql.Tx, now time.Time, in Intent) error {
	b, err := get(ctx, tx, in.Booking)
	if err != nil {
		return err
	}
	b.CalendarID, b.Event, b.UID, b.ETag, b.Digest, b.AbsentSince = "", "", "", "", "", time.Time{}
	if err := updateRow(ctx, tx, b); err != nil {
		return err
	}
	return b.log(ctx, tx, now, Entry{Kind: api.EntryWithdrawn, By: api.ByFika})
}

// Drop closes an intent of which nothing was sent, and returns the debit. A booking
// that was being sent moves to state to. If that ends it and the user did not do it,
// or if it had ended before, the slot that was held for it is released.
func (s *Store) Drop(ctx context.Context, now time.Time, in Intent, to State, why string) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		if err := closeIntent(ctx, tx, in, "dropped", why); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM debits WHERE intent = ?`, in.ID); err != nil {
			return err
		}
		if err := forgetMove(ctx, tx, in.ID); err != nil {
			return err
		}
		b, err := get(ctx, tx, in.Booking)
		if err == nil && in.Kind == Withdraw {
			b.AbsentSince = time.Time{}
			if err := updateRow(ctx, tx, b); err != nil {
				return err
			}
			return b.log(ctx, tx, now, Entry{Kind: api.EntrySeen, Note: why}) // the event stays, and the user is told
		}
		if err != nil {
			return err
		}
		free := !b.State.Live()
		if free || in.Kind == Reschedule { // the user was not told yet what happened to it
			if err := b.log(ctx, tx, now, Entry{Kind: api.EntrySeen, Note: why}); err != nil {
				return err
			}
		}
		if b.State == Sending || b.State == Unknown {
			free = to == Expired || to == Refused
			if b, err = transition(ctx, tx, now, in.Booking, to, dropped(to, why), nil); err != nil {
				return err
			}
		}
		if !free || b.Event == "" {
			return nil
		}
		_, err = intend(ctx, tx, now, b, Withdraw, b.Event)
		return err
	})
}

// dropped is why an intent that was dropped left its booking in state to.
func dropped(to State, why string) Cause {
	if to == Refused {
		return Cause{api.ByCalendar, why}
	}
	return Cause{api.ByFika, why}
}

// CloseDeleted closes an intent that was carried out, but whose event the user deleted
// before fika saw it. The debit stays, because the guest was told, and the booking
// ends as cancelled. It can come back: see [Store.Revive].
func (s *Store) CloseDeleted(ctx context.Context, now time.Time, in Intent, at Place, why string) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		if err := closeIntent(ctx, tx, in, "done", why); err != nil {
			return err
		}
		b, err := get(ctx, tx, in.Booking)
		if err != nil || !b.State.Live() {
			return err
		}
		_, err = transition(ctx, tx, now, in.Booking, Cancelled, Cause{api.ByUser, why}, func(was State, b *Booking) {
			b.Place = at
			vanished(now)(was, b)
		})
		return err
	})
}

// MarkUnknown records that the outcome of an intent is unclear. It stays open, and
// the debit stays.
func (s *Store) MarkUnknown(ctx context.Context, now time.Time, in Intent, problem string) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		if err := stillOpen(tx.ExecContext(ctx, `UPDATE intents SET problem = ? WHERE id = ? AND state = 'open'`, problem, in.ID)); err != nil {
			return err
		}
		b, err := get(ctx, tx, in.Booking)
		if err != nil || b.State != Sending {
			return err
		}
		_, err = transition(ctx, tx, now, in.Booking, Unknown, Cause{api.ByFika, problem}, nil)
		return err
	})
}

// MarkAltered records that the calendar altered the event that the intent asked
// for: it stays open and in doubt, and must not be sent again.
func (s *Store) MarkAltered(ctx context.Context, now time.Time, in Intent, problem string) error {
	err := s.update(ctx, func(tx *sql.Tx) error {
		return stillOpen(tx.ExecContext(ctx, `UPDATE intents SET amiss = 1 WHERE id = ? AND state = 'open'`, in.ID))
	})
	if err != nil {
		return err
	}
	return s.MarkUnknown(ctx, now, in, problem)
}

// Abandon closes an intent with an unknown outcome, and ends its booking. The debit
// stays, because the guest may know about it.
func (s *Store) Abandon(ctx context.Context, now time.Time, in Intent, why string) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		if err := closeIntent(ctx, tx, in, "dropped", why); err != nil {
			return err
		}
		b, err := get(ctx, tx, in.Booking)
		switch {
		case err != nil:
			return err
		case !b.State.Live():
			return b.log(ctx, tx, now, Entry{Kind: api.EntrySeen, Note: why}) // the event may stay, and the user is told
		case b.State != Sending && b.State != Unknown:
			return nil
		}
		_, err = transition(ctx, tx, now, in.Booking, Cancelled, Cause{api.ByFika, why}, nil)
		return err
	})
}
