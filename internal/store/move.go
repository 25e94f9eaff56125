package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"fika/internal/api"
	"fika/internal/span"
	"fika/planner"
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

// Times are the times that the user chooses for a booking.
type Times struct {
	To      span.Span
	Score   planner.Points
	Reasons []planner.Reason // for a booking without an event; nil keeps those that it has
	Note    string           // for the log
}

// Move gives a booking other times, because the user says so. A booking without an event
// has them at once. For one with an event it records an intent, and the booking has them
// after [Store.Done]. The limits concern only a guest who was invited; if one is used
// up, the error is a [*MovedOftenError] and nothing changes.
func (s *Store) Move(ctx context.Context, now time.Time, id string, t Times, limits []MoveLimit) (Booking, error) {
	var b Booking
	err := s.update(ctx, func(tx *sql.Tx) (err error) {
		if b, err = movable(ctx, tx, id); err != nil {
			return err
		}
		if err := movedOften(ctx, tx, b, limits); err != nil {
			return err
		}
		intent, err := move(ctx, tx, now, b, t)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO moves (booking, intent, at, start_at, end_at) VALUES (?,?,?,?,?)`,
			id, intent, formatTime(now), formatTime(b.Span.Start), formatTime(b.Span.End)); err != nil {
			return err
		}
		b, err = get(ctx, tx, id)
		return err
	})
	return b, err
}

// Unmove takes back the last move of a booking that was not sent. t.To must be where it
// was before. It returns ErrWrongState if there is no such move.
func (s *Store) Unmove(ctx context.Context, now time.Time, id string, t Times) (Booking, error) {
	var b Booking
	err := s.update(ctx, func(tx *sql.Tx) (err error) {
		if b, err = movable(ctx, tx, id); err != nil {
			return err
		}
		if b.State == Booked || !b.Pinned() {
			return fmt.Errorf("%w: it was not moved, or it was sent", ErrWrongState)
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM moves WHERE id = (SELECT max(id) FROM moves WHERE booking = ?)`, id); err != nil {
			return err
		}
		if _, err := move(ctx, tx, now, b, t); err != nil {
			return err
		}
		b, err = get(ctx, tx, id)
		return err
	})
	return b, err
}

// DropMove takes back the move of a booking with an event, of which nothing was sent yet:
// the event stays as it is, and nobody hears of it. It returns ErrWrongState if there is
// no such move.
func (s *Store) DropMove(ctx context.Context, now time.Time, id, note string) (Booking, error) {
	var b Booking
	err := s.update(ctx, func(tx *sql.Tx) (err error) {
		if b, err = get(ctx, tx, id); err != nil {
			return err
		}
		dropped, err := dropMove(ctx, tx, id, "taken back")
		if err != nil {
			return err
		}
		if !dropped {
			return fmt.Errorf("%w: it is not moved, or the move is on its way", ErrWrongState)
		}
		if err := b.log(ctx, tx, now, Entry{Kind: api.EntryMoving, By: api.ByUser, Note: note}); err != nil {
			return err
		}
		b, err = get(ctx, tx, id)
		return err
	})
	return b, err
}

// move gives b the times t, or records an intent to do so and returns its ID.
func move(ctx context.Context, tx *sql.Tx, now time.Time, b Booking, t Times) (intent sql.NullInt64, err error) {
	if b.Event == "" {
		b.Span = t.To
		if err := setReasons(ctx, tx, b.ID, t.Score, t.Reasons); err != nil {
			return intent, err
		}
		if err := updateRow(ctx, tx, b); err != nil {
			return intent, err
		}
		return intent, b.log(ctx, tx, now, Entry{Kind: api.EntryMoved, By: api.ByUser, Note: t.Note})
	}
	in, err := openIntent(ctx, tx, Intent{Booking: b.ID, Kind: Reschedule, Event: b.Event, To: t.To, At: now})
	if err != nil {
		return intent, err
	}
	return sql.NullInt64{Int64: in.ID, Valid: true}, b.log(ctx, tx, now, Entry{Kind: api.EntryMoving, By: api.ByUser, Note: t.Note})
}

// setReasons replaces the reasons for the times of a booking, unless there are none.
func setReasons(ctx context.Context, tx *sql.Tx, id string, score planner.Points, reasons []planner.Reason) error {
	if reasons == nil {
		return nil
	}
	text, err := json.Marshal(reasons)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE bookings SET score = ?, reasons = ? WHERE id = ?`, score, string(text), id)
	return err
}

// movable returns a booking that can get other times now.
func movable(ctx context.Context, tx *sql.Tx, id string) (Booking, error) {
	b, err := get(ctx, tx, id)
	if err != nil {
		return b, err
	}
	if b.State != Proposed && b.State != Approved && b.State != Booked {
		return b, fmt.Errorf("%w: it is %s", ErrWrongState, b.State)
	}
	changing, err := onItsWay(ctx, tx, b.ID)
	if err == nil && changing {
		err = fmt.Errorf("%w: another change of %s is on its way", ErrWrongState, b.ID)
	}
	return b, err
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
	if b.Reply != r.Reply || b.Second.Reply != r.Second {
		b.Reply, b.Second.Reply, b.Changed = r.Reply, r.Second, now
	}
	if err := updateRow(ctx, tx, b); err != nil {
		return err
	}
	if err := setReasons(ctx, tx, b.ID, r.Score, r.Reasons); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE debits SET start_at = ? WHERE booking = ?`, formatTime(in.To.Start), b.ID); err != nil {
		return err
	}
	return b.log(ctx, tx, now, Entry{Kind: api.EntryMoved, By: api.ByFika})
}

// dropMove closes a reschedule of which nothing was sent, if booking has one open, and
// reports whether it had.
func dropMove(ctx context.Context, tx *sql.Tx, booking, why string) (dropped bool, err error) {
	var id int64
	err = tx.QueryRowContext(ctx, `SELECT id FROM intents WHERE booking = ? AND state = 'open' AND kind = ? AND attempt = 0`, booking, Reschedule).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err == nil {
		err = closeIntent(ctx, tx, Intent{ID: id}, "dropped", why)
	}
	if err == nil {
		err = forgetMove(ctx, tx, id)
	}
	return err == nil, err
}

// forgetMove removes what is remembered of a move that did not happen.
func forgetMove(ctx context.Context, tx *sql.Tx, intent int64) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM moves WHERE intent = ?`, intent)
	return err
}
