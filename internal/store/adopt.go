package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"fika/internal/api"
	"fika/internal/mailbox"
)

// Adopt restores b, which a calendar has and the store lost: as booked, with its
// invitation debited at b.Created, or as proposed if b.State says that its slot is
// only blocked. It reports whether the store changed. If the store knows at least as
// much about b, it stays as it is. Another booking of the person gives way if
// nothing of it was sent; otherwise the error wraps ErrHasLiveBooking.
func (s *Store) Adopt(ctx context.Context, now time.Time, b Booking) (adopted bool, err error) {
	if b.State != Booked && b.State != Proposed {
		return false, fmt.Errorf("%w: a calendar has nothing that is %s", ErrWrongState, b.State)
	}
	err = s.update(ctx, func(tx *sql.Tx) error {
		was, err := get(ctx, tx, b.ID)
		known := err == nil
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		if known && !forgot(was, b) {
			return nil
		}
		if err := giveWay(ctx, tx, now, b); err != nil {
			return err
		}
		adopted = true
		return adopt(ctx, tx, now, b, known)
	})
	return adopted, err
}

// forgot reports whether was is older than the calendar's b.
func forgot(was, b Booking) bool {
	switch was.State {
	case Sending, Unknown, Booked:
		return false // it is looked for anyway
	case Proposed, Approved:
		return b.State == Booked
	}
	return b.Generation > was.Generation
}

// giveWay ends the other live bookings of b's guests.
func giveWay(ctx context.Context, tx *sql.Tx, now time.Time, b Booking) error {
	for _, g := range b.Guests() {
		if err := giveWayTo(ctx, tx, now, b, g.Person); err != nil {
			return err
		}
	}
	return nil
}

// giveWayTo ends another live booking of who, a guest of b.
func giveWayTo(ctx context.Context, tx *sql.Tx, now time.Time, b Booking, who mailbox.Address) error {
	var id string
	err := tx.QueryRowContext(ctx, `SELECT booking FROM guests WHERE person = ? AND booking <> ?`, who, b.ID).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	other, err := get(ctx, tx, id)
	if err != nil {
		return err
	}
	if other.State != Proposed && other.State != Approved {
		return fmt.Errorf("%w: %s", ErrHasLiveBooking, who)
	}
	if other, err = transition(ctx, tx, now, id, Expired, Cause{api.ByFika, "the calendar has another meeting with them"}, nil); err != nil || other.Event == "" {
		return err
	}
	_, err = intend(ctx, tx, now, other, Withdraw, other.Event)
	return err
}

func adopt(ctx context.Context, tx *sql.Tx, now time.Time, b Booking, known bool) error {
	b.Changed, b.Ended, b.Due = now, time.Time{}, time.Time{}
	if !known {
		reasons, err := json.Marshal(b.Reasons)
		if err != nil {
			return err
		}
		if err := insert(ctx, tx, b, string(reasons)); err != nil {
			return err
		}
	}
	if err := updateRow(ctx, tx, b); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE intents SET state = 'dropped' WHERE booking = ? AND state = 'open'`, b.ID); err != nil {
		return err
	}
	if err := b.log(ctx, tx, now, Entry{Kind: api.EntryKind(b.State), By: api.ByFika, Found: true}); err != nil || b.State != Booked {
		return err
	}
	res, err := tx.ExecContext(ctx, `INSERT INTO intents (booking, kind, event, state, attempt, problem, created_at)
		VALUES (?,?,?,'done',1,'',?)`, b.ID, Invite, b.Event, formatTime(b.Created))
	if err != nil {
		return err
	}
	intent, err := res.LastInsertId()
	if err != nil {
		return err
	}
	return debit(ctx, tx, intent, b, b.Created)
}
