package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"fika/internal/api"
)

// Intend durably records that booking will change the calendar, before any request
// is sent. An invitation also moves the booking to Sending and debits the limits, in
// the same transaction. If a limit is used up, the error is a [*CapError] and nothing
// is recorded. event is the id that the event has or will have. up says of each guest, in
// the order of [Booking.Guests], whether the invitation counts for [Limit.Upward].
func (s *Store) Intend(ctx context.Context, now time.Time, booking string, k Kind, event string, limits []Limit, up ...bool) (Intent, error) {
	var in Intent
	err := s.update(ctx, func(tx *sql.Tx) (err error) {
		b, err := get(ctx, tx, booking)
		if err != nil {
			return err
		}
		if k == Invite {
			if b, err = transition(ctx, tx, now, booking, Sending, Cause{By: api.ByFika}, nil); err != nil {
				return err
			}
			if err := within(ctx, tx, limits); err != nil {
				return err
			}
		}
		if k == Block && b.State != Proposed && b.State != Approved {
			return fmt.Errorf("%w: it is %s", ErrWrongState, b.State)
		}
		if in, err = intend(ctx, tx, now, b, k, event); err != nil || k != Invite {
			return err
		}
		return debit(ctx, tx, in.ID, b.debitedAs(up), now)
	})
	return in, err
}

// debitedAs returns b with the Upward of each guest; those that up has not are false.
func (b Booking) debitedAs(up []bool) Booking {
	b.Upward, b.Second.Upward = len(up) > 0 && up[0], len(up) > 1 && up[1]
	return b
}

// debit debits the invitation of b, once for each guest, as sent at that time.
func debit(ctx context.Context, tx *sql.Tx, intent int64, b Booking, sent time.Time) error {
	for _, g := range b.Guests() {
		if _, err := tx.ExecContext(ctx, `INSERT INTO debits VALUES (?,?,?,?,?,?,?)`,
			intent, b.ID, g.Person, g.Team, formatTime(sent), formatTime(b.Span.Start), g.Upward); err != nil {
			return err
		}
	}
	return nil
}

func intend(ctx context.Context, tx *sql.Tx, now time.Time, b Booking, k Kind, event string) (Intent, error) {
	return openIntent(ctx, tx, Intent{Booking: b.ID, Kind: k, Event: event, At: now})
}

// openIntent records in, of which nothing was sent yet.
func openIntent(ctx context.Context, tx *sql.Tx, in Intent) (Intent, error) {
	res, err := tx.ExecContext(ctx, `INSERT INTO intents (booking, kind, event, state, attempt, problem, start_at, end_at, created_at)
		VALUES (?,?,?,'open',0,'',?,?,?)`, in.Booking, in.Kind, in.Event, formatTime(in.To.Start), formatTime(in.To.End), formatTime(in.At))
	if isUnique(err) {
		return in, fmt.Errorf("%w: another change of %s is on its way", ErrWrongState, in.Booking)
	}
	if err != nil {
		return in, err
	}
	in.ID, err = res.LastInsertId()
	return in, err
}

// onItsWay reports whether booking has an open intent.
func onItsWay(ctx context.Context, tx *sql.Tx, booking string) (bool, error) {
	var open int
	err := tx.QueryRowContext(ctx, `SELECT count(*) FROM intents WHERE booking = ? AND state = 'open'`, booking).Scan(&open)
	return open > 0, err
}

// Attempt records that the intent's request is about to be sent to in.CalendarID of
// the source in.Calendar. If the intent was closed in the meantime, the error wraps
// ErrWrongState and the request must not be sent.
func (s *Store) Attempt(ctx context.Context, in Intent) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		return stillOpen(tx.ExecContext(ctx, `UPDATE intents SET attempt = attempt + 1, calendar = ?, calendar_id = ?
			WHERE id = ? AND state = 'open'`, in.Calendar, in.CalendarID, in.ID))
	})
}

func closeIntent(ctx context.Context, tx *sql.Tx, in Intent, state, problem string) error {
	return stillOpen(tx.ExecContext(ctx, `UPDATE intents SET state = ?, problem = ? WHERE id = ? AND state = 'open'`, state, problem, in.ID))
}

// stillOpen returns an error if a change found no open intent.
func stillOpen(res sql.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return fmt.Errorf("%w: its intent is closed", ErrWrongState)
}

// Intents returns the open intents, oldest first.
func (s *Store) Intents(ctx context.Context) ([]Intent, error) {
	return collect(ctx, s.db, func(r row) (in Intent, err error) {
		var at, start, end string
		err = r.Scan(&in.ID, &in.Booking, &in.Kind, &in.Event, &in.Attempt, &in.Problem, &in.Calendar, &in.CalendarID, &in.Altered, &start, &end, &at)
		return in, errors.Join(err, parseTime(at, &in.At), parseTime(start, &in.To.Start), parseTime(end, &in.To.End))
	}, `SELECT id, booking, kind, event, attempt, problem, calendar, calendar_id, amiss, start_at, end_at, created_at FROM intents WHERE state = 'open' ORDER BY id`)
}
