package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"fika/internal/api"
	"fika/internal/span"
)

// MoveLimit is how often the guest of one coffee may be told of other times. If Max moves
// were decided since Since, no further one is allowed.
type MoveLimit struct {
	Since time.Time // zero for all
	Max   int
}

// MovedOftenError names the limit that refused a move.
type MovedOftenError struct{ Limit MoveLimit }

func (e *MovedOftenError) Error() string {
	return fmt.Sprintf("its guest was told of other times %d times", e.Limit.Max)
}

// Move gives a booking the times to, because the user says so. A booking without an event
// has them at once. For one with an event it records an intent, and the booking has them
// after [Store.Done]. The limits concern only a guest who was invited; if one is used
// up, the error is a [*MovedOftenError] and nothing changes. note is for the log.
func (s *Store) Move(ctx context.Context, now time.Time, id string, to span.Span, limits []MoveLimit, note string) (Booking, error) {
	return s.move(ctx, now, id, note, func(tx *sql.Tx, b Booking) (span.Span, bool, error) {
		return to, true, movedOften(ctx, tx, b, limits)
	})
}

// Unmove takes back the last move of a booking that was not sent. It returns ErrWrongState
// if there is none.
func (s *Store) Unmove(ctx context.Context, now time.Time, id, note string) (Booking, error) {
	return s.move(ctx, now, id, note, func(tx *sql.Tx, b Booking) (span.Span, bool, error) {
		if b.State != Proposed && b.State != Approved || !b.Pinned() {
			return span.Span{}, false, fmt.Errorf("%w: it was not moved, or it was sent", ErrWrongState)
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM moves WHERE id = (SELECT max(id) FROM moves WHERE booking = ?)`, id)
		return b.Moved.From, false, err
	})
}

// move is the common part of moves and their undoing. where says to which times, and
// whether the move is remembered.
func (s *Store) move(ctx context.Context, now time.Time, id, note string, where func(*sql.Tx, Booking) (span.Span, bool, error)) (Booking, error) {
	var b Booking
	err := s.update(ctx, func(tx *sql.Tx) (err error) {
		if b, err = get(ctx, tx, id); err != nil {
			return err
		}
		if err := movable(ctx, tx, b); err != nil {
			return err
		}
		to, remembered, err := where(tx, b)
		if err != nil {
			return err
		}
		var by any // the intent
		entry := Entry{Kind: api.EntryMoved, By: api.ByUser, Note: note}
		from := b.Span
		if b.Event != "" {
			in, err := openIntent(ctx, tx, Intent{Booking: id, Kind: Reschedule, Event: b.Event, To: to, At: now})
			if err != nil {
				return err
			}
			by, entry.Kind = in.ID, api.EntryMoving
		} else {
			b.Span = to
			if err := updateRow(ctx, tx, b); err != nil {
				return err
			}
		}
		if remembered {
			if _, err := tx.ExecContext(ctx, `INSERT INTO moves (booking, intent, at, start_at, end_at) VALUES (?,?,?,?,?)`,
				id, by, formatTime(now), formatTime(from.Start), formatTime(from.End)); err != nil {
				return err
			}
		}
		if err := b.log(ctx, tx, now, entry); err != nil {
			return err
		}
		b, err = get(ctx, tx, id)
		return err
	})
	return b, err
}

// movable returns an error if b cannot get other times now.
func movable(ctx context.Context, tx *sql.Tx, b Booking) error {
	if b.State != Proposed && b.State != Approved && b.State != Booked {
		return fmt.Errorf("%w: it is %s", ErrWrongState, b.State)
	}
	changing, err := onItsWay(ctx, tx, b.ID)
	if err == nil && changing {
		err = fmt.Errorf("%w: another change of %s is on its way", ErrWrongState, b.ID)
	}
	return err
}

// movedOften returns an error if the guest of b may not be told of other times again.
func movedOften(ctx context.Context, tx *sql.Tx, b Booking, limits []MoveLimit) error {
	if !b.Sent {
		return nil
	}
	for _, l := range limits {
		since := l.Since
		if since.Before(b.SentAt) {
			since = b.SentAt
		}
		var used int
		err := tx.QueryRowContext(ctx, `SELECT count(*) FROM moves WHERE booking = ? AND at >= ?`, b.ID, formatTime(since)).Scan(&used)
		if err != nil {
			return err
		}
		if used >= l.Max {
			return &MovedOftenError{l}
		}
	}
	return nil
}

// rescheduled records that the event of b has the times of in, and what its guest says to
// them.
func (b Booking) rescheduled(ctx context.Context, tx *sql.Tx, now time.Time, in Intent, r Receipt) error {
	b.Span = in.To
	if b.Reply != r.Reply {
		b.Reply, b.Changed = r.Reply, now
	}
	if err := updateRow(ctx, tx, b); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE debits SET start_at = ? WHERE booking = ?`, formatTime(in.To.Start), b.ID); err != nil {
		return err
	}
	return b.log(ctx, tx, now, Entry{Kind: api.EntryMoved, By: api.ByFika})
}

// dropMove closes a reschedule of which nothing was sent, if booking has one open.
func dropMove(ctx context.Context, tx *sql.Tx, booking, why string) error {
	var id int64
	err := tx.QueryRowContext(ctx, `SELECT id FROM intents WHERE booking = ? AND state = 'open' AND kind = ? AND attempt = 0`, booking, Reschedule).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := closeIntent(ctx, tx, Intent{ID: id}, "dropped", why); err != nil {
		return err
	}
	return forgetMove(ctx, tx, id)
}

// forgetMove removes what is remembered of a move that did not happen.
func forgetMove(ctx context.Context, tx *sql.Tx, intent int64) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM moves WHERE intent = ?`, intent)
	return err
}
