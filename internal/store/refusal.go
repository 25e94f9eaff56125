package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"fika/internal/api"
)

// Refusal is a part of a request that a calendar refused, and until when fika does
// not ask again.
type Refusal struct {
	Calendar string // name of the source
	Part     string // what was refused; the caller defines the names
	Since    time.Time
	Until    time.Time
	Times    int      // in a row
	Code     api.Code // of the hold until then; "" if there is none
	Text     string
	Hint     api.Hint
	Booking  string // that met it last; "" if none did
}

// Refusals returns all refusals, by calendar and part.
func (s *Store) Refusals(ctx context.Context) ([]Refusal, error) {
	return collect(ctx, s.db, func(r row) (f Refusal, err error) {
		var since, until string
		err = r.Scan(&f.Calendar, &f.Part, &since, &until, &f.Times, &f.Code, &f.Text, &f.Hint.Text, &f.Hint.Command, &f.Booking)
		return f, errors.Join(err, parseTime(since, &f.Since), parseTime(until, &f.Until))
	}, `SELECT calendar, part, since, until, times, code, text, hint, command, booking FROM refusals ORDER BY calendar, part`)
}

// SetRefusal stores f, replacing the refusal for its calendar and part.
func (s *Store) SetRefusal(ctx context.Context, f Refusal) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO refusals (calendar, part, since, until, times, code, text, hint, command, booking)
			VALUES (?,?,?,?,?,?,?,?,?,?) ON CONFLICT (calendar, part)
			DO UPDATE SET since = excluded.since, until = excluded.until, times = excluded.times, code = excluded.code,
			text = excluded.text, hint = excluded.hint, command = excluded.command, booking = excluded.booking`,
			f.Calendar, f.Part, formatTime(f.Since), formatTime(f.Until), f.Times, f.Code, f.Text, f.Hint.Text, f.Hint.Command, f.Booking)
		return err
	})
}

// DropRefusal removes the refusal for a calendar and part.
func (s *Store) DropRefusal(ctx context.Context, calendar, part string) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM refusals WHERE calendar = ? AND part = ?`, calendar, part)
		return err
	})
}
